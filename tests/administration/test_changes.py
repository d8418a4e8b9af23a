"""Changes by two persons: proposed, confirmed by another, in force at the next request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from administration import services
from administration.models import PendingChange
from administration.procedure import CHANGE_PROCEDURE
from administration.rules import ChangeAction, ChangeKind, ChangeState
from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity import queries
from core.identity.models import Post, UnitPack, User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from tests.support import factories
from tests.support.client import Client

NEXT_DAY = date(2026, 3, 3)


@pytest.fixture
def second(app: Flask) -> User:
    """Another security administrator."""
    return factories.new_user("second", "霍安澜", "government", (Role.SECURITY_ADMIN,))


def _post(user: str = "handler", **changes: Any) -> PendingChange:
    values: dict[str, Any] = {
        "actor": factories.actor("security_admin"),
        "user": factories.person(user),
        "unit": factories.unit("office"),
        "role": Role.REVIEWER,
        "starts_on": moment.today(),
        "ends_on": None,
        "stands_in_for": None,
        "reason": "工作需要",
        "token": None,
    }
    return services.propose_post(**{**values, **changes})


def _decide(change: PendingChange, by: User | str, action: ChangeAction) -> None:
    services.decide_change(change, factories.actor(by), action, seen_version=change.version)


def _roles(username: str) -> set[Role]:
    return {post.role for post in factories.actor(username).posts}


def test_a_post_takes_effect_when_another_confirms_it(app: Flask, second: User) -> None:
    change = _post()
    assert Role.REVIEWER not in _roles("handler")
    _decide(change, second, ChangeAction.CONFIRM)
    assert Role.REVIEWER in _roles("handler")
    assert change.state is ChangeState.CONFIRMED
    assert [e.action for e in of_subject("pending_changes", change.id)] == ["confirm", "propose"]


def test_nobody_confirms_what_they_proposed(app: Flask, second: User) -> None:
    change = _post()
    with pytest.raises(Forbidden):
        _decide(change, "security_admin", ChangeAction.CONFIRM)


def test_nobody_confirms_what_concerns_themselves(app: Flask, second: User) -> None:
    change = _post(user="second", unit=factories.unit("government"), role=Role.SECURITY_ADMIN,
                   starts_on=NEXT_DAY)  # fmt: skip
    with pytest.raises(Forbidden):
        _decide(change, second, ChangeAction.CONFIRM)


@pytest.mark.parametrize("by", ["admin", "audit_admin", "supervisor"])
def test_nobody_else_confirms(app: Flask, by: str) -> None:
    with pytest.raises(Forbidden):
        _decide(_post(), by, ChangeAction.CONFIRM)


def test_the_database_wants_a_second_person_too(app: Flask) -> None:
    change = _post()
    table = PendingChange.__table__
    with pytest.raises(IntegrityError):
        db.session.execute(
            table.update()  # type: ignore[attr-defined]
            .where(table.c.id == change.id)
            .values(state="confirmed", decided_by_id=change.proposed_by_id)
        )


@pytest.mark.parametrize("action", ChangeAction)
@pytest.mark.parametrize("state", [s for s in ChangeState if s is not ChangeState.PROPOSED])
def test_what_is_decided_stays_decided(
    app: Flask, second: User, action: ChangeAction, state: ChangeState
) -> None:
    change = _post()
    course = {
        ChangeState.CONFIRMED: (second, ChangeAction.CONFIRM),
        ChangeState.REJECTED: (second, ChangeAction.REJECT),
        ChangeState.WITHDRAWN: ("security_admin", ChangeAction.WITHDRAW),
    }
    _decide(change, *course[state])  # type: ignore[arg-type]
    assert change.state is state
    by: User | str = "security_admin" if action is ChangeAction.WITHDRAW else second
    with pytest.raises(Refused, match="wrong_state"):
        _decide(change, by, action)
    assert (Role.REVIEWER in _roles("handler")) is (state is ChangeState.CONFIRMED)


def test_every_row_of_the_table_starts_where_a_change_waits() -> None:
    assert {row.action for row in CHANGE_PROCEDURE.transitions} == set(ChangeAction)
    assert all(row.sources == {ChangeState.PROPOSED} for row in CHANGE_PROCEDURE.transitions)


def test_of_two_who_saw_the_same_page_the_later_is_told(app: Flask, second: User) -> None:
    change = _post()
    seen = change.version
    _decide(change, second, ChangeAction.REJECT)
    with pytest.raises(Stale):
        services.decide_change(
            change, factories.actor(second), ChangeAction.CONFIRM, seen_version=seen
        )


def test_an_administrator_cannot_be_given_a_business_post(app: Flask, second: User) -> None:
    with pytest.raises(Refused, match="post_administrators_apart"):
        _post(user="admin")
    with pytest.raises(Refused, match="post_administrators_apart"):
        _post(role=Role.AUDIT_ADMIN, unit=factories.unit("government"))


def test_what_became_impossible_meanwhile_is_refused_on_confirming(
    app: Flask, second: User
) -> None:
    user = factories.new_user("fresh", roles=())
    first = _post(user="fresh", role=Role.REVIEWER)
    other = _post(user="fresh", role=Role.AUDIT_ADMIN, unit=factories.unit("government"))
    _decide(first, second, ChangeAction.CONFIRM)
    with pytest.raises(Refused, match="post_administrators_apart"):
        _decide(other, second, ChangeAction.CONFIRM)
    assert [post.role for post in queries.posts_of(user.id)] == [Role.REVIEWER]


def test_the_same_change_waits_once(app: Flask) -> None:
    _post()
    with pytest.raises(Refused, match="change_waits_already"):
        _post()


def test_a_post_is_ended_by_two(app: Flask, second: User) -> None:
    post = db.session.query(Post).filter_by(user_id=factories.person("handler").id).one()
    change = services.propose_post_end(
        factories.actor("security_admin"), post, date(2026, 3, 2), reason="调岗", token=None
    )
    _decide(change, second, ChangeAction.CONFIRM)
    with moment.frozen("2026-03-03"):
        assert Role.INVESTIGATOR not in _roles("handler")


def _pack(day: date, pack_id: str = "xx-county-2022") -> PendingChange:
    return services.propose_pack(
        factories.actor("admin"), factories.unit("town"), pack_id, day, reason="新制度", token=None
    )


def test_a_pack_is_assigned_by_two_and_from_its_day(app: Flask, second: User) -> None:
    _decide(_pack(NEXT_DAY), second, ChangeAction.CONFIRM)
    town = factories.unit("town")
    assert queries.pack_id_of(town, moment.today()) == factories.PACK
    assert queries.pack_id_of(town, NEXT_DAY) == "xx-county-2022"
    entry = of_subject("unit_packs", db.session.query(UnitPack).filter_by(unit_id=town.id).one().id)
    assert entry[0].action == "pack_assigned"


@pytest.mark.parametrize(
    ("day", "pack_id", "code"),
    [
        (date(2026, 3, 2), "xx-county-2022", "pack_not_ahead"),
        (NEXT_DAY, "nowhere-1999", "pack_unknown"),
        (NEXT_DAY, "national-2007", "pack_not_in_force"),
    ],
)
def test_the_past_is_settled(app: Flask, day: date, pack_id: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        _pack(day, pack_id)


def test_a_lost_second_factor_has_its_way_back(app: Flask, second: User) -> None:
    handler = factories.person("handler")
    change = services.propose_factor_reset(
        factories.actor("admin"), handler, reason="手机遗失", token=None
    )
    assert change.kind is ChangeKind.FACTOR_RESET
    _decide(change, second, ChangeAction.CONFIRM)
    entry = of_subject("users", handler.id)[0]
    assert (entry.action, entry.reason) == ("second_factor_reset", "手机遗失")


def test_only_whose_turn_it_is_is_told(app: Flask, second: User) -> None:
    _post()
    with app.test_request_context():
        waiting = {
            name: [t for t in tasks_of(factories.actor(name)) if "变更" in t.number]
            for name in ("second", "security_admin", "admin", "supervisor")
        }
    assert {name: len(tasks) for name, tasks in waiting.items()} == {
        "second": 1, "security_admin": 0, "admin": 0, "supervisor": 0,
    }  # fmt: skip


def test_through_the_pages(app: Flask, second: User, sign_in: Callable[[User], Client]) -> None:
    first, other = sign_in(factories.person("security_admin")), sign_in(second)
    handler = factories.person("handler")
    page = first.get(f"/administration/users/{handler.id}/give-post")
    values: dict[str, Any] = {
        "role": "discipline_leader",
        "unit": str(handler.unit_id),
        "starts_on": "2026-03-02",
        "reason": "主任外出培训",
    }
    wrong = page.submit(status=422, stands_in_for="nobody-here", **values)
    assert "没有用户名" in " ".join(wrong.errors)
    assert "结束日期" in " ".join(
        wrong.submit(status=422, stands_in_for="supervisor", **values).errors
    )
    page.submit(stands_in_for="supervisor", ends_on="2026-03-06", **values)
    change = db.session.query(PendingChange).one()
    url = f"/administration/changes/{change.id}"
    own = first.get(url)
    assert "包晓梅" in own.text
    assert not [b for b in own.all("button") if b.text == "复核同意"]
    other.get(url).submit(f"/changes/{change.id}/confirm", reason="同意")
    assert "代包晓梅" in other.get("/administration/posts").text
    assert "已生效" in other.get(url).text
    assert Role.DISCIPLINE_LEADER in _roles("handler")
