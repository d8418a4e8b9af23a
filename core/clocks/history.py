"""Read a list of events as one run of the clock, or refuse it by name. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from core.clocks.periods import (
    COUNTED_UNITS,
    INSTANT_UNITS,
    MAX_LENGTH,
    NOTES,
    RECURRENCES,
    Direction,
    Event,
    EventKind,
    Fault,
    IllegalEvent,
    Period,
    State,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Pause:
    """One interruption: the days after `start` up to and including `end` are not counted."""

    start: Event
    end: Event | None


@dataclass(slots=True)
class Run:
    """The events folded: the last (re)start and what happened since."""

    first: Event
    start: Event
    length: int | None
    base_length: int | None
    due: date | None
    pauses: list[Pause] = field(default_factory=list)
    closing: Event | None = None
    last_on: date = date.min

    @property
    def state(self) -> State:
        """Say where the events leave the clock."""
        if self.closing is not None:
            return State.MET if self.closing.kind is EventKind.MEET else State.CANCELLED
        paused = bool(self.pauses) and self.pauses[-1].end is None
        return State.PAUSED if paused else State.RUNNING


def fold(period: Period, events: Iterable[Event]) -> Run:
    """Fold `events`, in the order they took effect, into one run. Raises IllegalEvent.

    Pauses, resumptions, restarts and extensions of a period that runs after its event are dated
    in order. Meeting and calling off may be dated back to the current start (what was posted in
    time is in time, although it is entered later). A restart drops the pauses and extensions
    before it.
    """
    run: Run | None = None
    for event in events:
        if event.kind in NOTES:
            continue
        if event.kind is EventKind.START:
            if run is not None:
                raise IllegalEvent(Fault.ALREADY_STARTED, event.on)
            run = _begin(period, event, event)
            continue
        if run is None:
            raise IllegalEvent(Fault.NOT_STARTED, event.on)
        if run.closing is not None:
            raise IllegalEvent(Fault.CLOSED, event.on)
        run = _apply(period, run, event)
    if run is None:
        raise IllegalEvent(Fault.NOT_STARTED)
    return run


def _begin(period: Period, first: Event, start: Event) -> Run:
    length = period.length
    if start.due is not None:
        if length is not None or period.unit in RECURRENCES or period.unit is Unit.SAME_DAY:
            raise IllegalEvent(Fault.DUE_NOT_EXPECTED, start.on)
        if start.due < start.on:
            raise IllegalEvent(Fault.OUT_OF_ORDER, start.due)
    elif period.unit is Unit.FIXED_DATE or (length is None and period.unit in COUNTED_UNITS):
        raise IllegalEvent(Fault.LENGTH_UNKNOWN, start.on)
    elif period.unit in INSTANT_UNITS and start.at is None:
        raise IllegalEvent(Fault.INSTANT_MISSING, start.on)
    return Run(first, start, length, length, start.due, last_on=start.on)


def _apply(period: Period, run: Run, event: Event) -> Run:
    forward = period.direction is Direction.AFTER
    if event.kind in (EventKind.MEET, EventKind.CANCEL):
        if forward and event.on < run.start.on:
            raise IllegalEvent(Fault.OUT_OF_ORDER, event.on)
        if period.unit in INSTANT_UNITS and run.due is None and event.at is None:
            raise IllegalEvent(Fault.INSTANT_MISSING, event.on)
        run.closing = event
        return run
    if forward and event.on < run.last_on:
        raise IllegalEvent(Fault.OUT_OF_ORDER, event.on)
    run.last_on = event.on
    if event.kind is EventKind.RESTART:
        return _begin(period, run.first, event)
    if event.kind is EventKind.EXTEND:
        _extend(period, run, event)
    elif event.kind is EventKind.PAUSE:
        _pause(period, run, event)
    else:
        _resume(period, run, event)
    return run


def _pause(period: Period, run: Run, event: Event) -> None:
    if (
        period.direction is Direction.BEFORE
        or run.due is not None
        or period.unit not in COUNTED_UNITS
    ):
        raise IllegalEvent(Fault.NOT_PAUSABLE, event.on)
    if run.state is State.PAUSED:
        raise IllegalEvent(Fault.ALREADY_PAUSED, event.on)
    _instant_order(period, event, run.pauses[-1].end if run.pauses else run.start)
    run.pauses.append(Pause(event, None))


def _resume(period: Period, run: Run, event: Event) -> None:
    if run.state is not State.PAUSED:
        raise IllegalEvent(Fault.NOT_PAUSED, event.on)
    _instant_order(period, event, run.pauses[-1].start)
    run.pauses[-1] = Pause(run.pauses[-1].start, event)


def _instant_order(period: Period, event: Event, before: Event | None) -> None:
    if period.unit not in INSTANT_UNITS:
        return
    if event.at is None:
        raise IllegalEvent(Fault.INSTANT_MISSING, event.on)
    if event.at < instant(before):
        raise IllegalEvent(Fault.OUT_OF_ORDER, event.on)


def _extend(period: Period, run: Run, event: Event) -> None:
    given = [value for value in (event.days, event.total, event.due) if value is not None]
    if len(given) != 1:
        raise IllegalEvent(Fault.EXTENSION_NOT_LONGER, event.on)
    if run.due is not None:
        if event.due is None or event.due <= run.due:
            raise IllegalEvent(Fault.EXTENSION_NOT_LONGER, event.on)
        run.due = event.due
        return
    if (
        period.direction is Direction.BEFORE
        or period.unit not in COUNTED_UNITS
        or run.length is None
    ):
        raise IllegalEvent(Fault.NOT_EXTENDABLE, event.on)
    if event.due is not None:
        raise IllegalEvent(Fault.DUE_NOT_EXPECTED, event.on)
    total = event.total if event.total is not None else run.length + (event.days or 0)
    if not run.length < total <= MAX_LENGTH:
        raise IllegalEvent(Fault.EXTENSION_NOT_LONGER, event.on)
    run.length = total


def instant(event: Event | None) -> datetime:
    """Return the instant of an event of a period in minutes or hours, which `fold` saw is there."""
    if event is None or event.at is None:
        raise IllegalEvent(Fault.INSTANT_MISSING)
    return event.at
