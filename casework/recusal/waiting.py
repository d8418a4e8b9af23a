"""What of cases waits for whom: the next step, a recusal to decide on, a team that is too small."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    String,
    and_,
    cast,
    false,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import joinedload

from casework import queries
from casework.models import Case, CaseMember, Recusal
from casework.recusal.queries import DECIDES_BY, NEEDS_TEAM
from casework.rules import OPEN_STATES, RecusalState, minimum_of_investigators
from core.access.actor import Actor
from core.access.permissions import Permission, Role
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.db import db
from core.identity import queries as identity
from core.identity.models import Post, User
from regulations.registry import all_packs, get_pack

#: So many notices are read at once.
MOST = 100
_TAKING_STEPS = frozenset(permission for _state, permission in queries.TURNS)


@dataclass(frozen=True)
class Waiting:
    """A case in which something waits for somebody, with the period that runs.

    `steps`: its next step is theirs. `recusal`: theirs to decide on. `is_short`: they name the
    team, which is below the minimum or without a lead.
    """

    case: Case
    clock: Clock | None
    steps: bool
    unheard: bool
    recusal: Recusal | None
    is_short: bool


def cases_waiting(actor: Actor, limit: int = 100) -> Sequence[Waiting]:
    """Return the cases in which something waits for `actor`, what is due first coming first; one
    statement. A case stands there once more for each further recusal.
    """
    if not any(actor.has(permission) for permission in (*_TAKING_STEPS, Permission.RECUSAL_DECIDE)):
        return []
    steps, unheard = queries.waits_for(actor)
    decides, short = _decides(actor), _short(actor)
    wanted = [steps, short]  # who decides nothing is looked up by the index of the team
    if actor.has(Permission.RECUSAL_DECIDE):
        wanted.append(Recusal.id.is_not(None))
    runs = and_(
        Clock.subject_type == Case.__tablename__,
        Clock.subject_id == Case.id,
        Clock.state == ClockState.RUNNING,
    )
    rows = db.session.execute(
        queries.visible_to(actor)
        .add_columns(Clock, steps, unheard, Recusal, short, _able(), _able(CaseMember.is_lead))
        .outerjoin(Clock, runs)
        .outerjoin(Recusal, and_(Recusal.case_id == Case.id, decides))
        .where(Case.state.in_(OPEN_STATES), or_(*wanted))
        .options(joinedload(Case.unit), joinedload(Recusal.user))
        .order_by(Clock.due_on.is_(None), Clock.due_on, Case.id, Recusal.id)
        .limit(limit)
    )
    return [
        Waiting(case, clock, its, still, recusal, named and _is_short(case, able, leading))
        for case, clock, its, still, recusal, named, able, leading in rows
    ]


def _is_short(case: Case, able: int, leading: int) -> bool:
    return leading == 0 or able < minimum_of_investigators(get_pack(case.procedure_pack_id))


def _short(actor: Actor) -> ColumnElement[bool]:
    """Say that the team of a case is `actor`'s to name and may be too small: by its own pack it is
    asked again.
    """
    if not actor.has(Permission.CASE_TEAM):
        return false()
    most = max(minimum_of_investigators(get_pack(pack_id)) for pack_id in all_packs())
    return and_(
        Case.state.in_(NEEDS_TEAM),
        in_scope(Case.unit_id, actor, Permission.CASE_TEAM),
        or_(_able() < most, _able(CaseMember.is_lead) == 0),
    )


def _able(*more: ColumnExpressionArgument[bool]) -> ColumnElement[int]:
    """Count the members of the team of a case who are in service and investigators today."""
    posted = select(Post.user_id).where(Post.role == Role.INVESTIGATOR, *identity.held_today())
    in_service = select(User.id).where(identity.in_service(), User.id.in_(posted))
    return (
        select(func.count(CaseMember.id))
        .where(
            CaseMember.case_id == Case.id,
            CaseMember.left_on.is_(None),
            CaseMember.user_id.in_(in_service),
            *more,
        )
        .correlate(Case)
        .scalar_subquery()
    )


def _decides(actor: Actor) -> ColumnElement[bool]:
    """Say that a pending recusal is `actor`'s to decide."""
    if not actor.has(Permission.RECUSAL_DECIDE):
        return false()
    return and_(
        Recusal.state == RecusalState.PENDING,
        Recusal.user_id != actor.id,
        or_(
            *(
                and_(Recusal.decider == decider, in_scope(Case.unit_id, actor, permission))
                for decider, permission in DECIDES_BY.items()
            )
        ),
    )


def notices_waiting(actor: Actor) -> queries.Waiting | None:
    """Select the notices that `actor` is recused from a case, until they are read; the word is the
    id. Nothing of the case goes with it but its number.
    """
    return (
        select(
            literal(Recusal.__tablename__).label("what"),
            Recusal.case_id,
            cast(Recusal.id, String).label("word"),
            Recusal.decided_on.label("on_date"),
        )
        .join(Case, Case.id == Recusal.case_id)
        .where(
            Recusal.user_id == actor.id,
            Recusal.state == RecusalState.GRANTED,
            Recusal.noted_on.is_(None),
            in_scope(Case.unit_id, actor, Permission.DESK_READ),
        )
        .order_by(Recusal.id)
        .limit(MOST)
    )
