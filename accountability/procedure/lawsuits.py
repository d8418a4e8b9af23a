"""The procedure of an administrative review or a lawsuit: filed, accepted, ended with a result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.challenging import (
    CARRIED_OUT_BY,
    LOST,
    LawsuitAction,
    LawsuitState,
    Outcome,
    Result,
)
from accountability.labels import lawsuits as labels
from accountability.models import Decision, Lawsuit, LawsuitCorrection
from accountability.procedure.remedies import STANDING, kept_apart, undoing_barred
from casework import queries as cases
from core import moment
from core.access import Actor, Permission
from core.identity.queries import pack_id_of
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from regulations.model import Consequence
from regulations.registry import get_pack

S, A = LawsuitState, LawsuitAction
Data = Mapping[str, Any]

#: The consequence by which a rule pursues who is responsible for an overturned act (003-12 8(4)).
OVERTURNED = "overturned"


def overturned_rule(lawsuit: Lawsuit) -> Consequence | None:
    """Return the rule, in force for the unit on the day of its act, by which an act that was
    overturned is pursued; None where no rule says so.
    """
    pack_id = pack_id_of(lawsuit.sued_unit, lawsuit.acted_on)
    if pack_id is None:
        return None
    found = (one.value for one in get_pack(pack_id).consequences)
    return next((row for row in found if row.code == OVERTURNED), None)


def is_lost(lawsuit: Lawsuit) -> bool:
    """Tell whether the unit lost."""
    return lawsuit.outcome in LOST


def _accept_check(lawsuit: Lawsuit, _actor: Actor, data: Data) -> Refusal | None:
    in_order = lawsuit.filed_on <= data["accepted_on"] <= moment.today()
    return None if in_order else Refusal("lawsuit_days_wrong")


def _accept(lawsuit: Lawsuit, _actor: Actor, data: Data) -> dict[str, Any]:
    lawsuit.accepted_on = data["accepted_on"]
    lawsuit.body_number = data["body_number"] or lawsuit.body_number
    return {"accepted_on": lawsuit.accepted_on, "body_number": lawsuit.body_number}


def _result_check(lawsuit: Lawsuit, _actor: Actor, data: Data) -> Refusal | None:
    result: Result = data["result"]
    since = lawsuit.accepted_on or lawsuit.filed_on
    return result.unfit(lawsuit.kind, since, moment.today())


def _record(lawsuit: Lawsuit, _actor: Actor, data: Data) -> dict[str, Any]:
    result: Result = data["result"]
    lawsuit.outcome, lawsuit.result, lawsuit.result_number = (
        result.outcome,
        result.text,
        result.number,
    )
    lawsuit.decided_on, lawsuit.effective_on = result.decided_on, result.effective_on
    return {
        "outcome": result.outcome,
        "decided_on": result.decided_on,
        "effective_on": result.effective_on,
        "result_number": result.number,
    }


def _correction_check(lawsuit: Lawsuit, actor: Actor, data: Data) -> Refusal | None:
    """Refuse a correction without a reason, one that changes nothing, and an unfit result."""
    result: Result = data["result"]
    if not data["reason"]:
        return Refusal("lawsuit_correction_reason_needed")
    if result == recorded(lawsuit):
        return Refusal("lawsuit_correction_changes_nothing")
    return _result_check(lawsuit, actor, data)


def recorded(lawsuit: Lawsuit) -> Result:
    """Return the result as it is recorded now."""
    assert lawsuit.outcome is not None  # it ended
    assert lawsuit.decided_on is not None
    assert lawsuit.effective_on is not None
    return Result(
        lawsuit.outcome,
        lawsuit.result_number,
        lawsuit.decided_on,
        lawsuit.effective_on,
        lawsuit.result or "",
    )


def _correct(lawsuit: Lawsuit, actor: Actor, data: Data) -> dict[str, Any]:
    """Put the right result in the place of the wrong one, which is kept."""
    was = recorded(lawsuit)
    assert actor.id is not None  # the system corrects nothing
    lawsuit.corrections.append(
        LawsuitCorrection(
            outcome=was.outcome,
            result_number=was.number,
            decided_on=was.decided_on,
            effective_on=was.effective_on,
            result=was.text,
            reason=data["reason"],
            corrected_on=moment.today(),
            corrected_by_id=actor.id,
        )
    )
    return {"was": was.outcome, **_record(lawsuit, actor, data)}


def _carry_out(lawsuit: Lawsuit, _actor: Actor, _data: Data) -> dict[str, Any]:
    lawsuit.carried_out_on = moment.today()
    return {"decision_id": lawsuit.decision_id}


def _decision_of(lawsuit: Lawsuit) -> Decision:
    assert lawsuit.decision is not None  # `_asked_for` offers it for those only
    return lawsuit.decision


def _may_change(lawsuit: Lawsuit, actor: Actor) -> Refusal | None:
    decision = _decision_of(lawsuit)
    if decision.state not in STANDING:
        return Refusal("remedy_decision_gone")
    return kept_apart(decision, actor)


def _may_undo(lawsuit: Lawsuit, actor: Actor) -> Refusal | None:
    return _may_change(lawsuit, actor) or undoing_barred(_decision_of(lawsuit))


def _asked_for(action: LawsuitAction, lawsuit: Lawsuit, actor: Actor) -> bool:
    """Tell whether the result asks for `action` on a decision here, and it was not done yet."""
    decision, outcome = lawsuit.decision, lawsuit.outcome or Outcome.UPHELD
    return (
        decision is not None
        and lawsuit.carried_out_on is None
        and action in CARRIED_OUT_BY.get(outcome, ())
        and cases.knows(decision.case, actor)
    )


def _on_decision(action: LawsuitAction, guard: Any) -> Transition:
    return Transition(
        action,
        frozenset({S.ENDED}),
        None,
        Permission.REMEDY_DECIDE,
        labels.ACTIONS[action],
        who=lambda lawsuit, actor: _asked_for(action, lawsuit, actor),
        guard=guard,
        effect=_carry_out,
    )


LAWSUIT_PROCEDURE = Procedure(
    name="lawsuit",
    model=Lawsuit,
    states=LawsuitState,
    unit_path=lambda lawsuit: (
        lawsuit.decision.case.unit.path if lawsuit.decision else lawsuit.unit.path
    ),
    path=(S.FILED, S.ACCEPTED, S.ENDED),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        Transition(
            A.ACCEPT,
            frozenset({S.FILED}),
            S.ACCEPTED,
            Permission.LAWSUIT_RECORD,
            labels.ACTIONS[A.ACCEPT],
            check=_accept_check,
            effect=_accept,
        ),
        Transition(
            A.RECORD_RESULT,
            frozenset({S.FILED, S.ACCEPTED}),
            S.ENDED,
            Permission.LAWSUIT_RECORD,
            labels.ACTIONS[A.RECORD_RESULT],
            check=_result_check,
            effect=_record,
        ),
        Transition(
            A.CORRECT_RESULT,
            frozenset({S.ENDED}),
            None,
            Permission.LAWSUIT_RECORD,
            labels.ACTIONS[A.CORRECT_RESULT],
            check=_correction_check,
            effect=_correct,
        ),
        _on_decision(A.MODIFY, _may_change),
        _on_decision(A.REVOKE, _may_undo),
        _on_decision(A.REMAND, _may_undo),
    ),
)
