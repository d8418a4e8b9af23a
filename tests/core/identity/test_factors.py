"""The second factor: who must have it, codes once, recovery codes, the way back, asking again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pyotp
import pytest
from flask import Flask

from core import moment
from core.db import db
from core.identity import accounts, factors
from core.identity.models import RecoveryCode, User
from core.record.services import of_subject
from tests.support import factories
from tests.support.client import Client, Page


@pytest.fixture
def demanding(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of production: whoever has power needs a second factor."""
    settings = replace(app.extensions["wenze.settings"], second_factor=True)
    monkeypatch.setitem(app.extensions, "wenze.settings", settings)


@contextmanager
def at(minute: int, second: int = 0) -> Iterator[None]:
    with moment.frozen(f"2026-03-02T10:{minute:02}:{second:02}"):
        yield


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(moment.now())


def enrol(client: Client) -> tuple[str, list[str]]:
    """Enrol through the page; return the secret and the recovery codes."""
    page = client.get("/account/second-factor")
    secret = page.one("code").text.replace(" ", "")
    shown = page.submit("/account/second-factor", status=200, code=code(secret))
    return secret, [item.text for item in shown.all("code")]


def password(client: Client, username: str = "handler") -> Page:
    page = client.get("/sign-in").submit(username=username, password=factories.PASSWORD)
    assert page.location.startswith("/sign-in/code")
    return client.get("/sign-in/code")


@pytest.mark.usefixtures("demanding")
@pytest.mark.parametrize(
    ("username", "must"),
    [("admin", True), ("security_admin", True), ("audit_admin", True), ("intake", True),
     ("supervisor", True), ("handler", False), ("liaison", False)],
)  # fmt: skip
def test_who_has_power_must_enrol_first(
    sign_in: Callable[[User], Client], username: str, must: bool
) -> None:
    client = sign_in(factories.person(username))
    answer = client.raw("GET", "/")
    assert (answer.status_code == 303) is must
    if must:
        assert answer.location == "/account/second-factor"
        _secret, codes = enrol(client)
        assert len(codes) == 10
        assert client.get("/").h1 == "待办事项"


@pytest.mark.usefixtures("demanding")
def test_who_comes_late_to_enrol_confirms_first(sign_in: Callable[[User], Client]) -> None:
    with at(0):
        client = sign_in(factories.person("admin"))
    with at(6):
        asked = client.get("/")
        assert asked.h1 == "确认身份"
        assert asked.submit(proof=factories.PASSWORD).location == "/account/second-factor"
        assert len(enrol(client)[1]) == 10


@pytest.mark.parametrize("username", ["admin", "intake"])
def test_a_demo_asks_nobody(sign_in: Callable[[User], Client], username: str) -> None:
    assert sign_in(factories.person(username)).get("/").h1 == "待办事项"


def test_the_picture_needs_no_style_and_no_script(sign_in: Callable[[User], Client]) -> None:
    page = sign_in(factories.person("handler")).get("/account/second-factor")
    assert len(page.all("svg", class_="segno")) == 1
    assert "style=" not in page.response.get_data(as_text=True)


def test_signing_in_takes_password_and_code(app: Flask, sign_in: Callable[[User], Client]) -> None:
    with at(0):
        secret, _codes = enrol(sign_in(factories.person("handler")))
    with at(5):
        client = Client(app)
        page = password(client)
        assert client.raw("GET", "/").status_code == 303
        assert page.submit(status=422, code="000000").errors
        page.submit(code=code(secret))
        assert client.get("/").h1 == "待办事项"


