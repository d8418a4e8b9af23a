"""The shape of what is typed about a case that goes to the organ above."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from casework.elevation.labels import GROUNDS
from casework.forms.cases import CHOOSE, CaseForm
from casework.rules.elevations import ElevationGround
from core.identity.models import Unit
from core.web.forms import LongTextField, RadioField, SelectField, optional, required


class ElevationForm(CaseForm):
    """A case is handed up, or taken over; `offer` fills in units and grounds."""

    to_unit = SelectField(_("由哪个单位办理"), [required(_("请选择单位。"))])
    ground = RadioField(_("情形和依据"), [required(_("请选择情形。"))])
    reason = LongTextField(
        _("理由"),
        [required(_("请写明理由。"))],
        max_length=2000,
        description=_("双方单位都能看到；不写投诉举报人的姓名、电话、住址。"),
    )
    _units: dict[str, Unit]

    def offer(self, units: Iterable[Unit], grounds: Iterable[tuple[ElevationGround, str]]) -> None:
        """Offer the units above, and the grounds with their articles."""
        self._units = {str(unit.id): unit for unit in units}
        self.to_unit.choices = [
            ("", CHOOSE),
            *((key, unit.name) for key, unit in self._units.items()),
        ]
        self.ground.choices = [(g.value, f"{GROUNDS[g]}（{article}）") for g, article in grounds]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "to_unit": self._units[self.to_unit.data],
            "ground": ElevationGround(self.ground.data),
            "reason": self.reason.data,
        }


class ElevationAcceptForm(CaseForm):
    """The organ above takes the case."""

    opinion = LongTextField(_("意见"), [optional()], max_length=2000)


class ElevationRefuseForm(CaseForm):
    """The organ above leaves the case where it is."""

    opinion = LongTextField(_("不同意的理由"), [required(_("请写明理由。"))], max_length=2000)
