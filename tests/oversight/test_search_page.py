"""The search page: groups, marks, jumps, pages, and nothing for those a report is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import event

from core.access import Role
from core.db import db
from core.identity.models import Post, User
from oversight.excerpts import LENGTH, excerpt, marked
from tests.support import casework as make_case
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import person, unit

SignIn = Callable[[User], Client]


def _search(query: str) -> str:
    return f"/search?q={quote(query)}"


@contextmanager
def _counted(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith(("SELECT", "INSERT", "UPDATE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.requirement("INF-18")
def test_two_characters_find_complaint_case_and_person(app: Flask, sign_in: SignIn) -> None:
    complaint, case = make.complaint(), make_case.case()
    page = sign_in(person("supervisor")).get(_search("王𬭩"))
    assert page.h1 == "检索：王𬭩"
    for heading in ("投诉举报", "案件", "人员"):
        assert heading in page.text
    links = {link["href"] for link in page.all("a", href=True)}
    assert {f"/complaints/{complaint.id}", f"/cases/{case.id}"} <= links
    assert "王𬭩" in [mark.text for mark in page.all("mark")]


def test_the_box_stands_in_the_top_bar_of_every_page(app: Flask, sign_in: SignIn) -> None:
    client = sign_in(person("liaison"))
    assert client.get("/").has("input", id="search-box")
    assert client.get(_search("天池")).one("input", id="search-box")["value"] == "天池"


def test_the_box_is_not_for_strangers(client: Client) -> None:
    assert not client.get("/sign-in").has("input", id="search-box")
    assert client.get(_search("天池"), follow=False, status=303).location.startswith("/sign-in")


def test_a_number_leads_straight_to_its_page(app: Flask, sign_in: SignIn) -> None:
    complaint = make.complaint()
    typed = complaint.number.replace("〔", "[").replace("〕", "]")
    page = sign_in(person("intake")).get(_search(typed), follow=False, status=303)
    assert page.location.endswith(f"/complaints/{complaint.id}")


def test_an_empty_search_says_what_can_be_typed(app: Flask, sign_in: SignIn) -> None:
    client = sign_in(person("intake"))
    assert "拼音首字母" in client.get("/search").text
    assert "没有找到" in client.get(_search("饕餮")).text


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", "script", "'\"&", "a" * 5000, "%00"]
)
def test_a_query_and_a_text_are_escaped(app: Flask, sign_in: SignIn, query: str) -> None:
    make.complaint(title="<script>alert(1)</script>收费", facts="<b>收费</b> & 收费")
    page = sign_in(person("intake")).get(_search(query))
    assert not page.has("b")
    assert all(script.get("src") for script in page.all("script"))


def test_one_kind_is_shown_page_by_page(app: Flask, sign_in: SignIn) -> None:
    numbers = [make.complaint().number for _ in range(23)]
    client = sign_in(person("intake"))
    first = client.get(_search("征收"))
    assert len(first.all(class_="hit")) == 5
    all_of_kind = first.follow("查看全部")
    shown = [hit.one(class_="hit__where").text for hit in all_of_kind.all(class_="hit")]
    rest = all_of_kind.follow("下一页")
    shown += [hit.one(class_="hit__where").text for hit in rest.all(class_="hit")]
    assert [number in text for number, text in zip(numbers[::-1], shown, strict=True)] == [
        True
    ] * 23


@pytest.mark.parametrize("after", ["x", "W10", "WyJpIiwxXQ", "%ff", "9" * 600])
def test_a_broken_cursor_or_kind_is_no_error(app: Flask, sign_in: SignIn, after: str) -> None:
    make.complaint()
    client = sign_in(person("intake"))
    client.get(f"{_search('征收')}&kind=complaints&after={after}")
    assert "没有找到" in client.get(f"{_search('征收')}&kind=nothing&after={after}").text


@pytest.mark.requirement("SEC-02")
def test_for_whom_it_is_about_a_report_changes_nothing(app: Flask, sign_in: SignIn) -> None:
    """Not a hit, not a count, not a statement more: the same page as before there was a report."""
    for role in (Role.DISCIPLINE_LEADER, Role.INTAKE_OFFICER):
        post = Post(
            user=person("official"), unit=unit("office"), role=role, starts_on=date(2020, 1, 1)
        )
        db.session.add(post)
    db.session.commit()
    client = sign_in(person("official"))
    probe = "阿政公责举〔2026〕1号"
    asked = [_search(query) for query in ("征收", "王𬭩", "ww", "答复", probe)]
    asked.append(_search("征收") + "&kind=complaints")

    def answers() -> list[tuple[str, int]]:
        found = []
        for url in asked:
            with _counted(app) as statements:
                response = client.raw("GET", url)
            body = re.sub(r'name="csrf_token" value="[^"]*"', "", response.get_data(as_text=True))
            found.append((body, len(statements)))
        return found

    client.get("/")
    before = answers()
    complaint = make.complaint()
    make_case.case()
    assert probe == complaint.number
    assert answers() == before


def test_somebody_else_sees_the_difference(app: Flask, sign_in: SignIn) -> None:
    """The twin: the same probe by an officer whom it is not about."""
    client = sign_in(person("intake"))
    before = client.get(_search("征收")).text
    make.complaint()
    assert client.get(_search("征收")).text != before


def test_a_liaison_finds_units_alone(app: Flask, sign_in: SignIn) -> None:
    make.complaint()
    page = sign_in(person("liaison")).get(_search("自然资源"))
    assert [panel["id"] for panel in page.all(class_="panel")] == ["found-units"]


def test_the_page_costs_few_statements(app: Flask, sign_in: SignIn) -> None:
    make.complaint()
    make_case.case()
    client = sign_in(person("supervisor"))
    client.get("/")
    with _counted(app) as statements:
        page = client.get(_search("自然资源 局"))
    assert len(page.all(class_="panel")) >= 3
    assert len(statements) <= 12, "\n".join(statements)


def test_marks_touch_only_what_was_found() -> None:
    assert marked("公开政府信息公开", ["公开"]) == "<mark>公开</mark>政府信息<mark>公开</mark>"
    assert marked("逾期未答复", ["逾期", "期未"]) == "<mark>逾期未</mark>答复"
    assert marked("<b>WPS", ["wps"]) == "&lt;b&gt;<mark>WPS</mark>"
    assert marked("", ["x"]) == ""


def test_an_excerpt_shows_the_place() -> None:
    text = "前" * 200 + "答复" + "后" * 200
    shown = excerpt(text, ["答复"])
    assert "<mark>答复</mark>" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) < LENGTH + 20
    assert excerpt("没有", ["答复"]) == "没有"
