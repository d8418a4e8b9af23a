"""Acts on a rectification whose outcome is fed back to the body that the rules name (反馈)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import Rectification, RectificationFeedback
from core import moment
from core.access import Actor
from core.refusals import Refusal

Data = Mapping[str, Any]


def is_reported(rectification: Rectification, article: str | None) -> Refusal | None:
    """Refuse to feed back what the unit has not reported."""
    if rectification.reported_on is not None:
        return None
    return Refusal("rectification_feedback_nothing", {}, article)


def feedback_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a feedback to nobody, without way or content, before the report or after today."""
    if not (data["to_whom"] and data["way"] and data["text"]):
        return Refusal("rectification_feedback_incomplete")
    first = rectification.reported_on
    assert first is not None  # the guard refused it
    if not first <= data["sent_on"] <= moment.today():
        return Refusal("rectification_feedback_day_wrong", {"on": first})
    return None


def feed_back(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the feedback; nothing is accepted or closed by it."""
    assert actor.id is not None  # the system feeds nothing back
    names = ("to_whom", "sent_on", "way", "number", "text")
    made = RectificationFeedback(**{name: data[name] for name in names}, recorded_by_id=actor.id)
    rectification.feedbacks.append(made)
    return {"to_whom": made.to_whom, "sent_on": made.sent_on, "way": made.way}
