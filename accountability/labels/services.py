"""Words for the service of notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import ServiceAction, ServiceMethod, ServiceState
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

METHODS: Final[Mapping[ServiceMethod, LazyString]] = {
    ServiceMethod.IN_PERSON: _("直接送达"),
    ServiceMethod.LIEN: _("留置送达"),
    ServiceMethod.POST: _("邮寄送达"),
    ServiceMethod.ELECTRONIC: _("电子送达"),
    ServiceMethod.ANNOUNCEMENT: _("公告送达"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"prepare": _("备好待送达文书")}

REFUSALS: Final[Mapping[str, str]] = {
    "service_decision_not_in_force": N_("处理决定处于“%(state)s”，其文书不再送达。"),
    "service_before_issue": N_("文书于%(on)s印发，送出和签收不能早于这一天。"),
    "service_received_before_dispatch": N_("签收日期不能早于送出日期。"),
    "service_in_future": N_("日期不能晚于今天。"),
    "service_proof_needed": N_("请写明送达凭证。"),
    "service_received_on_needed": N_("请填写签收日期。"),
    "service_receiver_needed": N_("直接送达须写明签收人。"),
    "service_witnesses_needed": N_("留置送达须有见证人，请写明见证人姓名和身份。"),
    "service_dispatch_needed": N_("邮寄送达须填写交邮日期；签收日期以回执注明的日期为准。"),
    "service_consent_needed": N_("电子送达须经受送达人同意。"),
    "service_announcement_needed": N_("公告送达须填写公告日期。"),
    "service_announcement_running": N_("公告期尚未届满，%(on)s起视为送达，届时再登记。"),
    "service_servers_needed": N_("请写明送达人。"),
    "service_text_unprintable": N_(
        "字库没有下列字，送达回证印不出来，请改用别的写法：%(characters)s"
    ),
    "service_filing_incomplete": N_("请填写移交日期、接收部门、移交人和接收人。"),
    "service_filing_date_wrong": N_("移交日期不能早于印发日期（%(on)s），也不能晚于今天。"),
    "service_filing_reason_needed": N_("请写明不归入个人档案的理由。"),
    "service_filing_not_effective": N_("处理决定生效后，才能登记归入个人档案。"),
    "service_reason_needed": N_("请写明未能送达的原因。"),
    "effect_case_not_served": N_("处理文书尚未全部送达。"),
    "effect_period_running": N_("申请复核或提出申诉的期限到%(on)s届满，处理决定尚未生效。"),
    "effect_remedy_open": N_("%(number)s尚未办结，处理决定尚未生效。"),
}
