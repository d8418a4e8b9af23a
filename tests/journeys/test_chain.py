"""A complaint goes the whole way in a browser, with JavaScript and without."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Browser

from tests.journeys.chain import Chain
from tests.support.officers import SCREENSHOTS, Office
from tests.support.served import Served

pytestmark = pytest.mark.browser


@pytest.mark.requirement("INF-25")
def test_a_complaint_goes_the_whole_way(served: Served, browser: Browser) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    Chain(office, date(2026, 3, 2)).walk()
    assert office.faults == []


@pytest.mark.requirement("INF-25")
def test_a_complaint_goes_the_whole_way_without_javascript(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser, has_scripts=False)
    Chain(office, date(2026, 6, 1)).walk()
    assert office.faults == []
