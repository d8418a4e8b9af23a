"""Words for administrative reviews and lawsuits (行政复议、行政诉讼)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.challenging import LawsuitAction, LawsuitKind, LawsuitState, Outcome
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
    LawsuitAction.MODIFY: _("按结果变更处理决定"),
    LawsuitAction.REVOKE: _("按结果撤销处理决定"),
    LawsuitAction.REMAND: _("撤销处理决定并重新调查"),
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
    "lawsuit_decision_unsigned": N_("处理决定尚未签发，不能对其提起行政复议或者行政诉讼。"),
}
