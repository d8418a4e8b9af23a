"""Read units, users and posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import ColumnElement, ScalarSelect, String, and_, cast, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core import moment
from core.access.actor import Actor, HeldPost
from core.access.permissions import Role
from core.db import db
from core.identity.models import Post, Unit, UnitPack, User


def load_actor(user_id: int, *, even_closed: bool = False) -> Actor | None:
    """Return the user with the posts held today; None if the account is gone or closed
    (`even_closed`: to see what somebody who left has left to do).
    """
    place = aliased(Unit)
    rows = db.session.execute(
        select(
            *(User, Post.role, Post.unit_id, place.path, Post.stands_in_for_id),
            _subordinates(user_id).label("subordinates"),
        )
        .join(User.unit)
        .options(contains_eager(User.unit))
        .outerjoin(Post, and_(Post.user_id == User.id, *_held_on(moment.today())))
        .outerjoin(place, place.id == Post.unit_id)
        .where(User.id == user_id)
    ).all()
    user, below = (rows[0].User, rows[0].subordinates) if rows else (None, None)
    if user is None or not (even_closed or is_in_service(user)):
        return None
    actor = Actor(
        id=user.id,
        name=user.name,
        unit_id=user.unit_id,
        unit_name=user.unit.name,
        posts=tuple(
            HeldPost(role, unit_id, path, stands_in_for)
            for _, role, unit_id, path, stands_in_for, _ in rows
            if role is not None
        ),
        subordinate_ids=tuple(sorted(int(n) for n in below.split(","))) if below else (),
    )
    return replace(actor, owes=_owed(user, actor))


def actors_today() -> Sequence[Actor]:
    """Return all who are in service and hold a post today, by id: two statements."""
    superior = {
        user_id: above
        for user_id, above in db.session.execute(select(User.id, User.superior_id))
        if above is not None
    }
    below: dict[int, set[int]] = {}
    for user_id in superior:
        above, seen = superior.get(user_id), {user_id}
        while above is not None and above not in seen:
            below.setdefault(above, set()).add(user_id)
            seen.add(above)
            above = superior.get(above)
    found: dict[int, tuple[User, list[HeldPost]]] = {}
    rows = db.session.execute(
        select(User, Post.role, Post.unit_id, Unit.path, Post.stands_in_for_id)
        .join(Post, Post.user_id == User.id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(in_service(), *_held_on(moment.today()))
        .order_by(User.id, Post.id)
    )
    for user, role, unit_id, path, stands_in_for in rows:
        held = found.setdefault(user.id, (user, []))[1]
        held.append(HeldPost(role, unit_id, path, stands_in_for))
    return [
        Actor(user.id, user.name, user.unit_id, tuple(posts), tuple(sorted(below.get(user.id, ()))))
        for user, posts in found.values()
    ]


def _owed(user: User, actor: Actor) -> str | None:
    """Return the endpoint of what `user` has to do before anything else."""
    from core.identity import factors  # it needs the services, which need this module

    if user.one_time_until is not None:
        return "identity.password_change"
    if user.totp_secret is None and factors.is_required(actor):
        return "identity.second_factor"
    return None


def is_in_service(user: User) -> bool:
    """Tell whether the account is open today: not closed, and the user has not left."""
    return user.is_active and (user.leaves_on is None or user.leaves_on >= moment.today())


def in_service() -> ColumnElement[bool]:
    """Say in SQL what `is_in_service` says in Python."""
    return User.is_active & or_(User.leaves_on.is_(None), User.leaves_on >= moment.today())


def posts_of(user_id: int) -> Sequence[Post]:
    """Return the posts a user holds or will hold, the first to begin first, with their units."""
    return db.session.scalars(
        select(Post)
        .where(Post.user_id == user_id, or_(Post.ends_on.is_(None), Post.ends_on >= moment.today()))
        .options(joinedload(Post.unit), joinedload(Post.stands_in_for))
        .order_by(Post.starts_on, Post.id)
    ).all()


def users_with_role(role: Role, unit: Unit) -> Sequence[User]:
    """Return who holds `role` today in `unit` or in a unit above it, by name."""
    above = [int(part) for part in unit.path.strip("/").split("/")]
    return db.session.scalars(
        select(User)
        .join(Post, Post.user_id == User.id)
        .where(Post.role == role, Post.unit_id.in_(above), in_service(), *_held_on(moment.today()))
        .order_by(User.name, User.id)
        .distinct()
    ).all()


def held_today() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a post is held today."""
    return _held_on(moment.today())


def all_units() -> Sequence[Unit]:
    """Return all units in the order of the tree."""
    return db.session.scalars(select(Unit).order_by(Unit.path)).all()


def people_of_unit(unit_id: int) -> Sequence[User]:
    """Return the active users who work in `unit_id`, by name."""
    return db.session.scalars(
        select(User)
        .where(User.unit_id == unit_id, in_service())
        .options(joinedload(User.unit))
        .order_by(User.id)
    ).all()


def assigned_packs() -> list[str]:
    """Return every rule pack some unit follows, or followed, by id."""
    statement = select(UnitPack.pack_id).distinct().order_by(UnitPack.pack_id)
    return list(db.session.scalars(statement))


def pack_id_of(unit: Unit, on: date) -> str | None:
    """Return the rule pack that `unit` follows on the day `on`: its own, else that of the nearest
    unit above.
    """
    above = [int(part) for part in unit.path.strip("/").split("/")]
    rows = db.session.execute(
        select(UnitPack.unit_id, UnitPack.pack_id)
        .where(UnitPack.unit_id.in_(above), UnitPack.effective_from <= on)
        .order_by(UnitPack.effective_from)
    ).all()
    latest = dict(iter((unit_id, pack_id) for unit_id, pack_id in rows))
    for unit_id in reversed(above):
        if unit_id in latest:
            return latest[unit_id]
    return None


def packs_in_force(on: date) -> Sequence[tuple[Unit, str]]:
    """Return the units that have a rule pack of their own on the day `on`, with it, by the tree;
    what lies below a unit follows it.
    """
    newest = (
        select(UnitPack.unit_id, func.max(UnitPack.effective_from).label("since"))
        .where(UnitPack.effective_from <= on)
        .group_by(UnitPack.unit_id)
        .subquery()
    )
    rows = db.session.execute(
        select(Unit, UnitPack.pack_id)
        .join(UnitPack, UnitPack.unit_id == Unit.id)
        .join(
            newest,
            and_(newest.c.unit_id == UnitPack.unit_id, newest.c.since == UnitPack.effective_from),
        )
        .order_by(Unit.path)
    )
    return [(unit, pack_id) for unit, pack_id in rows]


def _held_on(day: date) -> tuple[ColumnElement[bool], ...]:
    return (Post.starts_on <= day, or_(Post.ends_on.is_(None), Post.ends_on >= day))


def _subordinates(user_id: int) -> ScalarSelect[str]:
    """Select all whose line of command leads to `user_id`, at any depth, as `3,7,12`."""
    below = select(User.id).where(User.superior_id == user_id).cte(recursive=True)
    next_one = aliased(User)
    below = below.union(select(next_one.id).join(below, next_one.superior_id == below.c.id))
    return select(func.aggregate_strings(cast(below.c.id, String), ",")).scalar_subquery()
