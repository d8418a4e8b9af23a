"""Ask for a recusal and decide on it; hand over what a member of the team leaves behind.

Whoever leaves the team leaves it here, by one of the two, and the successor joins in the same act.
"""

from __future__ import annotations

from typing import Any

from casework import queries
from casework.models import Case, Recusal
from casework.procedure import CASE_PROCEDURE, RECUSAL_PROCEDURE
from casework.recusal import queries as recusals
from casework.rules import (
    HARD_GROUNDS,
    OPEN_STATES,
    RECUSAL_ARTICLE,
    CaseAction,
    EarlierActs,
    RecusalAction,
    RecusalGround,
    RecusalOrigin,
    RecusalState,
)
from core import moment, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.identity.models import User
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


@transactional
def ask_recusal(
    case: Case,
    actor: Actor,
    *,
    user_id: int,
    origin: RecusalOrigin,
    ground: RecusalGround,
    reason: str,
    token: str | None = None,
) -> Recusal:
    """Ask that somebody keeps away from the case, for oneself or as others asked for it.

    Whoever knows the case may; who takes part in it may be asked for. Refused: a case that has
    ended, somebody who takes no part in it, whose recusal is pending or granted, a declaration in
    another's name. Until it is decided they go on (Regulation on Sanctions arts. 42 and 43).
    """
    if not (actor.has(Permission.CASE_READ) and queries.knows(case, actor)):
        raise Forbidden("ask")
    if case.state not in OPEN_STATES:
        raise Refused(Refusal("recusal_case_ended"))
    user = next((one for one in recusals.participants(case) if one.id == user_id), None)
    if user is None:
        raise Refused(Refusal("recusal_unknown_person"))
    if (user_id == actor.id) != (origin is RecusalOrigin.DECLARED):
        own = user_id == actor.id
        code = "recusal_own_is_declared" if own else "recusal_declared_by_another"
        raise Refused(Refusal(code, article=RECUSAL_ARTICLE))
    if not reason:
        raise Refused(Refusal("recusal_reason_missing"))

    def build() -> Recusal:
        live = recusals.live_recusal(case, user_id)
        if live is not None:
            granted = live.state is RecusalState.GRANTED
            code = "recusal_granted_before" if granted else "recusal_live"
            raise Refused(Refusal(code, {"name": user.name}))
        return _asked(case, actor, user_id, origin, ground, reason)

    recusal: Recusal = create_once(token, Recusal, build)
    _record(recusal, actor)
    return recusal


def ask_where_found(case: Case) -> None:
    """Ask by itself for the recusal of every member of the team who, by what the data says, must
    keep away; within the act that showed it. What was rejected is not asked again, but for a
    ground that is rejected only where it is gone.
    """
    found = recusals.grounds_found(case)
    settled = {(r.user_id, r.ground) for r in case.recusals if r.ground not in HARD_GROUNDS}
    system = Actor.system()
    for member in case.members:
        user_id = member.user_id
        ground = found.get(user_id)
        if member.left_on or ground is None or (user_id, ground) in settled:
            continue
        if recusals.live_recusal(case, user_id) is None:
            made = _asked(case, system, user_id, RecusalOrigin.DETECTED, ground, None)
            db.session.add(made)
            db.session.flush()
            _record(made, system)


@transactional
def grant_recusal(
    recusal: Recusal,
    actor: Actor,
    *,
    reason: str,
    earlier_acts: EarlierActs,
    successor_id: int | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Grant a recusal: from then on the person sees nothing of the case.

    Of a member of the team what is open, and the lead, goes to the successor. `earlier_acts` says
    whether what they recorded stands. Refused: no reason, nothing said of what they recorded, a
    successor with an interest; Forbidden to everybody but whom article 43 names.
    """
    data = {"reason": reason, "earlier_acts": earlier_acts, "successor_id": successor_id}
    perform(
        RECUSAL_PROCEDURE,
        recusal,
        RecusalAction.GRANT,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
    case, user_id = recusal.case, recusal.user_id
    if any(m.user_id == user_id and m.left_on is None for m in case.members):
        _leave(
            case,
            CaseAction.RECUSE_MEMBER,
            actor,
            {"user_id": user_id, "successor_id": successor_id, "reason": reason},
            seen_version=None,
            following=True,
        )


@transactional
def reject_recusal(
    recusal: Recusal, actor: Actor, *, reason: str, seen_version: int, token: str | None = None
) -> None:
    """Reject a recusal with a reason; refused while the case stays hidden from the person."""
    perform(
        RECUSAL_PROCEDURE,
        recusal,
        RecusalAction.REJECT,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )


@transactional
def note_recusal(
    recusal: Recusal, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Keep that who is recused has read the notice; theirs alone, once."""
    perform(
        RECUSAL_PROCEDURE,
        recusal,
        RecusalAction.NOTE,
        actor,
        seen_version=seen_version,
        token=token,
    )


@transactional
def hand_over(
    case: Case,
    actor: Actor,
    *,
    user_id: int,
    successor_id: int | None,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Let a member leave the team, whose tasks and lead go to a successor: another member, or an
    investigator who joins. Refused without a reason and for a successor with an interest.
    """
    data = {"user_id": user_id, "successor_id": successor_id, "reason": reason}
    _leave(case, CaseAction.HAND_OVER, actor, data, seen_version=seen_version, token=token)


def _leave(case: Case, action: CaseAction, actor: Actor, data: dict[str, Any], **more: Any) -> None:
    """Let a member leave, and a successor who is not of the team join with the same lead."""
    successor_id, reason = data["successor_id"], data["reason"]
    present = [member for member in case.members if member.left_on is None]
    led = any(member.is_lead and member.user_id == data["user_id"] for member in present)
    joins = successor_id not in {None, *(member.user_id for member in present)}
    perform(CASE_PROCEDURE, case, action, actor, data=data, reason=reason, **more)
    if not joins:
        return
    user = db.session.get(User, successor_id)
    joining = {
        "user_id": successor_id,
        "is_lead": led,
        "name": user.name if user else str(successor_id),
    }
    perform(
        CASE_PROCEDURE,
        case,
        CaseAction.NAME_MEMBER,
        actor,
        seen_version=None,
        data=joining,
        following=True,
    )
    ask_where_found(case)


def _asked(
    case: Case,
    actor: Actor,
    user_id: int,
    origin: RecusalOrigin,
    ground: RecusalGround,
    reason: str | None,
) -> Recusal:
    return Recusal(
        case=case,
        user_id=user_id,
        origin=origin,
        ground=ground,
        reason=reason,
        decider=recusals.decider_of(case, user_id),
        filed_on=moment.today(),
        filed_by_id=actor.id,
    )


def _record(recusal: Recusal, actor: Actor) -> None:
    record.append(
        "ask",
        recusal,
        actor_id=actor.id,
        after={
            "state": recusal.state,
            "user_id": recusal.user_id,
            "origin": recusal.origin,
            "ground": recusal.ground,
            "decider": recusal.decider,
        },
        reason=recusal.reason,
    )
