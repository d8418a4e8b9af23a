"""What somebody reports from a telephone without a name is followed by its code to the end: asked,
accepted, investigated, decided, told, archived.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.middle import find_story, take_to_effect
from tests.journeys.test_reporting import ask
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

REPORTED, ACCEPTED, PROPOSED = date(2026, 3, 9), date(2026, 3, 11), date(2026, 3, 13)
TOLD, ARCHIVED = date(2026, 7, 6), date(2026, 7, 8)
STORY = find_story("村级道路硬化工程资金使用情况未公开")
TITLE = "村里修路的钱怎么花的一直不公开"
QUESTION, ANSWER = "请问村民代表会议是哪一天要求公开的？", "正月十六，会议记录在村委会。"
THANKS = "材料已收到，我们会继续核实。"
OUTCOME = "经调查，您反映的情况属实，有关单位已公开资金使用情况并完成整改，责任人员已受到处理。"


def send(reporter: Officer) -> str:
    """Report without a name; return the code of the receipt."""
    reporter.open("/report")
    reporter.fill(unit="松河镇人民政府", title=TITLE, facts=STORY.facts)
    reporter.submit()
    return reporter.main.locator(".receipt-code").inner_text()


def answered(reporter: Officer) -> None:
    """Read the question of intake, and answer."""
    reporter.shows(QUESTION)
    reporter.fill(text=ANSWER)
    reporter.submit()
    reporter.shows(ANSWER)


def reads(office: Office, code: str, *words: str) -> None:
    """Look by the code from a telephone: these words stand there, and nobody's name."""
    with office.at_door(PHONE) as reporter:
        ask(reporter, code)
        for text in words:
            reporter.shows(text)
        for person in STORY.people:
            expect(reporter.main).not_to_contain_text(person.name)
        reporter.look()
        reporter.picture(f"outcome-{office.served.clock.read_text()[:10]}", widths=(PHONE,))


@pytest.mark.requirement("CMP-01", "INF-25", "DIR-13", "SEC-01")
def test_the_outcome_of_an_anonymous_report_is_told_by_its_code(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    served.set_day(REPORTED)
    with office.at_door(PHONE) as reporter:
        code = send(reporter)
    with office.at_desk("intake") as intake:
        intake.open("/complaints")
        intake.main.locator("tr", has_text=TITLE).get_by_role("link").first.click()
        complaint, number = intake.path, intake.page.locator("main p").first.inner_text()
        intake.go_to("/messages")
        intake.fill(text=QUESTION)
        intake.submit()
        with office.at_door(PHONE) as reporter:
            ask(reporter, code)
            answered(reporter)
        intake.open(f"{complaint}/messages")
        intake.shows(ANSWER)
        intake.fill(text=THANKS)
        intake.submit()
    reads(office, code, THANKS, "正在审查是否受理")
    served.set_day(ACCEPTED)
    with office.at_desk("leader") as leader:
        leader.open(complaint)
        leader.submit()
        leader.shows("已受理")
    reads(office, code, "已经受理")
    case = take_to_effect(served, number.split(" ")[0], STORY, PROPOSED)
    served.set_day(TOLD)
    reads(office, code, "正在调查处理")
    with office.at_desk("intake") as intake:
        intake.open(complaint)
        intake.act("reply", text=OUTCOME, method="凭回执码告知")
        intake.shows("已答复")
    reads(office, code, "已经办理完毕", OUTCOME)
    served.set_day(ARCHIVED)
    with office.at_desk("leader") as leader:
        leader.open(case)
        leader.act("close")
        leader.act("archive/new", term="years", years="30", basis="本单位文书档案保管期限表")
        leader.main.locator('a[href$="/archive"]').click()
        leader.shows("卷内目录")
    reads(office, code, "已经办结", OUTCOME)
    assert office.faults == []
