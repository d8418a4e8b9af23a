"""Packs by topic, and several side by side: what each says on a point, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from regulations.codes import State
from regulations.lines import Line, lines
from regulations.model import Pack
from regulations.rules import EffectivePack
from regulations.topics import Change, Topic


@dataclass(frozen=True, slots=True)
class Point:
    """One point of law and what each pack says on it, in the order of the packs.

    A cell is None where nothing is written in a pack or in what it inherits from.
    """

    topic: Topic
    kind: str
    key: str
    label: str
    cells: tuple[Line | None, ...]

    @property
    def differs(self) -> bool:
        """Tell whether the packs do not all say the same; silence is silence, however marked."""
        said = {
            cell.said if cell is not None and cell.state is not State.NOT_STATED else None
            for cell in self.cells
        }
        return len(said) > 1


def change_of(point: Point) -> Change | None:
    """Return what the second pack of a comparison of two did to a point; None if nothing."""
    older, newer = point.cells
    if older is None or newer is None:
        return Change.ADDED if older is None else Change.REMOVED
    return Change.CHANGED if older.said != newer.said else None


def changes(older: EffectivePack, newer: EffectivePack) -> list[tuple[Topic, list[Point]]]:
    """Return the points on which the newer pack says something else than the older, by topic."""
    return by_topic(point for point in compare([older, newer]) if change_of(point) is not None)


def versions(packs: Mapping[str, Pack], pack_id: str) -> list[Pack]:
    """Return all versions of the set of rules that a pack belongs to, the oldest first."""
    series = packs[pack_id].pack.series
    found = [p for p in packs.values() if p.id == pack_id or (series and p.pack.series == series)]
    return sorted(found, key=lambda p: (p.pack.effective_from or date.min, p.id))


class _HasTopic(Protocol):
    @property
    def topic(self) -> Topic: ...


R = TypeVar("R", bound=_HasTopic)


def by_topic(rows: Iterable[R]) -> list[tuple[Topic, list[R]]]:
    """Group rows by topic in the order of topics; topics without a row are left out."""
    found: dict[Topic, list[R]] = {topic: [] for topic in Topic}
    for row in rows:
        found[row.topic].append(row)
    return [(topic, of_topic) for topic, of_topic in found.items() if of_topic]


def compare(packs: Sequence[EffectivePack]) -> list[Point]:
    """Return every point on which at least one of the packs says something."""
    tables = [{(line.kind, line.key): line for line in lines(pack)} for pack in packs]
    points: dict[tuple[str, str], Point] = {}
    for table in tables:
        for at, line in table.items():
            if at not in points:
                cells = tuple(other.get(at) for other in tables)
                points[at] = Point(line.topic, line.kind, line.key, line.label, cells)
    return list(points.values())
