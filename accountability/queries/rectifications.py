"""Rectifications with their items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.models import Decision, NoticeService, Rectification, RectificationItem
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, Model, db
from core.documents.models import IssuedDocument

#: The kind of paper that orders a rectification where no other does.
ORDER: Final = "rectification_order"


def _whole() -> Select[Rectification]:
    """Select rectifications with items, addressee, unit, decision and case (one statement)."""
    return select(Rectification).options(
        joinedload(Rectification.items).joinedload(RectificationItem.accepted_by),
        joinedload(Rectification.enforcements),
        joinedload(Rectification.feedbacks),
        joinedload(Rectification.urgings),
        joinedload(Rectification.unit),
        joinedload(Rectification.owner_unit),
        joinedload(Rectification.respondent).joinedload(CaseRespondent.unit),
        joinedload(Rectification.decision).joinedload(Decision.case).joinedload(Case.unit),
    )


def get_visible_rectification(rectification_id: int, actor: Actor) -> Rectification:
    """Return a rectification; 404 where its case, or the evaluation, is not the actor's to see."""
    rectification = find_rectification(rectification_id)
    if rectification is None:
        abort(404)
    if rectification.case is not None:
        cases.get_visible_case(rectification.case.id, actor)
    elif not actor.may(Permission.EVALUATION_READ, rectification.owner.path):
        abort(404)
    return rectification


def of_evaluations(actor: Actor) -> Select[Rectification]:
    """Select those that no case ordered, where `actor` may read evaluations."""
    return select(Rectification).where(
        Rectification.decision_id.is_(None),
        in_scope(Rectification.owner_unit_id, actor, Permission.EVALUATION_READ),
    )


def find_rectification(rectification_id: int) -> Rectification | None:
    """Return a rectification whoever asks: the caller says who may see it."""
    if rectification_id > MAX_ID:
        return None
    statement = _whole().where(Rectification.id == rectification_id)
    return db.session.scalars(statement).unique().one_or_none()


def ordered_by(model: type[Model], ids: Sequence[int]) -> dict[int, Rectification]:
    """Return what these rows of a package above ordered to be rectified, by their id.

    With its items (one statement; none without ids).
    """
    if not ids:
        return {}
    found = db.session.scalars(
        select(Rectification)
        .options(joinedload(Rectification.items))
        .where(Rectification.origin_type == model.__tablename__, Rectification.origin_id.in_(ids))
    )
    return {one.origin_id: one for one in found.unique() if one.origin_id is not None}


def letter_of(rectification: Rectification) -> IssuedDocument | None:
    """Return the order as it was issued, None where another paper bears the number."""
    return db.session.scalars(
        select(IssuedDocument).where(
            IssuedDocument.subject_type == Rectification.__tablename__,
            IssuedDocument.subject_id == rectification.id,
            IssuedDocument.kind == ORDER,
        )
    ).one_or_none()


def of_service(service: NoticeService) -> Rectification | None:
    """Return the rectification that the decision orders of the addressee of a notice."""
    statement = _whole().where(
        Rectification.decision_id == service.decision_id,
        Rectification.respondent_id == service.respondent_id,
    )
    return db.session.scalars(statement).unique().one_or_none()
