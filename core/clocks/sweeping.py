"""Look over all clocks: announce what turned yellow or red, open the next window of what recurs.

Everything goes in batches by key, each in a transaction of its own, so that a million clocks need
no more memory than a thousand. What was announced is noted on the clock: the sweep may run as
often as one likes, and on several machines at once (a batch that another one holds is left to it).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.orm import InstrumentedAttribute

from core import hooks, moment
from core.clocks import services
from core.clocks.models import Clock
from core.clocks.periods import Light
from core.clocks.queries import turns_red, turns_yellow, window_is_over
from core.clocks.recomputing import DueChange, recompute
from core.db import db, transactional

__all__ = [
    "ClocksBreached",
    "ClocksSwept",
    "ClocksWarned",
    "DueChange",
    "Sweep",
    "Turned",
    "recompute",
    "sweep",
]

log = logging.getLogger(__name__)

BATCH = 1000
_DAY = timedelta(days=1)
_Key = tuple[Any, int]


@dataclass(frozen=True)
class Turned:
    """What a sweep says of a clock that changed its light."""

    clock_id: int
    subject_type: str
    subject_id: int
    term_id: str
    bearer_unit_id: int | None
    due_on: date
    is_duty: bool


@dataclass(frozen=True)
class _Said(hooks.Event):
    """Clocks that changed their light, in the order of their dates.

    Where a subscriber fails, what it did is undone and half of them are told again, then the other
    half: in the end the clock that it cannot take is alone, is left as it was, and the next sweep
    says it again.
    """

    clocks: tuple[Turned, ...]


@dataclass(frozen=True)
class ClocksWarned(_Said):
    """Running clocks are about to run out. Each is said once, and again if its date moves."""


@dataclass(frozen=True)
class ClocksBreached(_Said):
    """Running clocks have run out. Each is said once, and again if its date moves."""


@dataclass(frozen=True)
class ClocksSwept(hooks.Event):
    """A sweep has been through all clocks: what is looked over nightly may be looked over now.

    Emitted outside a transaction: who hears it opens its own.
    """


@dataclass(frozen=True)
class Sweep:
    """What a sweep did: how many clocks turned, how many windows it opened, and the ids of those
    whose announcement a subscriber could not take.
    """

    red: int
    yellow: int
    opened: int
    failed: Sequence[int]


def sweep() -> Sweep:
    """Announce what ran out or is about to since the last sweep; open the windows that are due."""
    today, now = moment.today(), moment.now()
    opened = _each_batch(lambda after: _open_windows(today, after))
    failed: list[int] = []
    red = _each_batch(
        lambda after: _turn(
            turns_red(today, now), Clock.due_on, Light.RED, ClocksBreached, after, failed
        )
    )
    yellow = _each_batch(
        lambda after: _turn(
            turns_yellow(today, now), Clock.warn_on, Light.YELLOW, ClocksWarned, after, failed
        )
    )
    hooks.emit(ClocksSwept())
    return Sweep(red - len(failed), yellow, opened, tuple(failed))


def _each_batch(act: Callable[[_Key | None], tuple[int, _Key | None]]) -> int:
    """Call `act` with the key of the last row it saw until there is none; return what it did."""
    done, after = act(None)
    while after is not None:
        number, after = act(after)
        done += number
    return done


@transactional
def _turn(
    condition: ColumnElement[bool],
    column: InstrumentedAttribute[Any],
    light: Light,
    said: type[_Said],
    after: _Key | None,
    failed: list[int],
) -> tuple[int, _Key | None]:
    """Note the light of one batch and announce it; return how many, and where to go on."""
    rows = db.session.execute(
        select(
            Clock.id,
            Clock.subject_type,
            Clock.subject_id,
            Clock.term_id,
            Clock.bearer_unit_id,
            Clock.due_on,
            Clock.is_duty,
            column.label("turned_at"),  # the rest is what `Turned` holds
        )
        .where(condition, *([tuple_(column, Clock.id) > after] if after else []))
        .order_by(column, Clock.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if not rows:
        return 0, None
    _note(light, [row.id for row in rows])
    mine = _announce(said, [Turned(*row[:-1]) for row in rows])
    if mine:  # told before is what it still is: the next sweep tries again
        _note(Light.YELLOW if light is Light.RED else Light.GREEN, mine)
        failed.extend(mine)
    return len(rows), (rows[-1].turned_at, rows[-1].id)


def _note(light: Light, ids: Sequence[int]) -> None:
    """Keep what was announced; the version of a clock counts its events, not this."""
    db.session.execute(
        update(Clock)
        .where(Clock.id.in_(ids))
        .values(told=light)
        .execution_options(synchronize_session=False)
    )


def _announce(said: type[_Said], clocks: Sequence[Turned]) -> list[int]:
    """Tell who subscribed; return the ids of those that somebody cannot take, each found alone."""
    try:
        with db.session.begin_nested():
            hooks.emit(said(tuple(clocks)))
    except Exception:
        if len(clocks) == 1:
            log.exception("clock %d could not be announced", clocks[0].clock_id)
            return [clocks[0].clock_id]
    else:
        return []
    middle = len(clocks) // 2
    return [*_announce(said, clocks[:middle]), *_announce(said, clocks[middle:])]


@transactional
def _open_windows(today: date, after: _Key | None) -> tuple[int, _Key | None]:
    """Open the next windows of one batch of recurring duties, those missed meanwhile included."""
    clocks = db.session.scalars(
        select(Clock)
        .where(window_is_over(today), *([tuple_(Clock.due_on, Clock.id) > after] if after else []))
        .order_by(Clock.due_on, Clock.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    if not clocks:
        return 0, None
    last = clocks[-1].due_on, clocks[-1].id
    return sum(_catch_up(clock, today) for clock in clocks), last


def _catch_up(clock: Clock, today: date) -> int:
    """Open every window after that of `clock` up to the present one, each following the last."""
    opened = 0
    while clock.due_on is not None and clock.due_on < today:
        clock.awaits_next = False
        clock = services.start(
            clock.subject_type,
            clock.subject_id,
            clock.period,
            clock.term_id,
            clock.pack_id,
            clock.label,
            clock.due_on + _DAY,
            None,
            clock.bearer_unit_id,
            bearer_user_id=clock.bearer_user_id,
            is_duty=clock.is_duty,
            follows_id=clock.id,
            reason="上一周期届满",
        )
        opened += 1
    return opened
