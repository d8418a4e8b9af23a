"""The calendar agrees with the notices, with an independent library, and with counting by hand."""

from __future__ import annotations

import json
import timeit
from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clocks.periods import Event, EventKind, Period, Unit
from core.clocks.replay import replay
from core.workdays import (
    FIRST,
    LAST,
    Calendar,
    DayKind,
    InvalidNotice,
    Notice,
    NoticeDay,
    OutsideCalendar,
    parse_notice,
    shipped_calendar,
)

CALENDAR = shipped_calendar()
FACTS = Path(__file__).parents[3] / "shared" / "data" / "holidays"
YEARS = range(2019, 2027)
COLLECTED = (2023, 2024, 2025, 2026)
IN_YEARS = st.dates(date(2019, 1, 1), date(2026, 12, 31))
EVERY_DAY = [date(2019, 1, 1) + timedelta(days=n) for n in range(2922)]

# working days of each month, counted from the notices by hand
MONTHS = {
    2024: (22, 18, 21, 22, 21, 19, 23, 22, 21, 19, 21, 22),
    2025: (19, 19, 21, 22, 19, 20, 23, 21, 23, 18, 20, 23),
    2026: (21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23),
}

NOTICE = """
year = 2027
number = "测试〔2026〕1号"
issued_on = 2026-11-10
[[holiday]]
name = "元旦"
rest = { from = 2027-01-01, to = 2027-01-03 }
work = [2027-01-09]
"""


@cache
def worked_by(package: str) -> list[date]:
    """The working days of all years as an independent package has them."""
    if package == "chinesecalendar":
        return [day for day in EVERY_DAY if chinese_calendar.is_workday(day)]
    known = holidays.country_holidays("CN", years=YEARS)
    return [day for day in EVERY_DAY if known.is_working_day(day)]


def naive_add(start: date, count: int) -> date:
    day = start
    while count:
        day += timedelta(days=1 if count > 0 else -1)
        if chinese_calendar.is_workday(day):
            count += -1 if count > 0 else 1
    return day


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize("year", MONTHS)
def test_working_days_of_each_month(year: int) -> None:
    ends = [date(year, month, 1) - timedelta(days=1) for month in range(1, 13)]
    ends.append(date(year, 12, 31))
    counted = tuple(CALENDAR.count_working_days(a, b) for a, b in pairwise(ends))
    assert counted == MONTHS[year]


@pytest.mark.parametrize("year", COLLECTED)
def test_shipped_days_equal_the_collected_notices(year: int) -> None:
    path = FACTS / f"h{year}.json"
    if not path.exists():
        pytest.skip(f"NOT COMPARED: the collected notice of {year} is not beside this checkout")
    facts = json.loads(path.read_text("utf-8"))
    notice = next(notice for notice in CALENDAR.notices if notice.year == year)
    assert {(d.on.isoformat(), d.is_rest, d.name) for d in notice.days} == {
        (d["date"], d["isOffDay"], d["name"]) for d in facts["days"]
    }
    assert notice.url in facts["papers"]


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize("package", ["chinesecalendar", "holidays"])
@pytest.mark.parametrize("year", YEARS)
def test_every_day_agrees_with_two_independent_packages(year: int, package: str) -> None:
    worked = {day for day in worked_by(package) if day.year == year}
    assert len(worked) > 240
    for day in EVERY_DAY:
        if day.year == year:
            assert CALENDAR.is_working_day(day) == (day in worked), day
            assert CALENDAR.day(day).is_working == CALENDAR.is_working_day(day)


@given(IN_YEARS, st.integers(1, 60))
def test_adding_agrees_with_stepping_day_by_day(start: date, count: int) -> None:
    try:
        expected = naive_add(start, count)
    except NotImplementedError:  # the library stops after 2026
        return
    assert CALENDAR.add_working_days(start, count) == expected


@given(st.dates(date(2019, 4, 1), date(2026, 12, 31)), st.integers(1, 60))
def test_going_back_agrees_with_stepping_day_by_day(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, -count) == naive_add(start, -count)


@given(st.dates(FIRST + timedelta(days=200), LAST - timedelta(days=200)), st.integers(1, 100))
def test_adding_and_counting_are_inverse(start: date, count: int) -> None:
    assert CALENDAR.count_working_days(start, CALENDAR.add_working_days(start, count)) == count
    back = CALENDAR.add_working_days(start, -count)
    assert CALENDAR.count_working_days(back - timedelta(days=1), start - timedelta(days=1)) == count


