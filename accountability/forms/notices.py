"""Forms of services and of the effect of a decision."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from core.web.forms import (
    ActionForm,
    DateField,
    LongTextField,
    RadioField,
    TextField,
    not_in_future,
    optional,
    required,
)


class ServiceFailForm(ActionForm):
    """Why a notice could not be served."""

    reason = LongTextField(
        _("未能送达的原因"), [required(_("请写明未能送达的原因。"))], max_length=2000
    )


class ServiceFileForm(ActionForm):
    """What became of the decision in the person's own file."""

    outcome = RadioField(
        _("是否归入个人档案"),
        [required(_("请选择是否归入个人档案。"))],
        choices=[
            ("filed", _("已移交人事部门，归入个人档案")),
            ("not_filed", _("按照规定不归入个人档案")),
        ],
    )
    filed_on = DateField(_("移交日期"), [optional(), not_in_future])
    filed_with = TextField(_("接收部门"), [optional()], max_length=120)
    filed_by = TextField(_("移交人"), [optional()], max_length=60)
    filed_to = TextField(_("接收人"), [optional()], max_length=60)
    not_filed_reason = LongTextField(_("不归入的理由"), [optional()], max_length=1000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them; what does not belong to the answer is left out."""
        if self.outcome.data != "filed":
            return {"filed": False, "not_filed_reason": self.not_filed_reason.data}
        names = ("filed_on", "filed_with", "filed_by", "filed_to")
        return {"filed": True, **{name: self[name].data for name in names}}


class ConfirmForm(ActionForm):
    """Nothing is asked but the act itself."""
