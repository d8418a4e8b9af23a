"""Tokens: made by two, shown once, bounded by unit, scope and time, ended at once, always noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from administration import services
from administration.models import PendingChange
from administration.rules import ChangeAction
from core import moment
from core.access.permissions import Role, Scope
from core.access_log import AccessEntry
from core.api import admission
from core.api.models import ApiToken
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.throttle import Throttle
from tests.support import api, factories
from tests.support.client import Client

PERIOD = "/statistics?first=2026-01-01&last=2026-03-01"


def status(app: Flask, token: str | None, path: str = PERIOD) -> int:
    return api.System(app, token).ask("GET", path).status_code


def code(app: Flask, token: str | None) -> str:
    answer = api.System(app, token).ask("GET", PERIOD)
    assert answer.mimetype == "application/problem+json"
    return str(answer.get_json()["code"])


def test_a_token_opens_nothing_before_another_confirms_it(app: Flask) -> None:
    token, change = api.proposed()
    assert status(app, token) == 401
    api.confirm(change)
    assert status(app, token) == 200


def test_who_proposed_a_token_cannot_confirm_it(app: Flask) -> None:
    _token, change = api.proposed(by="security_admin")
    with pytest.raises(Forbidden):
        services.decide_change(
            change,
            factories.actor("security_admin"),
            ChangeAction.CONFIRM,
            seen_version=change.version,
        )


def test_the_database_refuses_a_token_of_one_person(app: Flask) -> None:
    api.token()
    made = api.newest()
    made.confirmed_by_id = made.proposed_by_id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_token_is_kept_as_a_hash_and_nowhere_in_clear(app: Flask) -> None:
    token = api.token()
    secret = token.removeprefix("wenze_")[4:]
    _other, change = api.proposed(name="另一个系统")
    kept = [str(vars(row)) for row in db.session.scalars(select(ApiToken))]
    written = [str(vars(entry)) for entry in of_subject("api_tokens", api.newest().id)]
    assert kept
    assert written
    assert not [text for text in [*kept, *written, str(change.details)] if secret in text]


def test_only_administrators_propose_tokens(app: Flask) -> None:
    for who in ("audit_admin", "supervisor", "intake"):
        with pytest.raises(Forbidden):
            api.proposed(by=who)


@pytest.mark.parametrize("ends", [date(2026, 3, 1), date(2027, 3, 4)])
def test_a_token_that_is_over_or_lasts_for_years_is_refused(app: Flask, ends: date) -> None:
    with pytest.raises(Refused):
        api.proposed(expires_on=ends)


def test_a_token_without_a_scope_is_refused(app: Flask) -> None:
    with pytest.raises(Refused):
        api.proposed(())


def test_a_token_holds_on_its_last_day_and_not_after(app: Flask) -> None:
    token = api.token(expires_on=date(2026, 3, 5))
    with moment.frozen("2026-03-05T23:59:00"):
        assert status(app, token) == 200
    with moment.frozen("2026-03-06T00:00:00"):
        assert status(app, token) == 401


def test_a_withdrawn_token_opens_nothing_at_the_next_request(app: Flask) -> None:
    token = api.token()
    assert status(app, token) == 200
    services.withdraw_token(factories.actor("admin"), api.newest(), "已泄露")
    assert status(app, token) == 401
    with pytest.raises(Refused):
        services.withdraw_token(factories.actor("admin"), api.newest(), "再次撤销")
    acts = [entry.action for entry in of_subject("api_tokens", api.newest().id)]
    assert acts == ["token_withdrawn", "token_made"]


def test_no_token_a_wrong_one_and_a_withdrawn_one_get_the_same_answer(app: Flask) -> None:
    token = api.token()
    services.withdraw_token(factories.actor("admin"), api.newest(), "不再对接")
    answers = {
        api.System(app, shown).ask("GET", PERIOD).get_data()
        for shown in (token, "wenze_" + "x" * 43, "", None, "令牌".encode().decode("latin-1"))
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    "header", ["Basic YTpi", "Bearer", "Bearer  ", f"Bearer {'a' * 5000}", "bearer a b c"]
)
def test_a_header_that_holds_no_token_is_unauthorized(app: Flask, header: str) -> None:
    answer = api.System(app, None).ask("GET", PERIOD, headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_each_scope_is_asked_for(app: Flask) -> None:
    asked = {
        Scope.REPORT_WRITE: ("POST", "/reports", api.REPORT),
        Scope.REPORT_STATUS: ("POST", "/reports/standing", {"receipt_code": "0" * 16}),
        Scope.ORDER_WRITE: ("POST", "/orders", api.ORDER),
        Scope.STATISTICS_READ: ("GET", PERIOD, None),
    }
    assert set(asked) == set(Scope)
    for scope, (method, path, body) in asked.items():
        without = api.token([other for other in Scope if other != scope], name=scope.value)
        answer = api.System(app, without).ask(method, path, body)
        assert answer.status_code == 403, scope
        assert answer.get_json()["code"] == "scope_missing"


def test_a_signed_in_user_is_nobody_here(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("supervisor"))
    assert client.raw("GET", f"/api/v1{PERIOD}").status_code == 401


def test_a_token_is_nobody_on_the_pages(app: Flask) -> None:
    bearer = {"Authorization": f"Bearer {api.token()}"}
    answer = app.test_client().get("/complaints", headers=bearer)
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_every_use_is_noted_granted_or_not(app: Flask) -> None:
    token = api.token([Scope.STATISTICS_READ])
    api.System(app, token).ask("GET", PERIOD)
    api.System(app, token).order()
    kept = db.session.scalars(
        select(AccessEntry.page).where(AccessEntry.subject_type == "api_tokens")
    ).all()
    assert kept == ["oversight_api.statistics_read", "complaints_api.order_hand_in"]
    assert api.newest().last_used_on == moment.today()


def test_what_is_reported_is_noted_by_the_day(app: Flask) -> None:
    api.open_office()
    system = api.System(app, api.token())
    system.hand_in()
    at = db.session.scalars(select(AccessEntry.at)).one()
    assert isinstance(at, datetime)
    assert moment.is_a_day(at)


def test_wrong_tokens_are_slowed_down_and_right_ones_bounded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "guesses", Throttle(2, 50, timedelta(minutes=1)))
    monkeypatch.setattr(admission, "uses", Throttle(3, 50, timedelta(minutes=1)))
    token, other = api.token(), api.token()
    assert [status(app, token) for _ in range(4)] == [200, 200, 200, 429]
    assert [code(app, "wenze_guess") for _ in range(3)] == [
        "token_unknown",
        "token_unknown",
        "too_many_requests",
    ]
    assert status(app, other) == 200, "a guesser shuts nobody else out"
    answer = api.System(app, token).ask("GET", PERIOD)
    assert answer.headers["Retry-After"] == "60"


def test_the_pages_show_the_token_once_and_withdraw_it(sign_in: Callable[[User], Client]) -> None:
    client = sign_in(factories.person("admin"))
    slip = client.get("/administration/tokens/new").submit(
        status=200,
        name="12345热线",
        unit=str(factories.unit("office").id),
        scopes=[Scope.ORDER_WRITE.value],
        expires_on="2026-12-31",
        reason="热线对接",
    )
    token = slip.one("code", id="token").text
    assert status(client.app, token) == 401
    second = sign_in(factories.person("security_admin"))
    (change,) = db.session.scalars(select(PendingChange))
    waiting = second.get(f"/administration/changes/{change.id}")
    assert "递交热线工单" in waiting.text
    assert token not in waiting.text
    waiting.submit(action="/confirm", reason="")
    listed = client.get("/administration/tokens")
    assert token[:10] in listed.text
    assert token not in listed.text
    listed.follow("撤销").submit(reason="对接结束")
    assert "已撤销" in client.get("/administration/tokens").text
    assert status(client.app, token) == 401


def test_a_token_of_another_unit_is_not_there(sign_in: Callable[[User], Client]) -> None:
    api.token(unit="office")
    elsewhere = factories.new_user("town-admin", "乡镇管理员", "town", (Role.SYSTEM_ADMIN,))
    client = sign_in(elsewhere)
    assert "市政府门户网站" not in client.get("/administration/tokens").text
    client.get(f"/administration/tokens/{api.newest().id}/withdraw", status=404)
