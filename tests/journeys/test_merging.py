"""Three people report the same matter: noticed at entry without a script, joined, one parted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from core.moment import SHANGHAI
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

DAY = datetime(2026, 9, 14, 9, 10, tzinfo=SHANGHAI)
UNIT = "阿尔山市生态环境局"
#: The same matter in the words of three people.
TOLD = (
    (
        "河水变色举报后没有公开监测结果",
        "来电人称，七月举报哈拉哈河支流河水变色，至今没有公开水质监测结果。",
    ),
    (
        "举报河水变色，监测结果一直不公开",
        "来访人称，哈拉哈河支流河水变色举报后，局里说已采样，监测结果一直没有公开。",
    ),
    (
        "询问河水变色的监测结果",
        "来电人称，哈拉哈河支流河水变色，采样监测结果没有在网站公开，电话也问不到。",
    ),
)
NAMES = ("闵素心", "路遥川", "祝青禾")


def take_down(intake: Officer, number: int) -> str:
    """Take one report down; return its address. The page is that of its receipt."""
    title, facts = TOLD[number]
    intake.open("/complaints/new")
    intake.fill(
        channel="telephone",
        title=title,
        facts=facts,
        trigger="duty_not_performed",
        reporter_name=NAMES[number],
        **{"respondents-0-unit": UNIT},
    )
    intake.submit()
    expect(intake.page.locator("h1")).to_have_text("生成回执")
    return intake.path.removesuffix("/receipt")


@pytest.mark.requirement("INF-03", "CMP-02", "CMP-03")
def test_three_reports_about_one_matter_are_joined_and_one_is_parted(
    served: Served, browser: Browser
) -> None:
    served.set_time(DAY)
    plain = Office(served, browser, has_scripts=False, pictures=SCREENSHOTS)
    with plain.at_desk("intake") as intake:
        paths = [take_down(intake, 0)]
        for number in (1, 2):
            paths.append(take_down(intake, number))
            suggested = intake.main.locator("#similar")
            for title, _facts in TOLD[:number]:
                expect(suggested).to_contain_text(title)
            for name in NAMES:
                expect(suggested).not_to_contain_text(name)
        intake.picture("merging-1-noticed-at-entry")
    served.set_time(DAY + timedelta(hours=2))
    office = Office(served, browser, pictures=SCREENSHOTS)
    first, second, third = paths
    with office.at_desk("leader") as leader:
        leader.open(second)
        leader.picture("merging-2-suggested")
        for path in (second, third):
            leader.open(path)
            row = leader.main.locator("#similar p", has_text=TOLD[0][0])
            row.get_by_role("link", name="与此件并案").click()
            if path is third:
                leader.look()
                leader.picture("merging-3-form")
            leader.submit()
            leader.shows("已并案")
        leader.look()
        leader.picture("merging-4-joined", widths=(PHONE,))
        leader.open(first)
        expect(leader.main.locator("#merging .stack p")).to_have_count(2)
        leader.submit()  # accept: the two are accepted with it
        leader.shows("已受理")
        leader.look()
        leader.picture("merging-5-leads")
        leader.open(third)
        leader.shows("已受理")
        leader.act("unmerge", reason="经核对，反映的是另一处排污口。")
        leader.look()
        leader.picture("merging-6-parted")
        assert leader.main.locator("#merging").count() == 0
        leader.open(first)
        expect(leader.main.locator("#merging .stack p")).to_have_count(1)
        leader.open(second)
        leader.shows("已并案")
    assert [*plain.faults, *office.faults] == []
