"""A round from plan to closing: the table, its guards, what is counted, what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from accountability.queries.rectifications import find_rectification
from accountability.services import rectifications
from core import moment
from core.access import Actor
from core.clocks.queries import for_subject
from core.db import db
from core.procedure import perform
from core.refusals import Refused
from evaluation.models import AnswerSheet, SurveyToken
from evaluation.procedure.rounds import ROUND_PROCEDURE
from evaluation.queries import results
from evaluation.queries.rounds import rectifications_of
from evaluation.rules import (
    InvalidReason,
    ParticipantGroup,
    RoundAction,
    RoundState,
    hidden_groups,
    tally,
)
from evaluation.services import boxes, entering, notices, rounds
from evaluation.services.answering import Answers
from tests.support import evaluation as make
from tests.support.factories import actor


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect a refusal with this code."""
    with pytest.raises(Refused) as found:
        yield
    db.session.rollback()
    assert found.value.refusal.code == code


@pytest.mark.requirement("XSE-04")
@pytest.mark.parametrize("state", RoundState)
def test_every_state_is_reached_and_what_is_not_listed_is_refused(
    app: Flask, state: RoundState
) -> None:
    made = make.round_(state)
    assert made.state is state
    for row in ROUND_PROCEDURE.transitions:
        if state not in row.sources:
            with pytest.raises(Refused) as found:
                perform(ROUND_PROCEDURE, made, row.action, Actor.system(), seen_version=None)
            assert found.value.refusal.code == "wrong_state"


@pytest.mark.requirement("XSE-02")
def test_the_questionnaire_has_the_six_items_the_overall_question_and_remarks(app: Flask) -> None:
    questions = make.drafted().questionnaire.questions
    assert [q.item_code for q in questions[:6]] == [
        "office", "quality", "channels", "systems", "procedure", "recognition",
    ]  # fmt: skip
    assert [o.label for o in questions[6].options] == ["满意", "基本满意", "不满意", "不了解"]
    assert len(questions) == 8


def test_a_pack_without_items_carries_no_round(app: Flask) -> None:
    """The twin: the same plan under rules that say nothing of evaluation is refused."""
    from core.identity.models import UnitPack

    make.organiser()
    db.session.execute(
        update(UnitPack).where(UnitPack.pack_id == make.PACK).values(pack_id="chaozhou-2010")
    )
    with refused("round_no_content"):
        make.drafted()


