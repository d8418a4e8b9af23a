"""Read what who reported was asked to add."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from complaints.models import Complaint, SupplementRequest
from complaints.queries.complaints import TASKS
from complaints.queries.visibility import may_see
from complaints.rules import ComplaintState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db


def awaited_for(actor: Actor) -> Sequence[SupplementRequest]:
    """Return the requests whose answer `actor` enters, what is due first coming first; at most
    TASKS, one statement.
    """
    statement = (
        select(SupplementRequest)
        .join(SupplementRequest.complaint)
        .join(Complaint.unit)
        .where(
            SupplementRequest.ended_on.is_(None),
            Complaint.state == ComplaintState.REGISTERED,
            in_scope(Complaint.unit_id, actor, Permission.COMPLAINT_REGISTER),
            may_see(actor),
        )
        .options(contains_eager(SupplementRequest.complaint).contains_eager(Complaint.unit))
        .order_by(SupplementRequest.due_on, SupplementRequest.id)
        .limit(TASKS)
    )
    return db.session.scalars(statement).all()
