"""Look over all clocks: announce those that ran out, recompute after a change of the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import hooks, moment
from core.clocks.models import Clock
from core.clocks.periods import State
from core.clocks.queries import overdue_clause, reading, yellow_clause
from core.clocks.services import keep_recomputed
from core.db import db, transactional

_BATCH = 500


@dataclass(frozen=True)
class ClockBreached(hooks.Event):
    """A running clock has passed its due date.

    Every sweep says it again until the clock is met, so a subscriber must act once per `clock_id`.
    """

    clock_id: int
    subject_type: str
    subject_id: int
    term_id: str
    bearer_unit_id: int | None
    due_on: date


@dataclass(frozen=True)
class Sweep:
    """What a sweep found: clocks that have run out, and clocks about to; due soonest first."""

    red: Sequence[Clock]
    yellow: Sequence[Clock]


@dataclass(frozen=True)
class DueChange:
    """A clock whose due date, or the certainty of it, is no longer what is stored."""

    clock: Clock
    old_due_on: date | None
    new_due_on: date | None
    was_provisional: bool
    is_provisional: bool


@transactional
def sweep() -> Sweep:
    """Find red and yellow clocks and announce each red one as `ClockBreached`.

    Stores nothing itself, so it may run as often as one likes.
    """
    today, now = moment.today(), moment.now()
    order = (Clock.due_on, Clock.id)
    red = db.session.scalars(select(Clock).where(overdue_clause(today, now)).order_by(*order)).all()
    yellow = db.session.scalars(
        select(Clock).where(yellow_clause(today, now)).order_by(*order)
    ).all()
    for clock in red:
        if clock.due_on is not None:
            hooks.emit(
                ClockBreached(
                    clock.id,
                    clock.subject_type,
                    clock.subject_id,
                    clock.term_id,
                    clock.bearer_unit_id,
                    clock.due_on,
                )
            )
    return Sweep(red, yellow)


@transactional
def recompute(*, apply: bool, actor_id: int | None = None) -> list[DueChange]:
    """Replay every open clock over the calendar in force; return those that say something else now.

    With `apply`, store the new dates and keep the old and the new one as an event of the clock. The
    second run finds nothing to change.
    """
    changes: list[DueChange] = []
    for clock in _open_clocks():
        said = reading(clock)
        was = (clock.state, clock.due_on, clock.due_at, clock.warn_on, clock.provisional)
        if was == (said.state, said.due_on, said.due_at, said.warn_on, said.provisional):
            continue
        changes.append(
            DueChange(clock, clock.due_on, said.due_on, clock.provisional, said.provisional)
        )
        if apply:
            keep_recomputed(clock, said, actor_id, "工作日历变更")
    return changes


def _open_clocks() -> Iterator[Clock]:
    last = 0
    while True:
        batch = db.session.scalars(
            select(Clock)
            .where(Clock.state.in_((State.RUNNING, State.PAUSED)), Clock.id > last)
            .order_by(Clock.id)
            .limit(_BATCH)
            .options(selectinload(Clock.events))
        ).all()
        if not batch:
            return
        yield from batch
        last = batch[-1].id
