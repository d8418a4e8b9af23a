"""Sessions live on the server: a new token at every sign-in, ended by signing out or by time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core import moment
from core.db import db
from core.identity import sessions
from core.identity.models import User, WebSession
from tests.support import factories
from tests.support.client import Client


def _cookie(client: Client) -> str:
    cookie = client._http.get_cookie("wenze")
    assert cookie is not None
    return cookie.value


def _is_signed_in(client: Client) -> bool:
    """Tell by the sign-in page: who is signed in already is sent home."""
    return client.raw("GET", "/sign-in").status_code == 303


def test_the_database_knows_only_the_hash_of_the_token(app: Flask, client: Client) -> None:
    client.sign_in(factories.person("handler"))
    token = _cookie(client)
    row = db.session.scalars(select(WebSession)).one()
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43
    assert token not in str(row.data)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    page = client.sign_in(factories.person("handler"))
    cookie = next(value for name, value in page.headers if name == "Set-Cookie")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}


def test_signing_in_gives_a_new_token_and_ends_the_old_session(client: Client) -> None:
    client.get("/sign-in")
    before = _cookie(client)
    client.get("/sign-in").submit(username="handler", password=factories.PASSWORD)
    assert _cookie(client) != before
    assert db.session.scalar(select(func.count()).select_from(WebSession)) == 1


def test_a_token_known_before_signing_in_is_worth_nothing_after(app: Flask, client: Client) -> None:
    client.get("/sign-in")
    attacker = Client(app)
    attacker._http.set_cookie("wenze", _cookie(client))
    client.get("/sign-in").submit(username="handler", password=factories.PASSWORD)
    assert _is_signed_in(client)
    assert not _is_signed_in(attacker)


def test_a_token_the_server_never_gave_is_not_taken_over(client: Client) -> None:
    client._http.set_cookie("wenze", "chosen-by-somebody-else")
    client.get("/sign-in").submit(username="handler", password=factories.PASSWORD)
    assert _cookie(client) != "chosen-by-somebody-else"


def test_signing_out_ends_the_session_on_the_server(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(factories.person("handler"))
    thief = Client(app)
    thief._http.set_cookie("wenze", _cookie(client))
    assert _is_signed_in(thief)
    client.sign_out()
    assert not _is_signed_in(client)
    assert not _is_signed_in(thief)


def test_a_kick_out_holds_from_the_next_request(sign_in: Callable[[User], Client]) -> None:
    user = factories.person("handler")
    first, second = sign_in(user), sign_in(user)
    other = sign_in(factories.person("colleague"))
    sessions.end_sessions_of(user.id)
    db.session.commit()
    assert not _is_signed_in(first)
    assert not _is_signed_in(second)
    assert _is_signed_in(other)


def test_a_request_under_way_does_not_bring_a_kicked_out_session_back(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    user = factories.person("handler")
    client = sign_in(user)

    with app.test_request_context():
        stale = sessions.ServerSession(_cookie(client), {"_user_id": str(user.id)})
        sessions.end_sessions_of(user.id)
        db.session.commit()
        sessions._store(stale.token, stale)
    assert db.session.scalars(select(WebSession)).all() == []
    assert not _is_signed_in(client)


@pytest.mark.parametrize(("minutes", "lives"), [(29, True), (30, True), (31, False)])
def test_half_an_hour_without_a_request_ends_a_session(
    sign_in: Callable[[User], Client], minutes: int, lives: bool
) -> None:
    with moment.frozen("2026-03-02T09:00"):
        client = sign_in(factories.person("handler"))
    with moment.frozen(f"2026-03-02T09:{minutes}"):
        assert _is_signed_in(client) is lives


def test_requests_keep_a_session_alive_but_not_beyond_eight_hours(
    sign_in: Callable[[User], Client],
) -> None:
    with moment.frozen("2026-03-02T09:00"):
        client = sign_in(factories.person("handler"))
    for hour in range(9, 17):
        for minute in ("20", "40", "59"):
            with moment.frozen(f"2026-03-02T{hour:02}:{minute}"):
                assert _is_signed_in(client), f"{hour}:{minute}"
    with moment.frozen("2026-03-02T17:01"):
        assert not _is_signed_in(client)


def test_a_clock_set_back_signs_nobody_out(sign_in: Callable[[User], Client]) -> None:
    with moment.frozen("2026-03-02T09:00"):
        client = sign_in(factories.person("handler"))
    with moment.frozen("2026-03-02T07:00"):
        assert _is_signed_in(client)


def test_a_disabled_user_is_out_at_the_next_request(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("handler"))
    factories.person("handler").is_active = False
    assert not _is_signed_in(client)


def test_a_page_is_answered_though_its_session_cannot_be_touched(
    sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(factories.person("handler"))

    def locked() -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with moment.frozen("2026-03-02T09:10"), monkeypatch.context() as patched:
        patched.setattr(sessions, "writing", locked)
        assert _is_signed_in(client)


def test_ones_own_sessions_are_shown_and_the_others_ended(
    sign_in: Callable[[User], Client],
) -> None:
    user = factories.person("handler")
    here, elsewhere = sign_in(user), sign_in(user)
    stranger = sign_in(factories.person("colleague"))
    page = here.get("/account/sessions")
    assert len(page.all("tr")) == 3
    assert page.text.count("本次登录") == 1
    page.submit("/account/sessions/end-others")
    assert [_is_signed_in(client) for client in (here, elsewhere, stranger)] == [True, False, True]


@pytest.mark.parametrize("one", [True, False])
def test_by_policy_an_account_has_one_live_session(
    app: Flask, sign_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch, one: bool
) -> None:
    settings = replace(app.extensions["wenze.settings"], one_session=one)
    monkeypatch.setitem(app.extensions, "wenze.settings", settings)
    user = factories.person("handler")
    first = sign_in(user)
    second = sign_in(user)
    assert (_is_signed_in(first), _is_signed_in(second)) == (not one, True)


def test_old_sessions_can_be_swept_away(sign_in: Callable[[User], Client]) -> None:
    with moment.frozen("2026-03-02T09:00"):
        sign_in(factories.person("handler"))
    with moment.frozen("2026-03-02T11:00"):
        sign_in(factories.person("colleague"))
        sessions.drop_expired(30)
        db.session.commit()
        left = db.session.scalars(select(WebSession.user_id)).all()
    assert left == [factories.person("colleague").id]


def test_a_cookie_of_any_bytes_is_only_a_wrong_token(client: Client) -> None:
    for token in ("", "\x80\xff", "王", "x" * 4000, "a b", "%00"):
        answer = client.raw(
            "GET", "/sign-in", headers={"Cookie": f"wenze={token}".encode().decode("latin-1")}
        )
        assert answer.status_code == 200
