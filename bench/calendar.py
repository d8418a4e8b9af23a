"""`python -m bench.calendar`: adding working days beside what others do; a notice over many clocks.

The floor is the bare look-up in two tables that were built before. Ratios of one run count.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import timeit
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
import holidays
from flask_migrate import upgrade
from sqlalchemy import insert

from app import create_app
from config import read_settings
from core import moment
from core.calendar import impact
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import EventKind, Unit
from core.db import db
from core.workdays import FIRST, Calendar, Notice, NoticeDay, shipped_calendar

DAY, COUNT = date(2026, 9, 14), 20
BATCH = 10_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.calendar", description=__doc__)
    parser.add_argument("--clocks", type=int, default=100_000)
    options = parser.parse_args()
    _adding()
    with tempfile.TemporaryDirectory() as folder:
        _previewing(Path(folder), options.clocks)


def _adding() -> None:
    calendar = shipped_calendar()
    rank, works, origin = calendar._rank, calendar._works, FIRST.toordinal() - 1
    others = holidays.country_holidays("CN", years=range(2019, 2027))
    worked = works[1:]

    def bare(start: date, count: int) -> date:
        return works[rank[start.toordinal() - origin] + count]

    ways: dict[str, tuple[Callable[[], date], int]] = {
        "bare look-up": (lambda: bare(DAY, COUNT), 20_000),
        "this project": (lambda: calendar.add_working_days(DAY, COUNT), 20_000),
        "bisect": (lambda: worked[bisect_right(worked, DAY) + COUNT - 1], 20_000),
        "holidays": (lambda: others.get_nth_working_day(DAY, COUNT), 500),
        "chinesecalendar": (
            lambda: chinese_calendar.get_workdays(DAY + timedelta(days=1), date(2026, 11, 30))[
                COUNT - 1
            ],
            200,
        ),
    }
    floor = 0.0
    print(f"{COUNT} working days from {DAY}         µs    ratio   result")
    for name, (way, number) in ways.items():
        took = min(timeit.repeat(way, timer=time.process_time, number=number, repeat=9))
        took *= 1e6 / number
        floor = floor or took
        print(f"{name:<28}{took:>10.3f}{took / floor:>9.1f}   {way()}")


def _previewing(folder: Path, number: int) -> None:
    environ = {"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder)}
    app = create_app(read_settings({**environ, "DATABASE_URL": f"sqlite:///{folder / 'b.db'}"}))
    with app.app_context(), moment.frozen("2026-11-30"):
        upgrade()
        old = shipped_calendar()
        for start in range(0, number, BATCH):
            rows = list(_clocks(start, min(start + BATCH, number), old))
            db.session.execute(insert(Clock), [clock for clock, _ in rows])
            db.session.execute(insert(ClockEvent), [event for _, event in rows])
            db.session.commit()
        new_year = tuple(NoticeDay(date(2027, 1, day), True, "元旦") for day in (1, 2, 3))
        new = old.with_notice(Notice(2027, "测试〔2026〕1号", date(2026, 11, 9), new_year))
        before = _peak()
        began = time.perf_counter()
        found = impact.summary(impact.affected(old, new))
        took = time.perf_counter() - began
        print(
            f"\npreview over {number:,} open clocks: {took:.1f} s, {found.moved:,} move,"
            f" {found.settled:,} settle, memory +{_peak() - before:.0f} MiB"
        )


def _clocks(first: int, last: int, calendar: Calendar) -> Iterator[tuple[Any, Any]]:
    """Yield rows of clocks, every fifth of which runs into the next year."""
    for number in range(first + 1, last + 1):
        on = date(2026, 12, 4) if number % 5 == 0 else date(2026, 9, 1)
        on += timedelta(days=number % 25)
        due = calendar.add_working_days(on, COUNT)
        clock = {
            "id": number,
            "subject_type": "complaints",
            "subject_id": number,
            "term_id": "t",
            "pack_id": "p",
            "label": "t",
            "length": COUNT,
            "unit": Unit.WORKING_DAY,
            "warn": 5,
            "direction": "after",
            "article": "",
            "source": "",
            "state": "running",
            "started_on": on,
            "due_on": due,
            "warn_on": calendar.add_working_days(due, -5),
            "provisional": not calendar.covers_all(on + timedelta(days=1), due),
        }
        event = {
            "clock_id": number,
            "seq": 1,
            "kind": EventKind.START,
            "on_date": on,
            "reason": "",
            "article": "",
            "at": moment.now(),
        }
        yield clock, event


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
