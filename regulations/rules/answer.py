"""What an apportionment answers: shares, readings, what is missing, and the trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from regulations.codes import Role, ShareValue
from regulations.rules.matching import POSITIVE, Reason


class MissingKind(StrEnum):
    """What the facts still lack before shares can be proposed."""

    FACT = "fact"
    PERSON = "person"
    OBJECTOR = "objector"


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact not established, or the role nobody is listed for."""

    kind: MissingKind
    name: str


@dataclass(frozen=True, slots=True)
class Share:
    """One person's share of one act; `row` is None where no row speaks of the person."""

    person: str
    role: Role
    share: ShareValue
    row: str | None
    article: str | None
    jointly: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the rules: the rows that gave the shares, and the shares."""

    rows: tuple[str, ...]
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class TraceLine:
    """What became of one row, and why."""

    row: str
    applies: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """The answer for one act: shares, or alternatives, or what is missing; always the trace."""

    id: str
    rows: tuple[str, ...]
    shares: tuple[Share, ...]
    alternatives: tuple[Reading, ...]
    missing: tuple[Missing, ...]
    trace: tuple[TraceLine, ...]


@dataclass(frozen=True, slots=True)
class Apportionment:
    """The answer for all acts, each for itself."""

    acts: tuple[ActAnswer, ...]


def is_consistent(shares: Iterable[Share]) -> bool:
    """Tell whether shares of one act can stand together.

    `full` leaves no part to another, save jointly; `secondary` needs a `primary`.
    """
    held = {share.share for share in shares}
    if ShareValue.FULL in held and held & (POSITIVE - {ShareValue.FULL}):
        return False
    return ShareValue.SECONDARY not in held or ShareValue.PRIMARY in held
