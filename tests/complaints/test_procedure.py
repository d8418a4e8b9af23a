"""The table of a complaint: what it allows, what it refuses, what it leaves in the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from complaints.models import Complaint
from complaints.presenting import page_name
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import STEPS_OF, Satisfaction, UrgingStep, course
from complaints.rules import ComplaintAction as Action
from complaints.rules import ComplaintState as State
from core import moment
from core.access import Actor, Permission, Role, gate
from core.access.actor import HeldPost
from core.db import db
from core.identity.models import Unit
from core.procedure import Forbidden, Procedure, available_actions, perform, registered
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import complaints as make
from tests.support import files
from tests.support.factories import actor, new_user, unit

DATA: dict[str, Any] = {
    "code": "outside_remit",
    "reason": "不属于本机关职责。",
    "text": "已责令改正。",
    "method": "邮寄",
    "files": [files.upload()],
    "satisfaction": Satisfaction.SATISFIED,
    "content": "七月以来该单位没有答复。",
    "missing": "回执复印件。",
    "due_on": date(2026, 3, 10),
}


def officer_of_all_trades(office: Unit) -> Actor:
    """Return an actor who may do every act, so that only the table stands in the way."""
    posts = tuple(
        HeldPost(role, office.id, office.path)
        for role in (Role.INTAKE_OFFICER, Role.DISCIPLINE_LEADER)
    )
    user = new_user("all_trades", "全能", "office")
    return Actor(id=user.id, name=user.name, unit_id=office.id, posts=posts)


def urged_by(complaint: Complaint, action: Action) -> dict[str, Any]:
    """Pass a report on, and return what the act needs to urge the unit in its turn."""
    transfer = make.transfer(complaint)
    with moment.frozen("2026-03-01"):
        make.urge(transfer, UrgingStep.ORAL)
    return {"transfer": transfer, "step": STEPS_OF[action][0]}


def passed_on(complaint: Complaint, action: Action) -> dict[str, Any]:
    """Pass a report on, and return what the act needs to take it back or to give more time."""
    transfer = make.transfer(complaint)
    if action is Action.EXTEND_TRANSFER:
        make.ask_time(transfer)
    return {"transfer": transfer, "is_granted": True, "until": transfer.due_on + timedelta(days=7)}


@contextmanager
def undone() -> Iterator[None]:
    nested = db.session.begin_nested()
    try:
        yield
    finally:
        nested.rollback()
        db.session.expire_all()


def wrongly_done(procedure: Procedure, complaint: Complaint, who: Actor) -> set[Action]:
    """Return the actions that go through although the real table does not list them here."""
    state = complaint.state
    unlisted = [a for a in Action if state not in COMPLAINT_PROCEDURE.row(a).sources]
    return {a for a in unlisted if outcome(procedure, complaint, a, who) != "wrong_state"}


def outcome(procedure: Procedure, complaint: Complaint, action: Action, who: Actor) -> str | None:
    """Try `action`, undo it, and return the code of its refusal (None: it went through)."""
    with undone():
        try:
            perform(
                procedure,
                complaint,
                action,
                who,
                seen_version=None,
                data={**DATA, "told_on": moment.today()},
                following=True,
            )
        except Refused as refused:
            return refused.refusal.code
    return None


@pytest.mark.parametrize("state", list(State))
def test_what_the_table_does_not_list_is_refused(state: State, office: Unit) -> None:
    complaint = make.complaint(state)
    assert wrongly_done(COMPLAINT_PROCEDURE, complaint, officer_of_all_trades(office)) == set()
    assert complaint.state is state


def test_the_matrix_notices_a_row_with_a_state_too_many(office: Unit) -> None:
    rows = tuple(
        replace(row, sources=row.sources | {State.CLOSED}) if row.action == Action.REPLY else row
        for row in COMPLAINT_PROCEDURE.transitions
    )
    planted = replace(COMPLAINT_PROCEDURE, transitions=rows)
    complaint = make.complaint(State.CLOSED)
    assert wrongly_done(planted, complaint, officer_of_all_trades(office)) == {Action.REPLY}


@pytest.mark.parametrize(
    ("source", "action"),
    [
        (source, row.action)
        for row in COMPLAINT_PROCEDURE.transitions
        for source in sorted(row.sources)
    ],
)
def test_each_row_moves_the_complaint_and_is_recorded(
    source: State, action: Action, office: Unit
) -> None:
    complaint = make.complaint(source)
    data = {**DATA, "leading": make.complaint(), "unit": unit("town")}
    if action in (Action.UNMERGE, Action.UNMERGE_IN_CASE):
        complaint.leading = data["leading"]
        db.session.flush()
    if action in STEPS_OF:
        data |= urged_by(complaint, action)
    if action in (Action.EXTEND_TRANSFER, Action.RECALL_TRANSFER):
        data |= passed_on(complaint, action)
    row = COMPLAINT_PROCEDURE.row(action)
    officer = officer_of_all_trades(office)
    of_a_lead = not row.who(complaint, officer)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        action,
        officer,
        seen_version=complaint.version,
        data={**data, "told_on": moment.today()},
        following=row.by_system or of_a_lead,
    )
    db.session.commit()
    assert complaint.state is (row.target or source)
    assert [entry.action for entry in of_subject("complaints", complaint.id, limit=1)] == [action]


def test_every_state_is_reached() -> None:
    reached = {State.REGISTERED}
    for _step in State:
        for row in COMPLAINT_PROCEDURE.transitions:
            if row.target is not None and row.sources & reached:
                reached.add(State(row.target))
    assert reached == set(State)


def test_the_route_of_each_act_asks_for_the_permission_of_its_row(app: Flask) -> None:
    assert registered()["complaints"] is COMPLAINT_PROCEDURE
    for row in COMPLAINT_PROCEDURE.transitions:
        if not row.by_system:
            endpoint = f"complaints.complaint_{page_name(Action(row.action))}"
            assert gate.declared(app, endpoint) == row.permission, endpoint


@pytest.mark.parametrize("username", ["intake", "handler", "reviewer", "signer", "admin"])
def test_only_the_discipline_leader_decides(username: str) -> None:
    complaint = make.complaint()
    with pytest.raises(Forbidden):
        perform(COMPLAINT_PROCEDURE, complaint, Action.ACCEPT, actor(username), seen_version=None)


def test_the_leader_of_another_unit_decides_nothing_here() -> None:
    complaint = make.complaint()
    assert not available_actions(COMPLAINT_PROCEDURE, complaint, actor("town_supervisor"))
    assert available_actions(COMPLAINT_PROCEDURE, complaint, actor("supervisor"))


def test_a_case_is_opened_by_the_system_alone() -> None:
    complaint = make.complaint(State.ACCEPTED)
    leader = actor("supervisor")
    assert leader.may(Permission.CASE_PROPOSE, unit("office").path)
    with pytest.raises(Forbidden):
        perform(COMPLAINT_PROCEDURE, complaint, Action.OPEN_CASE, leader, seen_version=None)


@pytest.mark.parametrize(
    ("state", "acts", "passed"),
    [
        (State.REGISTERED, {"register"}, list(COMPLAINT_PROCEDURE.path)),
        (
            State.CLOSED,
            {"register", "accept", "reply", "close"},
            [State.REGISTERED, State.ACCEPTED, State.REPLIED, State.CLOSED],
        ),
        (
            State.CLOSED,
            {"register", "decline", "close"},
            [State.REGISTERED, State.DECLINED, State.CLOSED],
        ),
        (State.WITHDRAWN, {"register", "withdraw"}, [State.REGISTERED, State.WITHDRAWN]),
        (
            State.REPLIED,
            {"register", "accept", "open_case", "reply"},
            list(COMPLAINT_PROCEDURE.path),
        ),
    ],
)
def test_the_step_bar_leaves_out_what_did_not_happen(
    state: State, acts: set[str], passed: list[State]
) -> None:
    assert list(course(state, acts)) == passed
