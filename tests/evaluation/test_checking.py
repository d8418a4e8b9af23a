"""A random share of the paper is typed again by somebody else; differences are settled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.access.permissions import Role
from core.db import db
from core.identity.models import User
from core.refusals import Refused
from evaluation.models import EvaluationRound, SheetBatch, SheetCheck, SheetDifference, SurveyChoice
from evaluation.queries import checks as queries
from evaluation.rules import Entry, InvalidReason, ParticipantGroup, RoundState, SheetSource
from evaluation.services import checking, entering
from evaluation.services.answering import Answers
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person


def typed(
    made: EvaluationRound, sheets: int, channel: SheetSource = SheetSource.PAPER
) -> SheetBatch:
    """Type a batch, one spoilt sheet after the others, and finish it."""
    who = actor("evaluator")
    batch = entering.open_batch(
        made.units[0], who, number="1", group=ParticipantGroup.RESIDENT, channel=channel
    )
    for _ in range(sheets):
        entering.enter_sheet(batch, who, make.all_chosen(made))
    entering.enter_sheet(batch, who, Answers(), invalid_reason=InvalidReason.BLANK)
    entering.close_batch(batch, who)
    return batch


def second() -> User:
    made = new_user("second", "云清", "office", (Role.EVALUATOR,))
    db.session.commit()
    return made


@pytest.fixture
def made(app: Flask) -> EvaluationRound:
    return make.round_(RoundState.COLLECTING)


@pytest.mark.parametrize(("sheets", "drawn"), [(1, 1), (10, 1), (11, 2), (30, 3)])
def test_a_tenth_of_the_sheets_that_count_is_drawn(
    made: EvaluationRound, sheets: int, drawn: int
) -> None:
    typed(made, sheets)
    checks = queries.checks_of(made)
    assert len(checks) == drawn
    assert all(check.sheet.invalid_reason is None for check in checks)


def test_nothing_is_drawn_from_the_telephone(made: EvaluationRound) -> None:
    typed(made, 9, SheetSource.TELEPHONE)
    assert queries.checks_of(made) == []


def test_who_typed_a_batch_does_not_check_it(made: EvaluationRound) -> None:
    typed(made, 1)
    assert queries.batches_to_check(actor("evaluator")) == []
    (check,) = queries.checks_of(made)
    with pytest.raises(Refused) as found:
        checking.enter_again(check, actor("evaluator"), make.all_chosen(made))
    assert found.value.refusal.code == "check_own_batch"


def test_a_difference_is_listed_and_the_second_entry_can_stand(made: EvaluationRound) -> None:
    typed(made, 1)
    who = actor(second())
    (check,) = queries.checks_of(made)
    again = dict(make.all_chosen(made).choices)
    first, other = made.questionnaire.questions[:2]
    again[first.id] = [first.options[2].id]
    del again[other.id]
    assert checking.enter_again(check, who, Answers(again)) == 2
    with pytest.raises(Refused) as found:
        checking.enter_again(check, who, Answers(again))
    assert found.value.refusal.code == "check_done"
    db.session.rollback()
    one, two = db.session.scalars(select(SheetDifference).order_by(SheetDifference.id))
    assert [(d.first, d.second) for d in (one, two)] == [("1", "3"), ("1", "")]
    checking.settle(made, one, make.organiser(), kept=Entry.SECOND)
    checking.settle(made, two, make.organiser(), kept=Entry.FIRST)
    chosen = set(
        db.session.scalars(
            select(SurveyChoice.option_id).where(SurveyChoice.sheet_id == check.sheet_id)
        )
    )
    assert chosen & {o.id for o in first.options} == {first.options[2].id}
    assert chosen & {o.id for o in other.options} == {other.options[0].id}
    with pytest.raises(Refused) as found:
        checking.settle(made, one, make.organiser(), kept=Entry.FIRST)
    assert found.value.refusal.code == "difference_settled"


def test_the_pages_from_the_draw_to_the_decision(
    made: EvaluationRound, sign_in: Callable[[User], Client]
) -> None:
    batch = typed(made, 3)
    first = sign_in(person("evaluator"))
    assert "待复核的批次" not in first.get("/sheet-batches").text
    first.get(f"/sheet-batches/{batch.id}/check", status=404)
    desk = sign_in(second())
    assert "待复核的批次" in desk.get("/sheet-batches").text
    page = desk.get(f"/sheet-batches/{batch.id}/check")
    (check,) = db.session.scalars(select(SheetCheck))
    assert page.h1 == f"复核录入：第{check.sheet.seq}份"
    assert not page.has("input", checked=True)  # the first entry is not shown
    names = dict.fromkeys(box["name"] for box in page.all("input", type="radio"))
    answers: dict[str, Any] = {
        n: page.all("input", type="radio", name=n)[0]["value"] for n in names
    }
    answers[next(iter(names))] = page.all("input", type="radio")[1]["value"]
    page.submit(f"/sheet-batches/{batch.id}/check", **answers)
    desk.get(f"/sheet-batches/{batch.id}/check", status=404)
    organiser = sign_in(person("organiser"))
    listed = organiser.get(f"/evaluation-rounds/{made.id}").follow("双录核对")
    assert "两次录入不一致" in listed.text
    (difference,) = db.session.scalars(select(SheetDifference))
    organiser.post(
        f"/evaluation-rounds/{made.id}/checks",
        {"difference": str(difference.id), "kept": "second", "seen_version": "1",
         "form_token": "t" * 32},
    )  # fmt: skip
    assert "第二次为准" in organiser.get(f"/evaluation-rounds/{made.id}/checks").text
