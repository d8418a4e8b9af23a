"""Forms of services and of the effect of a decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from accountability.labels.services import METHODS
from accountability.rules import ServiceMethod
from accountability.serving import Delivery
from core import moment
from core.web.forms import (
    ActionForm,
    BooleanField,
    DateField,
    LongTextField,
    RadioField,
    TextField,
    choices,
    optional,
    required,
)


def not_in_future(_form: Any, field: Any) -> None:
    """Refuse a day that has not come yet."""
    if field.data is not None and field.data > moment.today():
        raise ValidationError(_("日期不能晚于今天。"))


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


class ServiceFailForm(ActionForm):
    """Why a notice could not be served."""

    reason = LongTextField(
        _("未能送达的原因"), [required(_("请写明未能送达的原因。"))], max_length=2000
    )


class ServiceFileForm(ActionForm):
    """What became of the decision in the person's own file."""

    outcome = RadioField(
        _("是否归入个人档案"),
        [required(_("请选择是否归入个人档案。"))],
        choices=[
            ("filed", _("已移交人事部门，归入个人档案")),
            ("not_filed", _("按照规定不归入个人档案")),
        ],
    )
    filed_on = DateField(_("移交日期"), [optional(), not_in_future])
    filed_with = TextField(_("接收部门"), [optional()], max_length=120)
    filed_by = TextField(_("移交人"), [optional()], max_length=60)
    filed_to = TextField(_("接收人"), [optional()], max_length=60)
    not_filed_reason = LongTextField(_("不归入的理由"), [optional()], max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them; what does not belong to the answer is left out."""
        if self.outcome.data != "filed":
            return {"filed": False, "not_filed_reason": self.not_filed_reason.data}
        names = ("filed_on", "filed_with", "filed_by", "filed_to")
        return {"filed": True, **{name: self[name].data for name in names}}


class ConfirmForm(ActionForm):
    """Nothing is asked but the act itself."""
