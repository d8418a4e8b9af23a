"""How a complaint is found: by its numbers, its text, whom it is about; never by who reported."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import joinedload, selectinload

from complaints.models import Complaint, ComplaintRespondent, WorkOrder
from complaints.queries import visible_to
from core.access import Actor, Permission
from core.search.services import Description, Source, unit_keys, unit_reach


def describe(complaint: Complaint) -> Description:
    """Describe a complaint; the sealed reporter is not even loaded (SEC-01)."""
    respondents = complaint.respondents
    named = [(r.unit.name, r.person_name, r.post_title) for r in respondents]
    return Description(
        title=complaint.title,
        number=complaint.number,
        unit_id=complaint.unit_id,
        keys=unit_keys(complaint.unit),
        parts=[
            "；".join(" ".join(filter(None, words)) for words in named),
            complaint.work_order.number if complaint.work_order else None,
            complaint.facts,
            complaint.decline_reason,
            complaint.reply_text,
        ],
        names=[respondent.person_name for respondent in respondents],
        created_at=complaint.created_at,
    )


def reach(actor: Actor) -> Iterable[str]:
    """Return the keys of the complaints of the units where `actor` may read them."""
    return unit_reach(actor, Permission.COMPLAINT_READ)


COMPLAINTS = Source(
    kind=Complaint.__tablename__,
    model=Complaint,
    label=_("投诉举报"),
    order=10,
    describe=describe,
    visible=visible_to,
    reach=reach,
    url=lambda key: url_for("complaints.complaint_detail", complaint_id=key),
    loads=[
        joinedload(Complaint.unit),
        joinedload(Complaint.work_order),
        selectinload(Complaint.respondents).joinedload(ComplaintRespondent.unit),
    ],
    belongs={
        ComplaintRespondent: lambda respondent: respondent.complaint_id,
        WorkOrder: lambda order: order.complaint_id,
    },
)
