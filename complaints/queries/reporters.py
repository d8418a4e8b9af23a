"""Read what protects who reported: requests to see them, receipts, messages. Nothing is opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload
from werkzeug.exceptions import NotFound

from complaints.models import (
    Complaint,
    ComplaintReceipt,
    Reporter,
    ReporterMessage,
    ReporterOpening,
)
from complaints.queries.complaints import TASKS, visible_to
from complaints.queries.visibility import may_see
from complaints.rules import OpeningState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from core.identity.models import User
from core.reading import once_a_page

#: How many requests and messages a page shows.
OPENINGS = 20
MESSAGES = 200


def get_opening(complaint: Complaint, opening_id: int) -> ReporterOpening:
    """Return a request to see who reported this complaint; NotFound for any other."""
    opening = db.session.get(ReporterOpening, opening_id) if opening_id <= MAX_ID else None
    if opening is None or opening.complaint_id != complaint.id:
        raise NotFound
    return opening


def openings_of(complaint: Complaint) -> Sequence[ReporterOpening]:
    """Return the latest requests to see who reported, with who asked, newest first."""
    return correspondence(complaint).openings


def open_requests(complaint: Complaint, actor: Actor) -> Sequence[ReporterOpening]:
    """Return what `actor` has asked for and may still be answered or used."""
    open_states = (OpeningState.REQUESTED, OpeningState.CONSENTED, OpeningState.USED)
    statement = select(ReporterOpening).where(
        ReporterOpening.complaint_id == complaint.id,
        ReporterOpening.requested_by_id == actor.id,
        ReporterOpening.state.in_(open_states),
    )
    return db.session.scalars(statement).all()


def run_out_openings(
    instant: datetime, complaint: Complaint | None = None
) -> Sequence[ReporterOpening]:
    """Return the consents (of one complaint) that ran out by `instant` and still count as open."""
    statement = select(ReporterOpening).where(
        ReporterOpening.state.in_((OpeningState.CONSENTED, OpeningState.USED)),
        ReporterOpening.expires_at <= instant,
    )
    if complaint is not None:
        statement = statement.where(ReporterOpening.complaint_id == complaint.id)
    return db.session.scalars(statement).all()


def from_phone(actor: Actor, index: str) -> Sequence[Complaint]:
    """Return the complaints `actor` may see whose reporter's number has this hash, newest first."""
    statement = (
        visible_to(actor)
        .join(Reporter, Reporter.complaint_id == Complaint.id)
        .where(Reporter.phone_index == index)
        .options(joinedload(Complaint.unit))
        .order_by(Complaint.id.desc())
        .limit(TASKS)
    )
    return db.session.scalars(statement).all()


def receipt_of(complaint: Complaint) -> ComplaintReceipt | None:
    """Return the receipt of a complaint; it says when there is one, never the code."""
    return db.session.scalars(
        select(ComplaintReceipt).where(ComplaintReceipt.complaint_id == complaint.id)
    ).one_or_none()


def can_be_told(complaint: Complaint) -> bool:
    """Tell whether who reported can be written to: by name, or by a receipt code; a lead has
    nobody.
    """
    if complaint.is_lead:
        return False
    return not complaint.is_anonymous or receipt_of(complaint) is not None


def complaint_by_receipt(code_hash: str) -> Complaint | None:
    """Return the complaint whose receipt code has this hash. One statement either way."""
    return db.session.scalars(
        select(Complaint)
        .join(ComplaintReceipt, ComplaintReceipt.complaint_id == Complaint.id)
        .where(ComplaintReceipt.code_hash == code_hash)
        .options(joinedload(Complaint.unit))
    ).one_or_none()


def messages_of(complaint: Complaint) -> Sequence[tuple[ReporterMessage, str | None]]:
    """Return the messages between who reported and intake, oldest first, each with its officer."""
    statement = (
        select(ReporterMessage, User.name)
        .outerjoin(User, User.id == ReporterMessage.author_id)
        .where(ReporterMessage.complaint_id == complaint.id)
        .order_by(ReporterMessage.id.desc())
        .limit(MESSAGES)
    )
    return [(message, name) for message, name in db.session.execute(statement)][::-1]


def message_with(token: str) -> ReporterMessage | None:
    """Return the message that the form with this token left, if it did."""
    return db.session.scalars(
        select(ReporterMessage).where(ReporterMessage.form_token == token)
    ).one_or_none()


def unread_number(complaint: Complaint) -> int:
    """Return how many messages of who reported wait to be read."""
    statement = select(func.count()).where(
        ReporterMessage.complaint_id == complaint.id, ReporterMessage.is_unread
    )
    return db.session.scalar(statement) or 0


class Correspondence(NamedTuple):
    """When the receipt was issued, how many messages wait, whether another report says that
    somebody is retaliated against for this one (who may see that one is asked elsewhere), and the
    latest requests to see who reported, newest first.
    """

    issued_on: date | None
    unread: int
    has_retaliation: bool
    openings: Sequence[ReporterOpening]


@once_a_page
def correspondence(complaint: Complaint) -> Correspondence:
    """Return what has come of a report since it came in: one statement."""
    issued = (
        select(ComplaintReceipt.issued_on)
        .where(ComplaintReceipt.complaint_id == complaint.id)
        .scalar_subquery()
    )
    unread = (
        select(func.count())
        .where(ReporterMessage.complaint_id == complaint.id, ReporterMessage.is_unread)
        .scalar_subquery()
    )
    later = aliased(Complaint)
    retaliation = exists().where(later.retaliates_id == complaint.id)
    opening = ReporterOpening
    rows = db.session.execute(
        select(issued, unread, retaliation, opening)
        .select_from(Complaint)
        .outerjoin(opening, opening.complaint_id == Complaint.id)
        .where(Complaint.id == complaint.id)
        .options(joinedload(opening.requested_by))
        .order_by(opening.id.desc())
        .limit(OPENINGS)
    ).all()
    issued_on, number, has_retaliation, _first = rows[0]
    openings = [row[3] for row in rows if row[3] is not None]
    return Correspondence(issued_on, number, has_retaliation, openings)


def unread_for(actor: Actor) -> Sequence[tuple[Complaint, int, date]]:
    """Return the complaints with unread messages that `actor` may answer, with their number and
    the day of the first; at most TASKS, one statement.
    """
    waiting = (
        select(
            ReporterMessage.complaint_id,
            func.count().label("number"),
            func.min(ReporterMessage.sent_on).label("since"),
        )
        .where(ReporterMessage.is_unread)
        .group_by(ReporterMessage.complaint_id)
        .subquery()
    )
    statement = (
        select(Complaint, waiting.c.number, waiting.c.since)
        .join(waiting, waiting.c.complaint_id == Complaint.id)
        .join(Complaint.unit)
        .where(in_scope(Complaint.unit_id, actor, Permission.COMPLAINT_REPLY), may_see(actor))
        .options(contains_eager(Complaint.unit))
        .order_by(Complaint.id)
        .limit(TASKS)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]
