"""The tables of service, remedy and rectification: unlisted is refused, everything is reached."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from flask import Flask

from accountability.labels import rectifications, remedies, services
from accountability.procedure.notices import SERVICE_PROCEDURE
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.procedure.remedies import REMEDY_PROCEDURE
from accountability.rules import (
    RectificationState,
    RemedyAction,
    RemedyState,
    ServiceState,
)
from accountability.services.remedies import RULINGS
from core.access import Actor
from core.access.gate import declared
from core.procedure import Procedure, available_actions, perform, registered
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support.factories import actor

PROCEDURES = (SERVICE_PROCEDURE, REMEDY_PROCEDURE, RECTIFICATION_PROCEDURE)
BUILDERS: dict[str, Any] = {
    "service": make.service,
    "remedy": make.remedy,
    "rectification": make.rectification,
}

UNLISTED = [
    pytest.param(procedure, state, row.action, id=f"{procedure.name}-{state}-{row.action}")
    for procedure in PROCEDURES
    for state in procedure.states
    for row in procedure.transitions
    if state not in row.sources
]
REACHED = [
    pytest.param(procedure, state, id=f"{procedure.name}-{state}")
    for procedure in PROCEDURES
    for state in procedure.states
]


@pytest.mark.parametrize(("procedure", "state", "action"), UNLISTED)
def test_what_is_not_listed_is_refused(
    app: Flask, procedure: Procedure, state: StrEnum, action: StrEnum
) -> None:
    subject = BUILDERS[procedure.name](state)
    with pytest.raises(Refused) as refused:
        perform(procedure, subject, action, Actor.system(), seen_version=None)
    assert refused.value.refusal.code == "wrong_state"
    assert subject.state is state


@pytest.mark.parametrize(("procedure", "state"), REACHED)
def test_every_state_is_reached_and_recorded(
    app: Flask, procedure: Procedure, state: StrEnum
) -> None:
    subject = BUILDERS[procedure.name](state)
    assert subject.state is state
    assert of_subject(procedure.model.__tablename__, subject.id, limit=1)


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda p: p.name)
def test_the_route_asks_for_the_permission_of_the_row(app: Flask, procedure: Procedure) -> None:
    for row in procedure.transitions:
        endpoint = f"accountability.{procedure.name}_{row.action.value}"
        assert declared(app, endpoint) is row.permission, endpoint


def test_all_three_are_registered(app: Flask) -> None:
    assert {p.model.__tablename__ for p in PROCEDURES} <= set(registered())


def test_every_ruling_leads_to_the_state_of_its_row() -> None:
    for action, state in RULINGS.items():
        assert REMEDY_PROCEDURE.row(action).target is state
    assert set(RULINGS) == {
        row.action
        for row in REMEDY_PROCEDURE.transitions
        if row.document == "remedy_ruling" and isinstance(row.action, RemedyAction)
    }


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("handler", []),
        ("supervisor", ["admit", "reject"]),
        ("reviewer", []),
        ("liaison", []),
        ("stranger", []),
    ],
)
def test_a_filed_remedy_is_offered_to_who_admits(
    app: Flask, username: str, expected: list[str]
) -> None:
    offered = available_actions(REMEDY_PROCEDURE, make.remedy(), actor(username))
    assert [found.transition.action for found in offered] == expected


def test_a_remedy_under_review_is_offered_to_who_rules(app: Flask) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    offered = available_actions(REMEDY_PROCEDURE, brought, actor("reviewer"))
    assert [found.transition.action for found in offered] == list(RULINGS)


def test_refusals_are_named_after_their_aggregate() -> None:
    prefixes = {
        services: ("service_", "effect_"),
        remedies: ("remedy_",),
        rectifications: ("rectification_",),
    }
    for module, names in prefixes.items():
        assert all(code.startswith(names) for code in module.REFUSALS)


def test_the_states_are_those_of_the_rules() -> None:
    assert [p.states for p in PROCEDURES] == [ServiceState, RemedyState, RectificationState]