@pytest.mark.requirement("INF-01")
@pytest.mark.parametrize("package", ["chinesecalendar", "holidays"])
def test_every_start_and_every_length_to_sixty_agree(package: str) -> None:
    """Exhaustive: whatever ends inside the shipped years."""
    worked = worked_by(package)
    compared = 0
    for start in EVERY_DAY:
        following = worked[bisect_right(worked, start) :][:60]
        for count, expected in enumerate(following, 1):
            assert CALENDAR.add_working_days(start, count) == expected
            compared += 1
    assert EVERY_DAY[-1] == date(2026, 12, 31)
    assert compared > 2850 * 60


@pytest.mark.requirement("INF-01")
def test_every_start_and_every_length_to_sixty_agree_with_a_pause_and_an_extension() -> None:
    """Exhaustive as well: paused in its middle for 1 to 29 days and lengthened by 0 to 12."""
    worked = worked_by("chinesecalendar")
    rank = [bisect_right(worked, day) for day in EVERY_DAY]  # working days up to each day
    place = {day: number for number, day in enumerate(EVERY_DAY)}
    pauses, resumptions = (
        [Event(kind, day) for day in EVERY_DAY] for kind in (EventKind.PAUSE, EventKind.RESUME)
    )
    periods = [Period(length, Unit.WORKING_DAY) for length in range(1, 61)]
    compared, mores = 0, Counter[int]()
    for number, start in enumerate(EVERY_DAY):
        begun, started = rank[number], Event(EventKind.START, start)
        for length, period in enumerate(periods, 1):
            counted, more = (length - 1) // 2, (number + length) % 13
            if begun + counted > len(worked):
                break
            stop = place[worked[begun + counted - 1]] if counted else number
            again = stop + 1 + (number + 7 * length) % 29
            last = rank[again] + length + more - counted - 1 if again < len(rank) else len(worked)
            if last >= len(worked):
                continue
            events = [started, pauses[stop], resumptions[again]]
            if more:
                events.append(Event(EventKind.EXTEND, EVERY_DAY[again], days=more))
            assert replay(period, events, CALENDAR).due_on == worked[last], (start, length)
            compared += 1
            mores[more] += 1
    assert compared > 2800 * 60
    assert min(mores[more] for more in range(13)) > 12_000


def test_a_notice_of_mid_year_amends_the_days_it_names() -> None:
    before = Calendar(n for n in CALENDAR.notices if n.issued_on < date(2019, 3, 22))
    may = [date(2019, 4, 28), *(date(2019, 5, day) for day in range(1, 6))]
    assert [before.is_working_day(day) for day in may] == [False, False, True, True, False, False]
    assert [CALENDAR.is_working_day(day) for day in may] == [True, *[False] * 4, True]
    first = CALENDAR.day(date(2020, 2, 1))  # a make-up Saturday until the festival was lengthened
    assert (first.kind, first.notice and first.notice.number) == (
        DayKind.HOLIDAY,
        "国办发明电〔2020〕1号",
    )


@pytest.mark.parametrize(
    ("on", "kind", "name", "number"),
    [
        (date(2026, 10, 1), DayKind.HOLIDAY, "国庆节", "国办发明电〔2025〕7号"),
        (date(2026, 9, 20), DayKind.MAKE_UP, "国庆节调休上班", "国办发明电〔2025〕7号"),
        (date(2024, 2, 9), DayKind.WEEKDAY, "周五", None),  # recommended leave is no holiday
        (date(2026, 11, 21), DayKind.WEEKEND, "周六", None),
        (date(2022, 12, 31), DayKind.HOLIDAY, "元旦", "国办发明电〔2022〕16号"),
    ],
)
def test_a_day_is_named_with_its_notice(
    on: date, kind: DayKind, name: str, number: str | None
) -> None:
    day = CALENDAR.day(on)
    assert (day.kind, day.name, day.provisional) == (kind, name, False)
    assert (day.notice.number if day.notice else None) == number


@pytest.mark.requirement("INF-01")
def test_a_year_without_notice_is_provisional() -> None:
    assert not CALENDAR.covers(date(2027, 1, 4))
    assert CALENDAR.day(date(2027, 1, 4)).provisional
    assert CALENDAR.is_working_day(date(2027, 1, 1))  # a Friday: computed, and flagged
    assert not CALENDAR.covers_all(date(2026, 12, 20), date(2027, 1, 4))
    assert CALENDAR.covers_all(date(2019, 1, 1), date(2026, 12, 31))
    assert CALENDAR.covers(date(2018, 12, 29))
    assert not CALENDAR.covers(date(2018, 12, 28))
    assert CALENDAR.covers_all(date(2018, 12, 29), date(2019, 1, 2))
    assert not CALENDAR.covers_all(date(2018, 12, 28), date(2019, 1, 2))


