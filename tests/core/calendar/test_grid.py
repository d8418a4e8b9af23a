"""A year falls into months and weeks without losing a day, a notice into its holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.calendar.grid import Holiday, holidays_of, months_of
from core.workdays import Notice, NoticeDay, shipped_calendar, shipped_notices

CALENDAR = shipped_calendar()


@pytest.mark.parametrize("year", [2019, 2024, 2027])
def test_every_day_of_the_year_stands_once_in_the_column_of_its_weekday(year: int) -> None:
    months = months_of(year, CALENDAR)
    cells = [
        (day.on, column)
        for month in months
        for week in month.weeks
        for column, day in enumerate(week)
        if day is not None
    ]
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    assert cells == [(on, on.weekday()) for on in days]
    assert all(len(week) == 7 for month in months for week in month.weeks)
    before = first - timedelta(days=1)
    assert sum(month.worked for month in months) == CALENDAR.count_working_days(before, days[-1])


def test_a_notice_falls_into_its_holidays() -> None:
    notice = next(n for n in shipped_notices() if n.year == 2026)
    found = {holiday.name: holiday for holiday in holidays_of(notice)}
    assert list(found) == ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    assert found["国庆节"] == Holiday(
        "国庆节",
        ((date(2026, 10, 1), date(2026, 10, 7)),),
        (date(2026, 9, 20), date(2026, 10, 10)),
    )
    days = (
        NoticeDay(date(2026, 4, 3), True, "甲"),
        NoticeDay(date(2026, 4, 6), True, "甲"),
        NoticeDay(date(2026, 3, 7), False, "乙"),
    )
    torn = holidays_of(Notice(2026, "测试", date(2026, 1, 1), days))
    assert [(h.name, len(h.rests), len(h.works)) for h in torn] == [("乙", 0, 1), ("甲", 2, 0)]
