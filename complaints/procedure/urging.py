"""Urge the unit to which a report was passed on, and supervise it in three steps.

A written urging stands by itself. The ladder is spoken reminder, yellow card, red card, each on a
later day than the one before; a red card wants a talk and a written explanation. On one day a step
has one record. The ladder is local practice (Xishuangbanna 2020), not law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from complaints.models import Complaint, ComplaintTransfer, TransferUrging
from complaints.rules import PASSED_ON, STEP_BEFORE, STEPS_OF, ComplaintAction, UrgingStep
from core import moment
from core.access import Actor
from core.refusals import Refusal

Data = Mapping[str, Any]
Check = Callable[[Complaint, Actor, Data], Refusal | None]


def open_transfers(complaint: Complaint) -> list[ComplaintTransfer]:
    """Return what a unit still has."""
    return [one for one in complaint.transfers if one.state in PASSED_ON]


def has_whom(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether there is a unit to urge."""
    return bool(open_transfers(complaint))


def raised_soundly(action: ComplaintAction) -> Check:
    """Return the check of an act: it refuses a step that is not its own, one before its turn, a
    unit that has nothing, an empty text, and a red card without the day of the talk.
    """

    def check(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
        step: UrgingStep = data["step"]
        transfer: ComplaintTransfer | None = data["transfer"]
        if step not in STEPS_OF[action]:
            return Refusal("urging_not_yours")
        if transfer is None or transfer not in open_transfers(complaint):
            return Refusal("urging_of_nobody")
        if not (data.get("text") or "").strip():
            return Refusal("urging_needs_text")
        return _out_of_turn(transfer, step) or _without_talk(step, data.get("talk_on"))

    return check


def _out_of_turn(transfer: ComplaintTransfer, step: UrgingStep) -> Refusal | None:
    before = STEP_BEFORE.get(step)
    days = [one.raised_on for one in transfer.urgings if one.step is before]
    if before is None or any(day < moment.today() for day in days):
        return None
    if step is UrgingStep.YELLOW:
        return Refusal("urging_yellow_too_early")
    return Refusal("urging_red_too_early")


def _without_talk(step: UrgingStep, talk_on: date | None) -> Refusal | None:
    if step is UrgingStep.RED and (talk_on is None or talk_on < moment.today()):
        return Refusal("urging_red_needs_talk")
    return None


def of_today(transfer: ComplaintTransfer, step: UrgingStep) -> TransferUrging | None:
    """Return the record of a step on this day."""
    today = moment.today()
    return next(
        (one for one in transfer.urgings if (one.step, one.raised_on) == (step, today)), None
    )


def urge(_complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep the step; what is said again on the same day is added to its record."""
    assert actor.id is not None
    transfer: ComplaintTransfer = data["transfer"]
    step: UrgingStep = data["step"]
    there = of_today(transfer, step)
    if there is not None:
        there.text = f"{there.text}\n{data['text']}"
    else:
        transfer.urgings.append(
            TransferUrging(
                step=step,
                raised_on=moment.today(),
                raised_by_id=actor.id,
                text=data["text"],
                talk_on=data.get("talk_on") if step is UrgingStep.RED else None,
            )
        )
    if transfer.urged is None or step.weight > transfer.urged.weight:
        transfer.urged = step
    transfer.touch()
    return {"transfer_id": transfer.id, "step": step}


def unexplained(transfer: ComplaintTransfer) -> list[TransferUrging]:
    """Return the cards that the unit has not answered."""
    cards = (UrgingStep.YELLOW, UrgingStep.RED)
    return [one for one in transfer.urgings if one.step in cards and one.answered_on is None]


def is_to_explain(transfer: ComplaintTransfer, _actor: Actor) -> bool:
    """Tell whether a card waits for a written explanation."""
    return bool(unexplained(transfer))


def red_is_explained(transfer: ComplaintTransfer, _actor: Actor) -> Refusal | None:
    """Refuse to report before a red card is explained in writing."""
    if any(one.step is UrgingStep.RED for one in unexplained(transfer)):
        return Refusal("urging_red_unexplained")
    return None


def explains(_transfer: ComplaintTransfer, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse an empty explanation."""
    return None if (data.get("text") or "").strip() else Refusal("urging_needs_explanation")


def explain(transfer: ComplaintTransfer, actor: Actor, data: Data) -> None:
    """Keep the explanation with each card that waits for it."""
    for card in unexplained(transfer):
        card.answer, card.answered_on = data["text"], moment.today()
        card.answered_by_id = actor.id