def test_a_slip_answers_once(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    (token,) = make.slips(made, 1)
    assert make.answer(token, made) is True
    assert make.answer(token, made, 2) is False
    boxes.empty_boxes(made)
    assert db.session.scalar(select(func.count()).select_from(AnswerSheet)) == 1


def test_collation_forgets_the_slips(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    make.slips(made, 3)
    assert db.session.scalar(select(func.count()).select_from(SurveyToken)) == 3
    make.collate(made)
    assert db.session.scalar(select(func.count()).select_from(SurveyToken)) == 0
    assert (made.units[0].slips, made.units[0].returned, made.units[0].valid) == (9, 6, 6)


def test_an_answer_must_be_whole_and_in_time(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    (token,) = make.slips(made, 1)
    from evaluation.queries import surveys
    from evaluation.services import answering

    slip = surveys.find_slip(token)
    assert slip is not None
    with refused("survey_incomplete"):
        answering.answer(slip, Answers())
    with moment.frozen(made.ends_on + timedelta(days=1)), refused("survey_closed"):
        make.answer(token, made)


def test_it_is_not_collated_before_the_last_day_is_over(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    make.collect(made)
    with refused("round_not_over"):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)


def test_paper_is_typed_counted_undone_and_finished(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    batch, who = make.batch(made), actor("evaluator")
    entering.enter_sheet(batch, who, make.all_chosen(made, text="谢谢"))
    entering.enter_sheet(batch, who, Answers(), invalid_reason=InvalidReason.BLANK)
    entering.enter_sheet(batch, who, make.all_chosen(made, 2))
    assert entering.last_seq(batch) == 3
    entering.undo_last(batch, who)
    with refused("sheet_empty"):
        entering.enter_sheet(batch, who, Answers())
    entering.close_batch(batch, who)
    with refused("batch_closed"):
        entering.enter_sheet(batch, who, make.all_chosen(made))
    figures = results.figures_of(made)[made.units[0].id]
    assert (figures.returned, figures.valid) == (2, 1)
    assert figures.invalid == {InvalidReason.BLANK: 1}


def test_the_same_sheet_sent_twice_counts_once(app: Flask) -> None:
    from core.procedure import AlreadyDone

    made = make.round_(RoundState.COLLECTING)
    batch, who, token = make.batch(made), actor("evaluator"), "t" * 32
    entering.enter_sheet(batch, who, make.all_chosen(made), token=token)
    with pytest.raises(AlreadyDone):
        entering.enter_sheet(batch, who, make.all_chosen(made), token=token)
    db.session.rollback()
    assert entering.last_seq(batch) == 1


def test_shares_leave_out_who_does_not_know() -> None:
    found = tally({1: 6, 2: 3, 3: 1, 4: 5}, dont_know=frozenset({4}), answered=15)
    assert found.answered == 10
    assert [part.share for part in found.portions] == [0.6, 0.3, 0.1, None]


def test_several_choices_are_shares_of_people() -> None:
    found = tally({1: 8, 2: 8}, dont_know=frozenset(), answered=10)
    assert [part.share for part in found.portions] == [0.8, 0.8]


def test_a_small_group_is_hidden_with_a_second_one() -> None:
    group = ParticipantGroup
    sizes = {group.RESIDENT: 20, group.DEPUTY: 3, group.ENTERPRISE: 6}
    assert hidden_groups(sizes) == {group.DEPUTY, group.ENTERPRISE}
    assert hidden_groups({group.RESIDENT: 20, group.DEPUTY: 5}) == frozenset()
    two = {group.RESIDENT: 20, group.DEPUTY: 3, group.INVITED: 2}
    assert hidden_groups(two) == {group.DEPUTY, group.INVITED}


def test_a_unit_with_four_sheets_shows_no_counts(app: Flask) -> None:
    made = make.round_(RoundState.COLLECTING)
    tokens = make.slips(made, 5)
    for token in tokens[:4]:
        make.answer(token, made)
    boxes.empty_boxes(made)
    assert results.results_of(made)[0].answers == ()
    make.answer(tokens[4], made)
    boxes.empty_boxes(made)
    overall = results.results_of(made)[0].overall
    assert overall is not None
    assert overall.tally.portions[0].count == 5


@pytest.mark.requirement("XSE-04")
def test_who_reports_the_grades_does_not_consent(app: Flask) -> None:
    made = make.round_(RoundState.GRADED)
    made.graded_by_id = actor("supervisor").id
    with refused("round_own_consent"):
        make.consent(made)


def test_a_lower_grade_needs_opinions_and_every_grade_a_reason(app: Flask) -> None:
    made = make.round_(RoundState.COLLATED)
    known: dict[str, Any] = {"round_unit_id": made.units[0].id, "grade_code": "dissatisfied"}
    with refused("round_opinions_needed"):
        rounds.set_grade(
            made, make.organiser(), **known, reason="x", opinions="", seen_version=made.version
        )
    with refused("round_grade_reason"):
        rounds.set_grade(
            made, make.organiser(), **known, reason="", opinions="x", seen_version=made.version
        )


@pytest.mark.requirement("XSE-05", "XSE-06")
def test_receipt_starts_ten_working_days_and_the_one_rectification(app: Flask) -> None:
    made = make.round_(RoundState.FED_BACK)
    notice = made.units[0].notice
    assert notice is not None
    with moment.frozen("2026-03-10"):
        notices.acknowledge(notice, actor("liaison"), seen_version=notice.version)
    (found,) = rectifications_of(made).values()
    (clock,) = for_subject("rectifications", found.id)
    assert clock.term_id == "evaluation.rectify"
    assert clock.due_on == found.due_on == date(2026, 3, 24)
    ordered = find_rectification(found.id)
    assert ordered is not None
    assert [item.problem for item in ordered.items] == make.OPINIONS.splitlines()
    with moment.frozen("2026-03-12"):
        rectifications.explain_rectification(
            ordered,
            actor("liaison"),
            text="等待升级。",
            expected_on=None,
            seen_version=ordered.version,
        )
    assert clock.met_on == date(2026, 3, 12)


@pytest.mark.requirement("XSE-05")
def test_it_does_not_close_while_something_is_open(app: Flask) -> None:
    made = make.round_(RoundState.FED_BACK)
    with refused("round_results_unpublished"):
        rounds.close_round(made, make.organiser(), seen_version=made.version)


def test_only_the_units_own_liaison_signs(app: Flask) -> None:
    from core.procedure import Forbidden

    made = make.round_(RoundState.FED_BACK)
    notice = made.units[0].notice
    assert notice is not None
    with pytest.raises(Forbidden):
        notices.acknowledge(notice, actor("town_liaison"), seen_version=notice.version)
    db.session.rollback()
    assert RoundAction.FEED_BACK in {row.action for row in ROUND_PROCEDURE.transitions}
