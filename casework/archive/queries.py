"""Read what is archived, and what waits to be: of the cases an actor may know."""

from __future__ import annotations

from flask import abort
from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import joinedload, undefer

from casework import queries
from casework.models import Case, CaseArchive
from casework.rules import ENDED_STATES
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.access.visibility import in_scope
from core.db import db
from core.files.models import Attachment
from core.files.queries import attachments_of

#: So many wait on the worklist at once; the next ones come up as these are done.
MOST_WAITING = 20


def get_archived(case_id: int, actor: Actor) -> tuple[CaseArchive, Attachment]:
    """Return the archived file of a case and its volume; 404 where there is none for `actor`."""
    case = queries.get_visible_case(case_id, actor)
    if case.archive is None:
        abort(404)
    return case.archive, volume_of(case.archive)


def volume_of(archive: CaseArchive) -> Attachment:
    """Return the volume of an archived case: what was kept when it was archived."""
    return attachments_of(CaseArchive, [archive.id])[archive.id][0]


def with_contents(archive: CaseArchive) -> CaseArchive:
    """Return an archived file with its contents, who archived it and who set its retention (one
    statement).
    """
    more = (
        joinedload(CaseArchive.archived_by),
        joinedload(CaseArchive.retention_set_by),
        undefer(CaseArchive.contents),
    )
    statement = select(CaseArchive).where(CaseArchive.id == archive.id).options(*more)
    return db.session.scalars(statement.execution_options(populate_existing=True)).one()


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select ended cases that are to be archived, and files whose retention is to be looked at,
    what has waited longest first; None for who does neither.
    """
    if not actor.has(Permission.CASE_ARCHIVE):
        return None
    return (
        queries.visible_to(actor)
        .with_only_columns(
            literal(CaseArchive.__tablename__).label("what"),
            Case.id.label("case_id"),
            CaseArchive.number.label("word"),
            func.coalesce(CaseArchive.review_on, Case.closed_on).label("on_date"),
        )
        .outerjoin(CaseArchive, CaseArchive.case_id == Case.id)
        .where(
            Case.state.in_(ENDED_STATES),
            in_scope(Case.unit_id, actor, Permission.CASE_ARCHIVE),
            or_(CaseArchive.id.is_(None), CaseArchive.review_on <= moment.today()),
        )
        .order_by(Case.closed_on, Case.id)
        .limit(MOST_WAITING)
    )
