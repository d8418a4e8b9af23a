"""Rounds as the actor may see them, with their units and questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from accountability.models import Rectification
from accountability.queries.rectifications import ordered_by
from core.access import Actor, Permission
from core.access.visibility import in_scope, under
from core.db import MAX_ID, db
from core.identity.models import Unit
from core.reading import once_a_page
from evaluation.models import (
    EvaluationRound,
    FeedbackNotice,
    Questionnaire,
    RoundUnit,
    SheetBatch,
    SurveyQuestion,
)
from evaluation.rules import ResultRange


def visible_to(actor: Actor) -> Select[EvaluationRound]:
    """Select the rounds whose organiser lies where `actor` may read evaluations; their organiser
    is loaded with them.
    """
    return (
        select(EvaluationRound)
        .options(joinedload(EvaluationRound.unit))
        .where(in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_READ))
    )


def get_visible_round(round_id: int, actor: Actor) -> EvaluationRound:
    """Return a round with units, notices and questionnaire (four statements); 404 out of scope."""
    if round_id > MAX_ID:
        abort(404)
    found = (
        db.session.scalars(_whole(visible_to(actor)).where(EvaluationRound.id == round_id))
        .unique()
        .one_or_none()
    )
    if found is None:
        abort(404)
    return found


def get_published_round(round_id: int) -> EvaluationRound:
    """Return a round whose result is open to everybody; 404 for any other."""
    if round_id > MAX_ID:
        abort(404)
    found = (
        db.session.scalars(
            _whole(select(EvaluationRound)).where(
                EvaluationRound.id == round_id,
                EvaluationRound.result_range == ResultRange.EVERYBODY,
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        abort(404)
    return found


def round_of_lead(lead_id: int, actor: Actor) -> EvaluationRound | None:
    """Return the round from whose result a lead was made, for who may see it (one statement)."""
    return db.session.scalars(
        visible_to(actor).join(EvaluationRound.units).where(RoundUnit.lead_id == lead_id)
    ).one_or_none()


def _whole(statement: Select[EvaluationRound]) -> Select[EvaluationRound]:
    of_units = selectinload(EvaluationRound.units)
    return statement.options(
        joinedload(EvaluationRound.unit),
        joinedload(EvaluationRound.channels),
        of_units.joinedload(RoundUnit.unit),
        of_units.joinedload(RoundUnit.notice).joinedload(FeedbackNotice.document),
        of_units.joinedload(RoundUnit.inspections),
        of_units.joinedload(RoundUnit.quotas),
        joinedload(EvaluationRound.questionnaire)
        .selectinload(Questionnaire.questions)
        .selectinload(SurveyQuestion.options),
    )


def organiser_of(actor: Actor) -> Unit:
    """Return the unit for which `actor` organises: the first of such posts in the tree."""
    held = [p for p in actor.posts if actor.may(Permission.EVALUATION_ORGANISE, p.unit_path)]
    return db.session.scalars(
        select(Unit).options(joinedload(Unit.parent)).where(Unit.id == held[0].unit_id)
    ).one()


def units_below(organiser: Unit) -> Sequence[Unit]:
    """Return the units that `organiser` may have evaluated: its own government's, not itself."""
    root = organiser.parent or organiser
    return db.session.scalars(
        select(Unit)
        .where(under(root.path), Unit.id.not_in({root.id, organiser.id}))
        .order_by(Unit.path)
    ).all()


def earlier_questionnaires(organiser: Unit) -> Sequence[EvaluationRound]:
    """Return the organiser's rounds whose questionnaire may be taken over, newest first."""
    return db.session.scalars(
        select(EvaluationRound)
        .where(EvaluationRound.unit_id == organiser.id)
        .order_by(EvaluationRound.id.desc())
        .limit(20)
    ).all()


def open_batches(round_: EvaluationRound) -> int:
    """Return how many batches of paper are still being typed."""
    return db.session.scalars(
        select(func.count())
        .select_from(SheetBatch)
        .join(SheetBatch.round_unit)
        .where(RoundUnit.round_id == round_.id, SheetBatch.closed_on.is_(None))
    ).one()


@once_a_page
def rectifications_of(round_: EvaluationRound) -> Mapping[int, Rectification]:
    """Return what the notices of a round ordered to be rectified, by the id of the notice."""
    notices = [unit.notice.id for unit in round_.units if unit.notice is not None]
    return ordered_by(FeedbackNotice, notices)
