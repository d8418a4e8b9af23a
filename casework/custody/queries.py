"""Read which evidence of a case is kept, by whom, and what is to be brought back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort
from sqlalchemy import Select, String, cast, literal, select
from sqlalchemy.orm import joinedload, selectinload

from casework import queries
from casework.models import Case, CaseMember, CustodyEvent, Evidence, EvidenceCustody
from casework.rules import CustodyState
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import MAX_ID, db

LIMIT = 100


def custodies_of(case: Case) -> Mapping[int, EvidenceCustody]:
    """Return what of the case is kept, by the evidence's id, with its events (two statements)."""
    events = selectinload(EvidenceCustody.events).joinedload(CustodyEvent.recorded_by)
    found = db.session.scalars(
        select(EvidenceCustody)
        .join(EvidenceCustody.evidence)
        .where(Evidence.case_id == case.id)
        .options(events, joinedload(EvidenceCustody.evidence))
        .order_by(Evidence.number)
    )
    return {custody.evidence_id: custody for custody in found}


def get_custody(case: Case, custody_id: int) -> EvidenceCustody:
    """Return a piece kept for `case`, 404 for any other."""
    found = db.session.get(EvidenceCustody, custody_id) if custody_id <= MAX_ID else None
    if found is None or found.evidence.case_id != case.id:
        abort(404)
    return found


def get_event(case: Case, event_id: int) -> CustodyEvent:
    """Return one change of hands of a piece kept for `case`, 404 for any other."""
    found = db.session.get(CustodyEvent, event_id) if event_id <= MAX_ID else None
    if found is None or found.custody.evidence.case_id != case.id:
        abort(404)
    return found


def of_cases() -> Select[int, int]:
    """Select what is kept with the case of each, for `deadlines.relate`."""
    return select(EvidenceCustody.id, Evidence.case_id).join(
        Evidence, Evidence.id == EvidenceCustody.evidence_id
    )


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select what is lent from the cases of the actor's teams, None where nothing can be."""
    if not actor.has(Permission.CASE_INVESTIGATE):
        return None
    mine = select(CaseMember.case_id).where(
        CaseMember.user_id == actor.id, CaseMember.left_on.is_(None)
    )
    return (
        select(
            literal(EvidenceCustody.__tablename__).label("what"),
            Evidence.case_id,
            cast(Evidence.number, String).label("word"),
            EvidenceCustody.due_on.label("on_date"),
        )
        .join(EvidenceCustody.evidence)
        .where(
            EvidenceCustody.state == CustodyState.LENT,
            Evidence.case_id.in_(mine),
            Evidence.case_id.in_(queries.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(EvidenceCustody.due_on, EvidenceCustody.id)
        .limit(LIMIT)
    )
