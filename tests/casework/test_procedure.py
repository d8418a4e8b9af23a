"""The table of a case: what it allows, what it refuses, what it leaves in the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from casework.defending import Adoption, DefenceManner
from casework.models import Case, CaseMember
from casework.procedure import CASE_PROCEDURE
from casework.rules import (
    CaseAction,
    CaseState,
    DefenceOutcome,
    EvidenceKind,
    PersonRole,
    RespondentKind,
)
from core import moment
from core.access import Actor, Role, gate
from core.access.actor import HeldPost
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden, Procedure, available_actions, perform, registered
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import casework as make
from tests.support import files
from tests.support.factories import actor, new_user, unit

State, Action = CaseState, CaseAction
OFFERED = [row for row in CASE_PROCEDURE.transitions if not row.by_system]


def officer_of_all_trades(case: Case, user: User) -> Actor:
    """Return an actor who may do every act, so that only the table stands in the way."""
    db.session.add(CaseMember(case=case, user_id=user.id, joined_on=moment.today()))
    db.session.flush()
    office = unit("office")
    posts = tuple(
        HeldPost(role, office.id, office.path)
        for role in (Role.INVESTIGATOR, Role.DISCIPLINE_LEADER)
    )
    return Actor(id=user.id, name=user.name, unit_id=office.id, posts=posts)


@pytest.fixture
def all_trades(app: Flask) -> User:
    """Somebody of the office who holds every role a case asks for."""
    return new_user("all_trades", "全能", "office")


@pytest.fixture
def reserve(app: Flask) -> User:
    """An investigator of the office who is on no team."""
    return new_user("reserve", "后备", "office", (Role.INVESTIGATOR,))


def data_for(case: Case, action: CaseAction, reserve: User) -> dict[str, Any]:
    """Return sound input for `action`."""
    team = [member.user_id for member in case.members]
    chosen = reserve.id if action is Action.NAME_MEMBER else (team or [0])[0]
    return {
        "user_id": chosen,
        "name": "后备" if action is Action.NAME_MEMBER else "李建国",
        "is_lead": False,
        "successor_id": None,
        "reason": make.REASON,
        "years": 10,
        "days": 5,
        "basis": "保管期限表",
        "entry_id": None,
        "kind": EvidenceKind.INQUIRY if action is Action.RECORD_EVIDENCE else RespondentKind.PERSON,
        "unit_id": unit("department").id,
        "from_unit_id": case.unit_id,
        "unit": unit("government"),
        "staying": set(team),
        "person_id": None,
        "post_title": "局长",
        "rank": None,
        "role": PersonRole.PRINCIPAL_LEADER,
        "on_date": moment.today(),
        "place": "会议室",
        "persons": None,
        "summary": "询问经过。",
        "investigator_ids": team[:2],
        "credentials_shown": True,
        "files": [files.upload()] if action is Action.ATTACH_FILES else [],
        "evidence_id": max((item.id for item in case.evidence), default=0),
        "text": "未登记。",
        "evidence_ids": [item.id for item in case.evidence],
        "findings": make.FINDINGS,
        "effect_found": make.EFFECT,
        "respondent_id": case.respondents[0].id,
        "outcome": DefenceOutcome.STATED,
        "heard_on": moment.today(),
        "manner": DefenceManner.ORAL,
        "adoption": Adoption.REJECTED,
        "response": "理由不成立。",
    }


def ready(source: CaseState, action: CaseAction) -> Case:
    """Return a case in `source` in which all is there that `action` asks for."""
    case = make.case(source)
    if source is State.FILED:
        make.name(case, "handler", "colleague")
    if source is State.INVESTIGATING:
        make.know_role(case)
        make.record_evidence(case)
        make.record_fact(case)
    if action is Action.DELIBERATE:
        make.hear(case)
    if action is Action.EXTEND:
        make.investigation_clock(case)
    return case


@contextmanager
def undone() -> Iterator[None]:
    nested = db.session.begin_nested()
    try:
        yield
    finally:
        nested.rollback()
        db.session.expire_all()


def wrongly_done(procedure: Procedure, case: Case, who: Actor, reserve: User) -> set[CaseAction]:
    """Return the actions that go through although the real table does not list them here."""
    done, codes, state = set(), set(), case.state
    for action in Action:
        if state in CASE_PROCEDURE.row(action).sources:
            continue
        with undone():
            try:
                perform(
                    procedure,
                    case,
                    action,
                    who,
                    seen_version=None,
                    data=data_for(case, action, reserve),
                    following=True,
                )
                done.add(action)
            except Refused as refused:
                codes.add(refused.refusal.code)
    assert codes <= {"wrong_state"}
    return done


@pytest.mark.parametrize("state", list(State))
def test_what_the_table_does_not_list_is_refused(
    state: CaseState, all_trades: User, reserve: User
) -> None:
    case = make.case(state)
    who = officer_of_all_trades(case, all_trades)
    assert wrongly_done(CASE_PROCEDURE, case, who, reserve) == set()
    assert case.state is state


def test_the_matrix_notices_a_row_with_a_state_too_many(all_trades: User, reserve: User) -> None:
    rows = tuple(
        replace(row, sources=row.sources | {State.CLOSED}) if row.action == Action.DISMISS else row
        for row in CASE_PROCEDURE.transitions
    )
    case = make.case(State.CLOSED)
    planted = replace(CASE_PROCEDURE, transitions=rows)
    who = officer_of_all_trades(case, all_trades)
    assert wrongly_done(planted, case, who, reserve) == {Action.DISMISS}


@pytest.mark.parametrize(
    ("source", "action"),
    [(source, row.action) for row in CASE_PROCEDURE.transitions for source in sorted(row.sources)],
)
def test_each_row_moves_the_case_and_is_recorded(
    source: CaseState, action: CaseAction, all_trades: User, reserve: User
) -> None:
    case = ready(source, action)
    row = CASE_PROCEDURE.row(action)
    perform(
        CASE_PROCEDURE,
        case,
        action,
        officer_of_all_trades(case, all_trades),
        seen_version=case.version,
        data=data_for(case, action, reserve),
        following=row.by_system,
    )
    db.session.commit()
    assert case.state is (row.target or source)
    assert [entry.action for entry in of_subject("cases", case.id, limit=1)] == [action]


def test_every_state_is_reached() -> None:
    reached = {State.PROPOSED}
    for _step in State:
        for row in CASE_PROCEDURE.transitions:
            if row.target is not None and row.sources & reached:
                reached.add(State(row.target))
    assert reached == set(State)


def test_the_route_of_each_act_asks_for_the_permission_of_its_row(app: Flask) -> None:
    assert registered()["cases"] is CASE_PROCEDURE
    for row in OFFERED:
        endpoint = f"casework.case_{row.action.value}"
        assert gate.declared(app, endpoint) == row.permission, endpoint


@pytest.mark.parametrize("state", [State.PROPOSED, State.FILED, State.INVESTIGATING, State.DEFENCE])
@pytest.mark.parametrize(
    "username", ["intake", "stranger", "town_supervisor", "signer", "official"]
)
def test_who_has_no_part_in_the_case_is_offered_nothing(state: CaseState, username: str) -> None:
    case = make.case(state)
    assert not available_actions(CASE_PROCEDURE, case, actor(username))
    assert available_actions(CASE_PROCEDURE, case, actor("supervisor")) or state is State.DEFENCE


def test_an_investigator_who_is_not_on_the_team_does_nothing(reserve: User) -> None:
    case = make.case(State.INVESTIGATING)
    with pytest.raises(Forbidden):
        make.record_evidence(case, actor(reserve))
    make.record_evidence(case)


@pytest.mark.parametrize(
    "action",
    [Action.DECIDE, Action.SERVE, Action.TAKE_EFFECT, Action.REMAND, Action.NOTE_WITHDRAWAL],
)
def test_what_follows_from_other_acts_is_nobodys_to_do(action: CaseAction) -> None:
    row = CASE_PROCEDURE.row(action)
    case = make.case(State(sorted(row.sources)[0]))
    for username in ("supervisor", "handler", "signer", "reviewer"):
        with pytest.raises(Forbidden):
            perform(CASE_PROCEDURE, case, action, actor(username), seen_version=None)
