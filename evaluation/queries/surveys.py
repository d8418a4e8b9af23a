"""What stands behind a slip, and the batches of paper a typist works on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from flask import abort
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    Questionnaire,
    RoundUnit,
    SheetBatch,
    SurveyBox,
    SurveyQuestion,
    SurveyToken,
)
from evaluation.rules import RoundState, SheetSource, has_mark, mark_of

#: A token is 22 characters; nothing much longer is looked up.
LONGEST_TOKEN = 64


def find_slip(token: str) -> SurveyToken | None:
    """Return the slip with its unit, round and questionnaire; None where none is (left)."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    to_round = joinedload(SurveyToken.round_unit).joinedload(RoundUnit.round)
    return db.session.scalars(
        select(SurveyToken)
        .options(
            to_round.joinedload(EvaluationRound.unit),
            to_round.joinedload(EvaluationRound.questionnaire)
            .selectinload(Questionnaire.questions)
            .selectinload(SurveyQuestion.options),
            joinedload(SurveyToken.round_unit).joinedload(RoundUnit.unit),
        )
        .where(SurveyToken.token_hash == hashlib.sha256(token.encode()).hexdigest())
    ).one_or_none()


def find_open(token: str) -> RoundUnit | None:
    """Return the unit behind an open link with its round and questionnaire; None where none is."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        return None
    to_round = joinedload(RoundUnit.round)
    return db.session.scalars(
        select(RoundUnit)
        .options(
            to_round.joinedload(EvaluationRound.unit),
            to_round.joinedload(EvaluationRound.questionnaire)
            .selectinload(Questionnaire.questions)
            .selectinload(SurveyQuestion.options),
            joinedload(RoundUnit.unit),
        )
        .where(RoundUnit.open_token == token)
    ).one_or_none()


def is_used(slip: SurveyToken) -> bool:
    """Tell whether a slip was used (one statement)."""
    used = db.session.scalars(
        select(SurveyBox.used).where(
            SurveyBox.round_unit_id == slip.round_unit_id,
            SurveyBox.source == SheetSource.ONLINE,
            SurveyBox.group == slip.group,
        )
    ).one()
    return has_mark(used, mark_of(slip.token_hash))


def takes_sheets(round_: EvaluationRound) -> bool:
    """Tell whether answers from the web are taken in today."""
    return round_.state is RoundState.COLLECTING and (
        round_.starts_on <= moment.today() <= round_.ends_on
    )


def units_to_type(actor: Actor) -> Sequence[RoundUnit]:
    """Return the units whose paper sheets `actor` may type now."""
    return db.session.scalars(
        select(RoundUnit)
        .join(RoundUnit.round)
        .options(contains_eager(RoundUnit.round), joinedload(RoundUnit.unit))
        .where(
            EvaluationRound.state == RoundState.COLLECTING,
            in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ENTER),
        )
        .order_by(EvaluationRound.ends_on, RoundUnit.id)
        .limit(200)
    ).all()


def batches_of(actor: Actor) -> Sequence[SheetBatch]:
    """Return the latest batches that `actor` typed, newest first."""
    return db.session.scalars(
        select(SheetBatch)
        .options(
            joinedload(SheetBatch.round_unit).joinedload(RoundUnit.unit),
            joinedload(SheetBatch.round_unit).joinedload(RoundUnit.round),
        )
        .where(SheetBatch.typist_id == actor.id)
        .order_by(SheetBatch.id.desc())
        .limit(30)
    ).all()


def get_own_batch(batch_id: int, actor: Actor) -> SheetBatch:
    """Return a batch that `actor` types, with its questionnaire; 404 for any other."""
    if batch_id > MAX_ID:
        abort(404)
    to_round = joinedload(SheetBatch.round_unit).joinedload(RoundUnit.round)
    batch = db.session.scalars(
        select(SheetBatch)
        .options(
            to_round.joinedload(EvaluationRound.questionnaire)
            .selectinload(Questionnaire.questions)
            .selectinload(SurveyQuestion.options),
            joinedload(SheetBatch.round_unit).joinedload(RoundUnit.unit),
        )
        .where(SheetBatch.id == batch_id, SheetBatch.typist_id == actor.id)
    ).one_or_none()
    if batch is None:
        abort(404)
    return batch


def counts_of(batches: Sequence[SheetBatch]) -> dict[int, int]:
    """Return how many sheets each of the batches has (one statement)."""
    rows = db.session.execute(
        select(AnswerSheet.batch_id, func.count())
        .where(AnswerSheet.batch_id.in_([batch.id for batch in batches]))
        .group_by(AnswerSheet.batch_id)
    )
    return {batch_id: n for batch_id, n in rows if batch_id is not None}
