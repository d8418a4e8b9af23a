"""Words for the yearly assessment: states, acts, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import RectificationState
from assessment.rules import AssessedAction, AssessedState, AssessmentAction, AssessmentState
from core.clocks.ledger import N_

STATES: Final[Mapping[AssessmentState, LazyString]] = {
    AssessmentState.DRAFTED: _("拟订方案"),
    AssessmentState.SCHEDULED: _("方案已审定"),
    AssessmentState.NOTIFIED: _("已通知"),
    AssessmentState.REVIEWING: _("综合评议"),
    AssessmentState.PROPOSED: _("已提出结果"),
    AssessmentState.FROZEN: _("待审定"),
    AssessmentState.APPROVED: _("已审定"),
    AssessmentState.CIRCULATED: _("已通报"),
}

UNIT_STATES: Final[Mapping[AssessedState, LazyString]] = {
    AssessedState.AWAITED: _("待自评"),
    AssessedState.REPORTED: _("已自评"),
    AssessedState.OBJECTED: _("有异议"),
    AssessedState.ANSWERED: _("异议已答复"),
}

TONES: Final[Mapping[object, str]] = {
    AssessmentState.DRAFTED: "plain",
    AssessmentState.SCHEDULED: "open",
    AssessmentState.NOTIFIED: "open",
    AssessmentState.REVIEWING: "open",
    AssessmentState.PROPOSED: "open",
    AssessmentState.FROZEN: "open",
    AssessmentState.APPROVED: "open",
    AssessmentState.CIRCULATED: "done",
    AssessedState.AWAITED: "plain",
    AssessedState.REPORTED: "done",
    AssessedState.OBJECTED: "warning",
    AssessedState.ANSWERED: "done",
    RectificationState.ORDERED: "open",
    RectificationState.REPORTED: "open",
    RectificationState.RETURNED: "warning",
    RectificationState.EXPLAINED: "warning",
    RectificationState.CLOSED: "done",
}

ACTIONS: Final[Mapping[AssessmentAction, LazyString]] = {
    AssessmentAction.EDIT: _("修改方案"),
    AssessmentAction.SET_POINTS: _("确定分值"),
    AssessmentAction.SET_ASSESSOR: _("确定考核单位"),
    AssessmentAction.SCHEDULE: _("确定考核日期"),
    AssessmentAction.NOTIFY: _("下发考核通知"),
    AssessmentAction.REVIEW: _("开始综合评议"),
    AssessmentAction.PROPOSE: _("提出考核结果"),
    AssessmentAction.FREEZE: _("汇总报审"),
    AssessmentAction.RETURN_RESULT: _("退回考核结果"),
    AssessmentAction.APPROVE: _("审定考核结果"),
    AssessmentAction.CIRCULATE: _("下发结果通报"),
}

UNIT_ACTIONS: Final[Mapping[AssessedAction, LazyString]] = {
    AssessedAction.FILL_IN: _("填写自评"),
    AssessedAction.SELF_REPORT: _("报送总结和自评"),
    AssessedAction.RECORD_CHECK: _("登记检查"),
    AssessedAction.DEDUCT: _("扣分"),
    AssessedAction.WITHDRAW: _("撤销扣分"),
    AssessedAction.MARK_FALSIFICATION: _("认定弄虚作假"),
    AssessedAction.SET_BAND: _("评定等次"),
    AssessedAction.OBJECT: _("提出异议"),
    AssessedAction.ANSWER: _("答复异议"),
    AssessedAction.ORDER_RECTIFICATION: _("下达整改通知书"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"create": _("拟订方案")}

REFUSALS: Final[Mapping[str, str]] = {
    "assessment_no_pack": N_("“%(unit)s”今天没有适用的制度规则，请联系系统管理员设定。"),
    "assessment_no_standard": N_("适用的制度“%(pack)s”没有规定考核标准，不能据以组织考核。"),
    "assessment_year_taken": N_("%(year)s年的考核已经拟订（%(number)s），定期考核每年一次。"),
    "assessment_year": N_("考核年度应当是去年或者今年。"),
    "assessment_title_year": N_("考核名称中的年份应当是考核年度%(year)s年。"),
    "assessment_needs_units": N_("请至少选择一个考核对象。"),
    "assessment_too_many_units": N_("一次考核最多%(n)s个单位。"),
    "assessment_unit_unknown": N_("所选单位不在可以考核的范围内。"),
    "assessment_unit_has_findings": N_("“%(unit)s”已有检查或者扣分记录，不能从考核对象中移除。"),
    "assessment_points_given": N_("制度已经规定各项分值，不能另定。"),
    "assessment_points_missing": N_("请先确定各项考核内容的分值。"),
    "assessment_points_range": N_("每项分值应当大于0，各项合计不少于最高等次的起点%(n)s分。"),
    "assessment_day_passed": N_("考核日期不能早于今天。"),
    "assessment_notice_late": N_("考核通知最迟应当在%(due)s下发，现在已过，请重新确定考核日期。"),
    "assessment_day_ahead": N_("考核日期是%(on)s，当天以后才能开始综合评议。"),
    "assessment_unreported": N_("还有%(n)s个单位没有报送总结和自评；考核日期过后才能不等。"),
    "assessment_unbanded": N_("还有%(n)s个单位没有评定等次。"),
    "assessment_objections_until": N_("提出异议的截止日期不能早于今天。"),
    "assessment_objections_run": N_("各单位可以在%(on)s以前（含当日）提出异议，期满后才能报审。"),
    "assessment_objections_open": N_("还有%(n)s个单位的异议没有答复。"),
    "assessment_own_approval": N_("报审考核结果的人员不能自己审定，须由其他有权人员审定。"),
    "assessment_reason": N_("请写明理由。"),
    "assessment_unprintable": N_("文书字库中没有以下字符，请改用其他写法：%(characters)s。"),
    "assessment_rectify_missing": N_("有不合格的单位，请写明整改期限。"),
    "assessment_disagrees": N_("通报与考核结果不一致：%(faults)s。请修改通报的文书模板。"),
    "assessment_unordered": N_("“%(unit)s”%(on)s的检查已经扣分，还没有下达整改通知书。"),
    "assessed_nothing_to_order": N_("没有需要下达整改通知书的检查：检查中发现问题并扣分的才下达。"),
    "assessed_rectify_by": N_("整改期限应当晚于今天。"),
    "assessment_no_own_assessor": N_("适用的制度没有规定由主管或者联系部门考核。"),
    "assessment_assessor": N_("请从考核范围内选择主管或者联系部门，被考核单位不能考核自己。"),
    "assessed_closed": N_("考核现在处于“%(state)s”，不能办理这一事项。"),
    "assessed_item_unknown": N_("没有这项考核内容。"),
    "assessed_self_score": N_("自评得分应当在0至%(n)s分之间。"),
    "assessed_self_score_none": N_("这项考核内容没有分值，请只写情况。"),
    "assessed_text": N_("请写明情况。"),
    "assessed_items_missing": N_("还有%(n)s项考核内容没有填写自评。"),
    "assessed_summary": N_("请填写总结。"),
    "assessed_check": N_("请选择制度规定的检查方式，检查日期应当在考核年度以内，且不能晚于今天。"),
    "assessed_deduction_code": N_("请选择考核标准中的扣分情形。"),
    "assessed_times": N_("次数应当在1至%(n)s之间。"),
    "assessed_points": N_("扣分应当大于0，且不超过这一项的分值%(n)s分。"),
    "assessed_no_points": N_("适用的制度没有分值，请直接评定等次并写明理由。"),
    "assessed_same_problem": N_("同一个问题只在一处扣分：已在“%(item)s”扣分。"),
    "assessed_found_on": N_("发现日期不能晚于今天。"),
    "assessed_deduction_unknown": N_("没有这条扣分，或者已经撤销。"),
    "assessed_no_falsification": N_("适用的制度没有规定对弄虚作假扣分。"),
    "assessed_falsification": N_("弄虚作假的，从总分中扣减%(low)s至%(high)s分；不认定的填0。"),
    "assessed_band_counted": N_("等次按分值计算，不能另行选定。"),
    "assessed_band": N_("请选择制度规定的等次。"),
    "assessed_objection_late": N_("提出异议的日期已过（%(on)s）。"),
}
