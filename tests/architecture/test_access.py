"""Every role knocks at every door, with real requests; the written table says who is let in."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

import pytest
from flask import Flask

from core.access import gate
from core.access.grants import GRANTS
from core.access.permissions import Permission, Role
from core.identity.models import User
from tests.architecture.access_table import COLUMNS, EVERYBODY, TABLE, TOKEN
from tests.support import factories
from tests.support.client import Client

#: No object has this id, so that who gets past the gate changes nothing.
NOBODYS = 2_000_000_000
SIGN_OUT = "identity.sign_out"
#: Has no session that somebody could ride on: the one asks where the form came from instead
#: (tests/complaints/test_reporting.py), to the other its address alone gives the right.
OPEN = {"complaints.report_new", "evaluation.survey_answer", "evaluation.survey_open"}
LIST = "casework.case_list"


def doors(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Yield endpoint, method and address of everything that can be called, signing out last."""
    rules = sorted(
        app.url_map.iter_rules(), key=lambda rule: (rule.endpoint == SIGN_OUT, rule.rule)
    )
    for rule in rules:
        values: dict[str, Any] = {
            name: NOBODYS if isinstance(converter.to_python("1"), int) else "x"
            for name, converter in rule._converters.items()
        }
        address = rule.build(values)
        assert address is not None
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, address[1]


def newcomer(role: Role) -> User:
    """Add a user with this role alone, over everything."""
    return factories.new_user("newcomer", "新来的", "government", (role,))


def walk(
    app: Flask, role: Role, table: dict[str, str], only: Collection[str] | None = None
) -> list[str]:
    """Knock as `role` at every door, or at `only` some; return what the table did not say."""
    client = Client(app)
    client.sign_in(newcomer(role))
    letter = next(letter for letter, of in COLUMNS.items() if of == role)
    token = _token(client)
    wrong = []
    for endpoint, method, address in doors(app):
        if only is not None and endpoint not in only:
            continue
        data = {"csrf_token": token} if method == "POST" else None
        for headers in ({}, {"HX-Request": "true"}):
            if endpoint == SIGN_OUT and headers:
                continue
            status = client.raw(method, address, data, headers).status_code
            if table.get(endpoint) == TOKEN:
                if status != 401:
                    wrong.append(f"{role}: {method} {endpoint}: {status} without a token")
                continue
            allowed = table.get(endpoint, "") == EVERYBODY or letter in table.get(endpoint, "")
            if status >= 500 or allowed is (status == 403) or status == 400:
                wrong.append(f"{role}: {method} {endpoint}: {status}, allowed: {allowed}")
    return wrong


def _token(client: Client) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/").response.text)
    assert found
    return found.group(1)


def test_every_endpoint_stands_in_the_table_and_nothing_else(app: Flask) -> None:
    assert set(TABLE) == set(app.view_functions)


def test_every_role_has_a_column() -> None:
    assert set(COLUMNS.values()) == set(Role)
    letters = set(COLUMNS) | {"·"}
    for endpoint, row in TABLE.items():
        if row == TOKEN:
            continue
        assert row == EVERYBODY or (len(row) == len(COLUMNS) and set(row) <= letters), endpoint
        assert row == EVERYBODY or all(
            mark in ("·", letter) for mark, letter in zip(row, COLUMNS, strict=True)
        ), endpoint


@pytest.mark.once  # the gate asks the grants, which are code and not rows
@pytest.mark.parametrize("role", Role)
def test_a_role_is_let_in_where_the_table_says_and_nowhere_else(app: Flask, role: Role) -> None:
    assert not walk(app, role, TABLE)


@pytest.mark.parametrize("letter", COLUMNS)
def test_a_door_opens_for_the_first_role_of_its_row(committed_db: Flask, letter: str) -> None:
    """What is behind it answers on either engine, in transactions of its own (a verification takes
    a snapshot, which no savepoint gives).
    """
    own = {
        endpoint
        for endpoint, row in TABLE.items()
        if row != TOKEN and row.strip("·").startswith(letter)
    }
    with committed_db.app_context():
        assert not walk(committed_db, COLUMNS[letter], TABLE, own)


def test_nobody_signed_in_is_let_in_nowhere_but_at_the_public_doors(app: Flask) -> None:
    client = Client(app)
    page = client.get("/sign-in")
    token = page.one("input", name="csrf_token")["value"]
    wrong = []
    for endpoint, method, address in doors(app):
        answer = client.raw(method, address, {"csrf_token": token} if method == "POST" else None)
        if TABLE[endpoint] == TOKEN:
            if answer.status_code != 401:
                wrong.append(f"{method} {endpoint}: {answer.status_code} without a token")
            continue
        sent_away = answer.status_code == 303 and answer.location.startswith("/sign-in")
        if sent_away is (TABLE[endpoint] == EVERYBODY) or answer.status_code >= 500:
            wrong.append(f"{method} {endpoint}: {answer.status_code}")
    assert not wrong


def test_without_its_csrf_token_nothing_is_done(app: Flask) -> None:
    client = Client(app)
    client.sign_in(newcomer(Role.DISCIPLINE_LEADER))
    for endpoint, method, address in doors(app):
        if method == "POST" and endpoint not in OPEN and TABLE[endpoint] != TOKEN:
            assert client.raw(method, address, {}).status_code == 400, endpoint


def test_the_walk_is_long(app: Flask) -> None:
    cells = len(list(doors(app))) * len(Role) * 2
    assert cells > 1000


# the twins


def test_a_grant_too_many_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    more = {**GRANTS, Role.EVALUATOR: GRANTS[Role.EVALUATOR] | {Permission.CASE_READ}}
    monkeypatch.setattr("core.access.actor.GRANTS", more)
    assert walk(app, Role.EVALUATOR, TABLE, {LIST})


def test_a_grant_taken_away_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    less = {**GRANTS, Role.REVIEWER: GRANTS[Role.REVIEWER] - {Permission.CASE_READ}}
    monkeypatch.setattr("core.access.actor.GRANTS", less)
    assert walk(app, Role.REVIEWER, TABLE, {LIST})


def test_a_gate_taken_away_is_found(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "abort", lambda _code: None)
    assert walk(app, Role.EVALUATOR, TABLE, {LIST})


def test_an_endpoint_that_is_not_in_the_table_is_denied_by_it(app: Flask) -> None:
    table = {endpoint: row for endpoint, row in TABLE.items() if endpoint != LIST}
    assert walk(app, Role.INVESTIGATOR, table, {LIST})
