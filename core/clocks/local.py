"""Numbers that an office sets itself where the source gives none, from a day on.

They are never the source's: a clock that runs by one has no article and breaches nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ScalarSelect, func, select

from core.clocks.models import LocalPeriod
from core.db import db
from core.identity.models import Unit


def local_period(unit: Unit, term_id: str, on: date) -> LocalPeriod | None:
    """Return what holds for `unit` on the day `on`: its own number, else that of the nearest unit
    above; None where none was set or the last one was taken back.
    """
    latest = {
        row.unit_id: row
        for row in reversed(local_periods(unit))
        if row.term_id == term_id and row.effective_from <= on
    }
    nearest = next((latest[key] for key in reversed(_above(unit)) if key in latest), None)
    return nearest if nearest is not None and nearest.length is not None else None


def local_length(unit: Unit, term_id: str, on: date) -> ScalarSelect[int | None]:
    """Select the number of `local_period` inside another statement; null where there is none."""
    return (
        select(LocalPeriod.length)
        .join(LocalPeriod.organ)
        .where(
            LocalPeriod.unit_id.in_(_above(unit)),
            LocalPeriod.term_id == term_id,
            LocalPeriod.effective_from <= on,
        )
        .order_by(
            func.length(Unit.path).desc(),
            LocalPeriod.effective_from.desc(),
            LocalPeriod.id.desc(),
        )
        .limit(1)
        .scalar_subquery()
    )


def local_periods(unit: Unit) -> Sequence[LocalPeriod]:
    """Return all that `unit` and those above it have set, the newest first."""
    return db.session.scalars(
        select(LocalPeriod)
        .where(LocalPeriod.unit_id.in_(_above(unit)))
        .order_by(LocalPeriod.effective_from.desc(), LocalPeriod.id.desc())
    ).all()


def _above(unit: Unit) -> list[int]:
    """Return the ids from the root down to the unit itself."""
    return [int(part) for part in unit.path.strip("/").split("/")]
