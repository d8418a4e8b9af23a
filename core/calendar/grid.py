"""A year as months of weeks, and a notice as its holidays. Pure."""

from __future__ import annotations

import calendar as weeks_of
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from core.workdays import Calendar, Day, Notice

_WEEKS = weeks_of.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class Month:
    """A month: weeks from Monday to Sunday (None: a day of another month), and days worked."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]
    worked: int


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday as its notice has it: rest days as (first, last), and the days worked instead."""

    name: str
    rests: tuple[tuple[date, date], ...]
    works: tuple[date, ...]


def months_of(year: int, calendar: Calendar) -> list[Month]:
    """Return the twelve months of `year` by `calendar`."""
    return [_month(year, month, calendar) for month in range(1, 13)]


def holidays_of(notice: Notice) -> list[Holiday]:
    """Return the holidays of `notice` in the order of their first day of rest."""
    named = sorted(notice.days, key=lambda day: (day.name, day.on))
    found = []
    for name, group in groupby(named, key=lambda day: day.name):
        days = list(group)
        rests = tuple(_runs([day.on for day in days if day.is_rest]))
        works = tuple(day.on for day in days if not day.is_rest)
        found.append(Holiday(name, rests, works))
    return sorted(found, key=lambda holiday: holiday.rests[:1] or ((holiday.works[0],),))


def _month(year: int, month: int, calendar: Calendar) -> Month:
    weeks = tuple(
        tuple(calendar.day(on) if on.month == month else None for on in week)
        for week in _WEEKS.monthdatescalendar(year, month)
    )
    worked = sum(day.is_working for week in weeks for day in week if day is not None)
    return Month(date(year, month, 1), weeks, worked)


def _runs(days: list[date]) -> Iterator[tuple[date, date]]:
    """Yield (first, last) of days that follow each other."""
    first = last = None
    for on in days:
        if last is not None and on - last == timedelta(days=1):
            last = on
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = on
    if first is not None and last is not None:
        yield first, last
