"""Run one term of a pack over the working-day calendar, without storing a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from core.clocks.periods import Direction, Event, EventKind, Period, Unit
from core.clocks.replay import Reading, replay
from core.moment import SHANGHAI
from core.workdays import Calendar
from regulations.codes import State
from regulations.model import Term
from regulations.rules.effective import EffectivePack, term


class NoNumber(LookupError):
    """The term has no number of its own: each decision sets its day."""

    def __init__(self, row: Term) -> None:
        super().__init__(row.id.value)
        self.term = row


class ExtensionTooLong(ValueError):
    """The source does not allow this extension; `longest` is None if it allows none at all."""

    def __init__(self, row: Term, longest: int | None) -> None:
        super().__init__(row.id.value)
        self.term = row
        self.longest = longest


@dataclass(frozen=True, slots=True)
class Deadline:
    """A term and what the clock says of it."""

    term: Term
    reading: Reading


def deadline(
    pack: EffectivePack,
    term_id: str,
    start: date,
    calendar: Calendar,
    *,
    pauses: Sequence[tuple[date, date | None]] = (),
    restart: date | None = None,
    extend: int | None = None,
    at: time | None = None,
) -> Deadline:
    """Return the due date with its day ledger for a term that starts on `start` (not counted).

    A term that ends on a date of the calendar (31 January) ends on the first one after `start`.
    `pauses` are pairs of the pausing and the resuming day, None where it has not resumed; `extend`
    adds units of the term, at most what the source allows; `at` is the time of day in Shanghai,
    which terms in minutes and hours need. Raises SourceSilent, NoNumber, ExtensionTooLong, and
    IllegalEvent for days out of order.
    """
    row = term(pack, term_id)
    if row.state is State.PER_CASE:
        raise NoNumber(row)
    instant = datetime.combine(start, at, SHANGHAI) if at is not None else None
    events = [Event(EventKind.START, start, instant, due=row.date_after(start))]
    later = [Event(EventKind.RESTART, restart)] if restart is not None else []
    for begins, ends in pauses:
        later.append(Event(EventKind.PAUSE, begins))
        later += [Event(EventKind.RESUME, ends)] if ends is not None else []
    events += sorted(later, key=lambda event: event.on)
    if extend is not None:
        _check_extension(row, extend)
        events.append(Event(EventKind.EXTEND, events[-1].on, days=extend, article=row.article))
    return Deadline(row, replay(row.period(), events, calendar))


def count(
    length: int, unit: Unit, start: date, calendar: Calendar, direction: Direction = Direction.AFTER
) -> Reading:
    """Return what a period of `length` units from `start` says by the general rules of counting.

    No term and no pack: for periods that a letter or a court has set. Raises OutsideCalendar.
    """
    return replay(Period(length, unit, direction), [Event(EventKind.START, start)], calendar)


def _check_extension(row: Term, extend: int) -> None:
    if row.extension is None or row.length is None:
        raise ExtensionTooLong(row, None)
    longest = row.extension.longest(row.length)
    if not 1 <= extend <= longest:
        raise ExtensionTooLong(row, longest)
