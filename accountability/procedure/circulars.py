"""When a circular of criticism may be made and corrected, and that it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accountability.circulating import CircularAction, CircularKind, CircularState
from accountability.labels import circulars as labels
from accountability.labels import decisions as decision_labels
from accountability.models import Circular, Decision
from accountability.procedure.notices import IN_FORCE
from accountability.queries import circulars as queries
from casework import queries as cases
from casework.rules import CaseState
from core import moment
from core.access import Actor, Permission
from core.documents.printing import unprintable
from core.procedure import Procedure, Transition
from core.refusals import Refusal

#: Everybody the decision is about was told, before others are.
TOLD = frozenset({CaseState.SERVED, CaseState.EFFECTIVE, CaseState.CLOSED})


def may_be_circulated(decision: Decision, circulars: Sequence[Circular]) -> Refusal | None:
    """Refuse a circular that the decision does not impose, before it was served, once it no longer
    stands, and a second one.
    """
    if not queries.criticised(decision.id):
        return Refusal("circular_not_decided")
    if any(circular.kind is CircularKind.CRITICISM for circular in circulars):
        return Refusal("circular_there_already")
    if decision.state not in IN_FORCE:
        state = str(decision_labels.STATES[decision.state])
        return Refusal("circular_not_in_force", {"state": state})
    return None if decision.case.state in TOLD else Refusal("circular_not_served")


def may_be_corrected(decision: Decision, circulars: Sequence[Circular]) -> Refusal | None:
    """Refuse a correction where none is owed (INF-13)."""
    due = queries.owed(decision, circulars)
    return None if due is not None else Refusal("circular_nothing_to_correct")


def sound_text(text: str) -> Refusal | None:
    """Refuse an empty text, and what the fonts cannot print."""
    if not text:
        return Refusal("circular_text_needed")
    return unprintable("circular_unprintable", text)


def _sound_sending(circular: Circular, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    if not data["sent_by"]:
        return Refusal("circular_way_needed")
    in_order = circular.issued_on <= data["sent_on"] <= moment.today()
    return None if in_order else Refusal("circular_day_wrong", {"on": circular.issued_on})


def _send(circular: Circular, _actor: Actor, data: Mapping[str, Any]) -> dict[str, Any]:
    circular.sent_on, circular.sent_by = data["sent_on"], data["sent_by"]
    return {"sent_on": circular.sent_on, "sent_by": circular.sent_by}


CIRCULAR_PROCEDURE = Procedure(
    name="circular",
    model=Circular,
    states=CircularState,
    unit_path=lambda circular: circular.decision.case.unit.path,
    path=(CircularState.ISSUED, CircularState.SENT),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        Transition(
            CircularAction.SEND,
            frozenset({CircularState.ISSUED}),
            CircularState.SENT,
            Permission.SERVICE_RECORD,
            labels.ACTIONS[CircularAction.SEND],
            who=lambda circular, actor: cases.is_member(circular.decision.case, actor),
            check=_sound_sending,
            effect=_send,
        ),
    ),
)
