"""Read recusals, find who would have to keep away, and say what stands of what they recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import joinedload

from casework import queries
from casework.models import Case, Evidence, Fact, Recusal
from casework.recusal.standing import keeps_away
from casework.rules import (
    CaseState,
    Conflict,
    Decider,
    EarlierActs,
    RecusalGround,
    RecusalState,
)
from core.access.actor import Actor
from core.access.permissions import Permission, Role
from core.db import MAX_ID, db
from core.identity import queries as identity
from core.identity.models import Post, User

#: Roles that take part in a case besides the team: they file, review, sign, rule on remedies.
PARTS = (Role.DISCIPLINE_LEADER, Role.REVIEWER, Role.SIGNER)
#: While a case is in these, a team below the minimum or without a lead holds it up.
NEEDS_TEAM = frozenset({CaseState.INVESTIGATING, CaseState.REPORTED, CaseState.DEFENCE})
_LIVE = (RecusalState.PENDING, RecusalState.GRANTED)
_GROUND_OF = {
    Conflict.RESPONDENT: RecusalGround.RESPONDENT,
    Conflict.LINE_OF_COMMAND: RecusalGround.LINE_OF_COMMAND,
    Conflict.OWN_UNIT: RecusalGround.OWN_UNIT,
}


def get_recusal(case: Case, recusal_id: int) -> Recusal:
    """Return a recusal of a visible case, with the people in it; 404 where it is not of the case.

    One statement.
    """
    if recusal_id > MAX_ID:
        abort(404)
    found = db.session.scalars(_with_people().where(Recusal.id == recusal_id)).one_or_none()
    if found is None or found.case_id != case.id:
        abort(404)
    return found


def notice_for(recusal_id: int, actor: Actor) -> Recusal:
    """Return the recusal that was granted about `actor`, with the number of its case; 404 for any
    other. One statement.
    """
    if recusal_id > MAX_ID:
        abort(404)
    mine = (Recusal.user_id == actor.id, Recusal.state == RecusalState.GRANTED)
    statement = select(Recusal).where(Recusal.id == recusal_id, *mine)
    with_case = statement.options(joinedload(Recusal.case).joinedload(Case.unit))
    found = db.session.scalars(with_case).one_or_none()
    if found is None:
        abort(404)
    return found


def recusals_of(case: Case) -> Sequence[Recusal]:
    """Return the recusals of a case with the people in them, the newest first; one statement."""
    statement = _with_people().where(Recusal.case_id == case.id).order_by(Recusal.id.desc())
    return db.session.scalars(statement).all()


def live_recusal(case: Case, user_id: int) -> Recusal | None:
    """Return the recusal of somebody that is pending or granted."""
    for recusal in case.recusals:
        if recusal.user_id == user_id and recusal.state in _LIVE:
            return recusal
    return None


def of_recusals() -> Select[int, int]:
    """Select which recusal is of which case, for `deadlines.relate`."""
    return select(Recusal.id, Recusal.case_id)


def participants(case: Case) -> list[User]:
    """Return who takes part in a case: the team, and who may file, review, sign or rule on it."""
    members = {m.user_id: m.user for m in case.members if m.left_on is None}
    above = [int(part) for part in case.unit.path.strip("/").split("/")]
    held = exists().where(
        Post.user_id == User.id,
        Post.role.in_(PARTS),
        Post.unit_id.in_(above),
        *identity.held_today(),
    )
    others = db.session.scalars(select(User).where(held, identity.in_service()))
    members |= {user.id: user for user in others}
    return sorted(members.values(), key=lambda user: (user.name, user.id))


def grounds_found(case: Case) -> dict[int, RecusalGround]:
    """Return who would have to keep away by what the data says, and why; at most five statements.

    Besides those from whom the case is hidden at once: who held a post in an accused unit on the
    day of the act, and so may have had a part in it.
    """
    units = {r.unit_id for r in case.respondents} - {case.unit_id}
    held_then = select(Post.user_id).where(
        Post.unit_id.in_(units),
        Post.starts_on <= case.act_on,
        or_(Post.ends_on.is_(None), Post.ends_on >= case.act_on),
    )
    earlier = dict.fromkeys(db.session.scalars(held_then), RecusalGround.EARLIER_ROLE)
    barred = queries.conflicts_of_case(case)
    return earlier | {user_id: _GROUND_OF[why] for user_id, why in barred.items()}


def took_part(case: Case, user_id: int) -> bool:
    """Tell whether somebody gathered evidence or found facts in the case."""
    return any(is_by(item, {user_id}) for item in case.evidence) or any(
        fact.recorded_by_id == user_id for fact in case.facts
    )


def is_by(item: Evidence, users: set[int]) -> bool:
    """Tell whether one of `users` gathered or recorded this evidence."""
    return item.recorded_by_id in users or any(user.id in users for user in item.investigators)


def kept_away(case: Case) -> set[int]:
    """Return who keeps away from the case by a recusal."""
    return {recusal.user_id for recusal in case.recusals if keeps_away(recusal)}


def evidence_set_aside(case: Case) -> set[int]:
    """Return the evidence that is to be gathered anew: by whom a recusal was granted that says so,
    and a colleague's too if they were there.
    """
    users = _done_again(case)
    return {item.id for item in case.evidence if is_by(item, users)} if users else set()


def facts_set_aside(case: Case) -> set[int]:
    """Return the facts that no longer count: recorded by somebody whose acts are done again, or
    resting on nothing but such evidence.
    """
    users, void = _done_again(case), evidence_set_aside(case)
    return {fact.id for fact in case.facts if fact.recorded_by_id in users or _hangs(fact, void)}


def _done_again(case: Case) -> set[int]:
    return {r.user_id for r in case.recusals if r.earlier_acts is EarlierActs.REDO}


def _hangs(fact: Fact, void: set[int]) -> bool:
    return bool(fact.evidence) and all(item.id in void for item in fact.evidence)


#: By which permission somebody is the one whom article 43 names.
DECIDES_BY = {
    Decider.LEADER: Permission.CASE_FILE,
    Decider.SUPERIOR: Permission.DECISION_SIGN,
}


def decider_of(case: Case, user_id: int) -> Decider:
    """Return who decides about somebody: who stands above, for a leader or a signer, and where no
    leader is left who may know the case (art. 43 lets the body above decide by itself).
    """
    someone = identity.load_actor(user_id, even_closed=True)
    if someone is not None and any(
        someone.may(permission, case.unit.path) for permission in DECIDES_BY.values()
    ):
        return Decider.SUPERIOR
    return Decider.LEADER if who_decides(case, Decider.LEADER, user_id) else Decider.SUPERIOR


def deciders(recusal: Recusal) -> list[str]:
    """Return the names of those who may decide, for who waits; at most four statements."""
    return who_decides(recusal.case, recusal.decider, recusal.user_id)


def who_decides(case: Case, decider: Decider, user_id: int) -> list[str]:
    """Return the names of those who may decide about somebody, and are not concerned themselves."""
    role = Role.DISCIPLINE_LEADER if decider is Decider.LEADER else Role.SIGNER
    away = kept_away(case) | {user_id} | set(queries.conflicts_of_case(case))
    found = identity.users_with_role(role, case.unit)
    return [user.name for user in found if user.id not in away]


def may_decide(recusal: Recusal, actor: Actor) -> bool:
    """Tell whether `actor` is the one whom article 43 names, and not concerned."""
    case = recusal.case
    return (
        actor.id != recusal.user_id
        and actor.may(DECIDES_BY[recusal.decider], case.unit.path)
        and queries.knows(case, actor)
    )


def _with_people() -> Select[Recusal]:
    people: Iterable[Any] = (
        Recusal.user,
        Recusal.filed_by,
        Recusal.decided_by,
        Recusal.successor,
    )
    return select(Recusal).options(*(joinedload(person) for person in people))
