"""Call who reported back about the answer, and answer again where they are in doubt (NET-09).

The answer that was given stays as it was; the second one stands beside it. Until it is given the
report is not closed, and it is due again where it was closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.models import CallBack, Complaint
from complaints.rules import IN_DOUBT, Satisfaction
from core import moment
from core.access import Actor
from core.refusals import Refusal

Data = Mapping[str, Any]


def may_be_called(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether an answer was given that they can be asked about."""
    return complaint.reply_text is not None


def is_in_doubt(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether another answer is owed."""
    return complaint.doubted_on is not None


def doubt_is_answered(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to close while another answer is owed."""
    return Refusal("complaint_doubt_open") if complaint.doubted_on is not None else None


def says_how(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a call without what was said of the answer, and a doubt without what it is about."""
    if data.get("satisfaction") is None:
        return Refusal("call_back_needs_satisfaction")
    if data["satisfaction"] in IN_DOUBT and not (data.get("note") or "").strip():
        return Refusal("call_back_doubt_needs_note")
    return None


def call(complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep what was said; a doubt waits for another answer, unless they are content after all."""
    assert actor.id is not None
    satisfaction: Satisfaction = data["satisfaction"]
    complaint.call_backs.append(
        CallBack(
            called_on=moment.today(),
            called_by_id=actor.id,
            satisfaction=satisfaction,
            note=data.get("note") or None,
        )
    )
    if satisfaction in IN_DOUBT:
        complaint.doubted_on = complaint.doubted_on or moment.today()
    elif satisfaction is Satisfaction.SATISFIED:
        complaint.doubted_on = None
    return {"satisfaction": satisfaction}


def answer(complaint: Complaint, _actor: Actor, data: Data) -> None:
    """Keep the answer with the call that asked for it."""
    doubts = [one for one in complaint.call_backs if one.satisfaction in IN_DOUBT]
    for one in doubts[-1:]:
        one.answer, one.answered_on = data["text"], moment.today()
    complaint.doubted_on = None
