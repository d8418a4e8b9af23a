"""Frozen types of a rule pack.

A pack is one jurisdiction's rules as data. Three values differ everywhere: *absent* (the row is not
in the pack: inherit), ``not_stated`` (the source is silent: stop, inherit nothing) and ``none`` (the
source gives none, or it was decided that there is none). Every row carries its article, its source
and the short quote that proves it.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from core.clocks.replay import Period

Text = Annotated[str, Meta(min_length=1, pattern=r"\S")]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
PackId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
RowId = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]*$")]
Days = Annotated[int, Meta(ge=0, le=10_000)]


class State(StrEnum):
    """What a row says: a value, silence of the source, nothing at all, or case by case."""

    STATED = "stated"
    NOT_STATED = "not_stated"
    NONE = "none"
    PER_CASE = "per_case"


class TermId(StrEnum):
    """The periods the system knows."""

    COMPLAINT_ACCEPTANCE = "complaint.acceptance"
    INVESTIGATION_PERIOD = "investigation.period"
    REMEDY_PERIOD = "remedy.period"
    REMEDY_DECISION = "remedy.decision_period"
    FEEDBACK_PERIOD = "feedback.period"
    EXECUTION_PERIOD = "execution.period"
    DOA_REPLY = "doa.reply"
    SANCTION_DECISION = "sanction.decision_period"
    SANCTION_RECONSIDERATION = "sanction.reconsideration"
    SANCTION_RECONSIDERATION_DECISION = "sanction.reconsideration_decision"
    SANCTION_APPEAL = "sanction.appeal"
    SANCTION_APPEAL_AFTER_RECONSIDERATION = "sanction.appeal_after_reconsideration"
    SANCTION_APPEAL_DECISION = "sanction.appeal_decision"


class Unit(StrEnum):
    """What a period is counted in."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MINUTE = "minute"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same_day"
    FIXED_DATE = "fixed_date"
    PER_WEEK = "per_week"
    PER_MONTH = "per_month"
    PER_QUARTER = "per_quarter"
    PER_YEAR = "per_year"


class Direction(StrEnum):
    """Whether a period runs from its event or up to it."""

    AFTER = "after"
    BEFORE = "before"


class StartEvent(StrEnum):
    """The event a period is counted from."""

    REPORT_RECEIVED = "report_received"
    COMPLAINT_ACCEPTED = "complaint_accepted"
    CASE_FILED = "case_filed"
    DECISION_SERVED = "decision_served"
    NOTICE_SERVED = "notice_served"
    HANDLING_KNOWN = "handling_known"
    APPLICATION_RECEIVED = "application_received"
    REMEDY_RECEIVED = "remedy_received"
    RECONSIDERATION_DECISION_RECEIVED = "reconsideration_decision_received"
    APPEAL_ACCEPTED = "appeal_accepted"


class Bearer(StrEnum):
    """Who has to act within a period."""

    RECEIVING_UNIT = "receiving_unit"
    INVESTIGATING_BODY = "investigating_body"
    DECIDING_BODY = "deciding_body"
    RESPONDENT = "respondent"
    APPEAL_BODY = "appeal_body"


class ExtensionKind(StrEnum):
    """Whether an extension's number is added, or replaces the whole length."""

    ADDED = "added"
    TOTAL = "total"


class GuardId(StrEnum):
    """Switches that gates and pages ask."""

    COMPLAINT_REGISTER = "complaint.register"
    DECLINE_WRITTEN_REASONS = "complaint.decline.written_reasons"
    RESULT_FEEDBACK = "complaint.result_feedback"
    MIN_INVESTIGATORS = "investigation.min_investigators"
    CREDENTIALS = "investigation.credentials"
    INVESTIGATING_BODY = "case.investigating_body"
    DECIDING_BODY = "case.deciding_body"
    STATEMENT_AND_DEFENCE = "case.statement_and_defence"
    WRITTEN_NOTICE = "case.written_notice"
    COLLECTIVE_DISCUSSION = "case.collective_discussion"
    REVIEW_BY_DECIDER = "remedy.review_by_decider"
    REMEDY_DECISION_NOTICE = "remedy.decision_notice"
    FEEDBACK_DUTY = "feedback.duty"
    FEEDBACK_ADDRESSEE = "feedback.addressee"
    EXECUTION_REPORT = "execution.report"
    COURT_ENFORCEMENT = "execution.court_enforcement"
    SANCTION_MIN_INVESTIGATORS = "sanction.min_investigators"
    SANCTION_DISCUSSION = "sanction.collective_discussion"
    SANCTION_WRITTEN_NOTICE = "sanction.written_notice"
    SANCTION_NO_SECOND = "sanction.no_second"


