"""Read the notices of a case, and those served on a desk."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from casework.desk import is_of_desk, of_desk
from casework.models import Case, CaseNotice, CaseRespondent
from casework.rules.notices import TellingKind, TellingState
from core.access.actor import Actor
from core.db import MAX_ID, db

#: A desk shows the latest.
LIMIT = 100


def tellings_of(case: Case) -> Sequence[CaseNotice]:
    """Return the notices of a case with their documents, oldest first (one statement)."""
    return db.session.scalars(
        select(CaseNotice)
        .where(CaseNotice.case_id == case.id)
        .options(joinedload(CaseNotice.document), joinedload(CaseNotice.drafted_by))
        .order_by(CaseNotice.id)
    ).all()


def get_telling(case: Case, telling_id: int) -> CaseNotice:
    """Return a notice of `case`, 404 for any other."""
    found = db.session.get(CaseNotice, telling_id) if telling_id <= MAX_ID else None
    if found is None or found.case_id != case.id:
        abort(404)
    return found


def open_draft(respondent_id: int, kind: TellingKind) -> CaseNotice | None:
    """Return the notice of a kind to a respondent that is being written, if there is one."""
    return db.session.scalars(
        select(CaseNotice).where(
            CaseNotice.respondent_id == respondent_id,
            CaseNotice.kind == kind,
            CaseNotice.state == TellingState.DRAFTED,
        )
    ).one_or_none()


def of_cases() -> Select[int, int]:
    """Select the notices with the case of each, for `deadlines.relate`."""
    return select(CaseNotice.id, CaseNotice.case_id)


def tellings_for(actor: Actor) -> Sequence[CaseNotice]:
    """Return the notices served on `actor`'s desk, newest first (one statement)."""
    return db.session.scalars(
        select(CaseNotice)
        .join(CaseNotice.respondent)
        .where(CaseNotice.state == TellingState.SERVED, of_desk(actor))
        .options(
            joinedload(CaseNotice.respondent).joinedload(CaseRespondent.unit),
            joinedload(CaseNotice.case).joinedload(Case.unit),
            joinedload(CaseNotice.document),
        )
        .order_by(CaseNotice.received_on.desc(), CaseNotice.id.desc())
        .limit(LIMIT)
    ).all()


def get_served(telling_id: int, actor: Actor) -> CaseNotice:
    """Return a notice served on `actor`'s desk; 404 for any other, and for one not served."""
    found = db.session.get(CaseNotice, telling_id) if telling_id <= MAX_ID else None
    served = found is not None and found.state is TellingState.SERVED
    if found is None or not served or not is_of_desk(found.respondent, actor):
        abort(404)
    return found
