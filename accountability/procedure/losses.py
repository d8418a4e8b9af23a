"""What may be registered of a loss and its compensation, and by whom (DIR-14)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.compensating import LossAction, LossState, Ruling, sound_ruling
from accountability.labels import losses as labels
from accountability.models import Loss
from casework import queries as cases
from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.access import Actor, Permission
from core.procedure import Procedure, Transition
from core.refusals import Refusal

S, A = LossState, LossAction
Data = Mapping[str, Any]
#: In these nothing was found, or is looked into yet.
NO_FINDING = frozenset({CaseState.PROPOSED, CaseState.DISMISSED})


def may_be_registered(case: Case) -> Refusal | None:
    """Refuse a loss in a case that is not filed, or ended without a finding."""
    is_open = case.filed_on is not None and case.state not in NO_FINDING
    return None if is_open else Refusal("loss_case_not_filed")


def _of_team(loss: Loss, actor: Actor) -> bool:
    return cases.is_member(loss.case, actor)


def _first_day(loss: Loss) -> Any:
    return loss.case.filed_on or loss.registered_on


def _sound_award(loss: Loss, _actor: Actor, data: Data) -> Refusal | None:
    if not data["payer"]:
        return Refusal("loss_payer_needed")
    return _sound_denial(loss, _actor, data)


def _sound_denial(loss: Loss, _actor: Actor, data: Data) -> Refusal | None:
    return sound_ruling(data["ruling"], not_before=_first_day(loss), today=moment.today())


def _decide(loss: Loss, _actor: Actor, data: Data) -> dict[str, Any]:
    ruling: Ruling = data["ruling"]
    loss.body, loss.number = ruling.body, ruling.number
    loss.decided_on, loss.ruling = ruling.decided_on, ruling.text
    loss.award, loss.payer = data.get("award"), data.get("payer")
    return {
        "body": loss.body,
        "number": loss.number,
        "decided_on": loss.decided_on,
        "award": loss.award,
    }


def _sound_payment(loss: Loss, _actor: Actor, data: Data) -> Refusal | None:
    if not data["proof"]:
        return Refusal("loss_proof_needed")
    first = loss.decided_on or loss.registered_on
    in_order = first <= data["paid_on"] <= moment.today()
    return None if in_order else Refusal("loss_day_wrong", {"on": first})


def _pay(loss: Loss, _actor: Actor, data: Data) -> dict[str, Any]:
    loss.paid_on, loss.proof = data["paid_on"], data["proof"]
    return {"paid_on": loss.paid_on, "award": loss.award}


def _row(action: LossAction, source: LossState, target: LossState, **more: Any) -> Transition:
    return Transition(
        action,
        frozenset({source}),
        target,
        Permission.SERVICE_RECORD,
        labels.ACTIONS[action],
        who=_of_team,
        **more,
    )


LOSS_PROCEDURE = Procedure(
    name="loss",
    model=Loss,
    states=LossState,
    unit_path=lambda loss: loss.case.unit.path,
    path=(S.REGISTERED, S.AWARDED, S.PAID),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        _row(A.AWARD, S.REGISTERED, S.AWARDED, check=_sound_award, effect=_decide),
        _row(A.DENY, S.REGISTERED, S.DENIED, check=_sound_denial, effect=_decide),
        _row(A.PAY, S.AWARDED, S.PAID, check=_sound_payment, effect=_pay),
    ),
)
