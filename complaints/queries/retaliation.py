"""Read which reports are about retaliation for which: the link is there for who may see both."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select

from complaints.models import Complaint, ComplaintRespondent
from complaints.queries.complaints import may_see
from core.access import Actor
from core.db import db


@dataclass(frozen=True)
class Linked:
    """What `actor` may see of both ends: the report it is retaliation for, and those for it."""

    earlier: Complaint | None
    later: list[Complaint]


def linked(complaint: Complaint, actor: Actor) -> Linked:
    """Return the reports tied to `complaint` by retaliation that `actor` may see; one statement
    where there are any.
    """
    if complaint.retaliates_id is None and not complaint.met_by_retaliation:
        return Linked(None, [])
    statement = (
        select(Complaint)
        .where(
            may_see(actor),
            or_(Complaint.id == complaint.retaliates_id, Complaint.retaliates_id == complaint.id),
        )
        .order_by(Complaint.id)
    )
    found = db.session.scalars(statement).all()
    return Linked(
        next((one for one in found if one.id == complaint.retaliates_id), None),
        [one for one in found if one.retaliates_id == complaint.id],
    )


def kept_from(complaint: Complaint) -> list[ComplaintRespondent]:
    """Return whom a report is kept from: whom it is about, and whom the one was about for which
    somebody is retaliated against.
    """
    earlier = complaint.retaliates
    return [*complaint.respondents, *(earlier.respondents if earlier is not None else ())]
