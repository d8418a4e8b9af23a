"""Losses and their compensation, reached by calling the services as the team would."""

from __future__ import annotations

from typing import Any

from accountability.compensating import LossState, Ruling
from accountability.models import Loss
from accountability.services import losses as services
from casework.models import Case
from casework.rules import CaseState
from core import moment
from tests.support import accountability as build
from tests.support.factories import actor

#: 12,345.60 yuan.
AMOUNT = 1_234_560


def registered(case: Case | None = None, by: str = "handler", **changes: Any) -> Loss:
    """Return a loss of somebody in a case under investigation; `changes` replace arguments."""
    values: dict[str, Any] = {
        "sufferer": "受损人甲",
        "description": "因虚假信息多支出运费。",
        "loss": AMOUNT,
        "basis": "第十八条",
    }
    made = case or build.case(CaseState.INVESTIGATING)
    return services.register_loss(made, actor(by), **values | changes)


def ruling(**changes: Any) -> Ruling:
    """Return a ruling of today."""
    values: dict[str, Any] = {
        "body": "市自然资源局",
        "decided_on": moment.today(),
        "number": "阿自然资赔〔2026〕1号",
        "text": "赔偿实际损失。",
    }
    return Ruling(**values | changes)


def award(made: Loss, by: str = "handler", **changes: Any) -> Loss:
    """Register what is compensated; `changes` replace arguments."""
    values: dict[str, Any] = {"ruling": ruling(), "award": AMOUNT, "payer": "市自然资源局"}
    services.award_loss(made, actor(by), **values | changes, seen_version=made.version)
    return made


def pay(made: Loss, by: str = "handler", **changes: Any) -> Loss:
    """Register the payment; `changes` replace arguments."""
    values: dict[str, Any] = {"paid_on": moment.today(), "proof": "转账凭证88号"}
    services.pay_loss(made, actor(by), **values | changes, seen_version=made.version)
    return made


def deny(made: Loss, by: str = "handler", **changes: Any) -> Loss:
    """Register that nothing is compensated."""
    said = ruling(**{"text": "没有因果关系。", **changes})
    services.deny_loss(made, actor(by), ruling=said, seen_version=made.version)
    return made


def loss(state: LossState = LossState.REGISTERED) -> Loss:
    """Return a loss in `state`."""
    made = registered()
    if state is LossState.DENIED:
        return deny(made)
    if state is not LossState.REGISTERED:
        award(made)
    return pay(made) if state is LossState.PAID else made
