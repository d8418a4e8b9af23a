"""`python -m bench.calendar`: adding working days beside what others do; a notice over many clocks.

The floor is the bare look-up in two tables that were built before. Ratios of one run count.
"""

from __future__ import annotations

import time
import timeit
from bisect import bisect_right
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import holidays
from flask_migrate import upgrade
from sqlalchemy import select

from bench import ground
from core import moment
from core.calendar import impact
from core.clocks.models import Clock
from core.clocks.periods import Unit
from core.db import db
from core.workdays import FIRST, Calendar, Notice, NoticeDay, shipped_calendar

DAY, COUNT = date(2026, 9, 14), 20
ISSUED = date(2026, 11, 9)


def main() -> None:
    """Measure and print."""
    options = ground.parser(__doc__).parse_args()
    _adding()
    app = ground.application(ground.DATA / f"calendar-{options.rows}", options.url)
    with app.app_context(), moment.frozen("2026-11-30"):
        upgrade()
        if db.session.scalar(select(Clock.id).limit(1)) is None:
            _fill(options.rows)
        print(f"\n{db.engine.dialect.name}, {options.rows:,} open clocks")
        new_year = tuple(NoticeDay(date(2027, 1, day), True, "元旦") for day in (1, 2, 3))
        _preview("the notice of 2027", Notice(2027, "测试〔2026〕1号", ISSUED, new_year))
        changed = (NoticeDay(date(2026, 9, 30), True, "国庆节"),)
        _preview("30 September free", Notice(2026, "测试〔2026〕2号", ISSUED, changed))


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


def _fill(rows: int) -> None:
    calendar = shipped_calendar()
    for keys in ground.batches(rows):
        ground.insert_clocks([_clock(key, calendar) for key in keys])
        db.session.commit()
    ground.settle()


def _preview(name: str, notice: Notice) -> None:
    old, before = shipped_calendar(), ground.peak()
    began = time.perf_counter()
    found = impact.summary(impact.affected(old, old.with_notice(notice)))
    took = time.perf_counter() - began
    print(
        f"{name}: {took:.1f} s, {found.moved:,} move, {found.settled:,} settle,"
        f" memory +{(ground.peak() - before) // 1024} MiB"
    )


def _clock(key: int, calendar: Calendar) -> dict[str, Any]:
    """Return the row of a clock; every fifth runs into the next year."""
    on = date(2026, 12, 4) if key % 5 == 0 else date(2026, 9, 1)
    on += timedelta(days=key % 25)
    due = calendar.add_working_days(on, COUNT)
    return ground.clock_row(
        key,
        on,
        due,
        length=COUNT,
        unit=Unit.WORKING_DAY,
        warn_on=calendar.add_working_days(due, -5),
        provisional=not calendar.covers_all(on + timedelta(days=1), due),
    )


if __name__ == "__main__":
    main()
