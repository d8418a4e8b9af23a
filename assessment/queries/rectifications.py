"""What an assessment ordered to be rectified: after a check, after an unqualified result."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accountability.models import Rectification
from assessment.models import AssessedUnit, SpotCheck
from casework.desk import liaison_units
from core.access import Actor, Permission
from core.db import db

_TABLES = (SpotCheck.__tablename__, AssessedUnit.__tablename__)
#: A desk shows the latest.
LIMIT = 20


def orders_of(assessed: AssessedUnit) -> dict[int | None, Rectification]:
    """Return what was ordered by the id of the check; None is the unqualified result's."""
    orders: dict[int | None, Rectification] = {
        check.id: check.order for check in assessed.checks if check.order is not None
    }
    if assessed.order is not None:
        orders[None] = assessed.order
    return orders


def own_orders(actor: Actor) -> Sequence[Rectification]:
    """Return what the assessments ordered of the units whose liaison `actor` is, newest first."""
    units = liaison_units(actor)
    if not (units and actor.has(Permission.RECTIFICATION_REPORT)):
        return []
    return db.session.scalars(
        select(Rectification)
        .options(joinedload(Rectification.unit))
        .where(Rectification.origin_type.in_(_TABLES), Rectification.unit_id.in_(units))
        .order_by(Rectification.id.desc())
        .limit(LIMIT)
    ).all()


def assessed_of(rectification: Rectification) -> tuple[AssessedUnit, SpotCheck | None] | None:
    """Return the assessed unit, and the check if one ordered it; None for another package's."""
    if rectification.origin_type not in _TABLES:
        return None
    whole = joinedload(AssessedUnit.assessment)
    if rectification.origin_type == AssessedUnit.__tablename__:
        unit = db.session.get(AssessedUnit, rectification.origin_id, options=[whole])
        return (unit, None) if unit else None
    row = db.session.execute(
        select(AssessedUnit, SpotCheck)
        .join(SpotCheck, SpotCheck.assessed_id == AssessedUnit.id)
        .options(whole)
        .where(SpotCheck.id == rectification.origin_id)
    ).one_or_none()
    return (row[0], row[1]) if row else None
