"""Conditions that narrow a query to what an actor may see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, true

from core.access.actor import Actor
from core.access.permissions import Permission
from core.identity.models import Unit


def in_scope(unit_id: Any, actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Return the condition that the unit `unit_id` lies where `actor` holds `permission`.

    For the only root of the tree no unit is looked up: the database asks once whether there is
    another root, and a list goes on in its order.
    """
    if actor.is_system:
        return true()
    paths = actor.scope(permission)
    if not paths:
        return false()
    below: ColumnElement[bool] = unit_id.in_(
        select(Unit.id).where(or_(*(under(path) for path in paths)))
    )
    root = next((path for path in paths if path.count("/") == 2), None)
    if root is None:
        return below
    others = select(Unit.id).where(Unit.parent_id.is_(None), Unit.path != root)
    return or_(~exists(others), below)


def under(path: str) -> ColumnElement[bool]:
    """Return the condition that a unit's path starts with `path`, as a range the index serves."""
    return (Unit.path >= path) & (Unit.path < path + "\uffff")
