"""Acts challenged outside: administrative review (行政复议) and litigation (行政诉讼). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.refusals import Refusal


class LawsuitKind(StrEnum):
    """Before whom the act is challenged."""

    ADMINISTRATIVE_REVIEW = "administrative_review"
    LITIGATION = "litigation"


class LawsuitState(StrEnum):
    """Where it stands."""

    FILED = "filed"
    ACCEPTED = "accepted"
    ENDED = "ended"


class LawsuitAction(StrEnum):
    """What can be done; the last three carry a result out on a decision of this house."""

    ACCEPT = "accept"
    RECORD_RESULT = "record_result"
    CORRECT_RESULT = "correct_result"
    MODIFY = "modify"
    REVOKE = "revoke"
    REMAND = "remand"


class Outcome(StrEnum):
    """How it ended, in the words of the Review Law and the Litigation Law."""

    UPHELD = "upheld"
    REVOKED = "revoked"
    CHANGED = "changed"
    UNLAWFUL = "unlawful"
    VOID = "void"
    ORDERED = "ordered"
    DISMISSED = "dismissed"
    NOT_ADMITTED = "not_admitted"
    WITHDRAWN = "withdrawn"
    TERMINATED = "terminated"


#: The unit that acted lost; a lead follows where the rules say so (XAC-12).
LOST: Final = frozenset(
    {Outcome.REVOKED, Outcome.CHANGED, Outcome.UNLAWFUL, Outcome.VOID, Outcome.ORDERED}
)

#: What a result asks of a decision of this house. What is unlawful only, or orders another act,
#: leaves the decision as it is.
CARRIED_OUT_BY: Final[Mapping[Outcome, frozenset[LawsuitAction]]] = {
    Outcome.CHANGED: frozenset({LawsuitAction.MODIFY}),
    Outcome.REVOKED: frozenset({LawsuitAction.REVOKE, LawsuitAction.REMAND}),
    Outcome.VOID: frozenset({LawsuitAction.REVOKE, LawsuitAction.REMAND}),
}


def outcomes_of(kind: LawsuitKind) -> tuple[Outcome, ...]:
    """Return how this kind may end: courts no longer uphold (Litigation Law art. 69)."""
    litigation = kind is LawsuitKind.LITIGATION
    return tuple(one for one in Outcome if not (litigation and one is Outcome.UPHELD))


class LeadFate(StrEnum):
    """What a corrected result means for the lead that the wrong one opened; a person decides."""

    BASELESS = "baseless"
    OTHER_RESULT = "other_result"


def fate_of_lead(outcome: Outcome | None) -> LeadFate:
    """Tell what the lead of a corrected result rests on now."""
    return LeadFate.OTHER_RESULT if outcome in LOST else LeadFate.BASELESS


@dataclass(frozen=True)
class Challenge:
    """What is known when it comes in: before whom, against what, when filed and accepted."""

    kind: LawsuitKind
    body: str
    subject: str
    acted_on: date
    filed_on: date
    accepted_on: date | None = None
    body_number: str | None = None

    def unfit(self, today: date) -> Refusal | None:
        """Refuse what is not written, and days out of order: acted ≤ filed ≤ accepted ≤ today."""
        if not (self.body and self.subject):
            return Refusal("lawsuit_incomplete")
        days = [day for day in (self.acted_on, self.filed_on, self.accepted_on, today) if day]
        return None if days == sorted(days) else Refusal("lawsuit_days_wrong")


@dataclass(frozen=True)
class Result:
    """How it ended: the written decision with its number and day, and since when it has effect."""

    outcome: Outcome
    number: str | None
    decided_on: date
    effective_on: date
    text: str

    def unfit(self, kind: LawsuitKind, since: date, today: date) -> Refusal | None:
        """Refuse a result this kind does not know, and days out of order."""
        if self.outcome not in outcomes_of(kind):
            return Refusal("lawsuit_outcome_unknown")
        if not self.text:
            return Refusal("lawsuit_result_incomplete")
        if not since <= self.decided_on <= self.effective_on <= today:
            return Refusal("lawsuit_days_wrong")
        return None
