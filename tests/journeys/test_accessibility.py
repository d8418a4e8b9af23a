"""Every kind of page as its users find it: no serious fault for axe, nothing blocked or foreign."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.demo.conftest import DAY
from tests.support.crawl import endpoint_of
from tests.support.officers import PHONE, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

WALKERS = ("leader", "intake", "investigator-3", "reviewer", "signer", "audit", "liaison-finance")
SERIOUS = {"serious", "critical"}
#: Pages of each kind and user that are looked at.
PER_ENDPOINT = 2


def test_the_sign_in_page_has_no_serious_fault(served: Served, browser: Browser) -> None:
    context = browser.new_context(base_url=served.url, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/sign-in")
    assert _serious(page) == []
    context.close()


@pytest.mark.requirement("INF-25")
@pytest.mark.parametrize("username", WALKERS)
def test_no_page_has_a_serious_fault(
    served: Served, browser: Browser, app_of_session: Flask, username: str
) -> None:
    served.set_day(DAY)
    office = Office(served, browser)
    found = []
    with office.at_desk(username) as officer:
        for path in _paths(officer, app_of_session):
            officer.open(path)
            found += [f"{path}: {fault}" for fault in _serious(officer.page)]
            officer.page.set_viewport_size({"width": PHONE, "height": 900})
            wide = officer.page.locator("html").evaluate("e => e.scrollWidth")
            found += [f"{path}: {wide} wide"] if wide > PHONE else []
            officer.page.set_viewport_size({"width": 1440, "height": 900})
    assert found == []
    assert office.faults == []


def test_a_serious_fault_would_be_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><input></main>")
    assert _serious(page)
    page.close()


def _paths(officer: Officer, app: Flask) -> Iterator[str]:
    """Yield addresses reached by links, a few of each kind."""
    queue, seen, taken = ["/"], {"/"}, dict[str, int]()
    while queue:
        path = queue.pop(0)
        endpoint = endpoint_of(app, path)
        if taken.get(endpoint, 0) >= PER_ENDPOINT or _is_file(endpoint):
            continue
        taken[endpoint] = taken.get(endpoint, 0) + 1
        yield path
        for link in officer.page.locator("main a[href], .sidebar a[href]").all():
            target = str(link.get_attribute("href"))
            if target.startswith("/") and target not in seen and not urlsplit(target).fragment:
                seen.add(target)
                queue.append(target)


def _is_file(endpoint: str) -> bool:
    """Tell whether the browser would download it instead of showing a page."""
    return endpoint.endswith(("_document", "_letter", "_ruling", "_receipt", "_attachment"))


def _serious(page: Page) -> list[str]:
    answer: dict[str, Any] = Axe().run(page).response
    return [
        f"{fault['id']} {fault['nodes'][0]['html'][:120]}"
        for fault in answer["violations"]
        if fault["impact"] in SERIOUS
    ]