GUARD_TYPES: Mapping[GuardId, type[bool] | type[int] | type[str]] = {
    guard: {
        GuardId.MIN_INVESTIGATORS: int,
        GuardId.SANCTION_MIN_INVESTIGATORS: int,
        GuardId.INVESTIGATING_BODY: str,
        GuardId.DECIDING_BODY: str,
        GuardId.FEEDBACK_ADDRESSEE: str,
    }.get(guard, bool)
    for guard in GuardId
}


class CountingId(StrEnum):
    """General rules by which days are counted."""

    START_DAY_EXCLUDED = "start_day_excluded"
    LAST_DAY_ROLLS = "last_day_rolls"
    POSTED_IN_TIME = "posted_in_time"
    POST_SERVED_ON_RECEIPT = "post_served_on_receipt"
    WORKING_DAY = "working_day"
    CONSULTATION_EXCLUDED = "consultation_excluded"
    SUPPLEMENT_RESTARTS = "supplement_restarts"


class WordList(StrEnum):
    """Lists of codes whose words a pack gives."""

    REPORT_CHANNEL = "report_channel"
    DECLINE_REASON = "decline_reason"
    INVESTIGATION_ACTIVITY = "investigation_activity"
    PARTICIPANT_ROLE = "participant_role"
    MEASURE = "measure"


class Role(StrEnum):
    """The part a person played in an act."""

    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    PRINCIPAL_LEADER = "principal_leader"
    COLLECTIVE_MEMBER = "collective_member"
    REVIEWER = "reviewer"


class ShareValue(StrEnum):
    """A share of responsibility."""

    FULL = "full"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    NONE = "none"
    RESPONSIBLE = "responsible"
    NOT_STATED = "not_stated"


class DecidedBy(StrEnum):
    """The level at which an act was decided."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"


class ApprovalState(StrEnum):
    """Whether the supervisor approved or consented."""

    NONE = "none"
    GIVEN = "given"
    UNKNOWN = "unknown"


class ReviewState(StrEnum):
    """Whether the confidentiality review took place."""

    DONE = "done"
    SKIPPED = "skipped"
    NOT_REQUIRED = "not_required"
    UNKNOWN = "unknown"


class InstructionState(StrEnum):
    """Whether a leader directly instructed the act."""

    NONE = "none"
    GIVEN = "given"


class ObjectionState(StrEnum):
    """Whether the handler objected, and whether that is proved."""

    NONE = "none"
    UNPROVED = "unproved"
    PROVED = "proved"


class Vote(StrEnum):
    """How a member voted; recorded, without effect on a share."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    ABSENT = "absent"


class Grade(StrEnum):
    """How serious a breach is; the decider chooses and gives reasons."""

    MINOR = "minor"
    DISRUPTIVE = "disruptive"
    SERIOUS = "serious"
    CRIME = "crime"


class MeasureBearer(StrEnum):
    """On whom a measure falls."""

    PERSON = "person"
    LEADER = "leader"
    UNIT = "unit"


class RemedyKind(StrEnum):
    """What a sanctioned party may bring; 复核 is never 行政复议."""

    RECONSIDERATION = "reconsideration"
    APPEAL = "appeal"


class RemedyBody(StrEnum):
    """Where a remedy is addressed."""

    DECIDING_BODY = "deciding_body"
    SUPERIOR_BODY = "superior_body"