def test_a_code_is_taken_once_and_not_before_its_time(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    with at(0):
        secret, _codes = enrol(sign_in(factories.person("handler")))
        again = password(Client(app))
        again.submit(status=422, code=code(secret))
    with at(5):
        now = code(secret)
        password(Client(app)).submit(code=now)
        password(Client(app)).submit(status=422, code=now)
    with at(8):
        password(Client(app)).submit(status=422, code=now)
    with at(9, 29):
        early = code(secret)
    with at(10, 10):
        password(Client(app)).submit(status=422, code=early)


def test_five_wrong_codes_lock_though_the_password_is_right_each_time(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    with at(0):
        secret, _codes = enrol(sign_in(factories.person("handler")))
    with at(5):
        for _ in range(4):
            assert "不正确" in password(Client(app)).submit(status=422, code="000000").text
        page = password(Client(app))
        assert "锁定" in page.submit(status=422, code="000000").text
        assert "锁定" in page.submit(status=422, code=code(secret)).text


def test_the_code_must_come_within_five_minutes(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    with at(0):
        secret, _codes = enrol(sign_in(factories.person("handler")))
    client = Client(app)
    with at(5):
        page = password(client)
    with at(10):
        assert page.submit(status=422, code=code(secret)).h1 == "问责"
        assert client.raw("GET", "/").status_code == 303


def test_a_recovery_code_opens_once_and_is_kept_as_a_hash(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    handler = factories.person("handler")
    _secret, codes = enrol(sign_in(handler))
    password(Client(app)).submit(code=codes[0].upper())
    password(Client(app)).submit(status=422, code=codes[0])
    assert factors.recovery_codes_left(handler.id) == 9
    kept = " ".join(row.code_hash for row in db.session.query(RecoveryCode))
    assert codes[1].replace("-", "") not in kept
    assert "recovery_code_used" in [e.action for e in of_subject("users", handler.id)]


def test_fresh_recovery_codes_make_the_old_worthless(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(factories.person("handler"))
    _secret, codes = enrol(client)
    shown = client.get("/account").submit("/account/recovery-codes", status=200)
    fresh = [item.text for item in shown.all("code")]
    password(Client(app)).submit(status=422, code=codes[0])
    password(Client(app)).submit(code=fresh[0])


def test_the_secret_lies_sealed(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("handler"))
    page = client.get("/account/second-factor")
    secret = page.one("code").text.replace(" ", "")
    kept = str(db.session.execute(db.text("SELECT data FROM web_sessions")).all())
    assert secret not in kept
    page.submit("/account/second-factor", status=200, code=code(secret))
    stored = db.session.execute(db.text("SELECT totp_secret FROM users")).scalars().all()
    assert not [value for value in stored if value and secret in value]


def test_a_reset_second_factor_is_enrolled_anew(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    handler = factories.person("handler")
    old = sign_in(handler)
    enrol(old)
    accounts.reset_second_factor(handler.id, factories.person("security_admin").id, "手机遗失")
    assert old.raw("GET", "/").status_code == 303
    client = sign_in(handler)
    assert client.get("/").h1 == "待办事项"
    assert len(enrol(client)[1]) == 10


def test_an_important_act_asks_again_after_five_minutes(
    sign_in: Callable[[User], Client],
) -> None:
    handler = factories.person("handler")
    url = f"/administration/users/{handler.id}/reset-password"
    with at(0):
        client = sign_in(factories.person("admin"))
        assert client.raw("GET", url).status_code == 200
    with at(4, 59):
        assert client.raw("GET", url).status_code == 200
    with at(5):
        page = client.get(url, status=303, follow=False)
        assert re.fullmatch(r"/account/confirm\?next=.*reset-password", page.location)
        asked = client.get(page.location)
        assert asked.submit(status=422, proof="wrong").errors
        assert asked.submit(proof=factories.PASSWORD).location == url
        assert client.raw("GET", url).status_code == 200


def test_what_is_only_sent_leads_back_to_the_page_above(
    sign_in: Callable[[User], Client],
) -> None:
    with at(0):
        client = sign_in(factories.person("security_admin"))
        client.get("/account")
    with at(6):
        answer = client.post("/administration/changes/7/confirm", {})
        assert answer.location == "/account/confirm?next=/administration/changes/7"


def test_a_clock_set_back_does_not_make_a_confirmation_last(
    sign_in: Callable[[User], Client],
) -> None:
    with at(30):
        client = sign_in(factories.person("admin"))
    with at(20):
        answer = client.raw("GET", "/account/second-factor")
        assert answer.status_code == 303
