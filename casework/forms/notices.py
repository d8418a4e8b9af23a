"""The shape of what is typed about notices to respondents."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from casework.forms.cases import CHOOSE, CaseForm, Options
from core.web.forms import LongTextField, SelectField, optional, required


class _ToWhom(CaseForm):
    respondent_id = SelectField(_("当事人"), [required(_("请选择当事人。"))])

    def offer_respondents(self, respondents: Options) -> None:
        """Offer the respondents of the case."""
        self.respondent_id.choices = [("", CHOOSE), *respondents]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**self.typed_values(), "respondent_id": int(self.respondent_id.data)}


class InvestigationTellingForm(CaseForm):
    """What the notice of an investigation says."""

    text = LongTextField(
        _("调查事项"),
        [required(_("请写明调查事项。"))],
        max_length=4000,
        description=_("只写调查什么，不写线索从哪里来，不得提到或者可以推知举报人、证人。"),
    )
    request = LongTextField(_("配合要求"), [required(_("请写明配合要求。"))], max_length=4000)


class ClosingTellingForm(CaseForm):
    """What the notice that a case is closed says."""

    text = LongTextField(
        _("办理结果"),
        [required(_("请写明办理结果。"))],
        max_length=4000,
        description=_("不得提到或者可以推知举报人、证人。"),
    )
    request = LongTextField(
        _("后续事项"),
        [optional()],
        max_length=4000,
        description=_("如领回调取的材料；没有的不填。"),
    )


class InvestigationTellingNewForm(_ToWhom, InvestigationTellingForm):
    """The same, to whom."""


class ClosingTellingNewForm(_ToWhom, ClosingTellingForm):
    """The same, to whom."""
