"""What may happen to evidence in custody: each change of hands has a day, a giver and a taker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from casework import queries
from casework.custody.labels import ACTIONS, EVENTS, STATES
from casework.models import CustodyEvent, EvidenceCustody
from casework.rules import CustodyAction, CustodyState
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.documents.printing import unprintable
from core.procedure import Effect, Procedure, Refusal, Transition

S, A, P = CustodyState, CustodyAction, Permission
Data = Mapping[str, Any]

#: Acts by which another has the piece afterwards.
TO_ANOTHER = frozenset({A.HAND_OVER, A.LEND, A.GIVE_BACK})


def _sound(action: CustodyAction) -> Any:
    """Return the check of an act: its day, its taker, until when, why."""

    def check(custody: EvidenceCustody, _actor: Actor, data: Data) -> Refusal | None:
        last = custody.events[-1].on_date
        if not last <= data["on_date"] <= moment.today():
            return Refusal("custody_date_wrong", {"on": last})
        if action in TO_ANOTHER and not data.get("to_whom"):
            return Refusal("custody_receiver_missing")
        due = data.get("due_on")
        if action is A.LEND and (due is None or due < data["on_date"]):
            return Refusal("custody_due_wrong")
        if action is A.UNSEAL and not data.get("note"):
            return Refusal("custody_note_missing")
        return unprintable("custody_unprintable", data.get("to_whom"), data.get("note"))

    return check


def _done(action: CustodyAction) -> Effect:
    """Return what an act writes: its event, and who has the piece from now on."""

    def effect(custody: EvidenceCustody, actor: Actor, data: Data) -> dict[str, Any]:
        assert actor.id is not None  # the system takes nothing into its hands
        giver = custody.holder
        taker = data["to_whom"] if action in TO_ANOTHER else custody.keeper
        custody.holder = taker
        if action is A.HAND_OVER:
            custody.keeper = taker
        custody.due_on = data["due_on"] if action is A.LEND else None
        custody.events.append(
            CustodyEvent(
                kind=action.value,
                on_date=data["on_date"],
                from_whom=giver,
                to_whom=taker,
                due_on=custody.due_on,
                note=data.get("note") or None,
                recorded_by_id=actor.id,
            )
        )
        return {
            "evidence_id": custody.evidence_id,
            "on_date": data["on_date"],
            "from": giver,
            "to": taker,
        }

    return effect


def _row(
    action: CustodyAction, sources: set[CustodyState], target: CustodyState | None
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        target,
        P.CASE_INVESTIGATE,
        ACTIONS[action],
        who=lambda custody, actor: queries.is_member(custody.evidence.case, actor),
        check=_sound(action),
        effect=_done(action),
    )


CUSTODY_PROCEDURE = Procedure(
    name="custody",
    model=EvidenceCustody,
    states=CustodyState,
    unit_path=lambda custody: custody.evidence.case.unit.path,
    path=(S.HELD, S.GIVEN_BACK),
    state_labels=STATES,
    rests={S.HELD: _("在库保管，不需要办理"), S.SEALED: _("封存保管，不需要办理")},
    extra_labels=EVENTS,
    transitions=(
        _row(A.SEAL, {S.HELD}, S.SEALED),
        _row(A.UNSEAL, {S.SEALED}, S.HELD),
        _row(A.HAND_OVER, {S.HELD, S.SEALED}, None),
        _row(A.LEND, {S.HELD}, S.LENT),
        _row(A.TAKE_BACK, {S.LENT}, S.HELD),
        _row(A.GIVE_BACK, {S.HELD}, S.GIVEN_BACK),
    ),
)
