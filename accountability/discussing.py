"""A collective discussion of a draft decision (集体讨论): who was there, how they voted. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.refusals import Refusal

#: What stands between two names of a list.
_BETWEEN = re.compile(r"[\s、,，;；/]+")

#: Fewer are no collective.
FEWEST: Final = 2


class Part(StrEnum):
    """What somebody did at the discussion; the first three are votes."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"
    ABSENT = "absent"
    RECUSED = "recused"
    SAT_IN = "sat_in"


VOTES: Final = (Part.FOR, Part.AGAINST, Part.ABSTAINED)
#: Was not in the room.
AWAY: Final = (Part.ABSENT, Part.RECUSED)


@dataclass(frozen=True)
class Minutes:
    """The minutes of one discussion; `names` says by part who, in the order of the list."""

    held_on: date
    body: str
    chair: str
    names: Mapping[Part, tuple[str, ...]]
    text: str
    is_agreed: bool
    place: str | None = None

    def of(self, *parts: Part) -> tuple[str, ...]:
        """Return the names with one of these parts."""
        return tuple(name for part in parts for name in self.names.get(part, ()))


def names_in(text: str | None) -> tuple[str, ...]:
    """Return the names of a list typed with any of the usual marks between them."""
    return tuple(filter(None, _BETWEEN.split(text or "")))


def sound(
    minutes: Minutes,
    *,
    not_before: date,
    today: date,
    respondents: Collection[str],
    recused: Collection[str],
    team: Collection[str],
    recusal_article: str,
) -> Refusal | None:
    """Refuse minutes that contradict themselves or let vote who must not.

    A respondent and who is recused take no part; who investigated may report and sit in but not
    vote, as investigation and decision are apart (INF-19). No source gives a quorum: what is said
    to be agreed needs more votes for than against it, nothing else.
    """
    if not not_before <= minutes.held_on <= today:
        return Refusal("decision_discussion_day_wrong", {"on": not_before})
    everybody = minutes.of(*Part)
    twice = next((name for name in everybody if everybody.count(name) > 1), None)
    if twice is not None:
        return Refusal("decision_discussion_name_twice", {"name": twice})
    voters = minutes.of(*VOTES)
    if len(voters) < FEWEST:
        return Refusal("decision_discussion_nobody_voted")
    if minutes.chair not in voters:
        return Refusal("decision_discussion_chair_has_no_vote", {"name": minutes.chair})
    there = [name for name in everybody if name not in minutes.of(*AWAY)]
    for name in there:
        if name in recused:
            return Refusal("decision_discussion_recused_took_part", {"name": name}, recusal_article)
        if name in respondents:
            return Refusal("decision_discussion_respondent_took_part", {"name": name})
    investigated = next((name for name in voters if name in team), None)
    if investigated is not None:
        return Refusal("decision_discussion_team_voted", {"name": investigated})
    return _outcome_holds(minutes)


def _outcome_holds(minutes: Minutes) -> Refusal | None:
    votes_for, against = len(minutes.of(Part.FOR)), len(minutes.of(Part.AGAINST))
    if minutes.is_agreed and votes_for <= against:
        return Refusal("decision_discussion_not_carried", {"for": votes_for, "against": against})
    return None
