"""Words for administrative reviews and lawsuits (行政复议、行政诉讼)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.challenging import LawsuitAction, LawsuitKind, LawsuitState, LeadFate, Outcome
from core.clocks.ledger import N_

KINDS: Final[Mapping[LawsuitKind, LazyString]] = {
    LawsuitKind.ADMINISTRATIVE_REVIEW: _("行政复议"),
    LawsuitKind.LITIGATION: _("行政诉讼"),
}

STATES: Final[Mapping[LawsuitState, LazyString]] = {
    LawsuitState.FILED: _("已提起"),
    LawsuitState.ACCEPTED: _("审理中"),
    LawsuitState.ENDED: _("已审结"),
}

OUTCOMES: Final[Mapping[Outcome, LazyString]] = {
    Outcome.UPHELD: _("维持"),
    Outcome.REVOKED: _("撤销"),
    Outcome.CHANGED: _("变更"),
    Outcome.UNLAWFUL: _("确认违法"),
    Outcome.VOID: _("确认无效"),
    Outcome.ORDERED: _("责令履行"),
    Outcome.DISMISSED: _("驳回"),
    Outcome.NOT_ADMITTED: _("不予受理"),
    Outcome.WITHDRAWN: _("撤回"),
    Outcome.TERMINATED: _("终止"),
}

ACTIONS: Final[Mapping[LawsuitAction, LazyString]] = {
    LawsuitAction.ACCEPT: _("登记受理"),
    LawsuitAction.RECORD_RESULT: _("登记生效结果"),
    LawsuitAction.CORRECT_RESULT: _("更正登记的结果"),
    LawsuitAction.MODIFY: _("按结果变更处理决定"),
    LawsuitAction.REVOKE: _("按结果撤销处理决定"),
    LawsuitAction.REMAND: _("撤销处理决定并重新调查"),
}

#: What is said of the lead that a result opened which was corrected since.
LEADS: Final[Mapping[LeadFate, LazyString]] = {
    LeadFate.BASELESS: _(
        "登记的结果已经更正，不再属于败诉；线索不自动撤销，由受理单位决定如何办理。"
    ),
    LeadFate.OTHER_RESULT: _("登记的结果已经更正，仍属于败诉；线索的内容以更正后的结果为准。"),
}

EXTRA: Final[Mapping[str, LazyString]] = {
    "register": _("登记行政复议、行政诉讼"),
    "open_lead": _("登记线索"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "lawsuit_incomplete": N_("请写明审理机关和被复议、被诉的行为。"),
    "lawsuit_days_wrong": N_(
        "日期的先后不对：行为、提起、受理、文书、生效应当依次不早于前一项，且不晚于今天。"
    ),
    "lawsuit_outcome_unknown": N_("这一类案件没有这种结果。"),
    "lawsuit_result_incomplete": N_("请写明裁判或者复议决定的主要内容。"),
    "lawsuit_correction_reason_needed": N_("更正登记须写明原登记错在哪里、依据什么更正。"),
    "lawsuit_correction_changes_nothing": N_("没有改动，不需要更正。"),
    "lawsuit_decision_unsigned": N_("处理决定尚未签发，不能对其提起行政复议或者行政诉讼。"),
}
