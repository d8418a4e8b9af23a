"""The form of a service: what its proof is made of."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.serving.labels import METHODS
from core.serving.rules import Delivery, ServiceMethod
from core.web.forms import (
    ActionForm,
    BooleanField,
    DateField,
    LongTextField,
    RadioField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)


class ServiceRecordForm(ActionForm):
    """How, when and by whom a notice was received, and what proves it."""

    method = RadioField(
        _("送达方式"),
        [required(_("请选择送达方式。"))],
        choices=choices(ServiceMethod, METHODS),
    )
    dispatched_on = DateField(_("送出、交邮或者公告日期"), [optional(), not_in_future])
    received_on = DateField(_("签收日期"), [optional(), not_in_future])
    place = TextField(_("送达地点"), [optional()], max_length=120)
    received_by = TextField(_("签收人"), [optional()], max_length=40)
    receiver_relation = TextField(_("代收人与受送达人关系、代收理由"), [optional()], max_length=60)
    witnesses = TextField(_("见证人"), [optional()], max_length=120)
    servers = TextField(_("送达人"), [required(_("请写明送达人。"))], max_length=120)
    proof = LongTextField(_("送达凭证"), [required(_("请写明送达凭证。"))], max_length=2000)
    is_consented = BooleanField(_("受送达人同意电子送达"))

    @property
    def delivery(self) -> Delivery:
        """Return what was typed."""
        return Delivery(
            method=ServiceMethod(self.method.data),
            dispatched_on=self.dispatched_on.data,
            received_on=self.received_on.data,
            received_by=self.received_by.data or None,
            receiver_relation=self.receiver_relation.data or None,
            place=self.place.data or None,
            witnesses=self.witnesses.data or None,
            servers=self.servers.data or None,
            proof=self.proof.data or None,
            is_consented=self.is_consented.data,
        )
