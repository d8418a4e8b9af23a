"""What waits for whom."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from complaints import labels, tasks
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent
from core.access import Actor
from core.db import db
from core.worklist import Task
from tests.support import complaints as make
from tests.support.factories import actor, unit
from tests.support.statements import counted


def waiting(app: Flask, who: Actor) -> list[Task]:
    with app.test_request_context():
        return list(tasks.complaint_tasks(who))


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (ComplaintState.REGISTERED, "supervisor"),
        (ComplaintState.ACCEPTED, "intake"),
        (ComplaintState.DECLINED, "supervisor"),
        (ComplaintState.REPLIED, "supervisor"),
        (ComplaintState.IN_CASE, None),
        (ComplaintState.WITHDRAWN, None),
        (ComplaintState.CLOSED, None),
    ],
)
def test_a_complaint_waits_for_who_can_do_the_next_act(
    app: Flask, state: ComplaintState, who: str | None
) -> None:
    complaint = make.complaint(state)
    for name in ("intake", "supervisor", "handler", "stranger", "town_supervisor", "liaison"):
        found = [task.number for task in waiting(app, actor(name))]
        assert found == ([complaint.number] if name == who else []), name


@pytest.mark.requirement("CMP-03")
def test_a_decision_on_acceptance_carries_its_clock_and_article(app: Flask) -> None:
    make.complaint(received_on=date(2026, 2, 27))
    (task,) = waiting(app, actor("supervisor"))
    assert (task.due_on, task.action) == (date(2026, 3, 16), "决定是否受理")
    assert task.term is not None
    assert "受理程序" in task.term


def test_what_is_due_first_comes_first_and_what_has_no_date_last(app: Flask) -> None:
    replied = make.complaint(ComplaintState.REPLIED)
    late = make.complaint(received_on=date(2026, 3, 2))
    soon = make.complaint(received_on=date(2026, 2, 10))
    order = [complaint.number for complaint in (soon, late, replied)]
    assert [task.number for task in waiting(app, actor("supervisor"))] == order


def test_nobody_is_asked_about_a_report_on_themselves(app: Flask) -> None:
    complaint = make.complaint(respondents=[GivenRespondent(unit("town"))])
    leader = actor("supervisor")
    assert waiting(app, leader)
    complaint.respondents[0].unit_id = unit("office").id
    db.session.commit()
    assert not waiting(app, leader)


def test_the_list_costs_one_statement_and_is_bounded(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _number in range(3):
        make.complaint()
    leader = actor("supervisor")
    monkeypatch.setattr("complaints.queries.complaints.TASKS", 2)
    with counted() as sent:
        assert len(waiting(app, leader)) == 2
    assert len(sent) == 1


def test_every_state_with_somebody_to_act_has_its_words() -> None:
    assert set(tasks.ACTIONS) <= set(labels.STATES)
    assert set(tasks.ACTIONS) == {
        ComplaintState.REGISTERED,
        ComplaintState.ACCEPTED,
        ComplaintState.DECLINED,
        ComplaintState.REPLIED,
    }
