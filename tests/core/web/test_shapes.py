"""How lists are shown: columns, order, ledger, alike on every registered list."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from casework.rules import CaseState
from core.access import gate
from core.identity.models import Unit, User
from core.web import shapes
from core.web.lists import list_page
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[User], Client]


def test_every_registered_list_is_a_page_behind_the_gate(app: Flask) -> None:
    known = app.extensions["wenze.lists"]
    assert len(known) > 8
    for endpoint, listing in known.items():
        rule = next(app.url_map.iter_rules(endpoint))
        assert not rule.arguments
        assert gate.declared(app, endpoint) not in (None, gate.PUBLIC)
        assert listing.further < set(listing.columns)
        assert len(set(map(str, listing.columns.values()))) == len(listing.columns)


def test_a_second_list_at_one_place_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="already"):
        shapes.register(app, app.extensions["wenze.lists"]["casework.case_list"])


def test_columns_are_left_out_in_head_and_cells(app: Flask, sign_in: SignIn) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    client = sign_in(person("supervisor"))
    usual = [cell.text for cell in client.get("/cases").tree.all("th")]
    assert usual == ["案号", "案由", "承办单位", "状态", "最近期限", "更新日期"]
    page = client.get("/cases?columns=lead&columns=respondents")
    assert [cell.text for cell in page.tree.all("th")] == ["案号", "被调查对象", "组长"]
    cells = [cell.text for cell in page.tree.all("td")]
    assert cells[0] == case.number
    assert len(cells) == 3
    assert case.respondents[0].display_name in cells[1]


def test_what_is_no_column_changes_nothing(app: Flask, sign_in: SignIn) -> None:
    casework.case(CaseState.INVESTIGATING)
    page = sign_in(person("supervisor")).get("/cases?columns=bogus&order=sideways&layout=x&start=٣")
    assert len(page.tree.all("th")) == 6


def test_the_oldest_first_is_the_same_list_turned(app: Flask) -> None:
    known = app.extensions["wenze.lists"]
    known["identity.sign_in"] = shapes.Listing("identity.sign_in", "单位")
    try:
        seen: list[int] = []
        url: str | None = "/sign-in?order=oldest"
        while url is not None:
            with app.test_request_context(url):
                page = list_page(select(Unit), [Unit.id], size=2)
                seen += [unit.id for unit in page.rows]
                url = page.next_url
        assert seen == sorted(set(seen))
        assert len(seen) >= 4
    finally:
        del known["identity.sign_in"]


@pytest.mark.requirement("ARC-01")
def test_the_ledger_numbers_its_rows_over_all_pages(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        casework.case(CaseState.PROPOSED)
    monkeypatch.setattr("core.web.lists.LEDGER_SIZE", 2)
    client = sign_in(person("supervisor"))
    first = client.get("/cases?layout=ledger&state=proposed")
    assert "条件：状态：待审批立案" in first.text.replace(" ", "")
    assert "包晓梅" in first.tree.one(class_="ledger-head").text
    assert _numbers(first) == ["1", "2"]
    assert _numbers(first.follow("下一页")) == ["3"]


def _numbers(page: object) -> list[str]:
    cells = page.tree.all("td")  # type: ignore[attr-defined]
    return [cell.text for cell in cells if cell.get("data-label") == "序号"]


def test_a_filter_the_reader_is_not_offered_is_said_to_be_left_out(
    app: Flask, sign_in: SignIn
) -> None:
    page = sign_in(person("supervisor")).get("/cases?unit=999999")
    assert "有的条件对您不适用，没有采用：承办单位" in page.text
