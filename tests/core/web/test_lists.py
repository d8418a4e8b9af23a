"""Lists: cursors that cannot be bent, counts that stop."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from core.identity.models import Unit, User, WebSession
from core.web import lists
from core.web.lists import Capped, capped_count, list_page, read_cursor, write_cursor

ORDER = [Unit.id]


def test_pages_follow_each_other_without_gap_or_repeat(app: Flask) -> None:
    seen: list[int] = []
    url: str | None = "/"
    while url is not None:
        with app.test_request_context(url):
            from flask import request

            request.url_rule = next(app.url_map.iter_rules("identity.sign_in"))
            page = list_page(select(Unit), ORDER, size=2)
            seen += [unit.id for unit in page.rows]
            assert (page.first_url is None) == (len(seen) <= 2)
            url = page.next_url
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == len(set(seen)) >= 4


def test_links_keep_the_filters(app: Flask) -> None:
    with app.test_request_context("/sign-in?state=open&lang=en"):
        page = list_page(select(Unit), ORDER, size=1)
    assert page.next_url is not None
    assert page.next_url.startswith("/sign-in?state=open&after=")


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "!!!",
        "é",
        "A" * 10_000,
        base64.urlsafe_b64encode(b"{}").decode(),
        base64.urlsafe_b64encode(b"[" * 400).decode(),
        base64.urlsafe_b64encode(json.dumps([["i", 2**40]]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([["i", True]]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([["s", "1"]]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([["z", 1]]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([["i", 1], ["i", 1]]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([1]).encode()).decode(),
        base64.urlsafe_b64encode(json.dumps([["i"]]).encode()).decode(),
    ],
)
def test_bad_cursor_shows_the_first_page(app: Flask, token: str) -> None:
    assert read_cursor(token, ORDER) is None
    with app.test_request_context("/sign-in", query_string={"after": token}):
        assert list_page(select(Unit), ORDER).first_url is None


def test_cursor_comes_back_as_it_went() -> None:
    assert read_cursor(write_cursor((7,)), ORDER) == (7,)
    when = datetime(2026, 1, 5, 2, tzinfo=UTC)
    order = [WebSession.created_at, User.id]
    assert read_cursor(write_cursor((when, 7)), order) == (when, 7)
    naive = write_cursor((when.replace(tzinfo=None), 7))
    assert read_cursor(naive, order) is None


def test_count_stops_at_the_cap(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        all_units = capped_count(select(Unit))
        assert not all_units.capped
        assert all_units.number >= 4
        assert capped_count(select(Unit), cap=2) == Capped(2, True)
        assert str(Capped(1000, True)) == "更多于1000条"
        assert str(Capped(37, False)) == "37条"
        counted = list_page(select(Unit), ORDER, counted=True)
        assert counted.count == all_units
        assert lists.COUNT_CAP == 1000
