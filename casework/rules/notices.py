"""Notices to who is accused: that a case is investigated, that it is closed. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from casework.rules import ENDED_STATES, CaseState


class TellingKind(StrEnum):
    """What a respondent is told."""

    INVESTIGATION = "investigation"
    CLOSING = "closing"


class TellingState(StrEnum):
    """Where a notice is."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    SERVED = "served"


class TellingAction(StrEnum):
    """What can be done to a notice once it is drafted."""

    EDIT = "edit"
    ISSUE = "issue"
    SERVE = "serve"


#: In which states of a case each is given. When within them, the team decides: told too early, an
#: investigation can be spoilt, and no rule names a day.
GIVEN_IN: Final[Mapping[TellingKind, frozenset[CaseState]]] = {
    TellingKind.INVESTIGATION: frozenset({CaseState.INVESTIGATING, CaseState.SUSPENDED}),
    TellingKind.CLOSING: ENDED_STATES,
}


def kind_for(state: CaseState) -> TellingKind | None:
    """Return what can be told while a case stands in `state`."""
    return next((kind for kind, states in GIVEN_IN.items() if state in states), None)
