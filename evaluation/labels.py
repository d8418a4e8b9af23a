"""Words for social evaluation: enums, acts, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.ledger import N_
from evaluation.rules import (
    Entry,
    GapReason,
    InvalidReason,
    NoticeAction,
    NoticeState,
    ParticipantGroup,
    QuestionKind,
    ResultRange,
    RoundAction,
    RoundState,
    Screening,
    SheetSource,
)

STATES: Final[Mapping[RoundState, LazyString]] = {
    RoundState.DRAFTED: _("拟订方案"),
    RoundState.PUBLISHED: _("方案已公布"),
    RoundState.COLLECTING: _("收集问卷"),
    RoundState.COLLATED: _("已汇总"),
    RoundState.GRADED: _("已评定"),
    RoundState.CONSENTED: _("已同意"),
    RoundState.FED_BACK: _("已反馈"),
    RoundState.CLOSED: _("已办结"),
}

TONES: Final[Mapping[object, str]] = {
    RoundState.DRAFTED: "plain",
    RoundState.PUBLISHED: "open",
    RoundState.COLLECTING: "open",
    RoundState.COLLATED: "open",
    RoundState.GRADED: "open",
    RoundState.CONSENTED: "open",
    RoundState.FED_BACK: "open",
    RoundState.CLOSED: "done",
    NoticeState.PREPARED: "open",
    NoticeState.RECEIVED: "done",
    Screening.WAITING: "open",
    Screening.SHOWN: "done",
    Screening.WITHHELD: "plain",
}

ACTIONS: Final[Mapping[RoundAction, LazyString]] = {
    RoundAction.EDIT: _("修改方案"),
    RoundAction.ADD_QUESTION: _("增加题目"),
    RoundAction.REMOVE_QUESTION: _("删除题目"),
    RoundAction.PLAN_SAMPLE: _("计划样本"),
    RoundAction.PUBLISH: _("公布方案"),
    RoundAction.RECORD_INSPECTION: _("登记检查评议"),
    RoundAction.RECORD_STEP: _("登记步骤"),
    RoundAction.START: _("开始收集"),
    RoundAction.HAND_OUT: _("发放问卷"),
    RoundAction.COLLATE: _("汇总"),
    RoundAction.SET_GRADE: _("评定档次"),
    RoundAction.GRADE: _("报送评定结果"),
    RoundAction.RETURN_GRADES: _("退回评定结果"),
    RoundAction.CONSENT: _("同意评定结果"),
    RoundAction.FEED_BACK: _("向被评议单位反馈"),
    RoundAction.PUBLISH_RESULTS: _("公开评议结果"),
    RoundAction.CLOSE: _("办结"),
    RoundAction.OPEN_LEAD: _("提出问责线索"),
}

EXTRA: Final[Mapping[str, LazyString]] = {
    "create": _("拟订方案"),
    "screen_remark": _("审看意见"),
    "tell_public": _("向公众反馈"),
}

NOTICE_STATES: Final[Mapping[NoticeState, LazyString]] = {
    NoticeState.PREPARED: _("待签收"),
    NoticeState.RECEIVED: _("已签收"),
}

NOTICE_ACTIONS: Final[Mapping[NoticeAction, LazyString]] = {
    NoticeAction.RECORD_RECEIPT: _("登记签收"),
}

QUESTION_KINDS: Final[Mapping[QuestionKind, LazyString]] = {
    QuestionKind.GRADE: _("总体评价"),
    QuestionKind.SCALE: _("分项评价"),
    QuestionKind.SINGLE: _("单选题"),
    QuestionKind.MULTIPLE: _("多选题"),
    QuestionKind.TEXT: _("意见建议"),
}

SOURCES: Final[Mapping[SheetSource, LazyString]] = {
    SheetSource.ONLINE: _("网上填写"),
    SheetSource.PAPER: _("纸质录入"),
    SheetSource.TELEPHONE: _("电话访问"),
    SheetSource.ON_SITE: _("现场访问"),
    SheetSource.OPEN_LINK: _("开放链接"),
}

GROUPS: Final[Mapping[ParticipantGroup, LazyString]] = {
    ParticipantGroup.RESIDENT: _("群众"),
    ParticipantGroup.ENTERPRISE: _("企业和社会组织"),
    ParticipantGroup.DEPUTY: _("人大代表"),
    ParticipantGroup.CPPCC_MEMBER: _("政协委员"),
    ParticipantGroup.INVITED: _("特邀监督评议员"),
}

INVALID_REASONS: Final[Mapping[InvalidReason, LazyString]] = {
    InvalidReason.BLANK: _("没有填写"),
    InvalidReason.SEVERAL_MARKS: _("单选题选了多项"),
    InvalidReason.ILLEGIBLE: _("无法辨认"),
    InvalidReason.WRONG_FORM: _("不是本次问卷"),
}

GAP_REASONS: Final[Mapping[GapReason, LazyString]] = {
    GapReason.LEFT_OUT: _("本人没有填"),
    GapReason.REFUSED: _("拒绝回答"),
    GapReason.UNREADABLE: _("个别题无法辨认"),
    GapReason.BROKEN_OFF: _("访问中断"),
}

ENTRIES: Final[Mapping[Entry, LazyString]] = {
    Entry.FIRST: _("第一次为准"),
    Entry.SECOND: _("第二次为准"),
}

SCREENINGS: Final[Mapping[Screening, LazyString]] = {
    Screening.WAITING: _("待审看"),
    Screening.SHOWN: _("可以显示"),
    Screening.WITHHELD: _("不予显示"),
}

RANGES: Final[Mapping[ResultRange, LazyString]] = {
    ResultRange.EVERYBODY: _("向社会公开"),
    ResultRange.UNITS: _("在有关单位范围内公开"),
}

DONT_KNOW: Final = N_("不了解")

REFUSALS: Final[Mapping[str, str]] = {
    "round_no_pack": N_("“%(unit)s”今天没有适用的制度规则，请联系系统管理员设定。"),
    "round_no_content": N_("适用的制度“%(pack)s”没有规定评议内容，不能据以组织评议。"),
    "round_scale": N_(
        "选项和分值请每行写一个，如“满意 100”：2至8个选项，不重复，分值0至100，不写“不了解”。"
    ),
    "round_scale_words": N_("制度规定的档次为：%(grades)s。请按此顺序填写，只设定分值。"),
    "round_no_grades": N_("制度没有规定评议档次，汇总后直接公开结果。"),
    "round_not_fed_back": N_("评定结果经主管部门同意并向被评议单位反馈后才能公开。"),
    "round_step_unknown": N_("请选择制度规定的步骤。"),
    "round_step_day": N_("日期不能晚于今天。"),
    "round_steps_missing": N_("还没有登记的步骤：%(steps)s。"),
    "town_report_unit": N_("请选择本级所属的乡镇、街道。"),
    "town_report_day": N_("报送日期不能晚于今天。"),
    "town_report_silent": N_("适用的制度没有规定乡镇报送综合评议情况。"),
    "round_method_unknown": N_("请选择制度规定的评议方式。"),
    "round_dates": N_("收集问卷的截止日期不能早于开始日期。"),
    "round_needs_units": N_("请至少选择一个被评议单位。"),
    "round_too_many_units": N_("一次评议最多%(n)s个单位。"),
    "round_unit_unknown": N_("所选单位不在可以评议的范围内。"),
    "round_needs_grade_question": N_("问卷须有且只有一道“总体评价”题。"),
    "round_too_many_questions": N_("一份问卷最多%(n)s道题。"),
    "round_question_unknown": N_("没有这道题。"),
    "round_options": N_("选择题须有2至9个选项，每行一个，不能重复。"),
    "round_places_needed": N_("请写明方案在哪里公布。"),
    "round_not_yet": N_("收集日期从%(on)s开始。"),
    "round_already_over": N_("收集日期已过，请先修改方案。"),
    "round_not_over": N_("问卷收集到%(on)s截止，截止后才能汇总。"),
    "round_batches_open": N_("还有%(n)s批纸质问卷没有录完。"),
    "round_no_sheets": N_("还没有收到有效问卷。"),
    "round_units_ungraded": N_("还有%(n)s个单位没有评定档次。"),
    "round_grade_unknown": N_("请选择制度规定的档次。"),
    "round_grade_reason": N_("请写明评定的理由。"),
    "round_opinions_needed": N_("评定为“%(grade)s”的，请写明评议意见和建议，供被评议单位整改。"),
    "round_reason_needed": N_("请写明理由。"),
    "round_own_consent": N_("报送评定结果的人员不能自己同意，须由主管部门的其他人员决定。"),
    "round_quota": N_("计划份数请填写1至%(n)s的整数，不计划的不填。"),
    "round_slips": N_("一次发放1至%(n)s份。"),
    "round_unprintable": N_("文书字库中没有以下字符，请改用其他写法：%(characters)s。"),
    "round_inspection": N_("请选择检查的单位和形式，日期不能晚于今天。"),
    "round_results_text": N_("请写明评议结果的说明。"),
    "round_results_disagree": N_("评议结果说明与评议结果不一致：%(faults)s。"),
    "round_results_unpublished": N_("评议结果尚未公开，不能办结。"),
    "round_notices_open": N_("还有%(n)s个单位没有签收反馈通知。"),
    "round_rectifications_open": N_("还有%(n)s个单位的整改没有销号，也没有专题说明。"),
    "lead_grade": N_("评定为“%(grade)s”的单位，才可以提出问责线索。"),
    "lead_no_rule": N_("适用的制度没有规定按责任追究制度处理，不能据评议结果提出线索。"),
    "lead_there": N_("这个单位的评议结果已经提出线索。"),
    "lead_too_few": N_("有效问卷不足%(n)s份，为保护参评人员，不能据以提出线索。"),
    "lead_items": N_("请选择有%(n)s人以上作答、且有人选择“%(grade)s”的评议内容。"),
    "lead_own_unit": N_("不能对自己所在的单位提出线索，请由其他组织人员办理。"),
    "notice_received_on": N_("签收日期应当在反馈之日以后，且不能晚于今天。"),
    "notice_receiver": N_("请填写签收人。"),
    "survey_closed": N_("本次评议现在不收集问卷。"),
    "survey_incomplete": N_("有必答题没有作答。"),
    "round_weights": N_("渠道权重请填写1至100的整数，不填的不参加加权。"),
    "batch_channel": N_("请选择录入的方式。"),
    "sheet_gaps": N_("第%(questions)s题没有作答。请补录；确实没有的，选择缺答原因后保存。"),
    "check_own_batch": N_("自己录入的批次不能自己复核。"),
    "check_done": N_("这一份已经复核。"),
    "difference_settled": N_("已经确定以哪次录入为准。"),
    "sheet_empty": N_("一题也没有作答的，请选择作废的原因。"),
    "sheet_none_to_undo": N_("这一批里没有可以撤销的问卷。"),
    "batch_number_taken": N_("“%(number)s”已经用过，请换一个批号。"),
    "sheets_empty": N_("表格中没有答卷。"),
    "sheets_heading_unknown": N_("不认识表头“%(heading)s”，请使用下载的空表。"),
    "sheets_heading_twice": N_("表头“%(heading)s”出现了两次。"),
    "sheets_heading_missing": N_("表格缺少以下各列：%(headings)s。请使用下载的空表。"),
    "sheets_known": N_("同一份表格已于%(on)s导入“%(batch)s”批，不能重复导入。"),
    "sheets_gone": N_("没有待确认的表格，或者表格已经换过，请重新核对。"),
    "sheets_nothing_new": N_("没有可以导入的答卷。"),
    "sheet_number": N_("请填写1至%(limit)s的份号。"),
    "sheet_number_twice": N_("份号与第%(row)s行相同。"),
    "sheet_option": N_("没有“%(text)s”这个选项，请填写选项的序号或者文字。"),
    "sheet_options": N_("单选题只能填写一个选项；原件选了多项的，请填写作废原因。"),
    "sheet_reason": N_("原因请填写：%(known)s。"),
    "sheet_cell_formula": N_("单元格是公式，请改为数值。"),
    "sheet_cell_error": N_("单元格是错误值。"),
    "sheet_cell_imprecise": N_("数字位数过多，已经不准确。"),
    "sheet_cell_unseen": N_("文字中有看不见的控制字符。"),
    "sheet_cell_long": N_("文字超过%(limit)s字。"),
    "scan_no_original": N_("只有纸质问卷有原件可以扫描；电话、现场访问和网上自填的答卷没有。"),
    "scan_sheet_unknown": N_("这一批没有第%(n)s份。"),
    "sheet_has_scan": N_("最后一份附有扫描件，不能撤销。录错的，请由组织人员在双录核对中更正。"),
    "batch_closed": N_("这一批已经录完。"),
    "remark_reason": N_("不予显示的，请写明理由。"),
    "remark_unknown": N_("没有这条意见。"),
    "public_feedback_method": N_("请选择制度规定的反馈方式，日期不能晚于今天。"),
}
