"""What a party files against a decision, and whether it comes in time. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountability.rules import RemedyKind
from core.refusals import Refusal


@dataclass(frozen=True)
class Petition:
    """What a party asks for and why; on paper also the days it was posted and received."""

    kind: RemedyKind
    request: str
    grounds: str
    late_reason: str | None = None
    received_on: date | None = None
    posted_on: date | None = None

    def is_in_time(self, filed_on: date, due_on: date | None) -> bool:
        """Tell whether it comes in time: posted in time is in time (Civil Procedure Law art. 85).

        `due_on` is the last day, itself included; None where no period runs.
        """
        return due_on is None or (self.posted_on or filed_on) <= due_on


def days_unfit(
    posted_on: date | None, *, filed_on: date, served_on: date | None, today: date
) -> Refusal | None:
    """Refuse days out of order: served ≤ posted ≤ filed ≤ today. Being late is no fault here."""
    sent_on = posted_on or filed_on
    if filed_on > today:
        return Refusal("remedy_in_future")
    if sent_on > filed_on:
        return Refusal("remedy_posted_after_receipt")
    if served_on is not None and sent_on < served_on:
        return Refusal("remedy_before_service", {"on": served_on})
    return None
