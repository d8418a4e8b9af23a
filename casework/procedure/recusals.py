"""What may be decided on a recusal, by whom, and what follows for the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.models import Recusal
from casework.recusal import labels, queries
from casework.rules import (
    HARD_GROUNDS,
    OPEN_STATES,
    RECUSAL_ARTICLE,
    EarlierActs,
    RecusalAction,
    RecusalState,
)
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.procedure import Procedure, Refusal, Transition

Data = Mapping[str, Any]
S, A = RecusalState, RecusalAction


def _case_runs(recusal: Recusal, _actor: Actor) -> Refusal | None:
    return None if recusal.case.state in OPEN_STATES else Refusal("recusal_case_ended")


def _not_barred(recusal: Recusal, actor: Actor) -> Refusal | None:
    """Refuse to reject while the entries of the case still hide it from the person."""
    if recusal.ground in HARD_GROUNDS:
        found = queries.grounds_found(recusal.case).get(recusal.user_id)
        if found in HARD_GROUNDS:
            return Refusal("recusal_still_barred", article=RECUSAL_ARTICLE)
    return _case_runs(recusal, actor)


def _with_reason(_recusal: Recusal, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["reason"] else Refusal("recusal_reason_missing")


def _sound_grant(recusal: Recusal, actor: Actor, data: Data) -> Refusal | None:
    case, user_id = recusal.case, recusal.user_id
    says = data["earlier_acts"] in (EarlierActs.STAND, EarlierActs.REDO)
    if queries.took_part(case, user_id) and not says:
        return Refusal("recusal_earlier_acts_missing")
    on_team = any(m.user_id == user_id and m.left_on is None for m in case.members)
    if data["successor_id"] is not None and not on_team:
        return Refusal("recusal_successor_without_member")
    return _with_reason(recusal, actor, data)


def _decide(recusal: Recusal, actor: Actor, data: Data) -> dict[str, Any]:
    recusal.decided_on, recusal.decided_by_id = moment.today(), actor.id
    recusal.decision_reason = data["reason"]
    return {"user_id": recusal.user_id, "decided_on": recusal.decided_on}


def _grant(recusal: Recusal, actor: Actor, data: Data) -> dict[str, Any]:
    took_part = queries.took_part(recusal.case, recusal.user_id)
    recusal.earlier_acts = data["earlier_acts"] if took_part else EarlierActs.NONE
    recusal.successor_id = data["successor_id"]
    return {
        **_decide(recusal, actor, data),
        "earlier_acts": recusal.earlier_acts,
        "successor_id": recusal.successor_id,
    }


def _note(recusal: Recusal, _actor: Actor, _data: Data) -> dict[str, Any]:
    recusal.noted_on = moment.today()
    return {"noted_on": recusal.noted_on}


RECUSAL_PROCEDURE = Procedure(
    name="recusal",
    model=Recusal,
    states=RecusalState,
    unit_path=lambda recusal: recusal.case.unit.path,
    path=(S.PENDING, S.GRANTED),
    state_labels=labels.STATES,
    extra_labels=labels.EVENTS,
    transitions=(
        Transition(
            A.GRANT,
            frozenset({S.PENDING}),
            S.GRANTED,
            Permission.RECUSAL_DECIDE,
            labels.ACTIONS[A.GRANT],
            who=queries.may_decide,
            guard=_case_runs,
            check=_sound_grant,
            effect=_grant,
        ),
        Transition(
            A.REJECT,
            frozenset({S.PENDING}),
            S.REJECTED,
            Permission.RECUSAL_DECIDE,
            labels.ACTIONS[A.REJECT],
            who=queries.may_decide,
            guard=_not_barred,
            check=_with_reason,
            effect=_decide,
        ),
        Transition(
            A.NOTE,
            frozenset({S.GRANTED}),
            None,
            Permission.DESK_READ,
            labels.ACTIONS[A.NOTE],
            who=lambda recusal, actor: actor.id == recusal.user_id and recusal.noted_on is None,
            effect=_note,
        ),
    ),
)
