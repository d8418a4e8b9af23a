"""Posts: administrators apart in the database, stand-ins, leavers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity import accounts, posts, queries
from core.identity.models import Post, User
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import casework, complaints, factories
from tests.support.application import in_parallel
from tests.support.client import Client

A, B = Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN
MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


def _store(user: User, role: Role, starts_on: date, ends_on: date | None) -> None:
    """Write past the services, as a careless program or a hand at the database would."""
    db.session.add(Post(user=user, unit=user.unit, role=role, starts_on=starts_on, ends_on=ends_on))
    db.session.flush()


@pytest.mark.parametrize("other", [B, Role.SECURITY_ADMIN, Role.STAFF, Role.INVESTIGATOR])
@pytest.mark.parametrize(
    "dates", [(MARCH, None), (MARCH, APRIL), (date(2026, 3, 31), date(2026, 3, 31))]
)
def test_the_database_keeps_administrators_apart(
    app: Flask, other: Role, dates: tuple[date, date | None]
) -> None:
    user = factories.new_user(roles=())
    _store(user, A, MARCH, APRIL)
    with pytest.raises(IntegrityError, match="administrators are apart"):
        _store(user, other, *dates)


def test_one_after_the_other_and_the_same_twice_is_allowed(app: Flask) -> None:
    user = factories.new_user(roles=())
    _store(user, A, MARCH, date(2026, 3, 31))
    _store(user, B, APRIL, None)
    _store(user, B, MAY, None)
    officer = factories.new_user("another", roles=(Role.INVESTIGATOR,))
    _store(officer, Role.REVIEWER, MARCH, None)


def test_the_database_refuses_it_by_a_change_of_dates_too(app: Flask) -> None:
    user = factories.new_user(roles=())
    _store(user, A, MARCH, date(2026, 3, 31))
    _store(user, B, APRIL, None)
    post = db.session.query(Post).filter_by(user_id=user.id, role=A).one()
    post.ends_on = APRIL
    with pytest.raises(IntegrityError, match="administrators are apart"):
        db.session.flush()


def test_of_two_posts_given_at_once_one_is_refused(committed_db: Flask) -> None:
    with committed_db.app_context():
        user_id = factories.new_user(roles=()).id

    def give(number: int) -> None:
        user = db.session.get_one(User, user_id)
        _store(user, (A, B)[number], MARCH, None)
        db.session.commit()

    outcomes = in_parallel(committed_db, 2, give)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["IntegrityError", "NoneType"]


def test_the_service_says_it_before_the_database_does(app: Flask) -> None:
    with pytest.raises(Refused, match="post_administrators_apart"):
        posts.give_post(
            factories.person("handler"), factories.unit("office"), A, MARCH, actor_id=None
        )


def _stand_in(**changes: object) -> Post:
    values: dict[str, object] = {
        "user": factories.person("reviewer"),
        "unit": factories.unit("office"),
        "role": Role.DISCIPLINE_LEADER,
        "starts_on": moment.today(),
        "ends_on": date(2026, 3, 9),
        "stands_in_for": factories.person("supervisor"),
        "actor_id": None,
    }
    return posts.give_post(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.requirement("POS-02")
def test_a_stand_in_acts_in_the_period_and_not_after_it(app: Flask) -> None:
    _stand_in()
    reviewer = factories.person("reviewer")
    held = factories.actor(reviewer).posts
    assert [p.stands_in_for_id for p in held if p.role is Role.DISCIPLINE_LEADER] == [
        factories.person("supervisor").id
    ]
    with moment.frozen("2026-03-10"):
        assert all(p.role is not Role.DISCIPLINE_LEADER for p in factories.actor(reviewer).posts)


def test_what_a_stand_in_does_is_recorded_as_such(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    _stand_in()
    complaint = complaints.complaint()
    from complaints import services

    services.accept_complaint(complaint, factories.actor("reviewer"), seen_version=1)
    entry = of_subject("complaints", complaint.id)[0]
    assert json.loads(entry.after or "")["stands_in_for"] == factories.person("supervisor").id
    page = sign_in(factories.person("audit_admin")).get("/record")
    assert "代包晓梅" in page.text


def test_what_one_does_in_a_post_of_ones_own_is_not(app: Flask) -> None:
    _stand_in()
    complaint = complaints.complaint()
    complaints.accept(complaint)
    assert "stands_in_for" not in (of_subject("complaints", complaint.id)[0].after or "")


def test_ones_own_page_shows_the_stand_in(sign_in: Callable[[User], Client], app: Flask) -> None:
    _stand_in()
    assert "代理包晓梅" in sign_in(factories.person("reviewer")).get("/account").text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": None}, "stand_in_without_end"),
        ({"ends_on": date(2026, 3, 1)}, "post_dates_wrong"),
        ({"role": Role.SIGNER}, "stand_in_not_held"),
    ],
)
def test_a_stand_in_needs_an_end_and_somebody_who_holds_the_post(
    app: Flask, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(Refused, match=code):
        _stand_in(**changes)


def test_nobody_stands_in_for_themselves(app: Flask) -> None:
    supervisor = factories.person("supervisor")
    with pytest.raises(Refused, match="stand_in_for_oneself"):
        _stand_in(user=supervisor)
    post = Post(user=supervisor, unit=supervisor.unit, role=Role.SIGNER, starts_on=MARCH)
    post.ends_on, post.stands_in_for = APRIL, supervisor
    db.session.add(post)
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_changed_post_holds_from_the_next_request(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    handler = factories.person("handler")
    client = sign_in(handler)
    assert client.raw("GET", "/cases").status_code == 200
    post = db.session.query(Post).filter_by(user_id=handler.id).one()
    posts.end_post(post, date(2026, 3, 1), actor_id=None)
    assert client.raw("GET", "/cases").status_code == 403
    with pytest.raises(Refused, match="post_ended"):
        posts.end_post(post, MAY, actor_id=None)
    posts.give_post(handler, factories.unit("office"), Role.REVIEWER, MARCH, actor_id=None)
    assert client.raw("GET", "/cases").status_code == 200


def test_a_leaver_is_out_the_day_after_and_offered_no_more(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    handler, office = factories.person("handler"), factories.unit("office")
    client = sign_in(handler)
    accounts.set_leaving(handler.id, moment.today(), None, "调离")
    assert client.raw("GET", "/").status_code == 200
    with moment.frozen("2026-03-03T00:01"):
        assert queries.load_actor(handler.id) is None
        assert handler not in queries.users_with_role(Role.INVESTIGATOR, office)
        assert handler not in queries.people_of_unit(office.id)
        page = Client(app).get("/sign-in")
        page.submit(status=422, username="handler", password=factories.PASSWORD)
        accounts.set_leaving(handler.id, None, None, "留任")
        assert queries.load_actor(handler.id) is not None


def test_what_a_leaver_leaves_can_still_be_listed(app: Flask) -> None:
    from casework.rules import CaseState
    from core.worklist import tasks_of

    casework.case(CaseState.INVESTIGATING)
    handler = factories.person("handler")
    accounts.set_leaving(handler.id, date(2026, 3, 1), None, "调离")
    left = queries.load_actor(handler.id, even_closed=True)
    assert left is not None
    with app.test_request_context():
        assert tasks_of(left)
