"""Forms of administrative reviews and lawsuits, and the filters of their register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.challenging import (
    Challenge,
    LawsuitKind,
    LawsuitState,
    Outcome,
    Result,
    outcomes_of,
)
from accountability.labels.lawsuits import KINDS, OUTCOMES, STATES
from core.files.fields import AttachmentsField
from core.identity.models import Unit
from core.web.forms import (
    ActionForm,
    DateField,
    LongTextField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)


class LawsuitForm(ActionForm):
    """A review or a lawsuit as it comes in."""

    kind = RadioField(
        _("类别"),
        [required(_("请选择行政复议或者行政诉讼。"))],
        choices=choices(LawsuitKind, KINDS),
    )
    body = TextField(_("复议机关或者法院"), [required(_("请填写审理机关。"))], max_length=120)
    body_number = TextField(_("案号"), [optional()], max_length=60)
    sued_unit_id = SelectField(_("作出行为的单位"), [required(_("请选择单位。"))])
    subject = LongTextField(
        _("被复议、被诉的行为"),
        [required(_("请写明是什么行为。"))],
        max_length=2000,
        description=_(
            "写明行为和文号，例如：政府信息不予公开告知书（某告〔2026〕3号）。不写申请人、原告的姓名。"
        ),
    )
    acted_on = DateField(
        _("行为日期"),
        [required(_("请填写行为日期。")), not_in_future],
        description=_("不作为的，填应当作出行为的期限届满日。"),
    )
    filed_on = DateField(_("提起日期"), [required(_("请填写提起日期。")), not_in_future])
    accepted_on = DateField(_("受理日期"), [optional(), not_in_future])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer these units as those that acted."""
        named = [(str(unit.id), unit.name) for unit in units]
        self.sued_unit_id.choices = [("", _("请选择")), *named]

    def challenge(self) -> Challenge:
        """Return what was typed."""
        typed: dict[str, Any] = {
            "kind": LawsuitKind(self.kind.data),
            "body": self.body.data,
            "body_number": self.body_number.data or None,
            "subject": self.subject.data,
            "acted_on": self.acted_on.data,
            "filed_on": self.filed_on.data,
            "accepted_on": self.accepted_on.data,
        }
        return Challenge(**typed)


class LawsuitAcceptForm(ActionForm):
    """It was taken up."""

    accepted_on = DateField(_("受理日期"), [required(_("请填写受理日期。")), not_in_future])
    body_number = TextField(_("案号"), [optional()], max_length=60)


class LawsuitResultForm(ActionForm):
    """The result that took effect."""

    outcome = RadioField(_("结果"), [required(_("请选择结果。"))])
    result_number = TextField(_("文书号"), [optional()], max_length=60)
    decided_on = DateField(_("文书日期"), [required(_("请填写文书日期。")), not_in_future])
    effective_on = DateField(
        _("生效日期"),
        [required(_("请填写生效日期。")), not_in_future],
        description=_("一审裁判还可以上诉的，等生效后再登记；登记后只能更正，原登记留存。"),
    )
    text = LongTextField(
        _("主要内容"),
        [required(_("请写明裁判或者复议决定的主要内容。"))],
        max_length=4000,
        description=_("不写申请人、原告的姓名。"),
    )
    files = AttachmentsField(_("文书附件"))

    def offer(self, kind: LawsuitKind) -> None:
        """Offer how this kind may end."""
        self.outcome.choices = [(one.value, OUTCOMES[one]) for one in outcomes_of(kind)]

    def result(self) -> Result:
        """Return what was typed."""
        typed: dict[str, Any] = {
            "outcome": Outcome(self.outcome.data),
            "number": self.result_number.data or None,
            "decided_on": self.decided_on.data,
            "effective_on": self.effective_on.data,
            "text": self.text.data,
        }
        return Result(**typed)


class LawsuitCorrectForm(LawsuitResultForm):
    """The right result in the place of one recorded wrongly."""

    reason = LongTextField(
        _("更正理由"),
        [required(_("更正登记须写明原登记错在哪里、依据什么更正。"))],
        max_length=2000,
    )


class LawsuitSearch(SearchForm):
    """The filters of the register."""

    year = SelectField(_("年度"), [optional()])
    kind = SelectField(
        _("类别"), [optional()], choices=choices(LawsuitKind, KINDS, blank=_("全部"))
    )
    state = SelectField(
        _("状态"), [optional()], choices=choices(LawsuitState, STATES, blank=_("全部"))
    )
    outcome = SelectField(
        _("结果"), [optional()], choices=choices(Outcome, OUTCOMES, blank=_("全部"))
    )

    def offer(self, years: Iterable[int]) -> None:
        """Offer these years, the present one first."""
        self.year.choices = [(str(year), str(year)) for year in years]
