"""Kinds, grounds, states and actions of a case that goes to the organ above (提级)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from casework.rules import CaseState
from regulations.model import GuardId
from regulations.rules import EffectivePack, guard

__all__ = [
    "MOVABLE",
    "ElevationAction",
    "ElevationGround",
    "ElevationKind",
    "ElevationState",
    "elevation_article",
    "grounds_of",
    "may_hold",
]


class ElevationKind(StrEnum):
    """Who began: the unit that has the case asks, or the organ above takes it over."""

    HAND_UP = "hand_up"
    TAKE_OVER = "take_over"


class ElevationGround(StrEnum):
    """Why a case goes up."""

    PRINCIPAL = "principal"
    MAJOR = "major"


class ElevationState(StrEnum):
    """Where it stands: asked, moved, refused."""

    ASKED = "asked"
    MOVED = "moved"
    REFUSED = "refused"


class ElevationAction(StrEnum):
    """What the organ above can do with what it is asked."""

    ACCEPT = "accept"
    REFUSE = "refuse"


#: Until it is deliberated on, a case may go to another organ.
MOVABLE: Final = frozenset(
    {
        CaseState.PROPOSED,
        CaseState.FILED,
        CaseState.INVESTIGATING,
        CaseState.SUSPENDED,
        CaseState.REPORTED,
        CaseState.DEFENCE,
    }
)
#: Which switch of the pack lets a unit ask for each ground.
_ASKED_BY: Final[Mapping[ElevationGround, GuardId]] = {
    ElevationGround.PRINCIPAL: GuardId.HAND_UP_PRINCIPAL,
    ElevationGround.MAJOR: GuardId.HAND_UP_MAJOR,
}


def elevation_article(
    pack: EffectivePack, kind: ElevationKind, ground: ElevationGround
) -> str | None:
    """Return the article by which a case goes up; None where the pack has none."""
    asked = kind is ElevationKind.HAND_UP
    found = guard(pack, _ASKED_BY[ground] if asked else GuardId.TAKE_OVER)
    return found.value.article if found is not None and found.value.value else None


def grounds_of(pack: EffectivePack, kind: ElevationKind) -> list[ElevationGround]:
    """Return the grounds the pack has for this kind."""
    return [one for one in ElevationGround if elevation_article(pack, kind, one) is not None]


def may_hold(path: str, parent_path: str | None, is_office: bool, case_path: str) -> bool:
    """Tell whether a unit stands above the one that has a case: an ancestor of it, or the office
    beside it or beside one of those, directly under an ancestor. Paths as `/1/4/`.
    """
    if path == case_path:
        return False
    if case_path.startswith(path):
        return True
    if not is_office or parent_path is None or parent_path == case_path:
        return False
    return case_path.startswith(parent_path)
