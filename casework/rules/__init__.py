"""States, actions and pure conditions of a case."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from core.clocks.replay import add_months
from regulations.model import GuardId
from regulations.model import Role as PersonRole
from regulations.rules import EffectivePack, number, wording

__all__ = [
    "CREDENTIALS_NEEDED",
    "DEFENCES_IN_WORDS",
    "ENDED_STATES",
    "HARD_GROUNDS",
    "OPEN_STATES",
    "RECUSAL_ARTICLE",
    "RECUSAL_DECISION_ARTICLE",
    "SECRECY_ARTICLE",
    "TEAM_STATES",
    "ArchiveAction",
    "ArchiveState",
    "CaseAction",
    "CaseState",
    "Conflict",
    "CustodyAction",
    "CustodyState",
    "Decider",
    "DefenceOutcome",
    "EarlierActs",
    "EvidenceForm",
    "EvidenceKind",
    "EvidenceOrigin",
    "ParticipantAction",
    "ParticipantRole",
    "ParticipantState",
    "PersonRole",
    "RecusalAction",
    "RecusalGround",
    "RecusalOrigin",
    "RecusalState",
    "ReportAction",
    "ReportState",
    "ReportText",
    "RespondentKind",
    "article_of",
    "is_own_body_competent",
    "minimum_of_investigators",
    "not_of_team",
    "review_day",
    "still_counts",
]

#: Why an officer with an interest in the case keeps away (domain F).
RECUSAL_ARTICLE = "《行政机关公务员处分条例》第四十二条"
#: Who decides whether an officer keeps away (domain F).
RECUSAL_DECISION_ARTICLE = "《行政机关公务员处分条例》第四十三条"
#: Why a report never goes to those it is about (domain F).
SECRECY_ARTICLE = "《信访工作条例》第三十条"

#: Wordings by which a pack names a body inside the accused unit itself (ACC-03, OQ-35).
OWN_BODIES = frozenset({"分管纪检工作的领导", "局政务公开领导小组"})


class CaseState(StrEnum):
    """Where a case stands."""

    PROPOSED = "proposed"
    FILED = "filed"
    INVESTIGATING = "investigating"
    SUSPENDED = "suspended"
    REPORTED = "reported"
    DEFENCE = "defence"
    DELIBERATING = "deliberating"
    DECIDED = "decided"
    SERVED = "served"
    EFFECTIVE = "effective"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class CaseAction(StrEnum):
    """What can be done to a case; the system does what follows from acts elsewhere."""

    FILE = "file"
    NAME_MEMBER = "name_member"
    HAND_OVER = "hand_over"
    START_INVESTIGATION = "start_investigation"
    ADD_RESPONDENT = "add_respondent"
    RECORD_EVIDENCE = "record_evidence"
    ATTACH_FILES = "attach_files"
    RECORD_FACT = "record_fact"
    REPORT = "report"
    OPEN_DEFENCE = "open_defence"
    RECORD_DEFENCE = "record_defence"
    DELIBERATE = "deliberate"
    SUSPEND = "suspend"
    RESUME = "resume"
    EXTEND = "extend"
    DISMISS = "dismiss"
    END_REFERRED = "end_referred"
    CLOSE = "close"
    ARCHIVE = "archive"
    RECUSE_MEMBER = "recuse_member"
    DECIDE = "decide"
    SERVE = "serve"
    TAKE_EFFECT = "take_effect"
    REMAND = "remand"
    NOTE_WITHDRAWAL = "note_withdrawal"
    MOVE_UP = "move_up"


class ArchiveState(StrEnum):
    """Where an archived case file is: kept. No state is beyond, for nothing expires by itself."""

    KEPT = "kept"


class ArchiveAction(StrEnum):
    """What can be done to an archived case file."""

    REVIEW = "review"


class ReportState(StrEnum):
    """Where an investigation report stands."""

    DRAFTED = "drafted"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    REVIEWED = "reviewed"
    APPROVED = "approved"


class ReportAction(StrEnum):
    """What can be done to an investigation report once it is drafted."""

    EDIT = "edit"
    SIGN = "sign"
    SUBMIT = "submit"
    REVIEW = "review"
    RETURN = "return"
    APPROVE = "approve"
    SEND_BACK = "send_back"


@dataclass(frozen=True)
class ReportText:
    """The parts of a report that the investigators edit, in their order on paper."""

    course: str
    facts_text: str
    evidence_text: str
    effect_found: str
    findings: str
    qualification: str

    def parts(self) -> dict[str, str]:
        """Return the parts by name."""
        return asdict(self)

    @property
    def is_whole(self) -> bool:
        """Tell whether every part says something."""
        return all(part.strip() for part in self.parts().values())


class ParticipantRole(StrEnum):
    """As what somebody who is neither team nor respondent takes part in a case (CMP-08)."""

    ORGANISATION = "organisation"
    WITNESS = "witness"
    EXPERT = "expert"


class ParticipantState(StrEnum):
    """Whether a participant was heard: invited, has stated, or did not take part after all."""

    INVITED = "invited"
    STATED = "stated"
    ABSENT = "absent"


class ParticipantAction(StrEnum):
    """What can be done to the entry of a participant."""

    STATE = "state"
    NOTE_ABSENCE = "note_absence"


class RespondentKind(StrEnum):
    """A case is against a unit or a person."""

    UNIT = "unit"
    PERSON = "person"


class EvidenceKind(StrEnum):
    """What investigators may do (CMP-07)."""

    INQUIRY = "inquiry"
    CONSULT_FILES = "consult_files"
    ON_SITE = "on_site"


class EvidenceOrigin(StrEnum):
    """How a piece of evidence came: somebody gave it, or the team took it."""

    PROVIDED = "provided"
    TAKEN = "taken"


class EvidenceForm(StrEnum):
    """Whether what is kept is the original, a copy of it, or data."""

    ORIGINAL = "original"
    COPY = "copy"
    DATA = "data"


class CustodyState(StrEnum):
    """Where a piece of evidence is: kept, sealed, lent for a time, given back for good."""

    HELD = "held"
    SEALED = "sealed"
    LENT = "lent"
    GIVEN_BACK = "given_back"


class CustodyAction(StrEnum):
    """What happens to a piece of evidence in custody after it was received."""

    SEAL = "seal"
    UNSEAL = "unseal"
    HAND_OVER = "hand_over"
    LEND = "lend"
    TAKE_BACK = "take_back"
    GIVE_BACK = "give_back"


class DefenceOutcome(StrEnum):
    """Whether the person spoke, was asked and declined, or was asked and did not come (INF-31)."""

    STATED = "stated"
    DECLINED = "declined"
    ABSENT = "absent"


class Conflict(StrEnum):
    """Why somebody must keep away from a case."""

    RESPONDENT = "respondent"
    LINE_OF_COMMAND = "line_of_command"
    OWN_UNIT = "own_unit"


class RecusalState(StrEnum):
    """Whether somebody keeps away from a case: asked, and what was decided."""

    PENDING = "pending"
    GRANTED = "granted"
    REJECTED = "rejected"


class RecusalAction(StrEnum):
    """What can be decided on a recusal; who is recused reads the notice of it."""

    GRANT = "grant"
    REJECT = "reject"
    NOTE = "note"


class RecusalOrigin(StrEnum):
    """Who asked for it. Of a complainant nothing but this is kept: a name would give them away."""

    DECLARED = "declared"
    BY_RESPONDENT = "by_respondent"
    BY_COMPLAINANT = "by_complainant"
    BY_OTHER = "by_other"
    BY_ORGAN = "by_organ"
    DETECTED = "detected"


class RecusalGround(StrEnum):
    """Why somebody is to keep away: the three of article 42, and what the data itself shows."""

    RELATIVE = "relative"
    INTEREST = "interest"
    RELATION = "relation"
    RESPONDENT = "respondent"
    LINE_OF_COMMAND = "line_of_command"
    OWN_UNIT = "own_unit"
    EARLIER_ROLE = "earlier_role"


class EarlierActs(StrEnum):
    """What becomes of the evidence and facts that somebody recorded before keeping away."""

    NONE = "none"
    STAND = "stand"
    REDO = "redo"


class Decider(StrEnum):
    """Who decides on a recusal (art. 43): the leader who files cases, or the head above."""

    LEADER = "leader"
    SUPERIOR = "superior"


#: Grounds by which the case is hidden from the person at once, whoever decides what.
HARD_GROUNDS = frozenset(
    {RecusalGround.RESPONDENT, RecusalGround.LINE_OF_COMMAND, RecusalGround.OWN_UNIT}
)
#: Of these the record says something in words: what was said, or how the person was told.
DEFENCES_IN_WORDS = frozenset({DefenceOutcome.STATED, DefenceOutcome.ABSENT})
#: Kinds at which the person asked sees the investigators' credentials (CMP-06).
CREDENTIALS_NEEDED = frozenset({EvidenceKind.INQUIRY, EvidenceKind.ON_SITE})
#: A case that has not come to its end.
ENDED_STATES = frozenset({CaseState.CLOSED, CaseState.DISMISSED})
OPEN_STATES = frozenset(CaseState) - ENDED_STATES
#: The team is named after filing and may change until the end: members leave or must keep away.
TEAM_STATES = OPEN_STATES - {CaseState.PROPOSED}


def minimum_of_investigators(pack: EffectivePack) -> int:
    """Return how many investigators the pack wants at least; 1 where no rule says more (CMP-05)."""
    return number(pack, GuardId.MIN_INVESTIGATORS) or 1


def article_of(pack: EffectivePack, guard: GuardId) -> str | None:
    """Return the article of a switch of the pack, None where nothing is written."""
    found = pack.guards.get(guard)
    return found.value.article if found else None


def is_own_body_competent(pack: EffectivePack) -> bool:
    """Tell whether the pack lets a unit's own body look into the unit (ACC-03, OQ-35)."""
    return wording(pack, GuardId.INVESTIGATING_BODY) in OWN_BODIES


def not_of_team(chosen: Iterable[int], team: Collection[int]) -> list[int]:
    """Return the ids among `chosen` that are not in the present team."""
    return sorted(set(chosen) - set(team))


def still_counts(heard_on: date, reported_on: date | None) -> bool:
    """Tell whether a defence answers the present report: heard before it (the case was sent back)
    it must be heard again.
    """
    return reported_on is not None and heard_on >= reported_on


def review_day(on: date, years: int | None) -> date | None:
    """Return the day on which a file kept for `years` from `on` is looked at; None: for good."""
    return None if years is None else add_months(on, 12 * years)
