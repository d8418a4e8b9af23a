"""The pages of administration: units, users, tables, health; each administrator within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from administration.queries import health
from administration.views import clocks as clock_pages
from core import moment
from core.access.grants import GRANTS
from core.access.permissions import Permission, Role
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import Unit, User
from core.record.services import of_subject
from tests.support import casework, complaints, factories
from tests.support.client import Client

PAGES = ("units", "users", "posts", "grants", "packs", "changes", "number-series", "calendar",
         "clock-changes", "health")  # fmt: skip
BUSINESS = re.compile(r"^(complaint|case|reporter|apportionment|decision|service|remedy|rectif)")


@pytest.fixture
def admin(sign_in: Callable[[User], Client]) -> Client:
    """The system administrator at work."""
    return sign_in(factories.person("admin"))


@pytest.fixture
def guard(sign_in: Callable[[User], Client]) -> Client:
    """The security administrator at work."""
    return sign_in(factories.person("security_admin"))


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", ["admin", "security_admin"])
def test_every_page_opens_for_both(
    sign_in: Callable[[User], Client], username: str, path: str
) -> None:
    page = sign_in(factories.person(username)).get(f"/administration/{path}")
    assert len(page.response.data) < 120_000


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_no_administrator_has_a_permission_of_the_business(role: Role) -> None:
    assert not [p for p in GRANTS[role] if BUSINESS.match(p)]


def test_what_gives_power_and_who_gets_it_are_two_hands() -> None:
    assert not {Permission.POST_MANAGE, Permission.CHANGE_CONFIRM} & GRANTS[Role.SYSTEM_ADMIN]
    assert not {Permission.USER_MANAGE, Permission.UNIT_MANAGE} & GRANTS[Role.SECURITY_ADMIN]


def test_a_unit_is_added_and_renamed(admin: Client) -> None:
    parent = factories.unit("government")
    values: dict[str, Any] = {
        "name": "阿尔山市审计局",
        "short_name": "市审计局",
        "kind": "department",
    }
    admin.get("/administration/units/new").submit(parent=str(parent.id), code="1522", **values)
    unit = db.session.query(Unit).filter_by(name="阿尔山市审计局").one()
    assert unit.path.startswith(parent.path)
    again = admin.get("/administration/units/new").submit(
        status=422, parent=str(parent.id), code="", **values
    )
    assert "已被使用" in " ".join(again.errors)
    admin.get(f"/administration/units/{unit.id}/edit").submit(name="阿尔山市审计委员会")
    assert unit.name == "阿尔山市审计委员会"
    assert of_subject("units", unit.id)[0].action == "unit_changed"


def test_a_user_is_made_with_a_slip_that_is_shown_once(app: Flask, admin: Client) -> None:
    page = admin.get("/administration/users/new")
    values: dict[str, Any] = {
        "username": "clerk",
        "name": "新来的",
        "unit": str(factories.unit("office").id),
    }
    slip = page.submit(status=200, **values)
    found = re.search(r"[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){3}", slip.text)
    assert found
    assert slip.headers["Cache-Control"] == "no-store"
    again = page.submit(**values)
    assert again.location.startswith("/administration/users/")
    assert found.group() not in admin.get(again.location).response.text
    user = factories.person("clerk")
    assert user.one_time_until is not None
    client = Client(app)
    client.sign_in(user, found.group())
    page = client.get("/")
    assert page.h1 == "更改密码"
    new = "Lärche-17-Mondlicht"
    page.submit("/account/password", current=found.group(), new=new, again=new)
    assert client.raw("GET", "/").status_code == 403  # no post yet


def test_a_password_is_reset_with_a_reason(admin: Client) -> None:
    handler = factories.person("handler")
    page = admin.get(f"/administration/users/{handler.id}/reset-password")
    assert page.submit(status=422, reason="").errors
    slip = page.submit(status=200, reason="忘记密码，已当面核实")
    assert "一次性密码" in slip.h1
    assert of_subject("users", handler.id)[0].reason == "忘记密码，已当面核实"


def test_a_leaver_is_entered_and_what_is_left_is_listed(admin: Client) -> None:
    from casework.rules import CaseState

    made = casework.case(CaseState.INVESTIGATING)
    handler = factories.person("handler")
    page = admin.get(f"/administration/users/{handler.id}/leave")
    assert page.submit(status=422, last_day="2026-03-01", reason="调离").errors
    page.submit(last_day="2026-03-31", reason="调离")
    shown = admin.get(f"/administration/users/{handler.id}")
    assert "待交接事项" in shown.text
    assert made.title not in shown.text


def test_a_lock_is_released_and_sessions_are_ended(
    app: Flask, guard: Client, sign_in: Callable[[User], Client]
) -> None:
    handler = factories.person("handler")
    client = sign_in(handler)
    wrong = Client(app)
    for _ in range(5):
        wrong.get("/sign-in").submit(status=422, username="handler", password="wrong")
    url = f"/administration/users/{handler.id}"
    assert "已锁定" in guard.get(url).text
    guard.get(f"{url}/release-lock").submit(reason="本人来电核实")
    assert "已锁定" not in guard.get(url).text
    assert client.raw("GET", "/").status_code == 200
    guard.get(f"{url}/end-sessions").submit(reason="设备遗失")
    assert client.raw("GET", "/").status_code == 303


def test_an_administrator_of_a_town_sees_the_town_only(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(factories.new_user("towner", "乡管", "town", (Role.SYSTEM_ADMIN,)))
    assert "韩志远" not in client.get("/administration/users").text
    handler = factories.person("handler")
    for path in ("", "/reset-password", "/leave"):
        assert client.raw("GET", f"/administration/users/{handler.id}{path}").status_code == 404
    office = factories.unit("office")
    assert client.raw("GET", f"/administration/units/{office.id}/edit").status_code == 404


def test_doctor_finds_nothing_wrong_here_and_says_so(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["doctor", "--json"])
    found = {row["what"]: row for row in json.loads(answer.output)}
    assert found["操作记录"]["is_well"], found
    assert found["数据库结构版本"]["is_well"]
    assert found["密钥文件"]["is_well"]


def test_doctor_finds_a_stuck_case_and_a_broken_record(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin."""
    casework.case()
    with moment.frozen("2026-05-01"):
        assert not next(f for f in health.findings() if "未动" in f.what).is_well
    monkeypatch.setattr("core.record.chain.link", lambda *_args: "0" * 64)
    assert not next(f for f in health.findings() if f.what == "操作记录").is_well
    assert app.test_cli_runner().invoke(args=["doctor"]).exit_code == 1


