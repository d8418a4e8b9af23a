"""Eight sign at the same moment: one does, the others learn that the page was old."""

from __future__ import annotations

import pytest
from flask import Flask

from accountability.models import Decision
from accountability.rules import DecisionState
from accountability.services import decisions as services
from casework.rules import CaseState
from core.db import db
from core.numbering import NumberSeries
from core.procedure import Stale
from tests.support import accountability as build
from tests.support.application import in_parallel
from tests.support.factories import actor

SIGNERS = 8


@pytest.mark.requirement("INF-17")
def test_of_eight_who_sign_at_once_one_wins(committed_db: Flask) -> None:
    with committed_db.app_context():
        decision = build.decision(DecisionState.REVIEWED)
        decision_id, seen = decision.id, decision.version
        db.session.commit()

    def sign(_index: int) -> None:
        decision = db.session.get_one(Decision, decision_id)
        services.sign_decision(decision, actor("signer"), seen_version=seen)

    outcomes = in_parallel(committed_db, SIGNERS, sign)
    assert outcomes.count(None) == 1, outcomes
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == SIGNERS - 1, outcomes
    with committed_db.app_context():
        signed = db.session.get_one(Decision, decision_id)
        assert signed.state is DecisionState.SIGNED
        assert signed.number == "阿政公责〔2026〕1号"
        assert signed.case.state is CaseState.DECIDED
        assert db.session.get_one(NumberSeries, ("阿政公责", 2026)).last == 1
