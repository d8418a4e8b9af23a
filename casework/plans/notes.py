"""Read the working notes of a case."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from casework.models import Case, CaseNote


def notes_of(case: Case) -> Select[CaseNote]:
    """Select the notes of a case with their writers; a page of them is read newest first."""
    return (
        select(CaseNote).where(CaseNote.case_id == case.id).options(joinedload(CaseNote.written_by))
    )
