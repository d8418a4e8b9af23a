"""Forms of circulars: made, corrected, sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from core.web.forms import (
    ActionForm,
    ChecksField,
    DateField,
    LongTextField,
    TextField,
    not_in_future,
    required,
)


class CorrectionForm(ActionForm):
    """What the correction says; its recipients are those of the circular."""

    text = LongTextField(
        _("通报内容"),
        [required(_("请写明通报的内容。"))],
        max_length=4000,
        description=_("写入通报。只写事实，不写投诉举报人的姓名、电话、住址。"),
    )


class CircularForm(CorrectionForm):
    """What the circular says, and to whom it goes."""

    recipients = ChecksField(_("通报范围"), [required(_("请选择通报的范围。"))], coerce=int)

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        """Offer these units."""
        self.recipients.choices = list(units)


class CircularSendForm(ActionForm):
    """It went out."""

    sent_on = DateField(_("印发日期"), [required(_("请填写日期。")), not_in_future])
    sent_by = TextField(
        _("印发方式"),
        [required(_("请写明印发的方式。"))],
        max_length=120,
        description=_("如：公文交换、机关内网、会议宣布。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"sent_on": self.sent_on.data, "sent_by": self.sent_by.data or ""}
