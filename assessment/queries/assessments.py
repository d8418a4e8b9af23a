"""Assessments as the actor may see them, with their items and units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask import abort
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from assessment.models import AssessedUnit, Assessment, SpotCheck
from core.access import Actor, Permission
from core.access.visibility import in_scope, under
from core.db import MAX_ID, db
from core.documents.models import IssuedDocument
from core.identity.models import Unit, UnitKind

#: A list shows the latest.
MOST_ASSIGNED: Final = 50


def visible_to(actor: Actor) -> Select[Assessment]:
    """Select the assessments whose organiser lies where `actor` may read evaluations."""
    return (
        select(Assessment)
        .options(joinedload(Assessment.unit))
        .where(in_scope(Assessment.unit_id, actor, Permission.EVALUATION_READ))
    )


def get_visible_assessment(assessment_id: int, actor: Actor) -> Assessment:
    """Return an assessment with items, units and what was found (six statements); else 404."""
    if assessment_id > MAX_ID:
        abort(404)
    of_units = selectinload(Assessment.assessed)
    found = db.session.scalars(
        visible_to(actor)
        .where(Assessment.id == assessment_id)
        .options(
            selectinload(Assessment.items),
            of_units.joinedload(AssessedUnit.unit),
            of_units.joinedload(AssessedUnit.assessor),
            of_units.selectinload(AssessedUnit.deductions),
            of_units.selectinload(AssessedUnit.self_scores),
            of_units.joinedload(AssessedUnit.order),
            of_units.selectinload(AssessedUnit.checks).joinedload(SpotCheck.order),
        )
    ).one_or_none()
    if found is None:
        abort(404)
    return found


def get_visible_assessed(assessed_id: int, actor: Actor) -> AssessedUnit:
    """Return one assessed unit for the organiser's side (four statements); else 404."""
    return _one(
        assessed_id,
        _whole(select(AssessedUnit)).where(
            or_(
                in_scope(Assessment.unit_id, actor, Permission.EVALUATION_READ),
                in_scope(AssessedUnit.assessor_id, actor, Permission.EVALUATION_READ),
            )
        ),
    )


def assigned_to(actor: Actor) -> Sequence[AssessedUnit]:
    """Return the units that the actor's unit assesses in another organiser's place, newest first.

    Without those whose whole assessment the actor sees (one statement).
    """
    whole = in_scope(Assessment.unit_id, actor, Permission.EVALUATION_READ)
    return db.session.scalars(
        select(AssessedUnit)
        .join(AssessedUnit.assessment)
        .options(joinedload(AssessedUnit.assessment), joinedload(AssessedUnit.unit))
        .where(in_scope(AssessedUnit.assessor_id, actor, Permission.EVALUATION_READ), ~whole)
        .order_by(AssessedUnit.id.desc())
        .limit(MOST_ASSIGNED)
    ).all()


def get_own_assessed(assessed_id: int, actor: Actor) -> AssessedUnit:
    """Return an assessed unit for its own liaison, from the notice on; else 404."""
    return _one(
        assessed_id,
        _whole(select(AssessedUnit)).where(
            AssessedUnit.unit_id.in_(actor.unit_ids),
            in_scope(AssessedUnit.unit_id, actor, Permission.EVALUATION_ANSWER),
            Assessment.notified_on.is_not(None),
        ),
    )


def own_assessed(actor: Actor) -> Sequence[AssessedUnit]:
    """Return the assessments the actor answers for, newest first (one statement)."""
    if not actor.has(Permission.EVALUATION_ANSWER):
        return []
    return db.session.scalars(
        select(AssessedUnit)
        .join(AssessedUnit.assessment)
        .options(joinedload(AssessedUnit.assessment), joinedload(AssessedUnit.unit))
        .where(
            AssessedUnit.unit_id.in_(actor.unit_ids),
            in_scope(AssessedUnit.unit_id, actor, Permission.EVALUATION_ANSWER),
            Assessment.notified_on.is_not(None),
        )
        .order_by(AssessedUnit.id.desc())
        .limit(20)
    ).all()


def _whole(statement: Select[AssessedUnit]) -> Select[AssessedUnit]:
    return statement.join(AssessedUnit.assessment).options(
        joinedload(AssessedUnit.unit),
        joinedload(AssessedUnit.assessor),
        joinedload(AssessedUnit.assessment).joinedload(Assessment.unit),
        joinedload(AssessedUnit.assessment).selectinload(Assessment.items),
        selectinload(AssessedUnit.self_scores),
        joinedload(AssessedUnit.order),
        joinedload(AssessedUnit.checks).joinedload(SpotCheck.order),
        selectinload(AssessedUnit.deductions),
    )


def _one(assessed_id: int, statement: Select[AssessedUnit]) -> AssessedUnit:
    found = None
    if assessed_id <= MAX_ID:
        rows = db.session.scalars(statement.where(AssessedUnit.id == assessed_id))
        found = rows.unique().one_or_none()
    if found is None:
        abort(404)
    return found


def of_year(organiser: Unit, year: int) -> Assessment | None:
    """Return the organiser's assessment of a year."""
    return db.session.scalars(
        select(Assessment).where(Assessment.unit_id == organiser.id, Assessment.year == year)
    ).one_or_none()


def units_below(organiser: Unit) -> Sequence[Unit]:
    """Return the units that `organiser` may have assessed, not itself.

    An office acts for the government above it: that government's. Any other unit runs its own
    assessment on its subordinates (ASM-12).
    """
    of_government = organiser.kind is UnitKind.OFFICE and organiser.parent is not None
    root = organiser.parent if of_government and organiser.parent else organiser
    return db.session.scalars(
        select(Unit)
        .where(under(root.path), Unit.id.not_in({root.id, organiser.id}))
        .order_by(Unit.path)
    ).all()


def papers_of(assessment: Assessment) -> Mapping[str, IssuedDocument]:
    """Return notice and circular of an assessment, by their kind (one statement)."""
    rows = db.session.scalars(
        select(IssuedDocument)
        .where(
            IssuedDocument.subject_type == Assessment.__tablename__,
            IssuedDocument.subject_id == assessment.id,
        )
        .order_by(IssuedDocument.id)
    )
    return {row.kind: row for row in rows}
