"""Losses registered in a case, and by which articles of its rules they are compensated."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from accountability.models import Loss
from casework import queries as cases
from casework.models import Case
from core.access import Actor
from core.db import MAX_ID, db
from regulations.codes import Regime
from regulations.model import Trigger
from regulations.registry import get_pack
from regulations.rules import triggers


def _whole() -> Select[Loss]:
    """Select losses with case, its unit, and who registered (one statement)."""
    return select(Loss).options(
        joinedload(Loss.case).joinedload(Case.unit), joinedload(Loss.registered_by)
    )


def get_visible_loss(loss_id: int, actor: Actor) -> Loss:
    """Return a loss; 404 where its case is not the actor's to see."""
    if loss_id > MAX_ID:
        abort(404)
    found = db.session.scalars(_whole().where(Loss.id == loss_id)).one_or_none()
    if found is None:
        abort(404)
    cases.get_visible_case(found.case_id, actor)
    return found


def of_case(case_id: int) -> Sequence[Loss]:
    """Return the losses of a case, the oldest first (one statement)."""
    return db.session.scalars(_whole().where(Loss.case_id == case_id).order_by(Loss.id)).all()


def grounds_of(case: Case) -> Sequence[Trigger]:
    """Return from which breaches compensation follows by the rules of the case; none where these
    say nothing of it.
    """
    return triggers(get_pack(case.substance_pack_id), Regime.COMPENSATION)
