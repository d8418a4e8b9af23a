"""What the worklist asks of whom after a decision: one statement each, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accountability.rules import RectificationState, RemedyAction, RemedyState, ServiceState
from accountability.tasks.desk import rights_running
from accountability.tasks.notices import effects_waiting, services_waiting
from accountability.tasks.rectifications import checks_waiting, reports_waiting
from accountability.tasks.remedies import remedies_waiting
from core import moment
from core.access import Role
from core.db import db
from core.worklist import Provider
from tests.support import accountability_remedies as make
from tests.support.factories import CAST, actor, new_user
from tests.support.statements import counted


def asked(app: Flask, provider: Provider) -> set[str]:
    """Return who has something to do."""
    with app.test_request_context():
        return {username for username in CAST if list(provider(actor(username)))}


def test_a_notice_waits_for_the_team(app: Flask) -> None:
    make.service(ServiceState.PREPARED)
    assert asked(app, services_waiting) == {"handler", "colleague"}


def test_a_failed_one_too_and_a_served_one_does_not(app: Flask) -> None:
    failed = make.service(ServiceState.FAILED)
    assert asked(app, services_waiting) == {"handler", "colleague"}
    make.serve(failed)
    assert asked(app, services_waiting) == set()


@pytest.mark.requirement("ACC-14")
def test_the_right_to_a_remedy_is_listed_while_it_can_be_used_in_time(app: Flask) -> None:
    served = make.service()
    with moment.frozen("2026-04-01"):
        assert asked(app, rights_running) == {"official", "liaison"}
    with moment.frozen("2026-04-02"):
        assert asked(app, rights_running) == set()
    make.file(served)
    assert asked(app, rights_running) == set()


def test_a_remedy_waits_for_who_admits_then_for_who_rules(app: Flask) -> None:
    brought = make.remedy()
    assert asked(app, remedies_waiting) == {"supervisor"}
    make.admit(brought)
    assert asked(app, remedies_waiting) == {"reviewer"}
    make.rule(brought, RemedyAction.UPHOLD)
    assert asked(app, remedies_waiting) == set()


@pytest.mark.requirement("ACC-14")
def test_a_case_can_take_effect_when_its_guard_says_so(app: Flask) -> None:
    served = make.service()
    with moment.frozen("2026-04-01"):
        assert asked(app, effects_waiting) == set()
    with moment.frozen("2026-04-02"):
        assert asked(app, effects_waiting) == {"supervisor"}
        brought = make.file(served, late_reason=make.LATE_REASON)
        assert asked(app, effects_waiting) == set()
        make.reject(brought)
        assert asked(app, effects_waiting) == {"supervisor"}
        make.take_effect(served.decision.case)
        assert asked(app, effects_waiting) == set()


def test_a_revoked_decision_lets_its_case_take_effect(app: Flask) -> None:
    make.remedy(RemedyState.REVOKED)
    assert asked(app, effects_waiting) == {"supervisor"}


@pytest.mark.requirement("ACC-15")
def test_a_rectification_waits_for_the_liaison_then_for_the_check(app: Flask) -> None:
    made = make.rectification()
    assert asked(app, reports_waiting) == {"liaison"}
    make.report(made)
    assert asked(app, reports_waiting) == set()
    assert asked(app, checks_waiting) == {"handler", "colleague", "supervisor"}
    make.return_item(made)
    make.send_back(made)
    assert asked(app, checks_waiting) == set()
    assert asked(app, reports_waiting) == {"liaison"}


def actions(app: Flask, username: str) -> list[str]:
    """Return what a person is asked to do with rectifications."""
    with app.test_request_context():
        return [str(task.action) for task in checks_waiting(actor(username))]


@pytest.mark.requirement("ACC-15", "XAC-15")
def test_what_was_accepted_waits_to_be_fed_back_where_the_rules_name_a_body(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    assert actions(app, "handler") == ["核查整改情况"]
    make.accept_all(made)
    make.close(made)
    assert actions(app, "handler") == ["登记反馈"]
    assert asked(app, checks_waiting) == {"handler", "colleague", "supervisor"}
    make.feed_back(made)
    assert asked(app, checks_waiting) == set()


@pytest.mark.parametrize(("pack_id", "waits"), [("xx-county-2022", 1), ("duodao-finance", 0)])
def test_so_does_what_an_evaluation_ordered_where_its_rules_name_one(
    app: Flask, pack_id: str, waits: int
) -> None:
    new_user("organiser", roles=(Role.EVALUATION_ORGANISER,))
    made = make.ordered_otherwise()
    make.report(made)
    for index in range(len(made.items)):
        make.accept_item(made, index, by="organiser")
    make.close(made, by="organiser")
    made.pack_id = pack_id
    assert actions(app, "organiser") == ["登记反馈"] * waits


def test_what_was_told_already_or_had_no_report_is_asked_of_nobody(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    make.feed_back(made)
    make.accept_all(made)
    make.close(made)
    assert asked(app, checks_waiting) == set()
    other = make.rectification(RectificationState.CLOSED)
    other.reported_on = None  # as where the court had it carried out
    assert asked(app, checks_waiting) == set()


def test_a_rectification_carries_the_day_set_and_its_article(app: Flask) -> None:
    made = make.rectification()
    with app.test_request_context():
        (task,) = reports_waiting(actor("liaison"))
    assert task.due_on == made.due_on
    assert task.term is not None
    assert "附件3 第九条" in task.term


def test_of_a_revoked_decision_nothing_is_asked(app: Flask) -> None:
    make.remedy(RemedyState.REVOKED)
    for provider in (services_waiting, rights_running, reports_waiting, checks_waiting):
        assert asked(app, provider) == set()


@pytest.mark.parametrize(
    ("provider", "username", "build"),
    [
        (services_waiting, "handler", lambda: make.service(ServiceState.PREPARED)),
        (rights_running, "liaison", make.service),
        (remedies_waiting, "supervisor", make.remedy),
        (reports_waiting, "liaison", make.rectification),
        (checks_waiting, "handler", lambda: make.rectification(RectificationState.REPORTED)),
        (effects_waiting, "supervisor", lambda: make.remedy(RemedyState.REVOKED)),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_each_list_is_one_statement(
    app: Flask, provider: Provider, username: str, build: Callable[[], object]
) -> None:
    build()
    build()
    who = actor(username)
    db.session.commit()
    db.session.expunge_all()
    with app.test_request_context(), counted() as sent:
        assert len(list(provider(who))) == 2
    assert len(sent) == 1
