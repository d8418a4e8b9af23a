"""Many failures from one address shut it out for a while; the address itself is kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from app import create_app
from config import read_settings
from core import moment
from core.db import db
from core.identity import addresses
from core.identity.models import SignInAddress
from tests.support import factories
from tests.support.application import in_parallel
from tests.support.client import Client

ELSEWHERE = "203.0.113.9"
RIGHT: dict[str, Any] = {"username": "handler", "password": factories.PASSWORD}


def at_address(app: Flask, address: str = ELSEWHERE) -> Client:
    client = Client(app)
    client._http.environ_base["REMOTE_ADDR"] = address
    return client


def fail(client: Client, times: int) -> None:
    page = client.get("/sign-in")
    for number in range(times):
        page.submit(status=422, username=f"nobody{number}", password="wrong")


def test_the_thirtieth_failure_shuts_the_address_out_for_ten_minutes(app: Flask) -> None:
    client = at_address(app)
    with moment.frozen("2026-03-02T09:00"):
        fail(client, 30)
        page = client.get("/sign-in")
        refused = page.submit(status=429, **RIGHT)
        assert refused.headers["Retry-After"] == "601"
        assert "稍候" in refused.text
        at_address(app, "203.0.113.10").get("/sign-in").submit(**RIGHT)
    with moment.frozen("2026-03-02T09:09:59"):
        page.submit(status=429, **RIGHT)
    with moment.frozen("2026-03-02T09:10"):
        page.submit(**RIGHT)


def test_twenty_nine_do_not_and_older_ones_are_forgotten(app: Flask) -> None:
    client = at_address(app)
    with moment.frozen("2026-03-02T09:00"):
        fail(client, 29)
    with moment.frozen("2026-03-02T09:10"):
        fail(client, 29)
        client.get("/sign-in").submit(**RIGHT)


def test_the_address_is_kept_nowhere_and_its_hash_changes_every_day(app: Flask) -> None:
    with moment.frozen("2026-03-02"):
        addresses.count_failure(ELSEWHERE)
        (monday,) = db.session.query(SignInAddress).all()
        first = monday.address_hash
    with moment.frozen("2026-03-03"):
        addresses.count_failure(ELSEWHERE)
        (tuesday,) = db.session.query(SignInAddress).all()
        assert tuesday.address_hash != first
    tables = ("sign_in_addresses", "record_entries", "access_entries", "web_sessions")
    for table in tables:
        rows = db.session.execute(db.text(f"SELECT * FROM {table}")).all()
        assert ELSEWHERE not in str(rows)


def test_a_proxy_on_the_machine_itself_shuts_nobody_out(app: Flask) -> None:
    client = Client(app)
    fail(client, 31)
    client.get("/sign-in").submit(**RIGHT)


def test_failures_at_the_same_moment_are_all_counted(committed_db: Flask) -> None:
    in_parallel(committed_db, 8, lambda _n: addresses.count_failure(ELSEWHERE))
    with committed_db.app_context():
        assert db.session.query(SignInAddress).one().failures == 8


@pytest.mark.parametrize(("proxies", "seen"), [("0", "127.0.0.1"), ("1", ELSEWHERE)])
def test_the_word_of_a_proxy_is_taken_where_the_settings_say_so(
    tmp_path: Path, proxies: str, seen: str
) -> None:
    app = create_app(
        read_settings(
            {"WENZE_ENV": "test", "WENZE_INSTANCE": str(tmp_path), "WENZE_PROXIES": proxies}
        )
    )
    found: list[str | None] = []
    app.before_request(lambda: found.append(request.remote_addr))
    app.test_client().get("/nowhere", headers={"X-Forwarded-For": ELSEWHERE})
    assert found == [seen]
