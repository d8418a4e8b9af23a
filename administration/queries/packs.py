"""Read which unit follows which pack on a day, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from administration.queries.people import units_of
from core.access import Actor
from core.db import db
from core.identity.models import Unit, UnitPack


@dataclass(frozen=True, slots=True)
class Following:
    """What a unit follows on a day: `source` is the unit that was assigned the pack."""

    unit: Unit
    source: Unit | None
    assignment: UnitPack | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """One assignment with its last day; None while nothing follows it."""

    assignment: UnitPack
    source: Unit
    until: date | None


def following(actor: Actor, on: date) -> list[Following]:
    """Return for every unit the actor answers for what it follows on the day `on`, by the tree."""
    rows = db.session.execute(
        select(UnitPack, Unit)
        .join(Unit, Unit.id == UnitPack.unit_id)
        .where(UnitPack.effective_from <= on)
        .order_by(UnitPack.effective_from)
    )
    latest = {unit.id: (assignment, unit) for assignment, unit in rows}
    found = []
    for unit in units_of(actor):
        nearest = next((latest[i] for i in reversed(_above(unit)) if i in latest), None)
        assignment, source = nearest or (None, None)
        found.append(Following(unit, source, assignment))
    return found


def history(unit: Unit) -> list[Stretch]:
    """Return the assignments of a unit and of those above it, the newest first.

    A unit's own assignment ends the day before its next one; it hides those above at any time.
    """
    rows: Sequence[tuple[UnitPack, Unit]] = [
        (assignment, source)
        for assignment, source in db.session.execute(
            select(UnitPack, Unit)
            .join(Unit, Unit.id == UnitPack.unit_id)
            .where(UnitPack.unit_id.in_(_above(unit)))
            .order_by(UnitPack.effective_from.desc(), Unit.path.desc())
        )
    ]
    found = []
    nexts: dict[int, date] = {}
    for assignment, source in rows:
        begins = nexts.get(source.id)
        until = begins - timedelta(days=1) if begins is not None else None
        found.append(Stretch(assignment, source, until))
        nexts[source.id] = assignment.effective_from
    return found


def _above(unit: Unit) -> list[int]:
    """Return the ids from the root down to the unit itself."""
    return [int(part) for part in unit.path.strip("/").split("/")]
