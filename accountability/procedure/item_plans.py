"""What a unit plans to do, by item: the measure, who answers for it, until when (整改方案)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability.models import Rectification
from accountability.rules import ItemState
from core import moment
from core.access import Actor
from core.refusals import Refusal

Data = Mapping[str, Any]


def plan_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a plan that leaves out an item, a day that is past or after the day to report; once
    that has passed, any day to come is better than none.
    """
    today = moment.today()
    for item in rectification.items:
        if item.status is ItemState.ACCEPTED:
            continue
        measure, responsible, planned_on = data["plans"].get(item.id, (None, None, None))
        if not (measure and responsible and planned_on):
            return Refusal("rectification_plan_missing", {"problem": item.problem[:30]})
        changed = planned_on != item.planned_on
        is_late = planned_on > rectification.due_on >= today
        if changed and (planned_on < today or is_late):
            return Refusal("rectification_plan_day_wrong", {"on": rectification.due_on})
    return None


def plan(rectification: Rectification, _actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the plan; it may be changed until the report."""
    for item in rectification.items:
        if item.status is not ItemState.ACCEPTED:
            item.measure, item.responsible, item.planned_on = data["plans"][item.id]
    return {"plan": {str(item.id): item.planned_on for item in rectification.items}}
