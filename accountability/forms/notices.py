"""Forms of services and of the effect of a decision."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.web.forms import ActionForm, LongTextField, required


class ServiceFailForm(ActionForm):
    """Why a notice could not be served."""

    reason = LongTextField(
        _("未能送达的原因"), [required(_("请写明未能送达的原因。"))], max_length=2000
    )


class ConfirmForm(ActionForm):
    """Nothing is asked but the act itself."""
