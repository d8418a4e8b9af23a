"""Forms of remedies: filed at the desk, registered from paper, answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.rules import RemedyKind
from accountability.seeking import Petition
from core import moment
from core.web.forms import (
    ActionForm,
    DateField,
    LongTextField,
    RadioField,
    not_in_future,
    optional,
    required,
)
from regulations.labels import REMEDY_KINDS


class RemedyFileForm(ActionForm):
    """What the party asks for and why."""

    kind = RadioField(_("救济方式"), [required(_("请选择复核或者申诉。"))])
    request = LongTextField(_("请求事项"), [required(_("请写明请求事项。"))], max_length=4000)
    grounds = LongTextField(_("事实和理由"), [required(_("请写明事实和理由。"))], max_length=10000)
    late_reason = LongTextField(_("逾期理由"), [optional()], max_length=2000)

    def offer(self, kinds: Iterable[RemedyKind]) -> None:
        """Offer the kinds the pack states; a single one is chosen already."""
        self.kind.choices = [(kind.value, REMEDY_KINDS[kind]) for kind in kinds]
        if len(self.kind.choices) == 1 and not self.is_submitted():
            self.kind.data = self.kind.choices[0].value

    def offered_on_time(self) -> None:
        """Leave out the question why it comes late."""
        del self.late_reason

    @property
    def petition(self) -> Petition:
        """Return what was typed."""
        return Petition(**self.typed_values)

    @property
    def typed_values(self) -> dict[str, Any]:
        """Return the fields of the petition."""
        late = "late_reason" in self and self.late_reason.data
        return {
            "kind": RemedyKind(self.kind.data),
            "request": self.request.data,
            "grounds": self.grounds.data,
            "late_reason": late or None,
        }


class RemedyRegisterForm(RemedyFileForm):
    """The same from paper, with the days it was received and posted."""

    received_on = DateField(
        _("收到日期"), [required(_("请填写收到日期。")), not_in_future], default=moment.today
    )
    posted_on = DateField(_("交邮日期"), [optional(), not_in_future])

    @property
    def typed_values(self) -> dict[str, Any]:
        """Return the fields of the petition, with the days."""
        return {
            **super().typed_values,
            "received_on": self.received_on.data,
            "posted_on": self.posted_on.data,
        }


class RemedyAdmitForm(ActionForm):
    """A remedy is taken up; a late one needs a reason."""

    reason = LongTextField(_("受理理由"), [optional()], max_length=2000)


class RemedyRejectForm(ActionForm):
    """A remedy is not taken up."""

    reason = LongTextField(
        _("不予受理的理由"), [required(_("不予受理须写明理由。"))], max_length=2000
    )


class RemedyRuleForm(ActionForm):
    """The written ruling."""

    ruling = LongTextField(
        _("认定的情况和决定内容"),
        [required(_("请写明审查认定的情况和决定内容。"))],
        max_length=10000,
    )
