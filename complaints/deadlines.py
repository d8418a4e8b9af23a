"""What the page of a clock shows of a complaint, and of one passed on."""

from __future__ import annotations

from flask import url_for

from complaints.queries import get_assigned, get_visible_complaint
from core.access import Actor, Permission
from core.clocks.subjects import Heading


def heading(complaint_id: int, actor: Actor) -> Heading:
    """Return number and title of a complaint; NotFound where `actor` may not see it."""
    complaint = get_visible_complaint(complaint_id, actor)
    return Heading(
        complaint.number,
        complaint.title,
        url_for("complaints.complaint_detail", complaint_id=complaint.id),
        may_target=actor.may(Permission.COMPLAINT_DECIDE, complaint.unit.path),
    )


def heading_of_transfer(transfer_id: int, actor: Actor) -> Heading:
    """Return number and title of what was passed on to a unit of `actor`; NotFound else."""
    transfer = get_assigned(transfer_id, actor)
    return Heading(
        transfer.complaint.number,
        transfer.complaint.title,
        url_for("complaints.assigned_detail", transfer_id=transfer.id),
    )
