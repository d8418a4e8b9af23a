"""Somebody reports from a telephone without a name, is asked, answers, and is heard; and an officer
takes a report down by keyboard.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from core.moment import SHANGHAI
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

SENT = datetime(2026, 9, 7, 21, 40, tzinfo=SHANGHAI)
TITLE = "申请公开补偿方案两个月没有答复"
QUESTION, ANSWER = "请问申请是在哪个窗口递交的？", "在政务服务大厅七号窗口，有回执。"


def send(reporter: Officer) -> str:
    """Report, with one thing forgotten at first; return the code of the receipt."""
    reporter.open("/report")
    reporter.picture("report-1-form")
    reporter.fill(unit="自然资源局", facts="七月递交的申请，到现在没有任何答复。")
    reporter.submit_anyway()
    reporter.shows("请用一句话说明")
    expect(reporter.main.locator("[name=unit]")).to_have_value("自然资源局")
    reporter.picture("report-2-corrected", widths=(PHONE,))
    reporter.fill(title=TITLE)
    reporter.submit()
    reporter.picture("report-3-receipt")
    return reporter.main.locator(".receipt-code").inner_text()


def ask(reporter: Officer, code: str) -> None:
    """Look how it stands."""
    reporter.open("/follow-up")
    reporter.fill(code=code)
    reporter.submit()


@pytest.mark.requirement("CMP-01", "INF-06", "SEC-01")
@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_anonymous_report_from_a_phone_is_answered_and_accepted(
    served: Served, browser: Browser, has_scripts: bool
) -> None:
    pictures = SCREENSHOTS if has_scripts else None
    office = Office(served, browser, has_scripts=has_scripts, pictures=pictures)
    served.set_time(SENT)
    with office.at_door(PHONE) as reporter:
        code = send(reporter)
        assert reporter.page.context.cookies() == []
        if has_scripts:
            reporter.look()
    served.set_time(SENT + timedelta(hours=12))
    with office.at_desk("intake") as intake:
        intake.open("/complaints")
        intake.main.locator("tr", has_text=TITLE).first.get_by_role("link").first.click()
        assert "21:40" not in intake.page.content()
        intake.go_to("/messages")
        intake.fill(text=QUESTION)
        intake.submit()
    with office.at_door(PHONE) as reporter:
        ask(reporter, code)
        reporter.shows(QUESTION)
        reporter.fill(text=ANSWER)
        reporter.submit()
        reporter.picture("report-4-answered", widths=(PHONE,))
    with office.at_desk("leader") as leader:
        accept_in_two_clicks(leader, TITLE)
    with office.at_door(PHONE) as reporter:
        ask(reporter, code)
        reporter.shows("已经受理")
    assert [fault for fault in office.faults if "422" not in fault] == []


def accept_in_two_clicks(leader: Officer, title: str) -> None:
    """Accept from the worklist: one click opens it, one decides."""
    row = leader.main.locator("tr", has_text=title).first
    row.get_by_role("link", name="决定是否受理").click()
    leader.submit()
    leader.shows("已受理")


@pytest.mark.requirement("CMP-01", "CMP-02")
def test_a_report_is_taken_down_by_keyboard_in_twelve_entries_and_accepted_in_two_clicks(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser)
    served.set_time(SENT + timedelta(days=1))
    title = "公开栏的电话打不通"
    entries = {
        "channel": "telephone",
        "title": title,
        "facts": "来电人称：公开栏上的投诉电话两个月打不通。来电时间上午九时许。",
        "occurred_from": "2026-07-01",
        "trigger": "duty_not_performed",
        "respondents-0-unit": "阿尔山市生态环境局",
        "respondents-0-person_name": "邱实",
        "respondents-0-post_title": "科员",
        "reporter_name": "祁听雪",
        "reporter_phone": "13900000321",
        "reporter_address": "林海街道梧桐路18号",
    }
    assert len(entries) <= 12
    with office.at_desk("intake") as intake:
        intake.open("/complaints/new")
        for name, value in entries.items():  # in the order of the page: Tab leads from each to each
            found = intake.main.locator(f'[name="{name}"]')
            intake.tab_to(found)
            if found.evaluate("e => e.tagName") == "SELECT":
                found.select_option(value)
            elif found.get_attribute("type") == "date":
                found.fill(value)
            else:
                intake.page.keyboard.insert_text(value)
        intake.tab_to(intake.main.locator(".form__end button[type=submit]"))
        intake.page.keyboard.press("Enter")
        expect(intake.page.locator("h1")).to_have_text("生成回执")
        intake.open("/complaints/new")
        expect(intake.main.locator("[name=channel]")).to_have_value("telephone")
    with office.at_desk("leader") as leader:
        accept_in_two_clicks(leader, title)
    assert office.faults == []