def test_an_imported_notice_settles_its_year_and_leaves_the_old_calendar_alone() -> None:
    later = CALENDAR.with_notice(parse_notice(NOTICE))
    assert later.covers(date(2027, 6, 1))
    assert not later.is_working_day(date(2027, 1, 1))
    assert later.is_working_day(date(2027, 1, 9))
    assert not CALENDAR.covers(date(2027, 6, 1))
    assert CALENDAR.is_working_day(date(2027, 1, 1))


def test_the_same_notice_again_replaces_and_another_amends() -> None:
    later = CALENDAR.with_notice(parse_notice(NOTICE))
    again = later.with_notice(parse_notice(NOTICE.replace("work = [2027-01-09]", "work = []")))
    assert not again.is_working_day(date(2027, 1, 9))
    amendment = Notice(
        2027, "测试〔2027〕1号", date(2027, 1, 5), (NoticeDay(date(2027, 1, 9), True, "元旦"),)
    )
    amended = later.with_notice(amendment)
    assert not amended.is_working_day(date(2027, 1, 9))
    assert not amended.is_working_day(date(2027, 1, 1))
    assert Calendar([amendment, *later.notices]).day(date(2027, 1, 9)).notice == amendment


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("work = [2027-01-08]", "work = [2027-01-09]"),  # a Friday is no make-up day
        ("work = [2027-01-02]", "work = [2027-01-09]"),  # free and worked at once
        ("work = [2029-01-06]", "work = [2027-01-09]"),
        ('work = ["2027-01-09"]', "work = [2027-01-09]"),
        ("to = 2026-12-31", "to = 2027-01-03"),
        ("to = 2027-09-03", "to = 2027-01-03"),
        ("year = true", "year = 2027"),
        ("year = 1812", "year = 2027"),
        ('number = ""', 'number = "测试〔2026〕1号"'),
        ("jahr = 2027", "year = 2027"),
        ("=", 'name = "元旦"'),
    ],
)
def test_a_contradictory_notice_is_refused(wrong: str, right: str) -> None:
    parse_notice(NOTICE)
    with pytest.raises(InvalidNotice):
        parse_notice(NOTICE.replace(right, wrong))


@pytest.mark.parametrize(
    ("start", "count"),
    [
        (LAST, 1),
        (FIRST, -1),
        (date.max, 1),
        (date.min, 1),
        (date.min, -1),
        (date(2026, 1, 1), 10**6),
    ],
)
def test_beyond_the_calendar_is_refused_and_never_wraps_round(start: date, count: int) -> None:
    with pytest.raises(OutsideCalendar):
        CALENDAR.add_working_days(start, count)


def test_days_beyond_the_calendar_are_refused() -> None:
    for day in (date.min, date.max):
        for ask in (CALENDAR.is_working_day, CALENDAR.day, CALENDAR.on_or_after):
            with pytest.raises(OutsideCalendar):
                ask(day)


def test_neighbouring_working_days() -> None:
    golden_week = date(2026, 10, 3)
    assert CALENDAR.on_or_after(golden_week) == date(2026, 10, 8)
    assert CALENDAR.on_or_before(golden_week) == date(2026, 9, 30)
    assert CALENDAR.on_or_after(date(2026, 10, 10)) == date(2026, 10, 10)  # a worked Saturday
    assert CALENDAR.next_working_day(date(2026, 10, 8)) == date(2026, 10, 9)
    assert CALENDAR.add_working_days(golden_week, 0) == golden_week


def test_adding_costs_no_more_than_three_bare_look_ups() -> None:
    rank, works, origin = CALENDAR._rank, CALENDAR._works, FIRST.toordinal() - 1
    day = date(2026, 9, 14)

    def bare(start: date, count: int) -> date:
        return works[rank[start.toordinal() - origin] + count]

    assert bare(day, 20) == CALENDAR.add_working_days(day, 20)
    floor = min(timeit.repeat(lambda: bare(day, 20), number=5000, repeat=9))
    ours = min(timeit.repeat(lambda: CALENDAR.add_working_days(day, 20), number=5000, repeat=9))
    assert ours <= 3 * floor
