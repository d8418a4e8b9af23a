"""Forms of acts. The people come from the case's respondents; nothing is typed twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _

from accountability.labels import acts as labels
from accountability.models import ResponsibleAct
from accountability.queries.proposals import Proposal
from accountability.rules import (
    ActFacts,
    ApprovalState,
    DecidedBy,
    Participant,
    ReviewState,
    Role,
    ShareValue,
    Vote,
    problems_of,
)
from accountability.tracing import DATED, Link
from casework.models import Case, CaseRespondent
from core.web.forms import (
    ActionForm,
    BooleanField,
    DateField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)

#: What a test run of the shares does not ask for.
NOT_FACTS = ("title", "on_date", "form_token", "seen_version", *DATED.values())

_NOBODY = _("未指明")
_NO_PART = _("未参与本行为")


class ActFactsForm(ActionForm):
    """The facts of one act; `for_people` adds role and vote of each respondent of the case."""

    people: Sequence[CaseRespondent] = ()

    title = TextField(_("行为"), [required(_("请写明这是什么行为。"))], max_length=120)
    on_date = DateField(_("行为日期"), [required(_("请填写行为日期。")), not_in_future])
    decided_by = RadioField(
        _("由谁决定"), [required()], choices=choices(DecidedBy, labels.DECIDED_BY)
    )
    approval_state = RadioField(
        _("审批"), [required()], choices=choices(ApprovalState, labels.APPROVALS)
    )
    approval_by_id = SelectField(_("批准人"), [optional()])
    review_state = RadioField(
        _("保密审查"), [required()], choices=choices(ReviewState, labels.REVIEWS)
    )
    review_by_id = SelectField(_("审查人"), [optional()])
    instruction_given = BooleanField(_("领导直接授意"))
    instruction_by_id = SelectField(_("授意人"), [optional()])
    objection_made = BooleanField(_("承办人提出异议"))
    objection_by_id = SelectField(_("异议人"), [optional()])
    objection_evidence = LongTextField(_("异议的证据"), [optional()], max_length=2000)
    drafted_on = DateField(_("拟稿、承办日期"), [optional(), not_in_future])
    approval_on = DateField(_("批准日期"), [optional(), not_in_future])
    review_on = DateField(_("审查日期"), [optional(), not_in_future])
    instruction_on = DateField(_("授意日期"), [optional(), not_in_future])
    objection_on = DateField(_("异议日期"), [optional(), not_in_future])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [("", _NOBODY), *((str(r.id), r.display_name) for r in self.people)]
        for field in self._persons():
            field.choices = names

    def _persons(self) -> tuple[Any, ...]:
        return (
            self.approval_by_id,
            self.review_by_id,
            self.instruction_by_id,
            self.objection_by_id,
        )

    @property
    def parts(self) -> list[tuple[CaseRespondent, Any, Any]]:
        """Return each person with the fields for role and vote."""
        return [(r, self[f"role_{r.id}"], self[f"vote_{r.id}"]) for r in self.people]

    def facts(self, case: Case) -> ActFacts:
        """Return the facts as typed; a single handler is the objector without being named."""
        participants = tuple(
            Participant(r.id, Role(role.data), Vote(vote.data) if vote.data else None)
            for r, role, vote in self.parts
            if role.data
        )
        objector = _id(self.objection_by_id.data)
        handlers = [p.respondent_id for p in participants if p.role is Role.HANDLER]
        if self.objection_made.data and objector is None and len(handlers) == 1:
            objector = handlers[0]
        return ActFacts(
            title=self.title.data or "",
            on_date=self.on_date.data or case.act_on,
            decided_by=DecidedBy(self.decided_by.data),
            approval_state=ApprovalState(self.approval_state.data),
            approval_by_id=_id(self.approval_by_id.data),
            review_state=ReviewState(self.review_state.data),
            review_by_id=_id(self.review_by_id.data),
            instruction_given=self.instruction_given.data,
            instruction_by_id=_id(self.instruction_by_id.data),
            objection_made=self.objection_made.data,
            objection_by_id=objector,
            objection_evidence=self.objection_evidence.data or None,
            participants=participants,
        )

    @property
    def days(self) -> dict[Link, date | None]:
        """Return the days of what led to the act, as far as they are known."""
        return {link: self[column].data for link, column in DATED.items()}

    def facts_are_sound(self, case: Case) -> bool:
        """Put each contradiction between the facts beside its field; tell whether there is none."""
        chosen = [self.decided_by, self.approval_state, self.review_state, *self._persons()]
        chosen += [field for _r, role, vote in self.parts for field in (role, vote)]
        if any(field.errors for field in chosen):
            return False
        problems = problems_of(self.facts(case))
        for problem in problems:
            self._say(problem.key.removeprefix("acts[0]."), problem.code)
        return not problems

    def is_complete(self, case: Case) -> bool:
        """Validate everything for saving."""
        typed = self.validate()
        return self.facts_are_sound(case) and typed

    def can_be_tried(self, case: Case) -> bool:
        """Validate only what the shares depend on, for a proposal while typing."""
        self.validate()
        for name in NOT_FACTS:
            self[name].errors = ()
        sound = self.facts_are_sound(case)
        return sound and not self.errors

    def _say(self, key: str, code: str) -> None:
        if key == "people":
            self.form_errors.append(str(labels.FIELD_FAULTS["people"]))
            return
        if key.startswith("votes."):
            field, message = self[f"vote_{key.removeprefix('votes.')}"], "votes"
        else:
            field = self[key.replace(".by", "_by_id").replace(".", "_")]
            message = "stranger" if code == "stranger" else key
        field.errors = [*field.errors, labels.FIELD_FAULTS[message]]


def act_facts_form(
    people: Sequence[CaseRespondent], preset: dict[str, Any] | None = None
) -> ActFactsForm:
    """Return the form for an act in which any of `people` may have taken part."""
    fields: dict[str, Any] = {"people": people}
    for person in people:
        fields[f"role_{person.id}"] = SelectField(
            _("角色"), [optional()], choices=choices(Role, labels.ROLES, blank=_NO_PART)
        )
        fields[f"vote_{person.id}"] = SelectField(
            _("表决"), [optional()], choices=choices(Vote, labels.VOTES, blank="—")
        )
    form: ActFactsForm = type("ActFactsForm", (ActFactsForm,), fields)(data=preset)
    return form


def preset_for_new(case: Case, people: Sequence[CaseRespondent]) -> dict[str, Any]:
    """Return what is known of a new act: its day, the roles; what is not known stays open."""
    return {
        "on_date": case.act_on,
        "decided_by": DecidedBy.INDIVIDUAL.value,
        "approval_state": ApprovalState.UNKNOWN.value,
        "review_state": ReviewState.UNKNOWN.value,
        "seen_version": case.version,
        **{f"role_{r.id}": r.role.value if r.role else "" for r in people},
    }


def preset_from(act: ResponsibleAct) -> dict[str, Any]:
    """Return the recorded facts as the form wants them."""
    preset: dict[str, Any] = {
        name: getattr(act, name)
        for name in (
            "title",
            "on_date",
            "instruction_given",
            "objection_made",
            "objection_evidence",
            *DATED.values(),
        )
    }
    for name in ("decided_by", "approval_state", "review_state"):
        preset[name] = getattr(act, name).value
    for name in ("approval_by_id", "review_by_id", "instruction_by_id", "objection_by_id"):
        preset[name] = str(getattr(act, name) or "")
    for person in act.people:
        preset[f"role_{person.respondent_id}"] = person.role.value
        preset[f"vote_{person.respondent_id}"] = person.vote.value if person.vote else ""
    return {**preset, "seen_version": act.version}


class ActConfirmForm(ActionForm):
    """Confirm the shares; a share left as it is agrees with the proposal."""

    proposal: Proposal | None = None

    reading = RadioField(_("采用的读法"), [optional()])
    choice_reason = LongTextField(_("采用该读法的理由"), [optional()], max_length=2000)

    def shares(self) -> dict[int, ShareValue]:
        """Return the shares chosen against the proposal, by respondent."""
        found = {i: self[f"share_{i}"].data for i in self.respondent_ids}
        return {i: ShareValue(value) for i, value in found.items() if value}

    def reasons(self) -> dict[int, str]:
        """Return the reasons typed, by respondent."""
        found = {i: self[f"reason_{i}"].data for i in self.respondent_ids}
        return {i: text for i, text in found.items() if text}

    @property
    def respondent_ids(self) -> list[int]:
        """Return the people of the proposal."""
        assert self.proposal is not None
        shares = self.proposal.shares or self.proposal.readings[0].shares
        return [share.respondent_id for share in shares]


def act_confirm_form(proposal: Proposal, preset: dict[str, Any]) -> ActConfirmForm:
    """Return the form for the shares of `proposal`."""
    shares = proposal.shares or (proposal.readings[0].shares if proposal.readings else ())
    fields: dict[str, Any] = {"proposal": proposal}
    for share in shares:
        agree = _("同意建议") if proposal.shares else _("按所选读法")
        fields[f"share_{share.respondent_id}"] = SelectField(
            _("确认份额"), [optional()], choices=choices(ShareValue, labels.SHARES, blank=agree)
        )
        fields[f"reason_{share.respondent_id}"] = LongTextField(
            _("不同于建议的理由"), [optional()], max_length=2000
        )
    form: ActConfirmForm = type("ActConfirmForm", (ActConfirmForm,), fields)(data=preset)
    form.reading.choices = [(reading.key, reading.key) for reading in proposal.readings]
    return form


class ActReopenForm(ActionForm):
    """Why confirmed shares are taken back."""

    reason = LongTextField(_("重新划分责任的理由"), [required(_("请写明理由。"))], max_length=2000)


def _id(value: str | None) -> int | None:
    return int(value) if value else None
