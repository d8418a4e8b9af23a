"""Register a loss in a case, what was decided on its compensation, and that it was paid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from accountability.compensating import LossAction, Ruling
from accountability.models import Loss
from accountability.procedure.losses import LOSS_PROCEDURE, may_be_registered
from casework import queries as cases
from casework.models import Case
from complaints.services.identity import keep_reporters_out
from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


def may_register(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may register losses: of the team, with the permission to serve."""
    return actor.may(Permission.SERVICE_RECORD, case.unit.path) and cases.is_member(case, actor)


@transactional
def register_loss(
    case: Case,
    actor: Actor,
    *,
    sufferer: str,
    description: str,
    loss: int,
    basis: str,
    token: str | None = None,
) -> Loss:
    """Register what somebody lost by the breach, in 分, and by which article it is compensated.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused in a
    case without a finding, without words, and for a text that names who reported.
    """
    if not may_register(case, actor):
        raise Forbidden("register")
    keep_reporters_out(case.complaint, actor, sufferer, description, basis)

    def build() -> Loss:
        db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
        if refusal := may_be_registered(case):
            raise Refused(refusal)
        if not (sufferer and description and basis and loss > 0):
            raise Refused(Refusal("loss_incomplete"))
        assert actor.id is not None  # the system registers nothing
        return Loss(
            case=case,
            sufferer=sufferer,
            description=description,
            loss=loss,
            basis=basis,
            registered_on=moment.today(),
            registered_by_id=actor.id,
        )

    made: Loss = create_once(token, Loss, build)
    record.append("register", made, actor_id=actor.id, after={"loss": loss, "basis": basis})
    return made


@transactional
def award_loss(
    loss: Loss,
    actor: Actor,
    *,
    ruling: Ruling,
    award: int,
    payer: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that compensation was decided: by whom, how much (分), and who pays."""
    keep_reporters_out(loss.case.complaint, actor, ruling.text, payer)
    data = {"ruling": ruling, "award": award, "payer": payer}
    _act(loss, LossAction.AWARD, actor, seen_version, token, data)


@transactional
def deny_loss(
    loss: Loss,
    actor: Actor,
    *,
    ruling: Ruling,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that nothing is compensated, by whose decision and why."""
    keep_reporters_out(loss.case.complaint, actor, ruling.text)
    _act(loss, LossAction.DENY, actor, seen_version, token, {"ruling": ruling}, ruling.text)


@transactional
def pay_loss(
    loss: Loss,
    actor: Actor,
    *,
    paid_on: date,
    proof: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register on which day the compensation was paid, and what proves it."""
    keep_reporters_out(loss.case.complaint, actor, proof)
    data = {"paid_on": paid_on, "proof": proof}
    _act(loss, LossAction.PAY, actor, seen_version, token, data)


def _act(
    loss: Loss,
    action: LossAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: Mapping[str, Any],
    reason: str | None = None,
) -> None:
    perform(
        LOSS_PROCEDURE,
        loss,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
