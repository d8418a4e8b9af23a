"""A case that has ended keeps what stood in it: no share is taken back, no draft goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accountability.models import Decision, ResponsibleAct
from accountability.queries import acts
from accountability.rules import ActState, DecisionState
from accountability.tasks.decisions import decisions_waiting
from casework import services as casework
from casework.models import Case
from casework.rules import CaseState
from core.db import db
from core.refusals import Refused
from tests.support import accountability as build
from tests.support.factories import actor


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def dismiss(made: Case) -> None:
    """End the case without a decision."""
    casework.dismiss_case(
        made, actor("supervisor"), reason="经查不应追究。", seen_version=made.version
    )
    assert made.state is CaseState.DISMISSED


def confirmed(made: Case) -> ResponsibleAct:
    """Return the act of the case."""
    (act,) = acts.acts_of(made)
    return act


def test_confirmed_shares_of_a_dismissed_case_stay(app: Flask) -> None:
    made = build.ready()
    dismiss(made)
    with refused("act_case_not_open"):
        build.reopen(confirmed(made))
    db.session.rollback()
    assert confirmed(made).state is ActState.CONFIRMED


def test_before_the_end_they_can_be_taken_back(app: Flask) -> None:
    act = confirmed(build.ready())
    build.reopen(act)
    assert act.state is ActState.DRAFT


@pytest.mark.parametrize("step", [build.approve, build.send_back])
def test_a_draft_of_a_dismissed_case_is_not_reviewed(
    app: Flask, step: Callable[[Decision], None]
) -> None:
    decision = build.decision(DecisionState.IN_REVIEW)
    dismiss(decision.case)
    with refused("decision_case_left"):
        step(decision)


@pytest.mark.parametrize(
    ("state", "waits_for"),
    [
        (DecisionState.DRAFTED, "handler"),
        (DecisionState.RETURNED, "handler"),
        (DecisionState.IN_REVIEW, "reviewer"),
        (DecisionState.REVIEWED, "signer"),
    ],
)
def test_it_waits_for_nobody(app: Flask, state: DecisionState, waits_for: str) -> None:
    decision = build.decision(state)
    with app.test_request_context():
        assert len(list(decisions_waiting(actor(waits_for)))) == 1
        dismiss(decision.case)
        assert list(decisions_waiting(actor(waits_for))) == []
