"""A survey goes the whole way in a browser: phones, paper, grades, rectification, publication."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.pages import ON_JOURNEYS
from tests.journeys.survey import Survey
from tests.support.officers import SCREENSHOTS, Office
from tests.support.served import Served

pytestmark = pytest.mark.browser

#: What a browser says by itself about an answer that is no success.
_EXPECTED = re.compile(r"Failed to load resource.*\b(404|422)\b")


@pytest.mark.requirement("XSE-01", "XSE-04", "XSE-05", "XSE-07")
def test_a_survey_goes_the_whole_way(served: Served, browser: Browser) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS, looks_at=ON_JOURNEYS["survey"])
    plain = Office(served, browser, has_scripts=False, pictures=SCREENSHOTS, faults=office.faults)
    Survey(office, plain).walk()
    assert ON_JOURNEYS["survey"] <= office.looked
    assert [fault for fault in office.faults if not _EXPECTED.search(fault)] == []
