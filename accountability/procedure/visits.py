"""Acts on a rectification that is verified on the spot (现场核查, 回头看)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import Rectification, RectificationVisit
from core import moment
from core.access import Actor
from core.db import db
from core.files.services import attach
from core.refusals import Refusal

Data = Mapping[str, Any]


def visit_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a visit before the order or after today, of no item of it, without what was found."""
    if not rectification.ordered_on <= data["visited_on"] <= moment.today():
        return Refusal("rectification_visit_day_wrong", {"on": rectification.ordered_on})
    if data["item_id"] not in {None, *(item.id for item in rectification.items)}:
        return Refusal("rectification_item_unknown")
    if not (data["place"] and data["visitors"] and data["found"]):
        return Refusal("rectification_visit_incomplete")
    return None


def visit(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the visit with its files; nothing is accepted or returned by it."""
    assert actor.id is not None  # the system goes nowhere
    made = RectificationVisit(
        item_id=data["item_id"],
        visited_on=data["visited_on"],
        place=data["place"],
        visitors=data["visitors"],
        finding=data["finding"],
        found=data["found"],
        recorded_by_id=actor.id,
    )
    rectification.visits.append(made)
    db.session.flush()
    attached = attach(made, actor, data["files"])
    return {
        "visit": made.id,
        "item": made.item_id,
        "visited_on": made.visited_on,
        "finding": made.finding,
        "attachment_ids": [row.id for row in attached],
    }
