"""Which open clocks say something else by another calendar: exactly those, and in flat memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from core.calendar.grid import Holiday, holidays_of
from core.calendar.queries import in_force
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import Event, EventKind, Period, State
from core.clocks.replay import replay
from core.db import db
from core.workdays import Calendar, Difference, Notice, difference

#: Clocks read at once.
BATCH = 1000
#: Moved clocks that a preview names one by one.
SHOWN = 100
#: Many clocks of one term start on one day; they are counted once.
_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Moved:
    """An open clock for which something else holds by the new calendar. No date: it is paused.

    It is told by its number and its term: who looks at it sees no business, and the words of a
    clock may name a person.
    """

    clock_id: int
    term_id: str
    started_on: date
    old_due_on: date | None
    new_due_on: date | None
    was_provisional: bool
    is_provisional: bool

    @property
    def has_moved(self) -> bool:
        """Tell whether the last day is another one; otherwise only mark or warning changes."""
        return self.old_due_on != self.new_due_on


@dataclass
class Summary:
    """What a change of the calendar does to open clocks: counts, and the first ones by name."""

    moved: int = 0
    settled: int = 0
    by_term: Counter[str] = field(default_factory=Counter)
    shown: list[Moved] = field(default_factory=list)

    def add(self, found: Moved) -> None:
        """Count one clock."""
        if not found.has_moved:
            self.settled += 1
            return
        self.moved += 1
        self.by_term[found.term_id] += 1
        if len(self.shown) < SHOWN:
            self.shown.append(found)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a notice would change if it were put in force now."""

    notice: Notice
    changed: Difference
    clocks: Summary

    @property
    def holidays(self) -> list[Holiday]:
        """Return the holidays as they were read."""
        return holidays_of(self.notice)


def effect_of(notice: Notice) -> Effect:
    """Preview `notice`: changed days and moved clocks. Stores nothing."""
    old = in_force()
    new = old.with_notice(notice)
    return Effect(notice, difference(old, new), summary(affected(old, new)))


def summary(found: Iterable[Moved]) -> Summary:
    """Count `found` as it comes."""
    counted = Summary()
    for one in found:
        counted.add(one)
    return counted


def affected(old: Calendar, new: Calendar) -> Iterator[Moved]:
    """Yield, in the order of their ids, the open clocks that say something else by `new`.

    Only clocks that run over a day about which the calendars differ are read; each of them is
    replayed, so that what is yielded is exact. Nothing is stored, and no row is kept.
    """
    changed = difference(old, new)

    @lru_cache(_KEPT)
    def said(period: tuple[Any, ...], events: tuple[Event, ...]) -> tuple[Any, ...]:
        found = replay(Period(*period), events, new)
        return found.state, found.due_on, found.due_at, found.warn_on, found.provisional

    for row, events in _candidates(changed):
        _, due_on, _, _, is_provisional = now = said(row[:4], events)
        if now != row[4:9]:
            yield Moved(
                row.id,
                row.term_id,
                row.started_on,
                row.due_on,
                due_on,
                row.provisional,
                is_provisional,
            )


def touched(changed: Difference) -> ColumnElement[bool] | None:
    """Say in SQL which open clocks can be moved: those that run over a changed day.

    A period counted towards an event lies before its start, a warning may. None: no day changed.
    """
    if changed.first is None or changed.last is None:
        return None
    days = (Clock.started_on, Clock.due_on, Clock.warn_on)
    return and_(
        Clock.state.in_((State.RUNNING, State.PAUSED)),
        or_(*(day <= changed.last for day in days)),
        or_(Clock.due_on.is_(None), *(day >= changed.first for day in days)),
    )


_C = Clock.__table__.c
#: What is read of a clock, without the ORM: its period, what it says, and what names it.
_PERIOD = (_C.length, _C.unit, _C.direction, _C.warn)
_SAYS = (_C.state, _C.due_on, _C.due_at, _C.warn_on, _C.provisional)
_NAMES = (_C.id, _C.term_id, _C.started_on)


def _candidates(changed: Difference) -> Iterator[tuple[Any, tuple[Event, ...]]]:
    condition = touched(changed)
    if condition is None:
        return
    last = 0
    while True:
        rows = db.session.execute(
            select(*_PERIOD, *_SAYS, *_NAMES)
            .where(condition, Clock.id > last)
            .order_by(Clock.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        events = _events([row.id for row in rows])
        for row in rows:
            yield row, events.get(row.id) or _only_started(row.started_on)
        last = rows[-1].id


@lru_cache(_KEPT)
def _only_started(on: date) -> tuple[Event, ...]:
    return (Event(EventKind.START, on),)


def _events(clock_ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
    """Return the events, without their words, of the clocks to which more happened than that they
    started on a day: the others need not be read.
    """
    more = or_(
        ClockEvent.seq > 1, ClockEvent.happened_at.is_not(None), ClockEvent.due_on.is_not(None)
    )
    ids = select(ClockEvent.clock_id).where(ClockEvent.clock_id.in_(clock_ids), more)
    found: dict[int, list[Event]] = {clock_id: [] for clock_id in db.session.scalars(ids)}
    if not found:
        return {}
    rows = db.session.execute(
        select(
            ClockEvent.clock_id,
            ClockEvent.kind,
            ClockEvent.on_date,
            ClockEvent.happened_at,
            ClockEvent.days,
            ClockEvent.total,
            ClockEvent.due_on,
        )
        .where(ClockEvent.clock_id.in_(list(found)))
        .order_by(ClockEvent.clock_id, ClockEvent.seq)
    )
    for clock_id, kind, on, at, days, total, due in rows:
        found[clock_id].append(Event(kind, on, at=at, days=days, total=total, due=due))
    return {clock_id: tuple(events) for clock_id, events in found.items()}
