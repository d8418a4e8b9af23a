"""Every page of every role: no serious fault for axe, all of it by keyboard, as narrow as a phone.

The walk follows links; what is reached only after something was sent is looked at on the journeys,
with every picture they keep (`Officer.picture`).
"""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DAY
from tests.journeys.pages import FILES, NOT_WALKED, ON_JOURNEYS, WALKERS, Walk
from tests.support import looking
from tests.support.officers import PHONE, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

#: What a browser says by itself about an answer that is no success.
_EXPECTED = re.compile(r"Failed to load resource.*\b(403|404|409|422)\b")

#: Open to everybody, without a code or link that leads on.
PUBLIC = (
    *("/sign-in", "/follow-up", "/report", "/verify"),
    *("/verify/ABCDEFGHJKMN", "/survey/abc"),
)
#: Only a search box leads there.
SEARCH = f"/search?q={quote('公开')}"


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_can_be_read_and_worked_by_keyboard(
    served: Served, browser: Browser, half: int
) -> None:
    """In two halves, so that two processes share the work."""
    served.set_day(DAY)
    shown = {rule.endpoint for rule in served.routes.iter_rules() if "GET" in (rule.methods or ())}
    own = frozenset(sorted(shown)[half::2])
    office = Office(served, browser)
    walk = Walk(office, own)
    for username in WALKERS:
        walk.as_user(username)
    assert _unexpected(office) == []
    elsewhere = {served.endpoint_of(path) for path in (*PUBLIC, SEARCH)}.union(
        *ON_JOURNEYS.values()
    )
    assert sorted(own - office.looked - elsewhere - FILES - NOT_WALKED) == []
    assert sorted(FILES - shown) == []


def test_what_is_open_to_everybody_can_be_read_and_worked_by_keyboard(
    served: Served, browser: Browser
) -> None:
    """And what answers a wrong word there."""
    served.set_day(DAY)
    office = Office(served, browser)
    with office.at_door() as person:
        for path in PUBLIC:
            person.page.goto(path)
            person.look()
            person.fits(PHONE)
        for path in ("/sign-in", "/follow-up", "/report", "/verify"):
            person.page.goto(path)
            person.submit_anyway()
            person.look()
    assert _unexpected(office) == []


def test_refusals_can_be_read_and_worked_by_keyboard(served: Served, browser: Browser) -> None:
    """404, 403, 422 and 409, and a page that only a search box leads to."""
    served.set_day(DAY)
    office = Office(served, browser)
    with office.at_desk("leader") as leader:
        for path in ("/nothing", "/cases/999999", "/administration/users", SEARCH):
            leader.page.goto(path)
            leader.look()
        leader.open("/complaints?state=registered")
        leader.main.locator("tbody a").first.click()
        leader.go_to("/decline")
        leader.submit_anyway()
        expect(leader.main.locator(".error-summary")).to_be_visible()
        leader.look()
        meanwhile = Officer(leader.page.context.new_page(), office)
        meanwhile.open(leader.path.removesuffix("/decline"))
        meanwhile.act("accept", reason="属于受理范围。")
        leader.fill(code=leader.values_of("code")[0], reason="不属于受理范围。")
        leader.submit_anyway()
        leader.shows("您的操作没有生效")
        leader.look()
    with office.at_desk("intake") as intake:
        intake.open("/complaints/new")
        intake.submit_anyway()
        expect(intake.main.locator(".error-summary")).to_be_focused()
        intake.look()
    assert _unexpected(office) == []


def _unexpected(office: Office) -> list[str]:
    return [fault for fault in office.faults if not _EXPECTED.search(fault)]


def test_menus_and_details_open_by_keyboard(served: Served, browser: Browser) -> None:
    """The key is pressed here: Enter on the skip link, the menus, a ledger, a filter."""
    served.set_day(DAY)
    office = Office(served, browser)
    with office.at_desk("leader") as leader:
        page, keys = leader.page, leader.page.keyboard
        page.reload()
        keys.press("Tab")
        keys.press("Enter")
        expect(leader.main).to_be_focused()
        keys.press("Tab")
        assert leader.main.evaluate("e => e.contains(document.activeElement)")
        _opens(leader, "header details.menu")
        page.set_viewport_size({"width": PHONE, "height": 900})
        _opens(leader, "details.phone-nav")
        page.set_viewport_size({"width": 1440, "height": 900})
        leader.open("/complaints?state=registered")
        box = leader.main.locator(".filters input").first
        leader.tab_to(box)
        keys.type("公开")
        keys.press("Enter")
        expect(page).to_have_url(re.compile(quote("公开")))
        leader.open("/complaints?state=registered")
        leader.main.locator("tbody a").first.click()
        ledger = leader.main.locator("details.day-ledger").first
        leader.tab_to(ledger.locator("summary"))
        keys.press("Space")
        expect(ledger.locator("table")).to_be_visible()
    assert office.faults == []


def _opens(officer: Officer, selector: str) -> None:
    """Open a menu with Enter, go into it with Tab, close it with Escape and stand on it again."""
    menu = officer.page.locator(selector)
    keys, summary = officer.page.keyboard, menu.locator("summary")
    officer.tab_to(summary)
    keys.press("Enter")
    keys.press("Tab")
    expect(menu.locator("a").first).to_be_focused()
    keys.press("Escape")
    expect(summary).to_be_focused()
    expect(menu.locator("a").first).to_be_hidden()


GOOD = "<html lang=zh><title>x</title><main id=main tabindex=-1><h1>x</h1>{}</main>"
#: Planted faults, each with the words it is found by.
PLANTED = {
    "label": "<form><input><button>x</button></form>",
    "jumps the order": "<a href=/x tabindex=3>x</a>",
    "focus not seen": "<style>a:focus{outline:0}</style><a href=/x>x</a>",
    "works by mouse only": "<p id=p>x</p><script>p.addEventListener('click', alert)</script>",
    "Enter sends nothing": "<form><label>x<input></label></form>",
    "order leads back up": "<style>main{display:flex;flex-direction:column-reverse}</style>"
    "<a href=/1>1</a><a href=/2>2</a>",
    "no skip link": "</main><a href=/1>1</a><a href=/2>2</a><main><a href=/3>3</a>",
    "not reached": "<input aria-label=x><a href=/x>x</a>"
    "<script>document.addEventListener('keydown', e => e.target.matches('input')"
    " && e.preventDefault())</script>",
}  # fmt: skip


@pytest.mark.parametrize("words", PLANTED)
def test_a_planted_fault_is_found(planted: Page, words: str) -> None:
    planted.goto(f"data:text/html,{quote(GOOD.format(PLANTED[words]))}")
    assert any(words in fault for fault in [*looking.faults(planted), *looking.walked(planted)])


def test_a_good_page_has_no_fault(planted: Page) -> None:
    good = GOOD.format("<form><label>x<input></label><button>x</button></form>")
    planted.goto(f"data:text/html,{quote(good)}")
    assert [*looking.faults(planted), *looking.walked(planted)] == []
