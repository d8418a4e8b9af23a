"""Ask who reported for what is missing before acceptance is decided, and take in what came.

One request runs at a time. The period for the decision goes on unless the pack says that it stops.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from complaints.models import Complaint, SupplementRequest
from complaints.queries import can_be_told
from complaints.rules import ACCEPTANCE
from core import moment
from core.access import Actor
from core.clocks import services as clocks
from core.clocks.periods import State as ClockState
from core.refusals import Refusal
from regulations import registry
from regulations.model import GuardId
from regulations.rules import guard, is_on

Data = Mapping[str, Any]


def open_request(complaint: Complaint) -> SupplementRequest | None:
    """Return the request that waits for an answer."""
    return next((one for one in complaint.supplements if one.ended_on is None), None)


def pausing_article(complaint: Complaint) -> str | None:
    """Return the article by which the period stops meanwhile; None where the pack has none."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    found = (
        guard(pack, GuardId.SUPPLEMENT_PAUSES) if is_on(pack, GuardId.SUPPLEMENT_PAUSES) else None
    )
    return found.value.article if found else None


def may_be_asked(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether somebody reported it, and nothing is asked of them yet."""
    return not complaint.is_lead and open_request(complaint) is None


def is_awaited(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether an answer is waited for."""
    return open_request(complaint) is not None


def has_run_out(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to end the waiting before the day that was told."""
    asked = open_request(complaint)
    if asked is None or moment.today() > asked.due_on:
        return None
    return Refusal("supplement_still_awaited", {"day": asked.due_on})


def says_what_and_when(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a request without what is missing or a later day, and one that reaches nobody."""
    if not (data.get("missing") or "").strip():
        return Refusal("supplement_needs_missing")
    due_on: date | None = data.get("due_on")
    if due_on is None or due_on <= moment.today():
        return Refusal("supplement_due_in_past")
    if not can_be_told(complaint):
        return Refusal("supplement_reaches_nobody")
    return None


def says_what_came(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse an answer without what came."""
    return None if (data.get("text") or "").strip() else Refusal("supplement_needs_received")


def ask(complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep the request; stop the period where the pack says so."""
    assert actor.id is not None
    complaint.supplements.append(
        SupplementRequest(
            missing=data["missing"],
            due_on=data["due_on"],
            asked_on=moment.today(),
            asked_by_id=actor.id,
        )
    )
    article = pausing_article(complaint)
    clock = clocks.open_clock(Complaint.__tablename__, complaint.id, ACCEPTANCE)
    if article is not None and clock is not None:
        clocks.pause(clock, moment.today(), actor.id, "要求补充材料", article=article)
    return {"due_on": data["due_on"]}


def receive(complaint: Complaint, actor: Actor, data: Data) -> None:
    """Keep what came."""
    _end(complaint, actor, moment.today(), data["text"])


def run_out(complaint: Complaint, actor: Actor, _data: Data) -> None:
    """End the waiting: nothing came until the day that was told."""
    asked = open_request(complaint)
    if asked is not None:
        _end(complaint, actor, asked.due_on, None)


def _end(complaint: Complaint, actor: Actor, resumed_on: date, received: str | None) -> None:
    asked = open_request(complaint)
    if asked is None:
        return
    asked.ended_on, asked.received = moment.today(), received
    clock = clocks.open_clock(Complaint.__tablename__, complaint.id, ACCEPTANCE)
    if clock is not None and clock.state is ClockState.PAUSED:
        clocks.resume(clock, resumed_on, actor.id, "补充材料期间结束")
