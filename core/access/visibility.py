"""Conditions that narrow a query to what an actor may see."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from core.access.actor import Actor
from core.access.permissions import Permission
from core.identity.models import Unit


def in_scope(unit_id: Any, actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Return the condition that the unit `unit_id` lies where `actor` holds `permission`.

    A scope that covers everything costs nothing: no condition is added for the root of the tree.
    """
    if actor.is_system:
        return true()
    paths = actor.scope(permission)
    if not paths:
        return false()
    if any(path.count("/") == 2 for path in paths):
        return true()
    below = select(Unit.id).where(or_(*(under(path) for path in paths)))
    return unit_id.in_(below)  # type: ignore[no-any-return]


def under(path: str) -> ColumnElement[bool]:
    """Return the condition that a unit's path starts with `path`, as a range the index serves."""
    return (Unit.path >= path) & (Unit.path < path + "\uffff")
