"""A report of correction is verified on the spot: who went, when, what was found (INF-28)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.documents.case_file import pieces
from accountability.models import Rectification, RectificationVisit
from accountability.queries import rectifications
from accountability.rules import DecisionState, ItemState, RectificationState, VisitFinding
from accountability.services import rectifications as services
from casework.archive.pieces import Sheet
from core import moment
from core.db import db
from core.files.queries import attachments_of
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support import files
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
FOUND = "公示栏已更新，台账第三页缺经办人签字。"


def visit(made: Rectification, by: str = "handler", **changes: Any) -> None:
    values: dict[str, Any] = {
        "visited_on": moment.today(),
        "place": "市自然资源局一楼公示栏",
        "visitors": "韩志远、佟丽华",
        "finding": VisitFinding.PARTLY,
        "found": FOUND,
    }
    services.record_visit(made, actor(by), **values | changes, seen_version=made.version)


@pytest.mark.requirement("INF-28")
@pytest.mark.parametrize("state", [s for s in RectificationState if s != "explained"])
def test_a_visit_is_recorded_in_every_state_and_decides_nothing(
    app: Flask, state: RectificationState
) -> None:
    made = make.rectification(state)
    before = [item.status for item in made.items]
    visit(made, item_id=made.items[0].id, files=[files.upload()])
    (kept,) = made.visits
    assert (made.state, [item.status for item in made.items]) == (state, before)
    assert (kept.item, kept.finding, kept.found) == (made.items[0], VisitFinding.PARTLY, FOUND)
    assert len(attachments_of(RectificationVisit, [kept.id])[kept.id]) == 1


def test_a_visit_that_cannot_be_is_refused(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    with pytest.raises(Refused, match="rectification_visit_day_wrong"):
        visit(made, visited_on=moment.today() + timedelta(days=1))
    with pytest.raises(Refused, match="rectification_visit_day_wrong"):
        visit(made, visited_on=made.ordered_on - timedelta(days=1))
    with pytest.raises(Refused, match="rectification_item_unknown"):
        visit(made, item_id=2_000_000_000)
    for missing in ("place", "visitors", "found"):
        with pytest.raises(Refused, match="rectification_visit_incomplete"):
            visit(made, **{missing: ""})
    assert made.visits == []


def test_who_checks_a_correction_records_it_and_nobody_else(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    for username in ("liaison", "reviewer", "intake", "stranger"):
        with pytest.raises(Forbidden):
            visit(made, username)
    visit(made, "supervisor")


def test_nothing_is_left_to_verify_of_a_decision_that_was_revoked(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    assert made.decision is not None
    with db.session.no_autoflush:
        made.decision.state = DecisionState.REVOKED
        with pytest.raises(Refused, match="rectification_decision_gone"):
            visit(made)


def test_it_is_bound_into_the_file_of_the_case(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    visit(made)
    assert made.case is not None
    said = [str(piece.body) for piece in pieces(made.case) if isinstance(piece.body, Sheet)]
    assert any(FOUND in text and "部分整改" in text for text in said)


@pytest.mark.requirement("INF-28")
def test_on_the_page_with_who_accepted_each_item(sign_in: SignIn) -> None:
    made = make.rectification(RectificationState.REPORTED)
    browser = sign_in(person("supervisor"))
    form = browser.get(f"/rectifications/{made.id}").follow("登记现场核查")
    today = moment.today().isoformat()
    missing = form.submit(status=422, visited_on=today, visitors="韩志远")
    assert "请写明核查情况。" in " ".join(missing.errors)
    form.submit(visited_on=today, visitors="韩志远", finding="corrected", found=FOUND)
    item = made.items[0]
    services.accept_item(made, actor("supervisor"), item_id=item.id, seen_version=made.version)
    page = browser.get(f"/rectifications/{made.id}")
    assert page.has(text=FOUND)
    assert page.has(text="整改属实")
    assert page.has(text="认可人")
    assert item.status is ItemState.ACCEPTED
    party = sign_in(person("liaison")).get("/desk")
    assert not party.has(text=FOUND)
    assert rectifications.find_rectification(made.id) is made
