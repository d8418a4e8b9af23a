"""Circulars with their decision and recipients, and which correction is owed."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload

from accountability.circulating import MEASURE, CircularKind
from accountability.models import Circular, Decision, DecisionMeasure
from accountability.rules import DecisionState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import MAX_ID, db

#: Which correction follows from what became of a decision.
CORRECTIONS = {
    DecisionState.MODIFIED: CircularKind.MODIFIED,
    DecisionState.REVOKED: CircularKind.REVOKED,
}


def _whole() -> Select[Circular]:
    """Select circulars with decision, case, recipients, document and writer."""
    return select(Circular).options(
        joinedload(Circular.decision).joinedload(Decision.case).joinedload(Case.unit),
        selectinload(Circular.recipients),
        joinedload(Circular.document),
        joinedload(Circular.issued_by),
    )


def get_visible_circular(circular_id: int, actor: Actor) -> Circular:
    """Return a circular; 404 where its case is not the actor's to see."""
    if circular_id > MAX_ID:
        abort(404)
    found = db.session.scalars(_whole().where(Circular.id == circular_id)).one_or_none()
    if found is None:
        abort(404)
    cases.get_visible_case(found.decision.case_id, actor)
    return found


def of_decision(decision_id: int) -> Sequence[Circular]:
    """Return the circulars on a decision, the oldest first (two statements)."""
    return db.session.scalars(
        _whole().where(Circular.decision_id == decision_id).order_by(Circular.id)
    ).all()


def criticised(decision_id: int) -> Sequence[DecisionMeasure]:
    """Return the circulated criticisms a decision imposes, with whom they are laid on."""
    return db.session.scalars(
        select(DecisionMeasure)
        .where(DecisionMeasure.decision_id == decision_id, DecisionMeasure.code == MEASURE)
        .options(joinedload(DecisionMeasure.respondent).joinedload(CaseRespondent.unit))
        .order_by(DecisionMeasure.id)
    ).all()


def owed(decision: Decision, circulars: Sequence[Circular]) -> CircularKind | None:
    """Return the correction that is owed: the criticism was circulated, its decision was changed
    (once more) or taken back since, and nobody was told. A criticism made after a modification
    says what stands, so that this modification is not corrected.
    """
    kind = CORRECTIONS.get(decision.state)
    if kind is None or all(one.kind is not CircularKind.CRITICISM for one in circulars):
        return None
    if kind is CircularKind.REVOKED:
        return None if any(one.kind is kind for one in circulars) else kind
    told = max(one.modification for one in circulars)
    return kind if told < decision.times_modified else None


def imposed() -> ColumnElement[bool]:
    """Say that a decision imposes circulated criticism."""
    return exists().where(
        DecisionMeasure.decision_id == Decision.id, DecisionMeasure.code == MEASURE
    )


def made(kind: CircularKind) -> ColumnElement[bool]:
    """Say that a circular of this kind was made on a decision."""
    own = exists().where(Circular.decision_id == Decision.id, Circular.kind == kind)
    return own.correlate(Decision)


def uncorrected() -> ColumnElement[bool]:
    """Say of a decision what `owed` finds: a correction has to be made."""
    told = exists().where(
        Circular.decision_id == Decision.id, Circular.modification >= Decision.times_modified
    )
    return and_(
        made(CircularKind.CRITICISM),
        or_(
            and_(Decision.state == DecisionState.MODIFIED, ~told.correlate(Decision)),
            and_(Decision.state == DecisionState.REVOKED, ~made(CircularKind.REVOKED)),
        ),
    )