def test_clocks_that_a_changed_pack_moves_are_previewed_and_applied(
    app: Flask, admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = for_subject("complaints", complaints.complaint().id)[0]
    shorter = replace(clock.period, length=10)
    page = admin.get("/administration/clock-changes")
    assert "没有变化" in page.text
    monkeypatch.setitem(
        app.extensions,
        "wenze.clock_terms",
        lambda _pack, _term: shorter,
    )
    page = admin.get("/administration/clock-changes")
    row = page.one("tbody").text
    for words in ("举报受理期限", "2026年3月17日", "2026年3月12日", "15 日 改为 10 日"):
        assert words in row
    assert complaints.TITLE not in page.text  # an administrator sees no business
    assert clock.due_on == date(2026, 3, 17)
    other = for_subject("complaints", complaints.complaint().id)[0]
    outdated = page.submit("/administration/clock-changes/apply", status=422)
    assert "又有变化" in outdated.text
    outdated.submit("/administration/clock-changes/apply")
    assert [c.due_on for c in (clock, other)] == [date(2026, 3, 12)] * 2
    assert clock.events[-1].old_due_on == date(2026, 3, 17)
    assert clock.events[-1].actor_id == factories.person("admin").id


def test_the_security_administrator_only_looks(
    app: Flask, guard: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = for_subject("complaints", complaints.complaint().id)[0]
    shorter = replace(clock.period, length=10)
    monkeypatch.setitem(
        app.extensions,
        "wenze.clock_terms",
        lambda _pack, _term: shorter,
    )
    page = guard.get("/administration/clock-changes")
    assert not page.has("form", action="/administration/clock-changes/apply")
    monkeypatch.setattr(clock_pages, "MOST", 0)
    assert "flask clocks recompute --rules" in guard.get("/administration/clock-changes").text


def test_post_and_rank_of_a_person_are_entered_with_a_reason(admin: Client) -> None:
    official = factories.person("official")
    form = admin.get(f"/administration/users/{official.id}").follow("登记职务、级别")
    assert form.submit(status=422, post_title="副科长", rank="一级科员").errors
    form.submit(post_title="副科长", rank="一级科员", reason="职级晋升。")
    assert (official.post_title, official.rank) == ("副科长", "一级科员")
    entry = of_subject("users", official.id)[0]
    assert (entry.action, entry.reason) == ("position_set", "职级晋升。")
    assert "一级科员" in admin.get(f"/administration/users/{official.id}").text
