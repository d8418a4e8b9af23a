"""Other systems read numbers: those of their unit, as its leader would see them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from complaints.services import GivenRespondent
from core import throttle
from core.access.permissions import Scope
from oversight.queries.statistics import statistic
from oversight.rules import Counted
from tests.support import api
from tests.support import complaints as make
from tests.support.factories import actor, unit

FIRST, LAST = "2026-01-01", "2026-03-02"


@pytest.fixture(autouse=True)
def uncounted() -> None:
    throttle.forget_all()


def read(app: Flask, of: str, first: str = FIRST, last: str = LAST) -> dict[str, Any]:
    system = api.System(app, api.token([Scope.STATISTICS_READ], unit=of, name=of))
    answer = system.ask("GET", f"/statistics?first={first}&last={last}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.get_json()
    return found


@pytest.mark.requirement("CMP-10")
def test_the_numbers_are_those_of_the_page(app: Flask) -> None:
    make.complaint()
    make.complaint()
    page = statistic(actor("supervisor"), date(2026, 1, 1), date(2026, 3, 2))
    found = read(app, "office")
    assert found["total"] == {what.value: number for what, number in page.total.items()}
    assert found["total"]["received"] == 2
    assert found["units"][0]["unit"] == "阿尔山市政务公开办公室"
    assert set(found["names"]) == {what.value for what in Counted}


def test_another_unit_reads_nothing_of_it(app: Flask) -> None:
    make.complaint()
    assert read(app, "town")["total"]["received"] == 0
    assert read(app, "government")["total"]["received"] == 1


def test_a_report_about_the_unit_itself_is_in_no_number(app: Flask) -> None:
    make.complaint(by="stranger", unit=unit("town"), respondents=[GivenRespondent(unit("office"))])
    assert read(app, "town")["total"]["received"] == 1
    assert read(app, "office")["total"]["received"] == 0


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/first"),
        ("first=2026-01-01", "/last"),
        ("first=2026-02-01&last=2026-01-01", "/last"),
        ("first=2026-01-01&last=2026-03-03", "/last"),
        ("first=gestern&last=2026-03-01", "/first"),
        ("first=2026-01-01&first=2026-01-02&last=2026-03-01", "/first"),
        ("first=2026-01-01&last=2026-03-01&lang=en", "/lang"),
    ],
)
def test_a_period_that_is_none_is_pointed_at(app: Flask, query: str, pointer: str) -> None:
    system = api.System(app, api.token([Scope.STATISTICS_READ]))
    answer = system.ask("GET", f"/statistics?{query}")
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.get_json()["errors"]] == [pointer]
    assert "Set-Cookie" not in answer.headers
