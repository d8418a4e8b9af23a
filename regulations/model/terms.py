"""Periods, switches and the rules by which days are counted."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from core.clocks.periods import RECURRENCES, Direction, Period, Unit
from regulations.codes import (
    Bearer,
    CountingId,
    ExtensionKind,
    GuardId,
    StartEvent,
    State,
    TermId,
)
from regulations.model.rows import Days, Row, Text

RegisterId = Annotated[str, Meta(pattern=r"^T-[0-9]{2}$")]
Month = Annotated[int, Meta(ge=1, le=12)]
Day = Annotated[int, Meta(ge=1, le=31)]


class Extension(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How far a period may be extended (in its own unit), and who approves.

    `quote` proves the number where the quote of the term does not contain it.
    """

    kind: ExtensionKind
    length: Annotated[int, Meta(ge=1, le=10_000)]
    approver: Text | None = None
    register: RegisterId | None = None
    quote: str = ""

    def longest(self, length: int) -> int:
        """Return the most that may be added to `length`, in the unit of the term."""
        return self.length if self.kind is ExtensionKind.ADDED else self.length - length


class Term(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One period; without a number it is `not_stated`, `none` or set `per_case`.

    `length` is in `unit`; for a recurrence it is how often within it. `month` and `day` belong to a
    fixed date; `month` alone to a yearly recurrence that falls in one month. `register` names the
    clock in the register of all timers of the sources.
    """

    id: TermId
    state: State = State.STATED
    length: Days | None = None
    unit: Unit | None = None
    month: Month | None = None
    day: Day | None = None
    direction: Direction = Direction.AFTER
    starts: StartEvent | None = None
    bearer: Bearer | None = None
    warn: Days | None = None
    extension: Extension | None = None
    register: RegisterId | None = None

    @property
    def is_settable(self) -> bool:
        """Tell whether the source has a duty in time but no number, so that one may be set."""
        return self.state in (State.NOT_STATED, State.PER_CASE)

    @property
    def quotes(self) -> tuple[str, ...]:
        """Return what proves the length, then what proves the extension."""
        longer = self.extension.quote if self.extension is not None else ""
        return (self.quote, longer) if longer else (self.quote,)

    @property
    def has_date(self) -> bool:
        """Tell whether the period ends on a date of the calendar rather than after a length."""
        return self.month is not None

    def date_after(self, start: date) -> date | None:
        """Return the first fixed date after `start`, the month's last day where no day is written.

        None where the term ends on no such date.
        """
        if self.month is None:
            return None
        for year in (start.year, start.year + 1):
            found = _date(year, self.month, self.day)
            if found > start:
                return found
        raise AssertionError("a date of next year comes after one of this year")

    def period(self) -> Period:
        """Return the period for the clocks; length is None where it is set case by case.

        A term with a fixed date gives `Unit.FIXED_DATE`; its due date is `date_after`. Raises
        ValueError when the source gives no period at all (`not_stated` or `none`).
        """
        if self.state in (State.NOT_STATED, State.NONE):
            raise ValueError(f"{self.id}: {self.state}")
        unit = Unit.FIXED_DATE if self.has_date else self.unit or Unit.FIXED_DATE
        return Period(
            length=None if unit is Unit.FIXED_DATE or unit in RECURRENCES else self.length,
            unit=unit,
            direction=self.direction,
            warn=self.warn,
            article=self.article,
            source=self.source,
        )


def _date(year: int, month: int, day: int | None) -> date:
    """Return the day of a month, at most its last; the last where no day is given."""
    for last in (day or 31, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


class Guard(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A switch or a wording; `value` has the type that `GUARD_TYPES` names."""

    id: GuardId
    state: State = State.STATED
    value: bool | int | str | None = None


class Counting(Row, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A general rule of counting, printed beside a day ledger."""

    id: CountingId
