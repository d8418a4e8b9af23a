"""States, actions, pure conditions of apportionment, decision, service, remedy, rectification."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from regulations.codes import (
    ApprovalState,
    DecidedBy,
    Grade,
    MeasureBearer,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    Vote,
)
from regulations.decode import Problem
from regulations.model import Severity
from regulations.rules import (
    Act,
    ActAnswer,
    Approval,
    EffectivePack,
    Facts,
    Instruction,
    Objection,
    OfferNote,
    Person,
    Review,
    apportion,
    check_facts,
    measures_for,
)

__all__ = [
    "ActAction",
    "ActFacts",
    "ActState",
    "ApprovalState",
    "ChosenMeasure",
    "Compared",
    "CourtRuling",
    "DecidedBy",
    "DecisionAction",
    "DecisionDraft",
    "DecisionState",
    "FiledVia",
    "Grade",
    "ItemState",
    "MeasureOffer",
    "OfferedMeasure",
    "Participant",
    "RectificationAction",
    "RectificationState",
    "RemedyAction",
    "RemedyKind",
    "RemedyState",
    "ReviewState",
    "Role",
    "ServiceAction",
    "ServiceState",
    "ShareValue",
    "VisitFinding",
    "Vote",
    "bearers_of",
    "offer_measures",
    "problems_of",
    "propose",
]


class ActState(StrEnum):
    """Whether the shares of an act are proposed only, or confirmed by the deciding body."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


class ActAction(StrEnum):
    """What can be done to an act."""

    SAVE_FACTS = "save_facts"
    CONFIRM = "confirm"
    REOPEN = "reopen"


class DecisionState(StrEnum):
    """Where a decision stands (处理决定)."""

    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    ISSUED = "issued"
    MODIFIED = "modified"
    REVOKED = "revoked"


class DecisionAction(StrEnum):
    """What can be done to a decision; the last two follow from a remedy."""

    REDRAFT = "redraft"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    DISCUSS = "discuss"
    TURN_DOWN = "turn_down"
    SIGN = "sign"
    ISSUE = "issue"
    MODIFY = "modify"
    REVOKE = "revoke"


class Compared(StrEnum):
    """What of a draft is compared with the data before signing; written: found in typed text."""

    NAME = "name"
    CASE_NUMBER = "case_number"
    ACT_DATE = "act_date"
    WRITTEN_DATE = "written_date"
    ARTICLE = "article"
    WRITTEN_ARTICLE = "written_article"
    MEASURE = "measure"
    REMEDY = "remedy"
    WRITTEN_REMEDY = "written_remedy"
    CORRECTION = "correction"
    GLYPH = "glyph"


class ServiceState(StrEnum):
    """Whether a notice has reached its addressee."""

    PREPARED = "prepared"
    SERVED = "served"
    FAILED = "failed"


class ServiceAction(StrEnum):
    """What can be done to a service."""

    RECORD = "record"
    FAIL = "fail"
    RETRY = "retry"
    FILE = "file"


class RemedyState(StrEnum):
    """Where a remedy stands (复核 or 申诉, never 行政复议)."""

    FILED = "filed"
    UNDER_REVIEW = "under_review"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    MODIFIED = "modified"
    REVOKED = "revoked"
    REMANDED = "remanded"


class RemedyAction(StrEnum):
    """What can be done to a remedy."""

    ADMIT = "admit"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    UPHOLD = "uphold"
    MODIFY = "modify"
    REVOKE = "revoke"
    REMAND = "remand"


class FiledVia(StrEnum):
    """How a remedy came in."""

    DESK = "desk"
    PAPER = "paper"


class RectificationState(StrEnum):
    """Where a rectification stands."""

    ORDERED = "ordered"
    REPORTED = "reported"
    RETURNED = "returned"
    EXPLAINED = "explained"
    CLOSED = "closed"


class RectificationAction(StrEnum):
    """What can be done to a rectification; items are accepted one by one (销号)."""

    PLAN = "plan"
    REPORT = "report"
    EXPLAIN = "explain"
    RESUME = "resume"
    ACCEPT_ITEM = "accept_item"
    RETURN_ITEM = "return_item"
    RETURN = "return"
    CLOSE = "close"
    APPLY_ENFORCEMENT = "apply_enforcement"
    RULE_ENFORCEMENT = "rule_enforcement"
    CLOSE_ENFORCED = "close_enforced"
    RECORD_VISIT = "record_visit"
    FEED_BACK = "feed_back"
    URGE = "urge"
    CRITICISE = "criticise"


class CourtRuling(StrEnum):
    """What became of an application for enforcement by the court."""

    GRANTED = "granted"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


class VisitFinding(StrEnum):
    """What a visit on the spot found."""

    CORRECTED = "corrected"
    PARTLY = "partly"
    NOT_CORRECTED = "not_corrected"


class ItemState(StrEnum):
    """Where one item of a rectification stands."""

    OPEN = "open"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True)
class Participant:
    """A respondent's part in an act, and the vote where a collective decided."""

    respondent_id: int
    role: Role
    vote: Vote | None = None


