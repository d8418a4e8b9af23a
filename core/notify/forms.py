"""Where a person wants the digest."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from core.web.forms import BooleanField, Form, TextField, optional

#: Enough to keep a mistyped address and a forged header out; the mail server knows the rest.
ADDRESS = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class NoticeSettingsForm(Form):
    """Address, and whether it is used."""

    email = TextField(_("电子邮箱"), [optional()], max_length=200)
    wants_mail = BooleanField(_("每天发送一封待办摘要"))

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address."""
        if field.data and not ADDRESS.fullmatch(field.data):
            raise ValidationError(_("请填写正确的电子邮箱，如 name@example.gov.cn。"))

    def validate_wants_mail(self, field: Any) -> None:
        """Refuse to send to nowhere."""
        if field.data and not self.email.data:
            raise ValidationError(_("请先填写电子邮箱。"))
