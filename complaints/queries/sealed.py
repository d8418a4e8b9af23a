"""Read which reports were sent up sealed: for who registers those of the unit, nobody else."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from complaints.models import SealedReport
from core.access import Actor, Permission
from core.access.visibility import in_scope


def sealed_list(actor: Actor) -> Select[SealedReport]:
    """Select what was sent up from the units whose reports `actor` registers."""
    return (
        select(SealedReport)
        .where(in_scope(SealedReport.unit_id, actor, Permission.COMPLAINT_REGISTER))
        .options(joinedload(SealedReport.unit), joinedload(SealedReport.entered_by))
    )
