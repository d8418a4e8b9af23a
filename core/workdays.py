"""The working-day calendar: which days are worked, by whose notice, and adding working days. Pure.

A year is known when its holiday notice is in the calendar. Days of any other year are computed as
Monday to Friday and said to be provisional; nothing here guesses silently. Adding is two table
look-ups, so that whole lists of terms can be recomputed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

#: First and last day that can be asked about; a date beyond them is a typing error, and is refused.
FIRST = date(1990, 1, 1)
LAST = date(2099, 12, 31)

_ORIGIN = FIRST.toordinal() - 1
_SPAN = LAST.toordinal() - _ORIGIN
_DAY = timedelta(days=1)
_REACH = 200
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_SHIPPED = Path(__file__).parent / "calendar_data"


class OutsideCalendar(ValueError):
    """The date, or the result of adding, lies before 1990 or after 2099."""


class InvalidNotice(ValueError):
    """A holiday notice is contradictory or not in the form that is understood."""


class DayKind(StrEnum):
    """What makes a day worked or free."""

    WEEKDAY = "weekday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """One day that a notice names: free, or worked although it is a weekend."""

    on: date
    is_rest: bool
    name: str


@dataclass(frozen=True, slots=True)
class Notice:
    """The holiday notice for one year, as issued by the General Office of the State Council."""

    year: int
    number: str
    issued_on: date
    days: tuple[NoticeDay, ...]
    url: str = ""

    def __post_init__(self) -> None:
        """Refuse a far year or date, and a day named twice."""
        if not FIRST.year <= self.year <= LAST.year:
            raise InvalidNotice(f"year {self.year} is outside the calendar")
        if not self.number or not self.days:
            raise InvalidNotice("a notice has a number and names at least one day")
        seen: set[date] = set()
        for day in self.days:
            if day.on in seen:
                raise InvalidNotice(f"{day.on} is named twice")
            seen.add(day.on)
            if not belongs(day.on, self.year):
                raise InvalidNotice(f"{day.on} does not belong to {self.year}")


def belongs(on: date, year: int) -> bool:
    """Say whether the notice of `year` may name the day `on`.

    A holiday may begin in the last days of the year before or end in the year after.
    """
    return abs((on - date(year, 7, 1)).days) <= _REACH


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the ledger tells it: worked or not, what it is called, and by which notice."""

    on: date
    kind: DayKind
    name: str
    notice: Notice | None
    provisional: bool

    @property
    def is_working(self) -> bool:
        """Say whether the day is worked."""
        return self.kind in (DayKind.WEEKDAY, DayKind.MAKE_UP)


class Calendar:
    """Which days are worked, from the notices of some years. It never changes.

    Where two notices name the same day the one issued later prevails (a notice was amended
    mid-year in 2020).
    """

    __slots__ = ("_named", "_rank", "_works", "_years", "notices")

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices: tuple[Notice, ...] = tuple(
            sorted(notices, key=lambda notice: (notice.year, notice.issued_on))
        )
        self._years = frozenset(notice.year for notice in self.notices)
        self._named: dict[date, tuple[NoticeDay, Notice]] = {}
        for notice in sorted(self.notices, key=lambda notice: notice.issued_on):
            for day in notice.days:
                self._named[day.on] = (day, notice)
        worked = bytearray((_ORIGIN + offset) % 7 in (1, 2, 3, 4, 5) for offset in range(_SPAN + 1))
        worked[0] = 0
        for on, (day, _) in self._named.items():
            worked[on.toordinal() - _ORIGIN] = not day.is_rest
        # _rank[i]: how many working days up to and including day i; _works[k]: the k-th working day
        self._rank: list[int] = []
        self._works: list[date] = [FIRST - _DAY]
        for offset, is_worked in enumerate(worked):
            if is_worked:
                self._works.append(date.fromordinal(_ORIGIN + offset))
            self._rank.append(len(self._works) - 1)

    def with_notice(self, notice: Notice) -> Calendar:
        """Return a calendar that also knows `notice`.

        One with the same number is replaced; another one for the same year amends the days that
        it names.
        """
        return Calendar((*self.without(notice.number).notices, notice))

    def without(self, number: str) -> Calendar:
        """Return a calendar that does not know the notice `number`; itself if it never did."""
        kept = tuple(notice for notice in self.notices if notice.number != number)
        return self if len(kept) == len(self.notices) else Calendar(kept)

    @property
    def years(self) -> frozenset[int]:
        """Return the years that have a notice."""
        return self._years

    def covers(self, on: date) -> bool:
        """Say whether a notice settles the day `on`; if not, what is said of it is provisional."""
        return on.year in self._years or on in self._named

    def covers_all(self, first: date, last: date) -> bool:
        """Say whether notices settle every day from `first` to `last`, both included."""
        for year in range(first.year, last.year + 1):
            if year not in self._years:
                day, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
                while day <= end:
                    if day not in self._named:
                        return False
                    day += _DAY
        return True

    def is_working_day(self, on: date) -> bool:
        """Say whether `on` is worked: a make-up weekend is, a holiday is not."""
        index = self._index(on)
        return self._rank[index] != self._rank[index - 1]

    def add_working_days(self, start: date, count: int) -> date:
        """Return the `count`-th working day after `start`, or before it if `count` is negative.

        `start` itself is never counted; zero returns it unchanged. Raises OutsideCalendar.
        Civil Procedure Law art. 85 (the day on which a period begins is not counted).
        """
        index = start.toordinal() - _ORIGIN
        if 0 < index <= _SPAN:  # a negative index would silently read the table from its end
            if count > 0:
                position = self._rank[index] + count
            elif count == 0:
                return start
            else:
                position = self._rank[index - 1] + count + 1
            if 0 < position < len(self._works):
                return self._works[position]
        raise OutsideCalendar(f"{start} {count:+d} working days")

    def count_working_days(self, after: date, until: date) -> int:
        """Return how many working days lie after `after`, up to and including `until`."""
        return max(0, self._rank[self._index(until)] - self._rank[self._index(after)])

    def next_working_day(self, after: date) -> date:
        """Return the first working day later than `after`."""
        return self.add_working_days(after, 1)

    def on_or_after(self, on: date) -> date:
        """Return `on` if it is worked, otherwise the next working day."""
        return on if self.is_working_day(on) else self.add_working_days(on, 1)

    def on_or_before(self, on: date) -> date:
        """Return `on` if it is worked, otherwise the working day before it."""
        return on if self.is_working_day(on) else self.add_working_days(on, -1)

    def day(self, on: date) -> Day:
        """Tell everything about one day: worked or not, its name in Chinese, its notice."""
        self._index(on)
        named = self._named.get(on)
        if named is not None:
            day, notice = named
            if day.is_rest:
                return Day(on, DayKind.HOLIDAY, day.name, notice, provisional=False)
            return Day(on, DayKind.MAKE_UP, f"{day.name}调休上班", notice, provisional=False)
        kind = DayKind.WEEKEND if on.weekday() >= 5 else DayKind.WEEKDAY
        return Day(on, kind, _WEEKDAYS[on.weekday()], None, provisional=not self.covers(on))

    def _index(self, on: date) -> int:
        index = on.toordinal() - _ORIGIN
        if not 0 < index <= _SPAN:
            raise OutsideCalendar(str(on))
        return index


