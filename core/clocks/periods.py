"""What a statutory clock is made of: period, events, and the names of what is refused. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

#: No rule sets a longer one; a larger number is a typing error.
MAX_LENGTH = 9999


class Unit(StrEnum):
    """The unit in which the source states a period. 日 and 工作日 are never the same."""

    CALENDAR_DAY = "calendar_day"
    WORKING_DAY = "working_day"
    MINUTE = "minute"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same_day"
    FIXED_DATE = "fixed_date"
    PER_WEEK = "per_week"
    PER_MONTH = "per_month"
    PER_QUARTER = "per_quarter"
    PER_YEAR = "per_year"

    @property
    def has_length(self) -> bool:
        """Tell whether a number belongs to it: a set date, the same day and a window have none."""
        return self in COUNTED_UNITS or self is Unit.FIXED_DATE


DAY_UNITS = frozenset({Unit.CALENDAR_DAY, Unit.WORKING_DAY})
MONTH_UNITS = frozenset({Unit.MONTH, Unit.YEAR})
INSTANT_UNITS = frozenset({Unit.MINUTE, Unit.HOUR})
COUNTED_UNITS = DAY_UNITS | MONTH_UNITS | INSTANT_UNITS
RECURRENCES = frozenset({Unit.PER_WEEK, Unit.PER_MONTH, Unit.PER_QUARTER, Unit.PER_YEAR})


class Direction(StrEnum):
    """Whether the period runs after its event or up to it (提前10日)."""

    AFTER = "after"
    BEFORE = "before"


class EventKind(StrEnum):
    """What can happen to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    MEET = "meet"
    CANCEL = "cancel"
    RECOMPUTE = "recompute"
    TARGET = "target"


#: What is noted of a clock and changes nothing in its period: both dates of a recomputation, and
#: the inner date an office sets itself.
NOTES = frozenset({EventKind.RECOMPUTE, EventKind.TARGET})


class State(StrEnum):
    """Where a clock stands. Overdue is no state: it is derived from the due date."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    CANCELLED = "cancelled"


class Light(StrEnum):
    """The light beside a date. OFF: the clock stands still or was called off."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OFF = "off"


class Fault(StrEnum):
    """Why an event cannot be taken."""

    NOT_STARTED = "not_started"
    ALREADY_STARTED = "already_started"
    CLOSED = "closed"
    OUT_OF_ORDER = "out_of_order"
    NOT_PAUSED = "not_paused"
    ALREADY_PAUSED = "already_paused"
    NOT_PAUSABLE = "not_pausable"
    NOT_EXTENDABLE = "not_extendable"
    EXTENSION_NOT_LONGER = "extension_not_longer"
    LENGTH_UNKNOWN = "length_unknown"
    DUE_NOT_EXPECTED = "due_not_expected"
    INSTANT_MISSING = "instant_missing"
    PERIOD_EXPIRED = "period_expired"
    ALREADY_RUNNING = "already_running"
    IN_FUTURE = "in_future"
    TARGET_NOT_EARLIER = "target_not_earlier"
    TARGET_IN_PAST = "target_in_past"
    TARGET_NEEDS_REASON = "target_needs_reason"
    NO_DUE_DATE = "no_due_date"


class IllegalEvent(ValueError):
    """An event contradicts what happened to the clock before; nothing was changed."""

    def __init__(self, fault: Fault, on: date | None = None) -> None:
        super().__init__(f"{fault.value} ({on})" if on else fault.value)
        self.fault = fault
        self.on = on


@dataclass(frozen=True, slots=True)
class Period:
    """The length a rule gives, as the rule states it.

    `length` is in `unit`; None where a body sets the date itself (the start event then carries
    `due`). `warn` says how long before the end the light turns yellow: working days for a
    working-day period, the unit itself for minutes and hours, calendar days for all others.
    Raises ValueError for a length below one (zero is allowed for `same_day`) or beyond 9999.
    """

    length: int | None
    unit: Unit
    direction: Direction = Direction.AFTER
    warn: int | None = None
    article: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse lengths that no rule can mean; accept the stored text of the two enums."""
        object.__setattr__(self, "unit", Unit(self.unit))
        object.__setattr__(self, "direction", Direction(self.direction))
        least = 0 if self.unit is Unit.SAME_DAY else 1
        if self.length is not None and not least <= self.length <= MAX_LENGTH:
            raise ValueError(f"length {self.length} {self.unit}")
        if self.warn is not None and not 0 <= self.warn <= MAX_LENGTH:
            raise ValueError(f"warn {self.warn}")


@dataclass(frozen=True, slots=True)
class Event:
    """One event in the life of a clock.

    `on` is the Shanghai date; `at` the instant, needed only for periods in minutes and hours. An
    extension gives exactly one of `days` (added, in the unit of the period), `total` (the new
    whole length) and `due` (the new date, where a body had set the old one). A start or restart
    gives `due` where a body sets the date.
    """

    kind: EventKind
    on: date
    at: datetime | None = None
    days: int | None = None
    total: int | None = None
    due: date | None = None
    reason: str = ""
    article: str = ""

    def __post_init__(self) -> None:
        """Refuse an instant without its time zone."""
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("an instant needs its time zone")
