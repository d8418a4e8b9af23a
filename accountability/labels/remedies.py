"""Words for remedies (复核、申诉)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import FiledVia, RemedyAction, RemedyState
from core.clocks.ledger import N_
from regulations.labels import REMEDY_KINDS

__all__ = [
    "ACTIONS",
    "EXTRA",
    "FILED_VIA",
    "OUTCOMES",
    "REFUSALS",
    "REMEDY_KINDS",
    "STATES",
]

STATES: Final[Mapping[RemedyState, LazyString]] = {
    RemedyState.FILED: _("已提出"),
    RemedyState.UNDER_REVIEW: _("审查中"),
    RemedyState.REJECTED: _("不予受理"),
    RemedyState.WITHDRAWN: _("已撤回"),
    RemedyState.UPHELD: _("维持"),
    RemedyState.MODIFIED: _("变更"),
    RemedyState.REVOKED: _("撤销"),
    RemedyState.REMANDED: _("发回重新调查"),
}

ACTIONS: Final[Mapping[RemedyAction, LazyString]] = {
    RemedyAction.ADMIT: _("受理"),
    RemedyAction.REJECT: _("不予受理"),
    RemedyAction.WITHDRAW: _("撤回"),
    RemedyAction.UPHOLD: _("维持原决定"),
    RemedyAction.MODIFY: _("变更原决定"),
    RemedyAction.REVOKE: _("撤销原决定"),
    RemedyAction.REMAND: _("撤销并发回重新调查"),
}

FILED_VIA: Final[Mapping[FiledVia, LazyString]] = {
    FiledVia.DESK: _("在线提出"),
    FiledVia.PAPER: _("书面提出"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"file": _("提出复核申请或者申诉")}

#: What the ruling letter says was decided.
OUTCOMES: Final[Mapping[RemedyState, LazyString]] = {
    RemedyState.UPHELD: _("维持原处理决定"),
    RemedyState.MODIFIED: _("变更原处理决定"),
    RemedyState.REVOKED: _("撤销原处理决定"),
    RemedyState.REMANDED: _("撤销原处理决定，发回重新调查"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "remedy_not_stated": N_("适用的规则没有规定复核或者申诉。"),
    "remedy_kind_not_offered": N_("适用的规则没有规定“%(kind)s”。"),
    "remedy_notice_not_served": N_("文书尚未送达，不能对其申请复核或者提出申诉。"),
    "remedy_decision_gone": N_("处理决定已撤销，不再需要复核或者申诉。"),
    "remedy_same_kind_open": N_("已有一件%(kind)s（%(number)s）正在办理，不能重复提出。"),
    "remedy_before_service": N_("提出日期不能早于文书送达日期（%(on)s）。"),
    "remedy_in_future": N_("日期不能晚于今天。"),
    "remedy_posted_after_receipt": N_("交邮日期不能晚于收到日期。"),
    "remedy_text_needed": N_("请写明请求事项和理由。"),
    "remedy_text_unprintable": N_("字库没有下列字，文书印不出来，请改用别的写法：%(characters)s"),
    "remedy_late_reason_needed": N_("提出时已超过期限（%(on)s届满），请写明逾期的理由。"),
    "remedy_admission_reason_needed": N_("逾期提出的，受理须写明理由。"),
    "remedy_reason_needed": N_("不予受理须写明理由。"),
    "remedy_ruling_needed": N_("请写明审查认定的情况和决定内容。"),
    "remedy_ruler_investigated": N_("调查组成员不得审理对本案处理决定的复核、申诉。"),
    "remedy_ruler_decided": N_("起草、审核、签发处理决定的人不得审理对该决定的复核、申诉。"),
    "remedy_case_not_served": N_("还有当事人没有收到处理文书，全部送达后才能撤销或者发回。"),
    "remedy_case_open": N_("%(number)s尚未办结，案件不能办结。"),
    "remedy_case_ended": N_("案件已经办结，不能撤销原决定或者发回重新调查。"),
}
