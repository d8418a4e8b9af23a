"""Read the referrals of a case; who may know the case may know them, and nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, String, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import joinedload

from casework import queries
from casework.models import Case, CaseMember, CaseReferral
from casework.rules.referrals import ReferralState
from core.access.actor import Actor
from core.access.permissions import Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from core.identity.models import Unit

LIMIT = 100


def referrals_of(case: Case) -> Sequence[CaseReferral]:
    """Return the referrals of a case with who acted, the newest first; one statement."""
    return db.session.scalars(
        _with_people().where(CaseReferral.case_id == case.id).order_by(CaseReferral.id.desc())
    ).all()


def get_referral(case: Case, referral_id: int) -> CaseReferral:
    """Return a referral of `case` with who acted, 404 for any other; one statement."""
    if referral_id > MAX_ID:
        abort(404)
    found = db.session.scalars(_with_people().where(CaseReferral.id == referral_id)).one_or_none()
    if found is None or found.case_id != case.id:
        abort(404)
    return found


def of_cases() -> Select[int, int]:
    """Select the referrals with the case of each, for `deadlines.relate`."""
    return select(CaseReferral.id, CaseReferral.case_id)


def units_called(name: str) -> Sequence[Unit]:
    """Return the units of this installation that bear this name, long or short."""
    said = "".join(name.split())
    return db.session.scalars(
        select(Unit).where(or_(Unit.name == said, Unit.short_name == said)).order_by(Unit.id)
    ).all()


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select the referrals whose next step is the actor's: to approve for who files cases, the
    receipt and the answer for the team; None where nothing can be.
    """
    steps = []
    ever = select(CaseMember.case_id).where(CaseMember.user_id == actor.id)
    mine = ever.where(CaseMember.left_on.is_(None))
    if actor.has(Permission.CASE_INVESTIGATE):
        awaited = CaseReferral.state.in_((ReferralState.SENT, ReferralState.RECEIVED))
        steps.append(and_(awaited, CaseReferral.case_id.in_(mine)))
    if actor.has(Permission.CASE_FILE):
        asked = CaseReferral.state == ReferralState.PROPOSED
        scope = in_scope(Case.unit_id, actor, Permission.CASE_FILE)
        steps.append(and_(asked, scope, CaseReferral.case_id.not_in(ever)))
    if not steps:
        return None
    day = func.coalesce(CaseReferral.received_on, CaseReferral.decided_on, CaseReferral.proposed_on)
    return (
        select(
            literal(CaseReferral.__tablename__).label("what"),
            CaseReferral.case_id,
            type_coerce(CaseReferral.state, String).label("word"),
            day.label("on_date"),
        )
        .join(Case, Case.id == CaseReferral.case_id)
        .where(
            or_(*steps),
            CaseReferral.case_id.in_(queries.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(CaseReferral.id)
        .limit(LIMIT)
    )


def _with_people() -> Select[CaseReferral]:
    people = (CaseReferral.proposed_by, CaseReferral.decided_by, CaseReferral.document)
    return select(CaseReferral).options(*(joinedload(one) for one in people))
