"""Who keeps away from a case by a recusal has no later part in it: review, signature, remedy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accountability.procedure import decisions as deciding
from accountability.procedure import remedies as ruling
from accountability.rules import DecisionState, RemedyState
from core.access import Actor
from core.access.permissions import Role
from core.identity.models import User
from core.procedure import Refusal
from core.worklist import tasks_of
from tests.support import accountability as make
from tests.support import accountability_remedies as aftermath
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import actor, new_user, person

pytestmark = pytest.mark.usefixtures("app")


def article(refusal: Refusal | None) -> str:
    assert refusal is not None
    assert refusal.code == "case_actor_recused"
    return refusal.article or ""


def keep_away(made: object, username: str, by: str) -> None:
    """Let somebody keep away who is not of the team."""
    casework.grant(casework.ask_recusal(made, username), by=by)  # type: ignore[arg-type]


def test_the_recused_reviewer_and_signer_are_refused_with_the_article(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    decision = make.decision(DecisionState.IN_REVIEW)
    assert deciding._reviewer_apart(decision, actor("reviewer")) is None
    keep_away(decision.case, "reviewer", by="supervisor")
    assert "第四十二条" in article(deciding._reviewer_apart(decision, actor("reviewer")))
    sign_in(person("reviewer")).get(f"/decisions/{decision.id}", status=404)
    with app.test_request_context():
        assert ["/recusal-notices/" in t.url for t in tasks_of(actor("reviewer"))] == [True]
    new_user("second", "另一签发人", "government", (Role.SIGNER,))
    keep_away(decision.case, "signer", by="second")
    assert "第四十二条" in article(deciding._may_be_signed(decision, actor("signer")))
    sign_in(person("signer")).get(f"/decisions/{decision.id}", status=404)


def test_the_recused_reviewer_does_not_rule_on_a_remedy() -> None:
    brought = aftermath.remedy(RemedyState.UNDER_REVIEW)
    who: Actor = actor("reviewer")
    assert ruling._ruler_apart(brought, who) is None
    keep_away(brought.decision.case, "reviewer", by="supervisor")
    assert "第四十二条" in article(ruling._ruler_apart(brought, who))
