"""A complaint goes the whole way in a browser, with JavaScript and without."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from core.db import db
from core.identity.models import Unit, UnitPack
from tests.journeys.chain import DUODAO, XX_COUNTY, Chain, Rules
from tests.support.officers import SCREENSHOTS, Office
from tests.support.served import Served, serve_copy

pytestmark = pytest.mark.browser


@pytest.mark.requirement("INF-25")
def test_a_complaint_goes_the_whole_way(served: Served, browser: Browser) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    Chain(office, date(2026, 3, 2)).walk()
    assert office.faults == []


@pytest.mark.requirement("INF-25", "FIN-32", "FIN-33", "FIN-34")
def test_a_complaint_goes_the_whole_way_by_other_rules_and_without_javascript(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    goes_the_whole_way("duodao-finance", DUODAO, served, browser, tmp_path)


@pytest.mark.requirement("INF-25", "INF-32", "XAC-06", "XAC-14", "XAC-15")
def test_where_no_remedy_is_stated_nothing_is_said_of_one_and_service_is_final(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    goes_the_whole_way("xx-county-2022", XX_COUNTY, served, browser, tmp_path)


def goes_the_whole_way(
    pack: str, rules: Rules, served: Served, browser: Browser, folder: Path
) -> None:
    """Walk by the rules of another place, without JavaScript, on a copy of the town."""
    with serve_copy(served, folder / pack) as own:
        put_under(pack, own)
        office = Office(own, browser, has_scripts=False)
        Chain(office, date(2026, 6, 1), rules).walk()
        assert office.faults == []


def put_under(pack: str, served: Served) -> None:
    """Let the town follow other rules from the day after its demo on."""
    with served.inside():
        root = db.session.scalars(select(Unit).where(Unit.short_name == "市政府")).one()
        db.session.add(UnitPack(unit_id=root.id, pack_id=pack, effective_from=date(2026, 3, 3)))
        db.session.commit()
