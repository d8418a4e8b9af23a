"""The form of a view."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.web.forms import Form, HiddenField, RadioField, TextField, required


class SavedViewForm(Form):
    """A name, and for whom; `endpoint` and `query` say what is kept."""

    endpoint = HiddenField()
    query = HiddenField()
    name = TextField(_("名称"), [required(_("请填写名称。"))], max_length=20)
    audience = RadioField(
        _("谁可以使用"),
        [required(_("请选择谁可以使用。"))],
        choices=[("own", _("只有我")), ("office", _("在本单位任职的人"))],
        default="own",
    )
