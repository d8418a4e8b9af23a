"""The shape of what is typed about an invitation to state and defend."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from casework.defence.material import Material, choices_of
from casework.forms.cases import CHOOSE, CaseForm, Options
from core import moment
from core.web.forms import (
    ActionForm,
    ChecksField,
    DateField,
    LongTextField,
    SelectField,
    optional,
    required,
)


class InvitationEditForm(CaseForm):
    """What an invitation says, and which pieces of the case go with it."""

    facts_text = LongTextField(
        _("拟认定的事实"),
        [required(_("请写明拟认定的事实。"))],
        max_length=10_000,
        description=_("逐项写明，不得提到或者可以推知举报人、证人。"),
    )
    basis = LongTextField(_("依据"), [required(_("请写明依据。"))], max_length=5000)
    answer_by = DateField(
        _("提出陈述申辩的最后日期"),
        [required(_("请填写日期。"))],
        description=_("适用的制度没有规定期限，由调查组确定，写入告知书。"),
    )
    answer_to = LongTextField(_("提出的方式"), [required(_("请写明提出的方式。"))], max_length=1000)
    fact_ids = ChecksField(
        _("摘录的事实"), [optional()], description=_("勾选的内容摘录成件，随告知书送达。")
    )
    evidence_ids = ChecksField(
        _("摘录的证据"),
        [optional()],
        description=_("只摘录取证的日期、地点和内容，不含在场人员和附件。"),
    )

    def offer(self, material: Material) -> None:
        """Offer the pieces that may reach a respondent, and no other."""
        self.fact_ids.choices = choices_of(material.facts)
        self.evidence_ids.choices = choices_of(material.evidence)

    def validate_answer_by(self, field: Any) -> None:
        """Refuse a day that has passed."""
        if field.data is not None and field.data < moment.today():
            raise ValidationError(_("日期不能早于今天。"))

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        chosen = {
            name: [int(one) for one in self[name].data or ()]
            for name in ("fact_ids", "evidence_ids")
        }
        return {**self.typed_values(), **chosen}


class InvitationNewForm(InvitationEditForm):
    """The same, to whom."""

    respondent_id = SelectField(_("当事人"), [required(_("请选择当事人。"))])

    def offer_respondents(self, respondents: Options) -> None:
        """Offer the respondents of the case."""
        self.respondent_id.choices = [("", CHOOSE), *respondents]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**super().values, "respondent_id": int(self.respondent_id.data)}


class InvitationConfirmForm(ActionForm):
    """Nothing is asked but the act itself."""
