"""Give a unit more time for what was passed on to it: asked for by the unit, decided by who set it.

It asks before its last day is over, with the reasons; one request waits at a time. Granted, the day
moves and its clock is extended, with both days in its ledger. No source gives the period a number
or says how often; so every request is decided by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from complaints.models import Complaint, ComplaintTransfer, TransferExtension
from complaints.procedure.urging import open_transfers
from complaints.rules import HANDLING
from core import moment
from core.access import Actor
from core.clocks import services as clocks
from core.refusals import Refusal
from regulations.model import TermId
from regulations.registry import get_pack
from regulations.rules import find_term

Data = Mapping[str, Any]


def explaining_rule(complaint: Complaint) -> str | None:
    """Return the article by which a unit explains why it is not done in time; None without one."""
    found = find_term(get_pack(complaint.procedure_pack_id), TermId.MESSAGE_GENERAL)
    return found.value.article if found is not None else None


def open_request(transfer: ComplaintTransfer) -> TransferExtension | None:
    """Return the request that waits for an answer."""
    return next((one for one in transfer.extensions if one.decided_on is None), None)


def may_ask(transfer: ComplaintTransfer, _actor: Actor) -> bool:
    """Tell whether no request waits."""
    return open_request(transfer) is None


def is_in_time(transfer: ComplaintTransfer, _actor: Actor) -> Refusal | None:
    """Refuse to ask when the last day is over: more time would hide that it was missed."""
    if moment.today() <= transfer.due_on:
        return None
    article = explaining_rule(transfer.complaint)
    return Refusal("extension_asked_too_late", {"day": transfer.due_on}, article)


def asks_soundly(transfer: ComplaintTransfer, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a request without reasons, or for a day that is not later."""
    if not (data.get("text") or "").strip():
        article = explaining_rule(transfer.complaint)
        return Refusal("extension_needs_reason", article=article)
    return _not_later(transfer, data.get("until"))


def _not_later(transfer: ComplaintTransfer, until: date | None) -> Refusal | None:
    if until is None or until <= transfer.due_on:
        return Refusal("extension_not_later", {"day": transfer.due_on})
    return None


def ask(transfer: ComplaintTransfer, actor: Actor, data: Data) -> Data:
    """Keep the request."""
    assert actor.id is not None
    transfer.extensions.append(
        TransferExtension(
            asked_on=moment.today(),
            asked_by_id=actor.id,
            reason=data["text"],
            wanted_until=data["until"],
        )
    )
    return {"until": data["until"]}


def asking(complaint: Complaint) -> list[ComplaintTransfer]:
    """Return what a unit still has and asks more time for."""
    return [one for one in open_transfers(complaint) if open_request(one) is not None]


def is_asked(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether a unit waits for an answer."""
    return bool(asking(complaint))


def answers_soundly(complaint: Complaint, actor: Actor, data: Data) -> Refusal | None:
    """Refuse an answer to nobody or to oneself, a refusal without reasons, a day that is not
    later, and more time when the last day is over.
    """
    transfer: ComplaintTransfer | None = data["transfer"]
    asked = open_request(transfer) if transfer in asking(complaint) and transfer else None
    if transfer is None or asked is None:
        return Refusal("extension_of_nobody")
    if asked.asked_by_id == actor.id:
        return Refusal("extension_own_decision")
    if not data["is_granted"]:
        stated = (data.get("text") or "").strip()
        return None if stated else Refusal("extension_refusal_needs_reason")
    return is_in_time(transfer, actor) or _not_later(transfer, data.get("until"))


def answer(_complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep the answer; granted, move the day and extend its clock."""
    transfer: ComplaintTransfer = data["transfer"]
    asked = open_request(transfer)
    assert asked is not None  # refused otherwise
    asked.decided_on, asked.decided_by_id = moment.today(), actor.id
    asked.opinion = data.get("text") or None
    told: dict[str, Any] = {"transfer_id": transfer.id, "is_granted": data["is_granted"]}
    if not data["is_granted"]:
        return told
    asked.granted_until = transfer.due_on = data["until"]
    clock = clocks.open_clock(ComplaintTransfer.__tablename__, transfer.id, HANDLING)
    if clock is not None:
        clocks.extend(clock, moment.today(), actor.id, asked.reason, due=data["until"])
    transfer.touch()
    return {**told, "until": data["until"]}
