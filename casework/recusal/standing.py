"""Which recusals keep somebody away: those granted, and those the data itself shows to be due."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select

from casework.models import Case, Recusal
from casework.rules import HARD_GROUNDS, RecusalOrigin, RecusalState
from complaints.models import Complaint
from core.access.actor import Actor


def keeps_away(recusal: Recusal) -> bool:
    """Tell whether the person is kept from the case now: it was granted, or the data shows one of
    HARD_GROUNDS and it is not decided yet.
    """
    return recusal.state is RecusalState.GRANTED or (
        recusal.state is RecusalState.PENDING
        and recusal.origin is RecusalOrigin.DETECTED
        and recusal.ground in HARD_GROUNDS
    )


def away() -> ColumnElement[bool]:
    """Say in SQL what `keeps_away` says in Python."""
    return or_(
        Recusal.state == RecusalState.GRANTED,
        and_(
            Recusal.state == RecusalState.PENDING,
            Recusal.origin == RecusalOrigin.DETECTED,
            Recusal.ground.in_(HARD_GROUNDS),
        ),
    )


def away_from_report(actor: Actor) -> ColumnElement[bool]:
    """Say that a complaint is handled in a case from which `actor` is kept: it is as hidden as the
    case, also one that is joined to the one that leads.
    """
    kept = (
        select(Case.complaint_id)
        .join(Recusal, Recusal.case_id == Case.id)
        .where(Recusal.user_id == actor.id, away(), Case.complaint_id.is_not(None))
    )
    return func.coalesce(Complaint.leading_id, Complaint.id).in_(kept)
