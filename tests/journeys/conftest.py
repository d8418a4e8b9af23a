"""A served application with the demo, and a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support import looking
from tests.support.officers import FLAGS
from tests.support.served import Served, serve

DAY = date(2026, 3, 2)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def served(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo as it stands on DAY, served; without a browser nothing is built."""
    del chromium
    with serve(tmp_path_factory.mktemp("served"), DAY) as running:
        yield running


@pytest.fixture
def planted(browser: Browser) -> Iterator[Page]:
    """A page of its own that is overheard, to plant faults in."""
    context = browser.new_context()
    looking.overhear(context)
    yield context.new_page()
    context.close()
