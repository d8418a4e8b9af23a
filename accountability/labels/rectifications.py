"""Words for rectification (整改) and its items (销号)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import (
    CourtRuling,
    ItemState,
    RectificationAction,
    RectificationState,
    VisitFinding,
)
from accountability.urging import OverdueStep
from core.clocks.ledger import N_

STATES: Final[Mapping[RectificationState, LazyString]] = {
    RectificationState.ORDERED: _("待整改"),
    RectificationState.REPORTED: _("已报告"),
    RectificationState.RETURNED: _("退回整改"),
    RectificationState.EXPLAINED: _("已专题说明"),
    RectificationState.CLOSED: _("已销号"),
}

ACTIONS: Final[Mapping[RectificationAction, LazyString]] = {
    RectificationAction.PLAN: _("制定整改方案"),
    RectificationAction.REPORT: _("报告改正情况"),
    RectificationAction.EXPLAIN: _("专题说明"),
    RectificationAction.RESUME: _("条件成熟，继续整改"),
    RectificationAction.ACCEPT_ITEM: _("认可该项"),
    RectificationAction.RETURN_ITEM: _("退回该项"),
    RectificationAction.RETURN: _("退回整改"),
    RectificationAction.CLOSE: _("整改销号"),
    RectificationAction.APPLY_ENFORCEMENT: _("登记强制执行申请"),
    RectificationAction.RULE_ENFORCEMENT: _("登记法院裁定"),
    RectificationAction.CLOSE_ENFORCED: _("强制执行完毕销号"),
    RectificationAction.RECORD_VISIT: _("登记现场核查"),
    RectificationAction.FEED_BACK: _("登记反馈"),
    RectificationAction.URGE: _("提醒、督办"),
    RectificationAction.CRITICISE: _("逾期通报批评"),
}

#: Steps by which what is overdue is pressed.
OVERDUE_STEPS: Final[Mapping[OverdueStep, LazyString]] = {
    OverdueStep.REMIND: _("逾期提醒"),
    OverdueStep.SUPERVISE: _("整改督办"),
    OverdueStep.CRITICISE: _("逾期通报批评"),
}

RULINGS: Final[Mapping[CourtRuling, LazyString]] = {
    CourtRuling.GRANTED: _("准予强制执行"),
    CourtRuling.DENIED: _("不准予强制执行"),
    CourtRuling.WITHDRAWN: _("已撤回申请"),
}

FINDINGS: Final[Mapping[VisitFinding, LazyString]] = {
    VisitFinding.CORRECTED: _("整改属实"),
    VisitFinding.PARTLY: _("部分整改"),
    VisitFinding.NOT_CORRECTED: _("未整改"),
}

ITEM_STATES: Final[Mapping[ItemState, LazyString]] = {
    ItemState.OPEN: _("未改正"),
    ItemState.REPORTED: _("已报告"),
    ItemState.ACCEPTED: _("已认可"),
    ItemState.RETURNED: _("已退回"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"order": _("责令改正")}

REFUSALS: Final[Mapping[str, str]] = {
    "rectification_text_needed": N_("请写明改正情况。"),
    "rectification_item_missing": N_("“%(problem)s”尚未填写改正情况和改正日期。"),
    "rectification_plan_missing": N_("“%(problem)s”尚未写明整改措施、责任人和完成时限。"),
    "rectification_plan_day_wrong": N_("完成时限不能早于今天，也不能晚于报告期限（%(on)s）。"),
    "rectification_in_future": N_("改正日期不能晚于今天。"),
    "rectification_item_unknown": N_("没有这一项，或者这一项现在不能这样办理。"),
    "rectification_reason_needed": N_("退回须写明理由。"),
    "rectification_nothing_returned": N_("没有退回的项目，不必退回整改；逐项认可后即可销号。"),
    "rectification_items_open": N_("还有%(n)s项没有认可，不能销号。"),
    "rectification_due_in_past": N_("重新报告的期限不能早于今天。"),
    "rectification_decision_gone": N_("处理决定已撤销，不再需要整改。"),
    "rectification_no_explanation": N_("适用的规定没有专题说明的办法，请报告改正情况。"),
    "rectification_explanation_needed": N_("请写明不具备整改条件的情况。"),
    "rectification_expected_in_past": N_("预计具备条件的日期不能早于今天。"),
    "rectification_enforcement_not_effective": N_("处理决定尚未生效，不能申请强制执行。"),
    "rectification_enforcement_granted": N_("法院已准予强制执行。"),
    "rectification_enforcement_pending": N_("已申请强制执行，法院尚未裁定。"),
    "rectification_enforcement_incomplete": N_("请写明受理法院和申请理由。"),
    "rectification_enforcement_in_future": N_("日期不能晚于今天。"),
    "rectification_enforcement_too_early": N_("执行期限到%(on)s届满，期满后才能申请强制执行。"),
    "rectification_enforcement_order": N_("日期不能早于前一步的日期。"),
    "rectification_enforcement_end_needed": N_("请写明强制执行的情况。"),
    "rectification_visit_day_wrong": N_("核查日期不能早于责令日期（%(on)s），也不能晚于今天。"),
    "rectification_visit_incomplete": N_("请写明核查地点、核查人员和核查情况。"),
    "rectification_feedback_nothing": N_("单位尚未报告改正情况，没有可以反馈的内容。"),
    "rectification_feedback_incomplete": N_("请写明反馈对象、反馈方式和反馈内容。"),
    "rectification_feedback_day_wrong": N_("反馈日期不能早于报告日期（%(on)s），也不能晚于今天。"),
    "rectification_urging_incomplete": N_("请写明提醒、督办的内容；提醒的，还要写明方式。"),
    "rectification_urging_unprintable": N_(
        "字库没有下列字，文书印不出来，请改用别的写法：%(characters)s"
    ),
    "rectification_criticism_incomplete": N_("请写明通报的内容和通报的范围。"),
    "rectification_not_supervised": N_("逾期未整改的，经提醒、督办仍未整改，才能通报批评。"),
    "rectification_case_open": N_("整改尚未销号，案件不能办结：%(names)s。"),
}