class Row(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything a source says: the article, the source and the words that prove it."""

    article: Text
    source: Text
    quote: Text
    note: str = ""


class Basis(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a pack is in force from its date."""


class Header(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Who issued a pack, when, and what it stands on; `effective_from` only if a source dates it."""

    id: PackId
    title: Text
    issuer: Text
    issued: date | None = None
    published: date | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    basis: Basis | None = None
    parent: PackId | None = None
    includes: tuple[PackId, ...] = ()


class Extension(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far a period may be extended (in its own unit), and who approves."""

    kind: ExtensionKind
    length: Annotated[int, Meta(ge=1, le=10_000)]
    approver: Text | None = None

    def longest(self, length: int) -> int:
        """Return the most that may be added to `length`, in the unit of the term."""
        return self.length if self.kind is ExtensionKind.ADDED else self.length - length


class Term(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One period; without a number it is `not_stated`, `none` or set `per_case`."""

    id: TermId
    state: State = State.STATED
    length: Days | None = None
    unit: Unit | None = None
    direction: Direction = Direction.AFTER
    starts: StartEvent | None = None
    bearer: Bearer | None = None
    warn: Days | None = None
    extension: Extension | None = None

    def period(self) -> Period:
        """Return the period for the clocks; length is None where it is set case by case.

        Raises ValueError when the source gives no period at all (`not_stated` or `none`).
        """
        if self.state in (State.NOT_STATED, State.NONE):
            raise ValueError(f"{self.id}: {self.state}")
        return Period(
            length=self.length,
            unit=(self.unit or Unit.FIXED_DATE).value,
            direction=self.direction.value,
            warn=self.warn,
            article=self.article,
            source=self.source,
        )


class Guard(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A switch or a wording; `value` has the type that `GUARD_TYPES` names."""

    id: GuardId
    state: State = State.STATED
    value: bool | int | str | None = None


class Counting(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A general rule of counting, printed beside a day ledger."""

    id: CountingId


class Word(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A code of a list with its words; `local` marks one place's practice, not a general rule."""

    list: WordList
    code: Code
    label: Text
    local: bool = False


class Trigger(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A breach that leads to accountability, and whose responsibility is pursued."""

    code: Code
    label: Text
    pursues: tuple[Text, ...] = ()


class When(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The facts a row needs; an empty field does not matter, several values are alternatives."""

    decided_by: tuple[DecidedBy, ...] = ()
    approval: tuple[ApprovalState, ...] = ()
    review: tuple[ReviewState, ...] = ()
    instruction: tuple[InstructionState, ...] = ()
    objection: tuple[ObjectionState, ...] = ()


class ApportionmentRow(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One row of the apportionment table.

    `overrides` names rows ("A3") or one role of a row ("A4.supervisor") that give way to this one.
    `conflict` names pairs of rows the source leaves in contradiction: both readings are returned.
    `inferred` names the roles whose share is read into the text, not written in it.
    """

    id: RowId
    label: Text
    state: State = State.STATED
    when: When = When()
    shares: Mapping[Role, ShareValue] = field(default_factory=dict)
    inferred: tuple[Role, ...] = ()
    overrides: tuple[Text, ...] = ()
    conflict: tuple[tuple[RowId, RowId], ...] = ()


class Severity(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The measures of one grade.

    `grave` marks the tier that needs grave consequences; `persons` is the source's word for those
    concerned, and `direct_only` says that it means the directly responsible person alone.
    """

    grade: Grade
    wording: Text
    grave: bool = False
    persons: str = ""
    direct_only: bool = False
    measures: Mapping[MeasureBearer, tuple[Code, ...]]


class Remedy(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a sanctioned unit or person may seek, where, and under which period."""

    state: State = State.STATED
    kinds: tuple[RemedyKind, ...] = ()
    to: tuple[RemedyBody, ...] = ()
    to_wording: str = ""
    term: TermId | None = None


class Pack(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One file of rules."""

    pack: Header
    term: tuple[Term, ...] = ()
    guard: tuple[Guard, ...] = ()
    counting: tuple[Counting, ...] = ()
    word: tuple[Word, ...] = ()
    trigger: tuple[Trigger, ...] = ()
    apportionment: tuple[ApportionmentRow, ...] = ()
    severity: tuple[Severity, ...] = ()
    remedy: Remedy | None = None

    @property
    def id(self) -> str:
        """Return the pack id."""
        return self.pack.id
