"""Derive a due date by replaying the events of a clock over the working-day calendar. Pure.

The day of the event is not counted; a last day that is no working day moves to the next one (Civil
Procedure Law art. 85, which Administrative Review Law art. 88 refers to). Nothing here reads the
time: what day it is comes in as an argument.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from core.clocks import ledger
from core.clocks.history import Pause, Run, fold, instant
from core.clocks.ledger import LedgerDay
from core.clocks.periods import (
    COUNTED_UNITS,
    INSTANT_UNITS,
    MONTH_UNITS,
    Direction,
    Event,
    Light,
    Period,
    State,
    Unit,
)
from core.moment import SHANGHAI
from core.workdays import Calendar, OutsideCalendar

__all__ = [
    "Direction",
    "Event",
    "LedgerDay",
    "Light",
    "Period",
    "Reading",
    "State",
    "Unit",
    "add_months",
    "light",
    "light_of",
    "overdue",
    "replay",
]


@dataclass(frozen=True)
class Reading:
    """What a clock says: its due date and everything that explains it.

    `raw_on` is the last day before it moves off a rest day; `due_on` (and `due_at` for minutes and
    hours) is None while the clock is paused, when `left` says how many units are still to run.
    `warn_on` is the first yellow day. `length` includes extensions. `provisional`: the result
    depends on a year whose holiday notice is not in the calendar.
    """

    period: Period
    state: State
    started_on: date
    length: int | None
    raw_on: date | None
    due_on: date | None
    due_at: datetime | None
    warn_on: date | None
    warn_at: datetime | None
    left: int | None
    closed_on: date | None
    closed_at: datetime | None
    provisional: bool
    run: Run = field(repr=False, compare=False)
    pauses: tuple[Pause, ...] = field(repr=False, compare=False)
    calendar: Calendar = field(repr=False, compare=False)

    @property
    def is_late(self) -> bool:
        """Say whether the clock was met after its due date; the due date itself is in time."""
        if self.state is not State.MET:
            return False
        if self.due_at is not None and self.closed_at is not None:
            return self.closed_at > self.due_at
        return (
            self.due_on is not None and self.closed_on is not None and self.closed_on > self.due_on
        )

    def remaining(self, today: date) -> int | None:
        """Return the days from `today` to the due date: working days for a working-day period, else
        calendar days; negative when overdue, None when there is no due date now.
        """
        if self.due_on is None:
            return None
        if self.period.unit is not Unit.WORKING_DAY:
            return (self.due_on - today).days
        if today <= self.due_on:
            return self.calendar.count_working_days(today, self.due_on)
        return -self.calendar.count_working_days(self.due_on, today)

    @cached_property
    def ledger(self) -> tuple[LedgerDay, ...]:
        """Return every day from the first start to the due date: counted or not, and why."""
        return ledger.write(
            self.period,
            self.run,
            self.pauses,
            self.raw_on,
            self.due_on,
            self.due_at,
            self.calendar,
        )


@dataclass(frozen=True, slots=True)
class _End:
    """Where a period ends: before and after moving off a rest day, and what the answer rests on."""

    raw_on: date | None
    due_on: date | None
    due_at: datetime | None = None
    left: int | None = None
    pauses: tuple[Pause, ...] = ()
    provisional: bool = False


def replay(period: Period, events: Iterable[Event], calendar: Calendar) -> Reading:
    """Return what the clock says after `events`. Raises IllegalEvent; OutsideCalendar past 2099.

    A pause that begins on or after the last day changes nothing. An extension lengthens the period
    itself, which moves off a rest day once, at its end. A day set by a body, and the end of a week,
    month, quarter or year, is that very day and does not move.
    """
    run = fold(period, events)
    try:
        end = _end(period, run, calendar)
        warn_on, warn_at = _warn(period, end, calendar)
    except OverflowError as error:
        raise OutsideCalendar(str(error)) from error
    state = run.state
    if state is State.PAUSED and end.due_on is not None:
        state = State.RUNNING  # paused after it had run out
    return Reading(
        period=period,
        state=state,
        started_on=run.start.on,
        length=run.length,
        raw_on=end.raw_on,
        due_on=end.due_on,
        due_at=end.due_at,
        warn_on=warn_on,
        warn_at=warn_at,
        left=end.left,
        closed_on=run.closing.on if run.closing else None,
        closed_at=run.closing.at if run.closing else None,
        provisional=end.provisional,
        run=run,
        pauses=end.pauses,
        calendar=calendar,
    )


def _end(period: Period, run: Run, calendar: Calendar) -> _End:
    start = run.start.on
    if run.due is not None:
        return _End(run.due, run.due)
    if period.unit is Unit.SAME_DAY:
        return _rolled(period, start, calendar)
    if run.length is None or period.unit not in COUNTED_UNITS:
        last = _end_of_window(period.unit, start)
        return _End(last, last)
    if period.unit in INSTANT_UNITS:
        return _after_instant(period, run, run.length)
    if period.direction is Direction.BEFORE:
        return _before(period, start, run.length, calendar)
    if period.unit in MONTH_UNITS:
        return _after_months(period, run, run.length, calendar)
    return _after_days(period, run, run.length, calendar)


def _after_days(period: Period, run: Run, length: int, calendar: Calendar) -> _End:
    """Count days from the day after the start, stepping over the pauses."""
    working = period.unit is Unit.WORKING_DAY
    position, left, known = run.start.on, length, True
    pauses: list[Pause] = []
    for pause in run.pauses:
        stop = pause.start.on
        had = calendar.count_working_days(position, stop) if working else (stop - position).days
        if had >= left:
            break
        pauses.append(pause)
        left -= had
        if working and stop > position:
            known = known and calendar.covers_all(position + timedelta(days=1), stop)
        if pause.end is None:
            return _End(None, None, left=left, pauses=tuple(pauses), provisional=not known)
        position = pause.end.on
    if working:
        raw = calendar.add_working_days(position, left)
        known = known and calendar.covers_all(position + timedelta(days=1), raw)
        return _End(raw, raw, pauses=tuple(pauses), provisional=not known)
    return _rolled(period, position + timedelta(days=left), calendar, tuple(pauses))


def _after_months(period: Period, run: Run, length: int, calendar: Calendar) -> _End:
    """Go to the corresponding day, then on by the days of the pauses."""
    raw = add_months(run.start.on, _months(period, length))
    pauses: list[Pause] = []
    for pause in run.pauses:
        if pause.start.on >= raw:
            break
        pauses.append(pause)
        if pause.end is None:
            return _End(None, None, left=(raw - pause.start.on).days, pauses=tuple(pauses))
        raw += pause.end.on - pause.start.on
    return _rolled(period, raw, calendar, tuple(pauses))


def _after_instant(period: Period, run: Run, length: int) -> _End:
    """Count minutes or hours through nights and holidays, stepping over the pauses."""
    step = _step(period)
    if period.direction is Direction.BEFORE:
        return _instant_end(instant(run.start) - step * length, ())
    due = instant(run.start) + step * length
    pauses: list[Pause] = []
    for pause in run.pauses:
        if instant(pause.start) >= due:
            break
        pauses.append(pause)
        if pause.end is None:
            left = -((instant(pause.start) - due) // step)
            return _End(None, None, left=left, pauses=tuple(pauses))
        due += instant(pause.end) - instant(pause.start)
    return _instant_end(due, tuple(pauses))


def _instant_end(due: datetime, pauses: tuple[Pause, ...]) -> _End:
    on = due.astimezone(SHANGHAI).date()
    return _End(on, on, due_at=due, pauses=pauses)


def _before(period: Period, anchor: date, length: int, calendar: Calendar) -> _End:
    """Count back from the day before the event; a rest day moves further back, never nearer."""
    if period.unit is Unit.WORKING_DAY:
        raw = calendar.add_working_days(anchor, -length)
        return _End(raw, raw, provisional=not calendar.covers_all(raw, anchor - timedelta(days=1)))
    if period.unit in MONTH_UNITS:
        return _rolled(period, add_months(anchor, -_months(period, length)), calendar)
    return _rolled(period, anchor - timedelta(days=length), calendar)


def _rolled(period: Period, raw: date, calendar: Calendar, pauses: tuple[Pause, ...] = ()) -> _End:
    if period.direction is Direction.BEFORE:
        due = calendar.on_or_before(raw)
    else:
        due = calendar.on_or_after(raw)
    known = calendar.covers_all(min(raw, due), max(raw, due))
    return _End(raw, due, pauses=pauses, provisional=not known)


def _warn(period: Period, end: _End, calendar: Calendar) -> tuple[date | None, datetime | None]:
    if period.warn is None or end.due_on is None:
        return None, None
    if end.due_at is not None:
        warn_at = end.due_at - _step(period) * period.warn
        return warn_at.astimezone(SHANGHAI).date(), warn_at
    if period.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(end.due_on, -period.warn), None
    return end.due_on - timedelta(days=period.warn), None


def _step(period: Period) -> timedelta:
    return timedelta(minutes=1) if period.unit is Unit.MINUTE else timedelta(hours=1)


def _months(period: Period, length: int) -> int:
    return length * 12 if period.unit is Unit.YEAR else length


def add_months(start: date, months: int) -> date:
    """Return the corresponding day `months` later (earlier if negative).

    A month without that day ends the period on its last day: 31 January plus one month is the
    last of February. Civil Code art. 202.
    """
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year < date.max.year:
        raise OutsideCalendar(f"{start} {months:+d} months")
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), _last_of(year, month + 1))


def _last_of(year: int, month: int) -> date:
    following = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)
    return following - timedelta(days=1)


def _end_of_window(unit: Unit, on: date) -> date:
    if unit is Unit.PER_WEEK:
        return on + timedelta(days=6 - on.weekday())
    if unit is Unit.PER_MONTH:
        return _last_of(on.year, on.month)
    if unit is Unit.PER_QUARTER:
        return _last_of(on.year, (on.month - 1) // 3 * 3 + 3)
    return date(on.year, 12, 31)


def overdue(
    state: State,
    due_on: date | None,
    due_at: datetime | None,
    today: date,
    now: datetime | None = None,
) -> bool:
    """Say whether a clock has run out unmet. The due date itself is still in time.

    A period in minutes or hours is compared by instant when `now` is given, otherwise by date.
    """
    if state is not State.RUNNING:
        return False
    if due_at is not None and now is not None:
        return now > due_at
    return due_on is not None and today > due_on


def light_of(
    state: State,
    due_on: date | None,
    due_at: datetime | None,
    warn_on: date | None,
    warn_at: datetime | None,
    today: date,
    now: datetime | None = None,
) -> Light:
    """Return the light of a clock that is not yet met, from its cached columns."""
    if state in (State.PAUSED, State.CANCELLED):
        return Light.OFF
    if overdue(state, due_on, due_at, today, now):
        return Light.RED
    if state is State.RUNNING:
        if warn_at is not None and now is not None:
            return Light.YELLOW if now >= warn_at else Light.GREEN
        if warn_on is not None and today >= warn_on:
            return Light.YELLOW
    return Light.GREEN


def light(reading: Reading, today: date, now: datetime | None = None) -> Light:
    """Return the light of a reading: red once late (also when met late), yellow from `warn_on`, OFF
    while paused and after calling off, green otherwise. `now` matters for minutes and hours only.
    """
    if reading.is_late:
        return Light.RED
    return light_of(
        reading.state,
        reading.due_on,
        reading.due_at,
        reading.warn_on,
        reading.warn_at,
        today,
        now,
    )
