"""Signing in: five wrong passwords lock the account, and nothing tells whether a name exists."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from argon2 import PasswordHasher
from flask import Flask

from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity import services
from core.identity.models import Post, User
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import factories
from tests.support.client import Client


def _try(client: Client, username: str, password: str, status: int = 422) -> str:
    page = client.get("/sign-in").submit(username=username, password=password, status=status)
    return " ".join(page.errors) if status == 422 else page.location


def test_the_right_password_leads_home(client: Client) -> None:
    assert _try(client, "handler", factories.PASSWORD, 303) == "/"


def test_the_page_asked_for_is_where_one_goes_on(client: Client) -> None:
    page = client.get("/sign-in?next=/sign-in%3Flang%3Den")
    page = page.submit(username="handler", password=factories.PASSWORD)
    assert page.location == "/sign-in?lang=en"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example/", "/\\evil.example", "evil", "/x\nSet-Cookie: a=b",
     "javascript:alert(1)", "/" + "x" * 600],
)  # fmt: skip
def test_nobody_is_sent_to_another_site(client: Client, target: str) -> None:
    client.get("/sign-in")
    data = {"username": "handler", "password": factories.PASSWORD, "next": target}
    assert client.post("/sign-in", data).location == "/"


def test_a_wrong_password_and_an_unknown_name_look_the_same(client: Client) -> None:
    wrong = _try(client, "handler", "wrong")
    unknown = _try(client, "nobody", "wrong")
    assert wrong == unknown
    assert "用户名或密码不正确" in wrong


def test_a_name_nobody_has_takes_as_long_as_a_wrong_password(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a hash that costs something, both attempts verify one hash."""
    monkeypatch.setattr(services, "_hasher", PasswordHasher(time_cost=2, memory_cost=8192))
    services._nobody.cache_clear()
    factories.person("handler").password_hash = services.hash_password("another password")
    db.session.commit()
    services._nobody()

    def cost(username: str) -> float:
        started = time.process_time()
        services.attempt_sign_in(username, "wrong")
        return time.process_time() - started

    known = min(cost("handler") for _ in range(3))
    unknown = min(cost("nobody") for _ in range(3))
    services._nobody.cache_clear()
    assert unknown > known / 3


def test_the_fifth_wrong_password_locks_for_half_an_hour(client: Client) -> None:
    with moment.frozen("2026-03-02T09:00"):
        for _ in range(4):
            assert "不正确" in _try(client, "handler", "wrong")
        assert "锁定至 09:30" in _try(client, "handler", "wrong")
    with moment.frozen("2026-03-02T09:29"):
        assert "锁定" in _try(client, "handler", factories.PASSWORD)
    with moment.frozen("2026-03-02T09:30"):
        _try(client, "handler", factories.PASSWORD, 303)
    entry = of_subject("users", factories.person("handler").id)
    assert [item.action for item in entry[:2]] == ["signed_in", "account_locked"]


def test_four_wrong_passwords_are_forgotten_by_the_right_one(client: Client) -> None:
    for _ in range(2):
        for _ in range(4):
            _try(client, "handler", "wrong")
        _try(client, "handler", factories.PASSWORD, 303)
        client.sign_out()
    assert factories.person("handler").failed_count == 0


def test_a_lock_concerns_one_account_only(client: Client) -> None:
    for _ in range(5):
        _try(client, "handler", "wrong")
    _try(client, "colleague", factories.PASSWORD, 303)


def test_a_disabled_user_cannot_sign_in(client: Client) -> None:
    factories.person("handler").is_active = False
    assert "不正确" in _try(client, "handler", factories.PASSWORD)


def test_without_its_csrf_token_the_form_is_refused(client: Client) -> None:
    data = {"username": "handler", "password": factories.PASSWORD}
    assert client.raw("POST", "/sign-in", data).status_code == 400


def test_an_empty_form_says_what_is_missing(client: Client) -> None:
    page = client.get("/sign-in").submit(username="", password="", status=422)
    assert [word for word in ("请输入用户名", "请输入密码") if word in page.text] == [
        "请输入用户名",
        "请输入密码",
    ]
    assert page.one("input", name="password").get("value") == ""


def test_who_is_signed_in_goes_home(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("handler"))
    assert client.get("/sign-in", status=303, follow=False).location == "/"


def test_a_hash_with_old_parameters_is_renewed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    before = factories.person("handler").password_hash
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(services, "_hasher", stronger)
    assert services.attempt_sign_in("handler", factories.PASSWORD).user_id is not None
    after = factories.person("handler").password_hash
    assert after != before
    assert not stronger.check_needs_rehash(after)


def test_passwords_are_hashed_with_argon2id_at_the_default_cost() -> None:
    """What production uses: the tests make it cheap."""
    fresh = PasswordHasher()
    assert fresh.type.name == "ID"
    assert (fresh.time_cost, fresh.memory_cost) >= (3, 65536)


@pytest.mark.parametrize("password", ["short", "123456789", "newcomer-and-more"])
def test_a_weak_password_is_refused(app: Flask, password: str) -> None:
    with pytest.raises(Refused, match="password_too_weak"):
        services.create_user("newcomer", "新来的", factories.unit("office"), password)


def test_a_username_is_taken_once(app: Flask) -> None:
    with pytest.raises(Refused, match="username_taken"):
        services.create_user("handler", "又一人", factories.unit("office"), factories.PASSWORD)


def test_a_post_counts_between_its_dates(app: Flask) -> None:
    user = factories.new_user(roles=())
    post = Post(
        user=user,
        unit=factories.unit("office"),
        role=Role.SIGNER,
        starts_on=date(2026, 3, 3),
        ends_on=date(2026, 3, 5),
    )
    db.session.add(post)
    db.session.commit()
    held = {}
    for day in range(2, 7):
        with moment.frozen(f"2026-03-0{day}"):
            held[day] = [item.role for item in factories.actor(user).posts]
    assert held == {2: [], 3: [Role.SIGNER], 4: [Role.SIGNER], 5: [Role.SIGNER], 6: []}


def test_the_line_of_command_reaches_down_at_any_depth(app: Flask) -> None:
    superior = factories.person("supervisor")
    below = services.create_user(
        "trainee", "实习生", factories.unit("office"), factories.PASSWORD,
        superior=factories.person("handler"),
    )  # fmt: skip
    wanted = {factories.person(name).id for name in ("intake", "handler", "colleague")} | {below.id}
    assert set(factories.actor(superior).subordinate_ids) == wanted
    assert factories.actor("liaison").subordinate_ids == ()


def test_users_can_be_made_and_listed_from_the_command_line(app: Flask) -> None:
    runner = app.test_cli_runner()
    made = runner.invoke(
        args=["users", "create", "clerk", "--name", "新人", "--unit", "天池镇人民政府", "--role",
              "liaison", "--password", factories.PASSWORD]
    )  # fmt: skip
    assert made.exit_code == 0, made.output
    weak = runner.invoke(
        args=["users", "create", "clerk2", "--name", "新人", "--unit", "天池镇人民政府",
              "--password", "short"]
    )  # fmt: skip
    assert weak.exit_code == 1
    assert "至少 10 个字符" in weak.output
    listed = runner.invoke(args=["users", "list"])
    assert "clerk\t新人\t天池镇人民政府" in listed.output
