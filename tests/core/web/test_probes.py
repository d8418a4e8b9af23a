"""Whoever watches the server learns whether it runs and can work, and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from core.db import db
from tests.support.client import Client


def test_it_runs_and_can_work(client: Client) -> None:
    for path in ("/healthz", "/readyz"):
        answer = client._http.get(path)
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


def test_tables_of_another_release_are_said(app: Flask, client: Client) -> None:
    db.session.execute(db.text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client._http.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "schema\n")
    assert client._http.get("/healthz").status_code == 200


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that does not answer."""

    def fail(*_words: object, **_more: object) -> None:
        raise OperationalError("SELECT 私密", {"phone": "13800000000"}, Exception("gone"))

    for name in ("execute", "scalar", "scalars", "get"):
        monkeypatch.setattr(db.session, name, fail)


@pytest.mark.usefixtures("away")
def test_a_database_that_is_away_is_said_calmly_and_without_details(client: Client) -> None:
    answer = client._http.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "database\n")
    client._http.set_cookie("wenze", "abc")
    for page in (
        client._http.get("/"),
        client._http.post("/sign-in", data={"username": "a", "password": "b"}),
    ):
        assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
        assert "系统暂时不可用" in page.text
        assert "13800000000" not in page.text
        assert "Set-Cookie" not in page.headers
