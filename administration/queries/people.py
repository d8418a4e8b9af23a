"""Read units, users, posts and changes, within what an administrator answers for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from administration.models import PendingChange
from administration.rules import ChangeState
from core import moment
from core.access import Actor, Permission, Role
from core.access.visibility import in_scope
from core.db import db
from core.identity.models import Post, Unit, User, WebSession
from core.identity.queries import held_today, in_service

READ = Permission.ADMINISTRATION_READ


def units_of(actor: Actor) -> Sequence[Unit]:
    """Return the units the actor answers for, in the order of the tree."""
    return db.session.scalars(
        select(Unit).where(in_scope(Unit.id, actor, READ)).order_by(Unit.path)
    ).all()


def users(actor: Actor, filters: Mapping[str, Any]) -> Select[User]:
    """Select users, by name or unit; with their units."""
    found = select(User).where(in_scope(User.unit_id, actor, READ)).options(joinedload(User.unit))
    if text := filters.get("text"):
        found = found.where(
            or_(User.name.contains(text, autoescape=True), User.username.startswith(text))
        )
    if unit := filters.get("unit"):
        found = found.where(User.unit_id == unit)
    return found


def posts(actor: Actor, filters: Mapping[str, Any]) -> Select[Post]:
    """Select posts that are not over; with user, unit and whom they stand in for."""
    found = (
        select(Post)
        .where(
            in_scope(Post.unit_id, actor, READ),
            or_(Post.ends_on.is_(None), Post.ends_on >= moment.today()),
        )
        .options(joinedload(Post.user), joinedload(Post.unit), joinedload(Post.stands_in_for))
    )
    if role := filters.get("role"):
        found = found.where(Post.role == role)
    return found


def changes(actor: Actor, filters: Mapping[str, Any]) -> Select[PendingChange]:
    """Select changes; with unit, user and who proposed and decided."""
    found = (
        select(PendingChange)
        .where(in_scope(PendingChange.unit_id, actor, READ))
        .options(
            joinedload(PendingChange.unit),
            joinedload(PendingChange.user),
            joinedload(PendingChange.proposed_by),
            joinedload(PendingChange.decided_by),
        )
    )
    if state := filters.get("state"):
        found = found.where(PendingChange.state == ChangeState(state))
    return found


def get_unit(unit_id: int, actor: Actor) -> Unit:
    """Return a unit the actor answers for; 404 otherwise."""
    unit = db.session.scalars(
        select(Unit).where(Unit.id == unit_id, in_scope(Unit.id, actor, READ))
    ).one_or_none()
    return unit or abort(404)


def get_user(user_id: int, actor: Actor) -> User:
    """Return a user the actor answers for; 404 otherwise."""
    user = db.session.scalars(users(actor, {}).where(User.id == user_id)).one_or_none()
    return user or abort(404)


def get_post(post_id: int, actor: Actor) -> Post:
    """Return a post that is not over; 404 otherwise."""
    post = db.session.scalars(posts(actor, {}).where(Post.id == post_id)).one_or_none()
    return post or abort(404)


def get_change(change_id: int, actor: Actor) -> PendingChange:
    """Return a change in the actor's scope; 404 otherwise."""
    change = db.session.scalars(
        changes(actor, {}).where(PendingChange.id == change_id)
    ).one_or_none()
    return change or abort(404)


def user_called(username: str) -> User | None:
    """Return the user with this username."""
    return db.session.scalars(select(User).where(User.username == username)).one_or_none()


def sessions_count(user_id: int) -> int:
    """Return how many sessions of the user are kept."""
    counted = select(func.count()).select_from(WebSession).where(WebSession.user_id == user_id)
    return db.session.scalar(counted) or 0


def holders_today() -> dict[Role, list[str]]:
    """Return the names of who holds each role today (stand-ins included), by name."""
    found: dict[Role, list[str]] = {role: [] for role in Role}
    rows = db.session.execute(
        select(Post.role, User.id, User.name)
        .join(Post.user)
        .where(*held_today(), in_service())
        .order_by(User.name, User.id)
        .distinct()
    )
    for role, _user_id, name in rows:
        found[role].append(name)
    return found
