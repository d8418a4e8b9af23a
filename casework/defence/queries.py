"""Read the invitations of a case, which of them counts, and those served on a desk."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from casework.defending import InvitationState
from casework.desk import is_of_desk, of_desk
from casework.models import Case, CaseRespondent, DefenceInvitation
from core.access.actor import Actor
from core.db import MAX_ID, db

#: A desk shows the latest; a unit served more often than this has other troubles.
LIMIT = 100


def invitations_of(case: Case) -> Sequence[DefenceInvitation]:
    """Return the invitations of a case with their documents, newest first (one statement)."""
    return db.session.scalars(
        select(DefenceInvitation)
        .where(DefenceInvitation.case_id == case.id)
        .options(
            joinedload(DefenceInvitation.document),
            joinedload(DefenceInvitation.extract),
            joinedload(DefenceInvitation.drafted_by),
        )
        .order_by(DefenceInvitation.id.desc())
    ).all()


def get_invitation(case: Case, invitation_id: int) -> DefenceInvitation:
    """Return an invitation of `case`, 404 for any other."""
    found = db.session.get(DefenceInvitation, invitation_id) if invitation_id <= MAX_ID else None
    if found is None or found.case_id != case.id:
        abort(404)
    return found


def standing(respondent: CaseRespondent) -> DefenceInvitation | None:
    """Return the invitation that counts: the last one issued on the present report."""
    case = respondent.case
    if case.reported_on is None:
        return None
    return db.session.scalars(
        select(DefenceInvitation)
        .where(
            DefenceInvitation.respondent_id == respondent.id,
            DefenceInvitation.state != InvitationState.DRAFTED,
            DefenceInvitation.issued_on >= case.reported_on,
        )
        .order_by(DefenceInvitation.id.desc())
        .limit(1)
    ).first()


def open_draft(respondent_id: int) -> DefenceInvitation | None:
    """Return the invitation to a respondent that is being written, if there is one."""
    return db.session.scalars(
        select(DefenceInvitation).where(
            DefenceInvitation.respondent_id == respondent_id,
            DefenceInvitation.state == InvitationState.DRAFTED,
        )
    ).one_or_none()


def of_cases() -> Select[int, int]:
    """Select the invitations with the case of each, for `deadlines.relate`."""
    return select(DefenceInvitation.id, DefenceInvitation.case_id)


def invitations_for(actor: Actor) -> Sequence[DefenceInvitation]:
    """Return the invitations served on `actor`'s desk, newest first (one statement)."""
    return db.session.scalars(
        select(DefenceInvitation)
        .join(DefenceInvitation.respondent)
        .where(DefenceInvitation.state == InvitationState.SERVED, of_desk(actor))
        .options(
            joinedload(DefenceInvitation.respondent).joinedload(CaseRespondent.unit),
            joinedload(DefenceInvitation.case).joinedload(Case.unit),
            joinedload(DefenceInvitation.document),
        )
        .order_by(DefenceInvitation.received_on.desc(), DefenceInvitation.id.desc())
        .limit(LIMIT)
    ).all()


def get_served(invitation_id: int, actor: Actor) -> DefenceInvitation:
    """Return an invitation served on `actor`'s desk; 404 for any other, and for one not served."""
    found = db.session.get(DefenceInvitation, invitation_id) if invitation_id <= MAX_ID else None
    if (
        found is None
        or found.state is not InvitationState.SERVED
        or not is_of_desk(found.respondent, actor)
    ):
        abort(404)
    return found
