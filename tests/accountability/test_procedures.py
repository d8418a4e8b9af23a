"""The tables of act and decision: what is not listed is refused, and everything is reached."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from accountability.labels import MODULES, acts, decisions, rectifications, remedies, services
from accountability.models import Decision, ResponsibleAct
from accountability.procedure.acts import ACT_PROCEDURE
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.rules import (
    ActAction,
    ActState,
    Compared,
    DecisionAction,
    DecisionState,
    FiledVia,
    ItemState,
    RectificationAction,
    RectificationState,
    RemedyAction,
    RemedyKind,
    RemedyState,
    ServiceAction,
    ServiceState,
)
from core.access import Actor
from core.access.gate import declared
from core.procedure import Procedure, available_actions, perform
from core.record.services import of_subject
from core.refusals import Refused
from core.serving.labels import METHODS
from core.serving.rules import ServiceMethod
from tests.support import accountability as build
from tests.support.factories import actor

PROCEDURES = (ACT_PROCEDURE, DECISION_PROCEDURE)


def act_in(state: ActState) -> ResponsibleAct:
    """Return an act in `state`."""
    act = build.act(build.case())
    if state is ActState.CONFIRMED:
        build.confirm(act)
    return act


def subject_in(procedure: Procedure, state: Any) -> Any:
    """Return a subject of the procedure in `state`; the last two follow as a remedy would do."""
    if procedure is ACT_PROCEDURE:
        return act_in(state)
    follow = {
        DecisionState.MODIFIED: DecisionAction.MODIFY,
        DecisionState.REVOKED: DecisionAction.REVOKE,
    }
    if state not in follow:
        return build.decision(state)
    decision = build.decision(DecisionState.ISSUED)
    perform(
        procedure,
        decision,
        follow[state],
        actor("reviewer"),
        seen_version=None,
        following=True,
    )
    return decision


UNLISTED = [
    pytest.param(procedure, state, row.action, id=f"{procedure.name}-{state}-{row.action}")
    for procedure in PROCEDURES
    for state in procedure.states
    for row in procedure.transitions
    if state not in row.sources
]


@pytest.mark.parametrize(("procedure", "state", "action"), UNLISTED)
def test_what_is_not_listed_is_refused(
    app: Flask, procedure: Procedure, state: StrEnum, action: StrEnum
) -> None:
    subject = subject_in(procedure, state)
    with pytest.raises(Refused) as refused:
        perform(procedure, subject, action, Actor.system(), seen_version=None)
    assert refused.value.refusal.code == "wrong_state"
    assert subject.state is state


@pytest.mark.parametrize("state", list(DecisionState))
def test_every_state_of_a_decision_is_reached_and_recorded(
    app: Flask, state: DecisionState
) -> None:
    decision: Decision = subject_in(DECISION_PROCEDURE, state)
    assert decision.state is state
    assert of_subject("decisions", decision.id, limit=1)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.name)
def test_the_route_asks_for_the_permission_of_the_row(app: Flask, procedure: Procedure) -> None:
    for row in procedure.transitions:
        if not row.by_system:
            endpoint = f"accountability.{procedure.name}_{row.action.value}"
            assert declared(app, endpoint) is row.permission, endpoint


def test_nobody_is_offered_what_follows_by_itself(app: Flask) -> None:
    decision = build.decision(DecisionState.ISSUED)
    for who in ("handler", "supervisor", "reviewer", "signer"):
        offered = available_actions(DECISION_PROCEDURE, decision, actor(who))
        assert [o.transition.action for o in offered] == []


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (ActState, acts.STATES),
        (ActAction, acts.ACTIONS),
        (DecisionState, decisions.STATES),
        (DecisionAction, decisions.ACTIONS),
        (Compared, decisions.COMPARED),
        (ServiceState, services.STATES),
        (ServiceAction, services.ACTIONS),
        (ServiceMethod, METHODS),
        (RemedyState, remedies.STATES),
        (RemedyAction, remedies.ACTIONS),
        (RemedyKind, remedies.REMEDY_KINDS),
        (FiledVia, remedies.FILED_VIA),
        (RectificationState, rectifications.STATES),
        (RectificationAction, rectifications.ACTIONS),
        (ItemState, rectifications.ITEM_STATES),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_every_member_has_words(members: type[StrEnum], words: dict[Any, Any]) -> None:
    assert set(words) == set(members)


def test_refusals_are_named_after_their_aggregate() -> None:
    prefixes = {acts: "act_", decisions: "decision_"}
    for module in MODULES:
        if module in prefixes:
            assert all(code.startswith(prefixes[module]) for code in module.REFUSALS)
