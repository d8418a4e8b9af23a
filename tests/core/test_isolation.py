"""What one test leaves, the next must not see: commits, numbers, sessions, subscribers."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from core import hooks, record
from core.db import db
from core.identity.models import User, WebSession
from core.record.models import RecordHead
from tests.support import application, factories
from tests.support.client import Client


def _counts() -> tuple[int, int, int]:
    users = db.session.scalar(select(func.count()).select_from(User))
    sessions = db.session.scalar(select(func.count()).select_from(WebSession))
    return users or 0, sessions or 0, db.session.get_one(RecordHead, 1).seq


def test_what_a_test_commits_is_gone_after_it(app_of_session: Flask) -> None:
    with application.savepoint(app_of_session):
        before = _counts()
    with application.savepoint(app_of_session):
        factories.new_user()
        record.append("looked_at", factories.person("handler"), actor_id=None)
        db.session.commit()
        Client(app_of_session).sign_in(factories.person("handler"))
        during = _counts()
    with application.savepoint(app_of_session):
        after = _counts()
    assert after == before
    assert during[0] == before[0] + 1
    assert during[1] == before[1] + 1
    assert during[2] > before[2]


def test_whoever_a_test_let_hear_an_event_is_gone_after_it(app_of_session: Flask) -> None:
    before = {event: list(heard) for event, heard in hooks.subscriptions(app_of_session).items()}
    assert before
    heard: list[hooks.Event] = []
    with application.savepoint(app_of_session):
        for event in before:
            hooks.subscribe(app_of_session, event, heard.append)
    assert hooks.subscriptions(app_of_session) == before


def test_a_request_sees_what_the_test_wrote_and_the_test_what_the_request_wrote(
    app: Flask, client: Client
) -> None:
    user = factories.new_user("second", "第二人")
    client.sign_in(user)
    assert db.session.scalars(select(WebSession.user_id)).all() == [user.id]
    client.sign_out()
    assert db.session.scalars(select(WebSession.user_id)).all() == [None]


def test_a_request_that_rolls_back_undoes_only_its_own(app: Flask, client: Client) -> None:
    user = factories.new_user("third", "第三人")
    client.get("/sign-in").submit(username="third", password="wrong", status=422)
    assert db.session.get_one(User, user.id).failed_count == 1