def parse_notice(text: str) -> Notice:
    """Read one notice from TOML, in the form of the files in `calendar_data`.

    Raises InvalidNotice, with the reason, for unknown keys, wrong types and contradictions.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidNotice(str(error)) from error
    _expect_keys(table, {"year", "number", "issued_on", "url", "holiday"}, optional={"url"})
    days: list[NoticeDay] = []
    for holiday in _typed(table, "holiday", list):
        if not isinstance(holiday, dict):
            raise InvalidNotice("holiday is not a table")
        _expect_keys(holiday, {"name", "rest", "work"})
        name = _typed(holiday, "name", str)
        rest = _typed(holiday, "rest", dict)
        _expect_keys(rest, {"from", "to"})
        first, last = _typed(rest, "from", date), _typed(rest, "to", date)
        if not 0 <= (last - first).days <= 31:
            raise InvalidNotice(f"{name}: rest from {first} to {last}")
        days += [
            NoticeDay(first + timedelta(days=offset), True, name)
            for offset in range((last - first).days + 1)
        ]
        for on in _typed(holiday, "work", list):
            if type(on) is not date:
                raise InvalidNotice(f"{name}: {on!r} is not a date")
            if on.weekday() < 5:
                raise InvalidNotice(f"{on} is made a working day but is one already")
            days.append(NoticeDay(on, False, name))
    return Notice(
        year=_typed(table, "year", int),
        number=_typed(table, "number", str),
        issued_on=_typed(table, "issued_on", date),
        days=tuple(sorted(days, key=lambda day: day.on)),
        url=_typed(table, "url", str) if "url" in table else "",
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """How one calendar differs from another: days worked in one only, years settled by the new one.

    `first` and `last` bound every day about which the two say something else; None if there is
    none. A period that lies outside them ends on the same day by both.
    """

    days: tuple[tuple[Day, Day], ...]
    years: tuple[int, ...]
    first: date | None
    last: date | None


def difference(old: Calendar, new: Calendar) -> Difference:
    """Compare two calendars day by day where their notices differ."""
    named = sorted({day.on for notice in (*old.notices, *new.notices) for day in notice.days})
    days = tuple(
        (old.day(on), new.day(on))
        for on in named
        if old.is_working_day(on) != new.is_working_day(on)
    )
    years = tuple(sorted(old.years ^ new.years))
    bounds = [day.on for day, _ in days]
    bounds += [on for on in named if old.covers(on) != new.covers(on)]
    bounds += [edge for year in years for edge in (date(year, 1, 1), date(year, 12, 31))]
    return Difference(days, years, min(bounds, default=None), max(bounds, default=None))


def _expect_keys(
    table: Mapping[str, Any], keys: set[str], optional: frozenset[str] | set[str] = frozenset()
) -> None:
    unknown, missing = set(table) - keys, keys - optional - set(table)
    if unknown or missing:
        raise InvalidNotice(f"unknown keys {sorted(unknown)}, missing keys {sorted(missing)}")


def _typed(table: Mapping[str, Any], key: str, kind: type[Any]) -> Any:
    value = table[key]
    if type(value) is not kind:  # exact: a datetime is a date, and True an int, to isinstance
        raise InvalidNotice(f"{key} is {value!r}, not a {kind.__name__}")
    return value


@cache
def shipped_calendar() -> Calendar:
    """Return the calendar of the notices that come with the program; read once."""
    return Calendar(shipped_notices())


@cache
def shipped_notices() -> tuple[Notice, ...]:
    """Return the notices that come with the program, the earliest year first; read once."""
    return tuple(parse_notice(path.read_text("utf-8")) for path in sorted(_SHIPPED.glob("*.toml")))
