"""Yearly assessments go the whole way in a browser: the county's, and Aershan's hundred points."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.journeys.assessment import Aershan, County
from tests.support.officers import SCREENSHOTS, Office
from tests.support.served import Served

pytestmark = pytest.mark.browser

#: What a browser says by itself about an answer that is no success.
_EXPECTED = re.compile(r"Failed to load resource.*\b(404|422)\b")


@pytest.mark.requirement("XAS-05", "XAS-06", "XAS-08", "XAS-09")
def test_the_countys_year_from_the_notice_to_the_circular(served: Served, browser: Browser) -> None:
    """An objection changes a band on the way."""
    office = Office(served, browser, pictures=SCREENSHOTS)
    plain = Office(served, browser, has_scripts=False, faults=office.faults)
    County(office, plain).walk()
    assert [fault for fault in office.faults if not _EXPECTED.search(fault)] == []


@pytest.mark.requirement("ASM-04", "ASM-05", "ASM-06", "ASM-07")
def test_aershans_hundred_points_from_a_spot_check_to_the_circular(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    plain = Office(served, browser, has_scripts=False, faults=office.faults)
    Aershan(office, plain).walk()
    assert [fault for fault in office.faults if not _EXPECTED.search(fault)] == []
