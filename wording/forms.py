"""What staff type of a wording."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.documents.templates.language import MAX_BODY, MAX_TITLE
from core.web.forms import ActionForm, DateField, LongTextField, TextField, optional, required


class TemplateEditForm(ActionForm):
    """The words of a draft, why they change, and from when."""

    title = TextField(_("标题"), [required()], max_length=MAX_TITLE)
    body = LongTextField(_("正文"), [required()], max_length=MAX_BODY)
    effective_from = DateField(_("生效日期"), [required()])
    note = TextField(_("修改说明"), [optional()], max_length=200)


class TemplateActForm(ActionForm):
    """An act that needs no words."""
