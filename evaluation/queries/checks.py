"""What is to be typed a second time, and where two entries differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from evaluation.models import (
    EvaluationRound,
    Questionnaire,
    RoundUnit,
    SheetBatch,
    SheetCheck,
    SheetDifference,
    SurveyChoice,
    SurveyQuestion,
)
from evaluation.rules import RoundState


def batches_to_check(actor: Actor) -> list[tuple[SheetBatch, int]]:
    """Return the batches typed by others of which sheets are to be typed again, with how many."""
    rows = db.session.execute(
        select(SheetBatch, func.count(SheetCheck.id))
        .join(SheetCheck, SheetCheck.batch_id == SheetBatch.id)
        .join(SheetBatch.round_unit)
        .join(RoundUnit.round)
        .options(
            joinedload(SheetBatch.round_unit).joinedload(RoundUnit.unit),
            joinedload(SheetBatch.typist),
        )
        .where(
            SheetCheck.checked_on.is_(None),
            SheetBatch.typist_id != actor.id,
            EvaluationRound.state == RoundState.COLLECTING,
            in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ENTER),
        )
        .group_by(SheetBatch.id)
        .order_by(SheetBatch.id)
        .limit(50)
    ).all()
    return [(batch, n) for batch, n in rows]


def get_next_check(batch_id: int, actor: Actor) -> SheetCheck:
    """Return the next sheet of a batch to be typed again; 404 where there is none for `actor`."""
    if batch_id > MAX_ID:
        abort(404)
    to_unit = contains_eager(SheetCheck.batch).contains_eager(SheetBatch.round_unit)
    found = db.session.scalars(
        select(SheetCheck)
        .join(SheetCheck.batch)
        .join(SheetBatch.round_unit)
        .join(RoundUnit.round)
        .join(SheetCheck.sheet)
        .options(
            contains_eager(SheetCheck.sheet),
            to_unit.joinedload(RoundUnit.unit),
            to_unit.contains_eager(RoundUnit.round)
            .joinedload(EvaluationRound.questionnaire)
            .selectinload(Questionnaire.questions)
            .selectinload(SurveyQuestion.options),
        )
        .where(
            SheetCheck.batch_id == batch_id,
            SheetCheck.checked_on.is_(None),
            SheetBatch.typist_id != actor.id,
            in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ENTER),
        )
        .order_by(SheetCheck.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        abort(404)
    return found


def checks_of(round_: EvaluationRound) -> Sequence[SheetCheck]:
    """Return what was drawn in a round, batch by batch (two statements)."""
    to_unit = contains_eager(SheetCheck.batch).contains_eager(SheetBatch.round_unit)
    return db.session.scalars(
        select(SheetCheck)
        .join(SheetCheck.batch)
        .join(SheetBatch.round_unit)
        .options(
            to_unit.joinedload(RoundUnit.unit),
            joinedload(SheetCheck.sheet),
            selectinload(SheetCheck.differences)
            .joinedload(SheetDifference.question)
            .selectinload(SurveyQuestion.options),
        )
        .where(RoundUnit.round_id == round_.id)
        .order_by(SheetBatch.id, SheetCheck.id)
    ).all()


def places(question: SurveyQuestion, chosen: Iterable[int]) -> str:
    """Return the places of the options chosen, as “1,3”."""
    ids = set(chosen)
    return ",".join(str(option.position) for option in question.options if option.id in ids)


def places_of(sheet_id: int, questions: Sequence[SurveyQuestion]) -> dict[int, str]:
    """Return what a sheet says, question by question, as places."""
    chosen = db.session.scalars(
        select(SurveyChoice.option_id).where(SurveyChoice.sheet_id == sheet_id)
    ).all()
    return {question.id: places(question, chosen) for question in questions}
