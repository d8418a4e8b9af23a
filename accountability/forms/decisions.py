"""Forms of decisions. Measures are offered for each party by the grade; others need a reason."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from accountability.discussing import Minutes, Part, names_in
from accountability.labels.decisions import PARTS
from accountability.models import Decision
from accountability.queries.decisions import Dossier
from accountability.rules import ChosenMeasure, DecisionDraft, Grade, MeasureOffer
from casework.models import CaseRespondent
from core.documents.wording import chinese_date, chinese_ordinal
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    LongTextField,
    RadioField,
    TextField,
    optional,
    required,
)
from regulations.codes import GuardId
from regulations.rules import wording


class DecisionForm(ActionForm):
    """The draft of a decision; `decision_form` adds the measures of each party."""

    dossier: Dossier
    offers: dict[int, MeasureOffer]

    facts_text = LongTextField(_("查明的事实"), [required(_("请写明查明的事实。"))])
    grade = RadioField(_("情节"), [required(_("请选择情节。"))])
    is_grave = BooleanField(_("造成严重后果"))
    grade_reason = LongTextField(
        _("认定情节的理由"), [required(_("请写明认定情节的理由。"))], max_length=4000
    )
    circumstances = LongTextField(_("从轻、从重情节及理由"), [optional()], max_length=4000)
    requirement = LongTextField(_("改正要求"), [optional()], max_length=4000)
    correction_due_on = DateField(_("改正期限"), [optional()])

    @property
    def parties(self) -> list[tuple[CaseRespondent, MeasureOffer, Any, Any, Any]]:
        """Return each party with its offer and the fields: measures, others, reason."""
        return [
            (
                r,
                self.offers[r.id],
                self[f"measures_{r.id}"],
                self[f"others_{r.id}"],
                self[f"reason_{r.id}"],
            )
            for r in self.dossier.respondents
        ]

    def draft(self) -> DecisionDraft:
        """Return what was typed and chosen."""
        chosen = [
            ChosenMeasure(r.id, code)
            for r, _offer, measures, _others, _reason in self.parties
            for code in measures.data or ()
        ]
        chosen += [
            ChosenMeasure(r.id, code, reason.data or None)
            for r, _offer, _measures, others, reason in self.parties
            for code in others.data or ()
        ]
        return DecisionDraft(
            facts_text=self.facts_text.data or "",
            grade=Grade(self.grade.data),
            is_grave=self.is_grave.data,
            grade_reason=self.grade_reason.data or "",
            circumstances=self.circumstances.data or None,
            requirement=self.requirement.data or "",
            correction_due_on=self.correction_due_on.data,
            measures=tuple(chosen),
        )

    def is_complete(self) -> bool:
        """Validate; a measure the pack does not allow for the party needs a reason beside it, and
        a measure at all what is to be put right and until when.
        """
        sound: bool = self.validate()
        imposed = False
        for _r, _offer, measures, others, reason in self.parties:
            imposed = imposed or bool(measures.data or others.data)
            if others.data and not reason.data:
                reason.errors = [_("选择规则没有规定的措施，须书面说明理由。")]
                sound = False
        owed = {
            self.requirement: _("请写明改正要求。"),
            self.correction_due_on: _("请填写改正期限。"),
        }
        for field, words in owed.items():
            if imposed and not field.data and not field.errors:
                field.errors = [words]
                sound = False
        return sound

    def keep_only_measures(self) -> None:
        """Drop all messages: the measures were only narrowed, nothing was sent in."""
        self.validate()
        for field in self:
            field.errors = ()
        self.form_errors.clear()


def decision_form(dossier: Dossier, preset: dict[str, Any], grade: str, is_grave: bool) -> Any:
    """Return the form with the measures that `grade` allows each party."""
    offers = {
        r.id: (dossier.offer_to(r, Grade(grade), is_grave) if grade else MeasureOffer((), ()))
        for r in dossier.respondents
    }
    words = dossier.measure_words()
    fields: dict[str, Any] = {"dossier": dossier, "offers": offers}
    for respondent in dossier.respondents:
        offered = {m.code for m in offers[respondent.id].measures}
        fields[f"measures_{respondent.id}"] = ChecksField(
            _("规则规定的措施"),
            [optional()],
            choices=[(m.code, f"{m.label}（{m.article}）") for m in offers[respondent.id].measures],
        )
        fields[f"others_{respondent.id}"] = ChecksField(
            _("其他措施"),
            [optional()],
            choices=[(code, label) for code, label in words.items() if code not in offered],
        )
        fields[f"reason_{respondent.id}"] = LongTextField(
            _("采取其他措施的理由"), [optional()], max_length=2000
        )
    form: DecisionForm = type("DecisionForm", (DecisionForm,), fields)(data=preset)
    form.grade.choices = grade_choices(dossier)
    return form


def grade_choices(dossier: Dossier) -> list[tuple[str, str]]:
    """Return the grades of the pack in its own wording, with the article."""
    found: dict[str, str] = {}
    for row in (f.value for f in dossier.substance.severities if not f.value.grave):
        found.setdefault(row.grade.value, f"{row.wording}（{row.article}）")
    return list(found.items())


def has_grave_tier(dossier: Dossier) -> bool:
    """Tell whether the pack knows grave consequences at all."""
    return any(found.value.grave for found in dossier.substance.severities)


def preset_for_new(dossier: Dossier) -> dict[str, Any]:
    """Return what the file says already: findings, facts, and to whom correction is reported."""
    case = dossier.case
    lines = [case.findings or "", case.effect_found or ""]
    for n, fact in enumerate(case.facts, 1):
        day = f"{chinese_date(fact.on_date)}，" if fact.on_date else ""
        number = f"（{chinese_ordinal(n)}）" if n < 100 else ""
        lines.append(f"{number}{day}{fact.text}")
    addressee = wording(dossier.procedure, GuardId.FEEDBACK_ADDRESSEE)
    report = "改正上述问题，并将改正情况及时以书面形式报告"
    return {
        "facts_text": "\n".join(line for line in lines if line),
        "requirement": f"{report}{addressee or case.unit.name}。",
        "seen_version": case.version,
    }


def preset_from(decision: Decision) -> dict[str, Any]:
    """Return the draft as the form wants it."""
    preset: dict[str, Any] = {
        name: getattr(decision, name)
        for name in (
            "facts_text",
            "is_grave",
            "grade_reason",
            "circumstances",
            "requirement",
            "correction_due_on",
        )
    }
    preset |= {"grade": decision.grade.value, "seen_version": decision.version}
    for measure in decision.measures:
        kind = "measures" if measure.article else "others"
        preset.setdefault(f"{kind}_{measure.respondent_id}", []).append(measure.code)
        if measure.departure_reason:
            preset[f"reason_{measure.respondent_id}"] = measure.departure_reason
    return preset


class DecisionActForm(ActionForm):
    """An act on a decision that asks for nothing."""


class DiscussionForm(ActionForm):
    """The minutes of a collective discussion; people are listed by what they did."""

    body = TextField(_("讨论机关"), [required(_("请填写讨论机关。"))], max_length=120)
    held_on = DateField(_("讨论日期"), [required(_("请填写讨论日期。"))])
    place = TextField(_("地点"), [optional()], max_length=120)
    chair = TextField(_("主持人"), [required(_("请填写主持人。"))], max_length=60)
    text = LongTextField(
        _("讨论情况和意见"), [required(_("请记录讨论情况和意见。"))], max_length=10_000
    )
    outcome = RadioField(
        _("结论"),
        [required(_("请选择结论。"))],
        choices=[("agreed", _("同意处理意见")), ("sent_back", _("不同意，退回修改"))],
    )

    @property
    def lists(self) -> list[Any]:
        """Return the fields of names, one for each part."""
        return [self[part.value] for part in Part]

    def minutes(self) -> Minutes:
        """Return what was typed."""
        assert self.held_on.data is not None  # the form was validated
        return Minutes(
            held_on=self.held_on.data,
            body=self.body.data or "",
            chair=self.chair.data or "",
            names={part: names_in(self[part.value].data) for part in Part},
            text=self.text.data or "",
            is_agreed=self.outcome.data == "agreed",
            place=self.place.data or None,
        )


for _part in Part:
    setattr(DiscussionForm, _part.value, TextField(PARTS[_part], [optional()], max_length=600))


class DecisionReturnForm(ActionForm):
    """Why a draft is returned."""

    reason = LongTextField(_("退回修改的理由"), [required(_("请写明理由。"))], max_length=2000)


class DecisionApproveForm(ActionForm):
    """The reviewer's opinion, if any."""

    note = LongTextField(_("审核意见"), [optional()], max_length=2000)


__all__ = [
    "DecisionActForm",
    "DecisionApproveForm",
    "DecisionForm",
    "DecisionReturnForm",
    "DiscussionForm",
    "decision_form",
    "grade_choices",
    "has_grave_tier",
    "preset_for_new",
    "preset_from",
]
