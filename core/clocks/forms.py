"""What an office fills in about its own earlier date."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.web.forms import ActionForm, DateField, LongTextField, optional, required


class TargetForm(ActionForm):
    """The inner date (empty: none any more), and why."""

    target = DateField(_("内部时限"), [optional()])
    reason = LongTextField(_("理由"), [required(_("请写明设定内部时限的理由。"))], max_length=500)
