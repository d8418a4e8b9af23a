"""Read who takes part in a case; who may know the case may know it, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from casework.models import Case, CaseParticipant
from core.db import MAX_ID, db


def participants_of(case: Case) -> Sequence[CaseParticipant]:
    """Return those who take part, in the order of their entries (one statement)."""
    return db.session.scalars(
        select(CaseParticipant)
        .where(CaseParticipant.case_id == case.id)
        .options(joinedload(CaseParticipant.recorded_by))
        .order_by(CaseParticipant.id)
    ).all()


def get_participant(case: Case, participant_id: int) -> CaseParticipant:
    """Return one who takes part in `case`, 404 for any other."""
    found = db.session.get(CaseParticipant, participant_id) if participant_id <= MAX_ID else None
    if found is None or found.case_id != case.id:
        abort(404)
    return found


def of_cases() -> Select[int, int]:
    """Select the entries with the case of each, for `deadlines.relate`."""
    return select(CaseParticipant.id, CaseParticipant.case_id)
