"""The chain of an act, traced back: who drafted, reviewed, instructed, objected, approved and
decided it, in the order of time (LIF-02). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from accountability.rules import ActFacts, ApprovalState, DecidedBy, ReviewState, Role
from core.refusals import Refusal


class Link(StrEnum):
    """What somebody did before the act stood, in the usual order."""

    DRAFTED = "drafted"
    REVIEWED = "review"
    INSTRUCTED = "instruction"
    OBJECTED = "objection"
    APPROVED = "approval"
    DECIDED = "decided"


#: The links that have a day of their own, by the column that keeps it; a collective decides on the
#: day of the act.
DATED: Final = {link: f"{link}_on" for link in Link if link is not Link.DECIDED}
Days = Mapping[Link, date | None]


@dataclass(frozen=True)
class Traced:
    """A link of the chain: by whom, by the ids of the respondents (none: not known), and when."""

    link: Link
    respondent_ids: tuple[int, ...]
    on: date | None


def chain(facts: ActFacts, days: Days) -> list[Traced]:
    """Return what was done, in the order of time; what has no day stays where it usually is."""
    links = list(_links(facts, days))
    keys: list[date] = []
    for one in links:
        keys.append(one.on or (keys[-1] if keys else date.min))
    order = sorted(range(len(links)), key=lambda n: keys[n])
    return [links[n] for n in order]


def days_wrong(days: Days, today: date) -> Refusal | None:
    """Refuse a day to come. A signature after the act is no fault here: it is what is found out."""
    is_wrong = any(on is not None and on > today for on in days.values())
    return Refusal("act_day_in_future") if is_wrong else None


def _links(facts: ActFacts, days: Days) -> Iterator[Traced]:
    handlers = tuple(p.respondent_id for p in facts.participants if p.role is Role.HANDLER)
    if handlers:
        yield Traced(Link.DRAFTED, handlers, days.get(Link.DRAFTED))
    if facts.review_state is ReviewState.DONE:
        yield Traced(Link.REVIEWED, _by(facts.review_by_id), days.get(Link.REVIEWED))
    if facts.instruction_given:
        yield Traced(Link.INSTRUCTED, _by(facts.instruction_by_id), days.get(Link.INSTRUCTED))
    if facts.objection_made:
        yield Traced(Link.OBJECTED, _by(facts.objection_by_id), days.get(Link.OBJECTED))
    if facts.approval_state is ApprovalState.GIVEN:
        yield Traced(Link.APPROVED, _by(facts.approval_by_id), days.get(Link.APPROVED))
    if facts.decided_by is DecidedBy.COLLECTIVE:
        members = tuple(p.respondent_id for p in facts.participants if p.vote is not None)
        yield Traced(Link.DECIDED, members, facts.on_date)


def _by(respondent_id: int | None) -> tuple[int, ...]:
    return () if respondent_id is None else (respondent_id,)
