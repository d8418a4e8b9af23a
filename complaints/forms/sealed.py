"""What is noted of a report that goes up sealed: no field takes what it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from complaints.rules import SealedWay
from core.identity.models import Unit
from core.web.forms import (
    ActionForm,
    DateField,
    RadioField,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)

WAYS: Final[Mapping[SealedWay, LazyString]] = {
    SealedWay.BY_HAND: _("专人送达"),
    SealedWay.CONFIDENTIAL_POST: _("机要交换"),
}


class SealedForm(ActionForm):
    """A number, days, and to whom it went."""

    unit = SelectField(_("收件单位"), [required(_("请选择收件单位。"))])
    received_on = DateField(_("收到日期"), [required(_("请填写日期。")), not_in_future])
    sent_on = DateField(_("送出日期"), [required(_("请填写日期。")), not_in_future])
    sent_to = TextField(_("送往的上级机关"), [required(_("请填写上级机关。"))], max_length=120)
    way = RadioField(_("方式"), [required(_("请选择方式。"))], choices=choices(SealedWay, WAYS))
    taken_by = TextField(_("接收人"), [optional()], max_length=60)

    def offer(self, units: Sequence[Unit]) -> None:
        """Offer the units whose reports the reader registers."""
        self.unit.choices = [(str(unit.id), unit.name) for unit in units]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "received_on": self.received_on.data,
            "sent_on": self.sent_on.data,
            "sent_to": self.sent_to.data,
            "way": SealedWay(self.way.data),
            "taken_by": self.taken_by.data or None,
        }
