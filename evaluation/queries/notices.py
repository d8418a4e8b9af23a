"""Feedback notices: of a round, and on the desk of the evaluated unit."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.models import Rectification
from accountability.queries.rectifications import ordered_by
from core.access import Actor, Permission, Role
from core.db import MAX_ID, db
from core.documents.models import IssuedDocument
from evaluation.models import EvaluationRound, FeedbackNotice, Questionnaire, RoundUnit


def _whole() -> Select[FeedbackNotice]:
    to_unit = joinedload(FeedbackNotice.round_unit)
    return select(FeedbackNotice).options(
        joinedload(FeedbackNotice.document),
        to_unit.joinedload(RoundUnit.unit),
        to_unit.joinedload(RoundUnit.round).joinedload(EvaluationRound.unit),
        to_unit.selectinload(RoundUnit.feedback),
    )


def find_notice(notice_id: int) -> FeedbackNotice | None:
    """Return a notice whoever asks: the caller says who may see it."""
    if notice_id > MAX_ID:
        return None
    return db.session.scalars(_whole().where(FeedbackNotice.id == notice_id)).one_or_none()


def notice_that_held(round_: EvaluationRound) -> IssuedDocument | None:
    """Return the notice to the units that a round is held; None before its plan is published."""
    return db.session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.subject_type == EvaluationRound.__tablename__,
            IssuedDocument.subject_id == round_.id,
        )
    ).one_or_none()


def get_visible_notice(notice_id: int, actor: Actor) -> FeedbackNotice:
    """Return a notice of a round the actor may read; 404 for any other."""
    notice = find_notice(notice_id)
    if notice is None or not actor.may(
        Permission.EVALUATION_READ, notice.round_unit.round.unit.path
    ):
        abort(404)
    return notice


def get_own_notice(notice_id: int, actor: Actor) -> FeedbackNotice:
    """Return a notice to the unit whose liaison `actor` is; 404 for any other."""
    notice = find_notice(notice_id)
    if notice is None or notice.round_unit.unit_id not in _units(actor):
        abort(404)
    return notice


def notices_of(actor: Actor) -> Sequence[FeedbackNotice]:
    """Return the latest notices to the units whose liaison `actor` is, newest first."""
    units = _units(actor)
    if not units:
        return []
    return db.session.scalars(
        _whole()
        .join(FeedbackNotice.round_unit)
        .where(RoundUnit.unit_id.in_(units))
        .order_by(FeedbackNotice.id.desc())
        .limit(20)
    ).all()


def get_own_round(round_id: int, actor: Actor) -> EvaluationRound:
    """Return a round whose plan was published and that evaluates the unit whose liaison `actor` is,
    with its questionnaire; 404 for any other.
    """
    found = None
    if round_id <= MAX_ID:
        rows = db.session.scalars(
            _told(actor)
            .where(EvaluationRound.id == round_id)
            .options(joinedload(EvaluationRound.questionnaire).joinedload(Questionnaire.questions))
        )
        found = rows.unique().one_or_none()
    return found or abort(404)


def rounds_told_to(actor: Actor) -> Sequence[tuple[EvaluationRound, IssuedDocument]]:
    """Return the latest rounds that evaluate the units whose liaison `actor` is, newest first, each
    with its notice (one statement).
    """
    if not _units(actor):
        return []
    rows = db.session.execute(
        _told(actor)
        .join(
            IssuedDocument,
            (IssuedDocument.subject_type == EvaluationRound.__tablename__)
            & (IssuedDocument.subject_id == EvaluationRound.id),
        )
        .add_columns(IssuedDocument)
        .order_by(EvaluationRound.id.desc())
        .limit(10)
    )
    return [(row[0], row[1]) for row in rows]


def _told(actor: Actor) -> Select[EvaluationRound]:
    own = RoundUnit.unit_id.in_(_units(actor))
    return (
        select(EvaluationRound)
        .options(joinedload(EvaluationRound.unit))
        .where(EvaluationRound.published_on.is_not(None), EvaluationRound.units.any(own))
    )


def rectification_of(notice: FeedbackNotice) -> Rectification | None:
    """Return what the notice ordered to be rectified, None where nothing."""
    return ordered_by(FeedbackNotice, [notice.id]).get(notice.id)


def _units(actor: Actor) -> list[int]:
    return sorted({post.unit_id for post in actor.posts if post.role is Role.LIAISON})
