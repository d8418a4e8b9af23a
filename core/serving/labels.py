"""Words for ways of service, and for what of a service is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.ledger import N_
from core.serving.rules import ServiceMethod

METHODS: Final[Mapping[ServiceMethod, LazyString]] = {
    ServiceMethod.IN_PERSON: _("直接送达"),
    ServiceMethod.LIEN: _("留置送达"),
    ServiceMethod.POST: _("邮寄送达"),
    ServiceMethod.ELECTRONIC: _("电子送达"),
    ServiceMethod.ANNOUNCEMENT: _("公告送达"),
}

REFUSALS: Final[Mapping[str, str]] = {
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
}
