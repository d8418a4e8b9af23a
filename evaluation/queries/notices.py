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
from evaluation.models import EvaluationRound, FeedbackNotice, RoundUnit


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


def rectification_of(notice: FeedbackNotice) -> Rectification | None:
    """Return what the notice ordered to be rectified, None where nothing."""
    return ordered_by(FeedbackNotice, [notice.id]).get(notice.id)


def _units(actor: Actor) -> list[int]:
    return sorted({post.unit_id for post in actor.posts if post.role is Role.LIAISON})
