"""Acts on one item of a rectification: accepted, or returned with a reason (销号)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import Rectification, RectificationItem
from accountability.rules import ItemState
from core import moment
from core.access import Actor
from core.refusals import Refusal

Data = Mapping[str, Any]


def _item(rectification: Rectification, data: Data) -> RectificationItem | None:
    return next((i for i in rectification.items if i.id == data.get("item_id")), None)


def accept_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to accept an item that is not reported."""
    item = _item(rectification, data)
    if item is None or item.status not in (ItemState.REPORTED, ItemState.RETURNED):
        return Refusal("rectification_item_unknown")
    return None


def accept_item(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Accept an item."""
    item = _item(rectification, data)
    assert item is not None  # the check refused it
    item.return_reason = None
    item.accepted_on, item.accepted_by_id = moment.today(), actor.id
    return {"item": item.id}


def return_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to return an item that is not reported, and without a reason."""
    item = _item(rectification, data)
    if item is None or item.status not in (ItemState.REPORTED, ItemState.ACCEPTED):
        return Refusal("rectification_item_unknown")
    return None if data.get("reason") else Refusal("rectification_reason_needed")


def return_item(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    """Send an item back, with the reason."""
    item = _item(rectification, data)
    assert item is not None  # the check refused it
    item.accepted_on = item.accepted_by_id = None
    item.return_reason = data["reason"]
    return {"item": item.id, "was": item.done_text}
