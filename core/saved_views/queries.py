"""Read views: one's own, and those of the units where one holds a post."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import MAX_ID, db
from core.saved_views.models import SavedView


def _usable(actor: Actor) -> ColumnElement[bool]:
    return or_(SavedView.owner_id == actor.id, SavedView.unit_id.in_(actor.unit_ids))


def views_of(endpoint: str, actor: Actor) -> Sequence[SavedView]:
    """Return the views of a list that `actor` may open, by name; one's own first."""
    statement = select(SavedView).where(SavedView.endpoint == endpoint, _usable(actor))
    found = db.session.scalars(statement.order_by(SavedView.name, SavedView.id)).all()
    return sorted(found, key=lambda view: view.owner_id != actor.id)


def all_views(actor: Actor) -> Sequence[SavedView]:
    """Return the views of all lists that `actor` may use, with owner and unit."""
    statement = select(SavedView).where(_usable(actor)).order_by(SavedView.endpoint, SavedView.name)
    loaded = statement.options(joinedload(SavedView.owner), joinedload(SavedView.unit))
    return db.session.scalars(loaded).all()


def removable(view_id: int, actor: Actor) -> SavedView:
    """Return a view that `actor` may remove; 404 for any other."""
    view = db.session.get(SavedView, view_id) if view_id <= MAX_ID else None
    return view if view is not None and may_remove(view, actor) else abort(404)


def may_remove(view: SavedView, actor: Actor) -> bool:
    """Tell whether `actor` keeps the view, or leads the unit that shares it: people leave."""
    leads = view.unit is not None and actor.may(Permission.TEAM_READ, view.unit.path)
    return view.owner_id == actor.id or leads
