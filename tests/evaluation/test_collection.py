"""Answers by telephone and on the spot, sheets with gaps, and what collation freezes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from core import moment
from core.db import db
from core.identity.models import User
from core.refusals import Refused
from evaluation.models import AnswerSheet, EvaluationRound, SurveyChoice
from evaluation.queries import results
from evaluation.rules import GapReason, InvalidReason, ParticipantGroup, RoundState, SheetSource
from evaluation.services import entering, rounds
from evaluation.services.answering import Answers
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, person


def typed(made: EvaluationRound, channel: SheetSource, places: str) -> None:
    """Type a sheet for each digit of `places`, which choose one option throughout."""
    who = actor("evaluator")
    batch = entering.open_batch(
        made.units[0], who, number=channel, group=ParticipantGroup.RESIDENT, channel=channel
    )
    for place in places:
        entering.enter_sheet(batch, who, make.all_chosen(made, int(place)))
    entering.close_batch(batch, who)


def collated(made: EvaluationRound) -> None:
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)


@pytest.mark.requirement("XSE-03")
def test_ways_are_counted_apart_and_blended_by_the_weights_of_the_round(app: Flask) -> None:
    made = make.drafted(weights={SheetSource.TELEPHONE: 40, SheetSource.PAPER: 60})
    make.publish(made)
    make.start(made)
    typed(made, SheetSource.TELEPHONE, "0022")  # 50
    typed(made, SheetSource.PAPER, "00002")  # 80
    typed(made, SheetSource.ON_SITE, "22")  # without weight
    collated(made)
    (result,) = results.results_of(made)
    assert result.figures.by_source == {
        SheetSource.TELEPHONE: 4, SheetSource.PAPER: 5, SheetSource.ON_SITE: 2,
    }  # fmt: skip
    assert result.overall is not None
    assert result.overall.index is not None
    assert result.overall.index.value == pytest.approx(0.4 * 50 + 0.6 * 80)
    assert [part.count for part in result.overall.tally.portions] == [6, 0, 5, 0]


def test_what_is_typed_is_never_the_web(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    with pytest.raises(Refused) as found:
        entering.open_batch(
            made.units[0], actor("evaluator"), number="1", group=ParticipantGroup.RESIDENT,
            channel=SheetSource.ONLINE,
        )  # fmt: skip
    db.session.rollback()
    assert found.value.refusal.code == "batch_channel"


def test_a_sheet_with_gaps_is_kept_with_its_reason_and_nothing_is_guessed(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    batch, who = make.batch(made), actor("evaluator")
    whole = make.all_chosen(made)
    choices = dict(whole.choices)
    choices.pop(next(iter(choices)))
    with pytest.raises(Refused) as found:
        entering.enter_sheet(batch, who, Answers(choices))
    assert found.value.refusal.code == "sheet_gaps"
    assert found.value.refusal.params == {"questions": "1"}
    db.session.rollback()
    sheet = entering.enter_sheet(batch, who, Answers(choices), gap_reason=GapReason.LEFT_OUT)
    assert sheet.gap_reason is GapReason.LEFT_OUT
    assert db.session.scalars(
        select(SurveyChoice.option_id).where(SurveyChoice.sheet_id == sheet.id)
    ).all() == sorted(option for (option,) in choices.values())
    full = entering.enter_sheet(batch, who, whole, gap_reason=GapReason.REFUSED)
    assert full.gap_reason is None  # no gap, no reason
    figures = results.figures_of(made)[made.units[0].id]
    assert (figures.valid, figures.gaps) == (2, {GapReason.LEFT_OUT: 1})


def test_a_collated_result_does_not_read_a_sheet(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    make.collect(made)
    batch, who = make.batch(made), actor("evaluator")
    entering.enter_sheet(batch, who, Answers(), invalid_reason=InvalidReason.BLANK)
    entering.close_batch(batch, who)
    collated(made)
    before = results.results_of(made)
    assert before[0].figures.invalid == {InvalidReason.BLANK: 1}
    for table in (SurveyChoice, AnswerSheet):
        db.session.execute(delete(table))
    assert results.results_of(made) == before


def test_the_page_of_a_batch_names_the_way_and_asks_for_the_gap(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    made = make.round_(RoundState.COLLECTING)
    typist = sign_in(person("evaluator"))
    batch = typist.get("/sheet-batches").submit(number="电1", channel="telephone").location
    page = typist.get(batch)
    assert "电话访问" in page.text
    name = page.all("input", type="radio")[0]["name"]
    first: dict[str, Any] = {name: page.all("input", type="radio", name=name)[0]["value"]}
    again = page.submit(batch, status=422, **first)
    assert "第2、3、4、5、6、7题没有作答" in again.text
    page.submit(batch, gap_reason="broken_off", **first)
    (sheet,) = db.session.scalars(select(AnswerSheet))
    assert (sheet.source, sheet.gap_reason) == (SheetSource.TELEPHONE, GapReason.BROKEN_OFF)
    assert made.state is RoundState.COLLECTING
