"""Somebody decided upon asks for reconsideration from a telephone, and the decision is revoked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.core.documents.measure import text as pdf_text
from tests.journeys.middle import find_story, take_to_service
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

REGISTERED = date(2026, 3, 9)
STORY = find_story("政府采购合同公告不及时")
PARTY = "finance-handler"


def letter(officer: Officer) -> bytes:
    """Return the letter of the notice that is open."""
    return officer.page.request.get(officer.links('a[href$="/document"]')[0]).body()


def ask(office: Office) -> tuple[str, bytes]:
    """File from a telephone; return the address of the notice and its letter."""
    with office.at_desk(PARTY, width=PHONE) as party:
        party.open("/desk")
        mine = party.main.locator('a[href^="/desk/notices/"]:not([href*="/document"])')
        party.open(str(mine.first.get_attribute("href")))
        notice, before = party.path, letter(party)
        assert STORY.remedy is not None
        party.act(
            "file-remedy",
            kind=STORY.remedy.kind,
            request=STORY.remedy.request,
            grounds=STORY.remedy.grounds,
        )
        party.shows("已提出")
        party.look()
        return notice, before


@pytest.mark.requirement("ACC-14", "INF-25", "INF-29")
def test_a_revoked_decision_stays_readable_and_nothing_runs_from_it(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    case, decision, last = take_to_service(served, STORY, REGISTERED)
    served.set_day(last + timedelta(days=3))
    notice, before = ask(office)
    with office.at_desk("leader") as leader:
        leader.open(case)
        remedy = leader.links('a[href^="/remedies/"]')[0]
        leader.open(remedy)
        leader.act("admit")
    with office.at_desk("reviewer") as reviewer:
        reviewer.open(remedy)
        assert STORY.remedy is not None
        reviewer.act("revoke", ruling=STORY.remedy.ruling or "")
        reviewer.picture("revoked-remedy")
    with office.at_desk(PARTY, width=PHONE) as party:
        party.open(notice)
        party.shows("已撤销")
        party.shows("不再要求整改")
        assert letter(party) == before
        ruling = party.page.request.get(party.links('a[href*="/ruling"]')[0]).body()
        assert "予以撤销" in pdf_text(ruling)
        expect(party.main.locator('a[href$="/report"]')).to_have_count(0)
        party.picture("revoked-desk", widths=(PHONE,))
    with office.at_desk("leader") as leader:
        leader.open(decision)
        leader.shows("已撤销")
        leader.shows("处理决定")
        leader.open(case)
        leader.act("take-effect")
        leader.shows("已生效")
    assert office.faults == []
