"""Passwords: what is refused, the one-time password, changing one's own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core import moment
from core.db import db
from core.identity import accounts, labels, passwords
from core.identity.models import PastPassword, User
from core.identity.services import create_user
from core.record.services import of_subject
from tests.support import factories
from tests.support.client import Client

GOOD = "Lärche-17-Mondlicht"
MLPS, ASVS = passwords.PROFILES["mlps"], passwords.PROFILES["asvs"]
NAMES = ("handler", "韩志远", "阿尔山市政务公开办公室", "市公开办")


def _change(client: Client, new: str, current: str = factories.PASSWORD, status: int = 303) -> str:
    page = client.get("/account/password").submit(
        "/account/password", status=status, current=current, new=new, again=new
    )
    return " ".join(page.errors) if status == 422 else page.location


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Sh0rt!aaa", "password_too_short"),
        ("onlylowercase", "password_too_simple"),
        ("lower12345678x", "password_too_simple"),
        ("Handler#83921x", "password_holds_name"),
        ("hanzhiyuan#7X3k", "password_holds_name"),
        ("韩志远 Abc 7k2m", "password_holds_name"),
        ("Password@2026", "password_too_common"),
        ("P@ssw0rd!2026", "password_too_common"),
        ("Qwertyuiop123!", "password_too_common"),
        ("1qaz2wsx3edC!", "password_too_common"),
        ("Woaini1314520!", "password_too_common"),
        ("Guanliyuan#888", "password_too_common"),
        ("Zhengfu@20261008", "password_too_common"),
        ("Aaaaaaaaa1!", "password_too_common"),
        ("AbcAbcAbc123!", "password_too_common"),
    ],
)
def test_a_bad_password_is_refused_with_its_reason(password: str, code: str) -> None:
    refusal = passwords.check(password, MLPS, NAMES)
    assert refusal is not None
    assert refusal.code == code


@pytest.mark.parametrize("password", [GOOD, "Tr4m-leaves-at-9", "雪落阿尔山Hotel7路灯x"])
def test_a_good_password_passes(password: str) -> None:
    assert passwords.check(password, MLPS, NAMES) is None


def test_the_other_profile_asks_for_length_and_not_for_classes() -> None:
    assert passwords.check("rivers freeze late here", ASVS, NAMES) is None
    assert passwords.check("rivers freeze late here", MLPS, NAMES) is not None
    short = passwords.check("Tr4m-at-9", ASVS, NAMES)
    assert short is not None
    assert short.code == "password_too_short"


def test_what_is_generated_passes_and_never_repeats() -> None:
    drawn = {passwords.generate() for _ in range(200)}
    assert len(drawn) == 200
    assert all(passwords.check(password, MLPS, NAMES) is None for password in drawn)


def test_a_one_time_password_opens_one_page_only(app: Flask, client: Client) -> None:
    user = create_user(
        "clerk", "新来的", factories.unit("office"), factories.PASSWORD, one_time=True
    )
    from core.access.permissions import Role
    from core.identity.models import Post

    db.session.add(
        Post(user=user, unit=user.unit, role=Role.INTAKE_OFFICER, starts_on=moment.today())
    )
    db.session.commit()
    client.sign_in(user)
    for path in ("/", "/complaints", "/account", "/search?q=1"):
        assert client.get(path, status=303, follow=False).location == "/account/password"
    page = client.get("/account/password")
    assert "一次性密码" in page.text
    assert _change(client, GOOD) == "/"
    assert client.get("/").h1 == "待办事项"
    client.sign_out()
    client.sign_in(user, GOOD)
    assert client.get("/").h1 == "待办事项"


def test_a_one_time_password_is_worth_nothing_after_seven_days(app: Flask, client: Client) -> None:
    with moment.frozen("2026-03-02T09:00"):
        password = accounts.reset_password(factories.person("handler").id, None, "忘记密码")
    form = {"username": "handler", "password": password}
    with moment.frozen("2026-03-09T09:00"):
        page = client.get("/sign-in").submit(status=422, **form)
        assert "已过期" in " ".join(page.errors)
    with moment.frozen("2026-03-09T08:59"):
        client.get("/sign-in").submit(status=303, **form)


def test_changing_ends_other_sessions_and_renews_this_one(
    sign_in: Callable[[User], Client],
) -> None:
    user = factories.person("handler")
    here, elsewhere = sign_in(user), sign_in(user)
    before = here._http.get_cookie("wenze")
    _change(here, GOOD)
    after = here._http.get_cookie("wenze")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert here.get("/").h1 == "待办事项"
    assert elsewhere.raw("GET", "/").status_code == 303
    assert of_subject("users", user.id)[0].action == "password_changed"


def test_a_wrong_current_password_changes_nothing_and_is_counted(
    sign_in: Callable[[User], Client],
) -> None:
    client = sign_in(factories.person("handler"))
    for _ in range(5):
        assert "当前密码不正确" in _change(client, GOOD, "wrong", 422)
    assert factories.person("handler").locked_until is not None
    assert "当前密码不正确" in _change(client, GOOD, status=422)


def test_the_last_five_passwords_are_not_taken_again(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("handler"))
    last = factories.PASSWORD
    for number in range(5):
        fresh = f"{GOOD}{number}"
        _change(client, fresh, last)
        last = fresh
    assert "最近 5 次" in _change(client, f"{GOOD}0", last, 422)
    assert "最近 5 次" in _change(client, last, last, 422)
    _change(client, f"{GOOD}5", last)
    _change(client, f"{GOOD}0", f"{GOOD}5")
    kept = [row.password_hash for row in db.session.query(PastPassword)]
    assert all(value.startswith("$argon2id$") for value in kept)


@pytest.mark.parametrize(("day", "prompted"), [("2026-05-30", False), ("2026-05-31", True)])
def test_after_ninety_days_the_reader_is_prompted_and_not_locked_out(
    app: Flask, client: Client, day: str, prompted: bool
) -> None:
    with moment.frozen("2026-03-02"):
        user = factories.new_user()
    with moment.frozen(day):
        client.sign_in(user)
        assert ("密码已使用较长时间" in client.get("/").text) is prompted


def test_a_reset_password_is_in_no_record(app: Flask) -> None:
    user = factories.person("handler")
    password = accounts.reset_password(user.id, factories.person("admin").id, "忘记密码")
    entry = of_subject("users", user.id)[0]
    assert (entry.action, entry.reason) == ("password_reset", "忘记密码")
    assert password not in f"{entry.before}{entry.after}{entry.reason}"


def test_every_profile_has_its_words() -> None:
    assert set(labels.PASSWORD_PROFILES) == set(passwords.PROFILES)
