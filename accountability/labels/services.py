"""Words for the service of notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import ServiceAction, ServiceState
from core.clocks.ledger import N_

STATES: Final[Mapping[ServiceState, LazyString]] = {
    ServiceState.PREPARED: _("待送达"),
    ServiceState.SERVED: _("已送达"),
    ServiceState.FAILED: _("未能送达"),
}

ACTIONS: Final[Mapping[ServiceAction, LazyString]] = {
    ServiceAction.RECORD: _("登记送达"),
    ServiceAction.FAIL: _("登记未能送达"),
    ServiceAction.RETRY: _("重新送达"),
    ServiceAction.FILE: _("登记归入个人档案"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"prepare": _("备好待送达文书")}

REFUSALS: Final[Mapping[str, str]] = {
    "service_decision_not_in_force": N_("处理决定处于“%(state)s”，其文书不再送达。"),
    "service_filing_incomplete": N_("请填写移交日期、接收部门、移交人和接收人。"),
    "service_filing_date_wrong": N_("移交日期不能早于印发日期（%(on)s），也不能晚于今天。"),
    "service_filing_reason_needed": N_("请写明不归入个人档案的理由。"),
    "service_filing_not_effective": N_("处理决定生效后，才能登记归入个人档案。"),
    "service_reason_needed": N_("请写明未能送达的原因。"),
    "effect_case_not_served": N_("处理文书尚未全部送达。"),
    "effect_period_running": N_("申请复核或提出申诉的期限到%(on)s届满，处理决定尚未生效。"),
    "effect_remedy_open": N_("%(number)s尚未办结，处理决定尚未生效。"),
}
