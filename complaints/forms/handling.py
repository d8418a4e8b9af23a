"""What officers fill in while a complaint is handled."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.web.forms import ActionForm, DateField, LongTextField, required


class SupplementAskForm(ActionForm):
    """What is missing, and until when."""

    missing = LongTextField(
        _("需要补充的材料或者情况"), [required(_("请写明需要补充什么。"))], max_length=2000
    )
    due_on = DateField(_("补充期限"), [required(_("请填写补充期限。"))])


class SupplementReceiveForm(ActionForm):
    """What came."""

    text = LongTextField(
        _("补充了什么，怎样收到的"), [required(_("请写明补充了什么。"))], max_length=2000
    )


class SupplementEndForm(ActionForm):
    """Nothing came."""