@dataclass(frozen=True)
class ActFacts:
    """What an investigator records about one act; persons are named by the id of the respondent."""

    title: str
    on_date: date
    decided_by: DecidedBy
    approval_state: ApprovalState
    review_state: ReviewState
    participants: tuple[Participant, ...]
    approval_by_id: int | None = None
    review_by_id: int | None = None
    instruction_given: bool = False
    instruction_by_id: int | None = None
    objection_made: bool = False
    objection_by_id: int | None = None
    objection_evidence: str | None = None


def propose(pack: EffectivePack, facts: ActFacts) -> ActAnswer:
    """Propose who bears which share of the act, with the article and the trace (requirements 4.1).

    Raises FactsFaulty where the facts contradict themselves, SourceSilent where the pack has no
    apportionment at all.
    """
    return apportion(pack, _as_facts(facts)).acts[0]


def problems_of(facts: ActFacts) -> list[Problem]:
    """Return what contradicts itself in the facts: strangers, doubles, a handler as the leader."""
    return check_facts(_as_facts(facts))


def _as_facts(facts: ActFacts) -> Facts:
    act = Act(
        id="a1",
        on=facts.on_date,
        decided_by=facts.decided_by,
        approval=Approval(state=facts.approval_state, by=_key(facts.approval_by_id)),
        review=Review(state=facts.review_state, by=_key(facts.review_by_id)),
        instruction=Instruction(given=facts.instruction_given, by=_key(facts.instruction_by_id)),
        objection=Objection(
            made=facts.objection_made,
            by=_key(facts.objection_by_id),
            evidence=facts.objection_evidence,
        ),
        votes={str(p.respondent_id): p.vote for p in facts.participants if p.vote is not None},
        people=tuple(Person(id=str(p.respondent_id), role=p.role) for p in facts.participants),
    )
    return Facts(acts=(act,))


def _key(respondent_id: int | None) -> str | None:
    return None if respondent_id is None else str(respondent_id)


@dataclass(frozen=True)
class ChosenMeasure:
    """A measure laid on a respondent; `reason` is needed where the pack does not allow it."""

    respondent_id: int
    code: str
    reason: str | None = None


@dataclass(frozen=True)
class DecisionDraft:
    """What the drafter of a decision writes and chooses."""

    facts_text: str
    grade: Grade
    grade_reason: str
    requirement: str
    correction_due_on: date | None
    is_grave: bool = False
    circumstances: str | None = None
    measures: tuple[ChosenMeasure, ...] = ()


LEADERS = frozenset({Role.SUPERVISOR, Role.PRINCIPAL_LEADER, Role.COLLECTIVE_MEMBER})


@dataclass(frozen=True)
class OfferedMeasure:
    """A measure the pack allows for a bearer, with the article of the row that allows it."""

    code: str
    label: str
    article: str


@dataclass(frozen=True)
class MeasureOffer:
    """What may be laid on one respondent; `notes` says why there is nothing (OQ-22)."""

    measures: tuple[OfferedMeasure, ...]
    notes: tuple[OfferNote, ...]

    def article_of(self, code: str) -> str | None:
        """Return the article that allows `code`, or None where the pack does not allow it here."""
        return next((m.article for m in self.measures if m.code == code), None)


def bearers_of(is_unit: bool, role: Role | None) -> tuple[MeasureBearer, ...]:
    """Return the columns of the measure table that speak of a respondent.

    A leader is also one of the persons concerned; a row that means the directly responsible person
    alone is left out for leaders by `offer_measures`.
    """
    if is_unit:
        return (MeasureBearer.UNIT,)
    if role in LEADERS:
        return (MeasureBearer.LEADER, MeasureBearer.PERSON)
    return (MeasureBearer.PERSON,)


def offer_measures(
    pack: EffectivePack,
    grade: Grade,
    is_grave: bool,
    *,
    is_unit: bool,
    role: Role | None,
    shares: Collection[ShareValue] = (),
) -> MeasureOffer:
    """Return the measures that grade, bearer and share allow; never silently none (ACC-09 to 12).

    A person who bears no share of any act is offered nothing. Where the row means the directly
    responsible person alone and the respondent is a leader, nothing is offered and the note says
    why (OQ-22).
    """
    if not is_unit and set(shares) <= {ShareValue.NONE}:
        return MeasureOffer((), ())
    found: dict[str, OfferedMeasure] = {}
    notes: dict[OfferNote, None] = {}
    for bearer in bearers_of(is_unit, role):
        offer = measures_for(pack, grade, bearer, is_grave)
        rows = [r for r in offer.rows if not _means_somebody_else(r, bearer, role)]
        skipped = any(r.measures.get(bearer) for r in offer.rows if r not in rows)
        if skipped:
            notes[OfferNote.DIRECT_PERSON_ONLY] = None
        notes.update(dict.fromkeys(n for n in offer.notes if n is not OfferNote.DIRECT_PERSON_ONLY))
        words = {word.code: word.label for word in offer.measures}
        for row in rows:
            for code in row.measures.get(bearer, ()):
                found.setdefault(code, OfferedMeasure(code, words[code], row.article))
    if OfferNote.DIRECT_PERSON_ONLY in notes:
        notes.pop(OfferNote.NONE_FOR_BEARER, None)
    return MeasureOffer(tuple(found.values()), () if found else tuple(notes))


def _means_somebody_else(row: Severity, bearer: MeasureBearer, role: Role | None) -> bool:
    return row.direct_only and bearer is MeasureBearer.PERSON and role in LEADERS
