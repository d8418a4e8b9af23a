"""A holiday notice that changes one day: previewed, confirmed by another, seen on a clock."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.core.calendar.notices import OF_2026
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served, serve_copy

pytestmark = pytest.mark.browser

DAY = date(2026, 9, 24)
#: The copy of 2026 in which the National Day holiday ends a day earlier: Wednesday, 7 October.
CHANGED = OF_2026.replace(
    "10月1日（周四）至7日（周三）放假调休，共7天", "10月1日（周四）至6日（周二）放假调休，共6天"
)
REASON = "国办更正国庆放假安排，已与原文核对。"


def register(intake: Officer, received_on: date) -> str:
    """Register a report; return the address of the clock of its acceptance."""
    intake.open("/complaints/new")
    intake.fill(
        received_on=received_on.isoformat(),
        channel="written",
        kind="report",
        title="政务公开栏长期不更新",
        facts="街道政务公开栏半年没有更新。",
        trigger="duty_not_performed",
        reporter_name="祁听雪",
        reporter_phone="13900000321",
    )
    intake.fill(**{"respondents-0-unit": "阿尔山市生态环境局"})
    intake.submit()
    intake.open(intake.path.removesuffix("/receipt"))
    return intake.links('a[href^="/clocks/"]')[0]


def previewed(officer: Officer) -> dict[str, tuple[str, str]]:
    """Return what the preview says of clocks: address, both dates."""
    rows = officer.main.locator("#clocks tbody tr")
    cells = [rows.nth(n).locator("td").all_inner_texts() for n in range(rows.count())]
    return {f"/clocks/{row[0].strip()}": (row[3].strip(), row[4].strip()) for row in cells}


@pytest.mark.requirement("INF-01")
def test_one_changed_holiday_is_previewed_confirmed_and_seen_on_the_clock(
    served: Served, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert CHANGED != OF_2026
    with serve_copy(served, tmp_path_factory.mktemp("calendar") / "copy") as own:
        own.set_day(DAY)
        office = Office(own, browser, pictures=SCREENSHOTS)
        with office.at_desk("intake") as intake:
            over, before = (register(intake, date(2026, 9, day)) for day in (18, 1))
        with office.at_desk("admin") as admin:
            admin.open("/administration/calendar?year=2026")
            admin.go_to("/calendar/import")
            admin.fill(text=CHANGED)
            admin.submit()
            admin.shows("2026年10月7日")
            moved = previewed(admin)
            assert moved[over] == ("2026年10月8日", "2026年10月7日")
            assert before not in moved
            assert all(old != new for old, new in moved.values())
            admin.look()
            admin.picture("calendar-1-preview")
            admin.fill(reason=REASON)
            admin.submit()
            admin.shows("待复核")
        with office.at_desk("security") as security:
            security.open("/")
            security.main.locator('a[href*="/administration/changes/"]').first.click()
            assert previewed(security) == moved
            security.look()
            security.picture("calendar-2-confirm")
            security.submit()
            security.shows("已生效")
        with office.at_desk("admin") as admin:
            admin.open("/administration/calendar?year=2026")
            admin.shows("第2版")
            admin.picture("calendar-3-year")
            admin.open("/administration/clock-changes")  # goes through every open clock
            admin.shows("没有变化")
            admin.picture("calendar-4-clock-changes")
        with office.at_desk("intake") as intake:
            intake.open(over)
            intake.shows("届满日由2026年10月8日改为2026年10月7日")
            intake.shows("工作日历变更：国办发明电〔2025〕7号")
            intake.look()
            intake.fits(PHONE)
            intake.picture("calendar-5-clock")
            intake.open(before)
            expect(intake.main).not_to_contain_text("工作日历变更")
        assert office.faults == []
