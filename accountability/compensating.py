"""Loss that a breach caused, and its compensation (赔偿): states, acts, amounts. Pure.

Amounts are whole 分 (hundredths of a yuan), so that no sum is ever rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from core.refusals import Refusal

#: A hundred 分 make a yuan.
PER_YUAN: Final = 100


class LossState(StrEnum):
    """Where a registered loss stands."""

    REGISTERED = "registered"
    AWARDED = "awarded"
    DENIED = "denied"
    PAID = "paid"


class LossAction(StrEnum):
    """What can be registered of a loss."""

    AWARD = "award"
    DENY = "deny"
    PAY = "pay"


@dataclass(frozen=True)
class Ruling:
    """Who decided on compensation, when and by which document; what it says beside the amount."""

    body: str
    decided_on: date
    number: str | None
    text: str


def yuan(amount: int) -> str:
    """Write an amount in 分 as yuan: 1234560 is 12,345.60元."""
    whole, rest = divmod(amount, PER_YUAN)
    return f"{whole:,}.{rest:02d}元"


def sound_ruling(ruling: Ruling, *, not_before: date, today: date) -> Refusal | None:
    """Refuse a ruling of nobody or without words, and one before the loss was known or to come."""
    if not (ruling.body and ruling.text):
        return Refusal("loss_ruling_incomplete")
    if not not_before <= ruling.decided_on <= today:
        return Refusal("loss_day_wrong", {"on": not_before})
    return None
