"""A recusal discovered in the middle of a case: asked for, granted with a successor, gone on."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.pages import ON_JOURNEYS
from tests.support.officers import SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

DAY = date(2026, 7, 6)
TITLE = "农田水利补助资金发放名单应公开未公开"
UNIT, OFFICIAL = "阿尔山市生态环境局", "江晓舟"
LEAD, RECUSED, SUCCESSOR = "韩松岩", "佟若涵", "苏雅拉"


def option(officer: Officer, name: str, text: str) -> str:
    """Return the value of the choice that says `text`."""
    found = officer.main.locator(f'select[name="{name}"] option', has_text=text)
    return str(found.first.get_attribute("value"))


def gather(officer: Officer, summary: str) -> None:
    """Record an inquiry by all who may."""
    officer.main.locator('a[href*="/record-evidence"]').first.click()
    officer.fill(
        kind="inquiry",
        place="市生态环境局会议室",
        persons=OFFICIAL,
        summary=summary,
        investigator_ids=officer.values_of("investigator_ids"),
        credentials_shown=True,
    )
    officer.submit()


def find(officer: Officer, fact: str) -> None:
    """Record a fact that rests on the evidence recorded last."""
    officer.main.locator('a[href*="/record-fact"]').first.click()
    officer.fill(text=fact, evidence_ids=officer.values_of("evidence_ids")[-1:])
    officer.submit()


def begin(office: Office) -> str:
    """Open a case with two investigators who have begun; return its address."""
    with office.at_desk("leader") as leader:
        leader.open("/cases/new")
        leader.fill(
            title=TITLE,
            unit=leader.values_of("unit")[0],
            trigger_code="duty_not_performed",
            act_on=(DAY - timedelta(days=30)).isoformat(),
            summary="检查发现，名单形成后三个月没有公开。",
            accused_name=OFFICIAL,
            accused_unit=option(leader, "accused_unit", UNIT),
        )
        leader.submit()
        case = leader.path
        leader.act("file", opinion="同意立案。")
        for name in (LEAD, RECUSED):
            leader.main.locator('a[href*="/name-member"]').first.click()
            leader.fill(user_id=option(leader, "user_id", name))
            leader.submit()
        leader.act("start-investigation")
    with office.at_desk("investigator") as lead:
        lead.open(case)
        gather(lead, "承认名单已经形成，没有安排公开。")
        find(lead, "名单形成后没有公开。")
    return case


@pytest.mark.requirement("CMP-05")
def test_a_recusal_in_the_middle_of_a_case_and_the_case_goes_on(
    served: Served, browser: Browser
) -> None:
    served.set_day(DAY)
    office = Office(served, browser, pictures=SCREENSHOTS, looks_at=ON_JOURNEYS["recusal"])
    case = begin(office)
    served.set_day(DAY + timedelta(days=2))
    with office.at_desk("investigator") as lead:
        lead.open(f"{case}/recusals")
        lead.shows("没有人提出回避")
        lead.follow("提出回避")
        lead.fill(
            user_id=option(lead, "user_id", RECUSED),
            origin="by_respondent",
            ground="relative",
            reason="被调查人提出，该调查人员系其配偶的胞妹，已提交户籍证明。",
        )
        lead.picture("recusal-1-asked")
        lead.submit()
        lead.shows("待决定")
        lead.open(case)
        lead.shows("有1件回避申请待决定")
    with office.at_desk("investigator-2") as member:
        member.open(case)  # goes on until it is decided
    with office.at_desk("leader") as leader:
        leader.open(f"{case}/recusals")
        leader.follow(RECUSED)
        leader.shows("被调查人申请")
        leader.look()
        leader.picture("recusal-2-to-decide")
        recusal = leader.path
        leader.open(f"{recusal}/reject")
        leader.look()
        leader.open(f"{recusal}/grant")
        leader.fill(
            earlier_acts="redo",
            successor_id=option(leader, "successor_id", SUCCESSOR),
            reason="户籍证明属实，应当回避。",
        )
        leader.picture("recusal-3-grant")
        leader.submit()
        leader.shows("准予回避")
        expect(leader.main.locator("#decided")).to_contain_text(SUCCESSOR)
        leader.picture("recusal-4-granted")
        leader.open(case)
        leader.shows("不再作为依据")
        leader.picture("recusal-5-case")
        leader.act("suspend", reason="接替人员须熟悉案情，三日内恢复。")
        leader.picture("recusal-6-suspended")
    with office.at_desk("investigator-2") as gone:
        for path in (case, f"{case}/recusals", recusal):
            assert gone.page.request.get(path).status == 404
        for path in ("/", "/cases", f"/search?q={quote(TITLE[:6])}"):
            gone.open(path)
            expect(gone.main).not_to_contain_text(TITLE)
        gone.open("/")
        gone.main.locator('a[href^="/recusal-notices/"]').first.click()
        gone.look()
        gone.submit()
    served.set_day(DAY + timedelta(days=5))
    with office.at_desk("leader") as leader:
        leader.open(case)
        leader.act("resume", reason="接替人员已阅卷。")
    with office.at_desk("investigator-3") as next_one:
        next_one.open(case)
        next_one.shows("不再作为认定的事实")
        gather(next_one, "由现有调查人员重新询问，陈述与此前一致。")
        find(next_one, "经重新查明，名单形成后没有公开。")
    with office.at_desk("investigator") as lead:
        lead.open(case)
        lead.main.locator('a[href*="/add-respondent"][href*="entry="]').first.click()
        lead.fill(role="handler")
        lead.submit()
        lead.main.locator('a[href$="/report"]').first.click()
        lead.act("report/new", findings="属实，应当公开而未公开。", effect_found="群众无从知晓。")
        lead.shows("（证据2）")
        lead.shows(f"{RECUSED}于2026年7月8日回避")
        lead.act("report/sign")
    with office.at_desk("investigator-3") as next_one:
        next_one.open(f"{case}/report")
        next_one.act("report/submit")
        next_one.picture("recusal-7-handed-in")
    assert ON_JOURNEYS["recusal"] <= office.looked
    assert office.faults == []
