"""Posts with dates: given, ended, held in place of another person."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, or_, select

from core import moment, record
from core.access.permissions import Role
from core.db import db, transactional
from core.identity.models import Post, Unit, User
from core.refusals import Refusal, Refused

#: Apart from each other and from everybody else (GB/T 22239 level 3, 8.1.4.2).
ADMINISTRATORS: Final = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


def may_give(
    user: User,
    unit: Unit,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    stands_in_for: User | None = None,
) -> Refusal | None:
    """Return why the post cannot be given, or None. The database refuses what this would miss."""
    if ends_on is not None and ends_on < starts_on:
        return Refusal("post_dates_wrong")
    if stands_in_for is not None and (
        refusal := _may_stand_in(user, unit, role, starts_on, ends_on, stands_in_for)
    ):
        return refusal
    others = db.session.scalars(
        select(Post.role).where(
            Post.user_id == user.id,
            Post.role != role,
            *_overlapping(starts_on, ends_on),
        )
    ).all()
    if others and ADMINISTRATORS & {role, *others}:
        return Refusal("post_administrators_apart")
    return None


@transactional
def give_post(
    user: User,
    unit: Unit,
    role: Role,
    starts_on: date,
    ends_on: date | None = None,
    stands_in_for: User | None = None,
    *,
    actor_id: int | None,
) -> Post:
    """Give `user` the post of `role` in `unit` between two dates (both included), in force from the
    next request. Refuses what `may_give` refuses.
    """
    refusal = may_give(user, unit, role, starts_on, ends_on, stands_in_for)
    if refusal is not None:
        raise Refused(refusal)
    post = Post(
        user=user,
        unit=unit,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        stands_in_for=stands_in_for,
    )
    db.session.add(post)
    db.session.flush()
    after = {"user": user.username, "role": role, "unit": unit.name, "from": starts_on}
    if ends_on is not None:
        after["until"] = ends_on
    if stands_in_for is not None:
        after["stands_in_for"] = stands_in_for.id
    record.append("post_given", post, actor_id=actor_id, after=after)
    return post


@transactional
def end_post(post: Post, last_day: date, *, actor_id: int | None) -> None:
    """Let the post end with `last_day`; a post is never deleted. Refuses a day before it began, and
    a post that is over.
    """
    if post.ends_on is not None and post.ends_on < moment.today():
        raise Refused(Refusal("post_ended", {"day": post.ends_on}))
    if last_day < post.starts_on:
        raise Refused(Refusal("post_dates_wrong"))
    before = post.ends_on
    post.ends_on = last_day
    db.session.flush()
    record.append(
        "post_ended", post, actor_id=actor_id, before={"until": before}, after={"until": last_day}
    )


def _may_stand_in(
    user: User, unit: Unit, role: Role, starts_on: date, ends_on: date | None, absent: User
) -> Refusal | None:
    if absent.id == user.id:
        return Refusal("stand_in_for_oneself")
    if ends_on is None:
        return Refusal("stand_in_without_end")
    held = db.session.scalars(
        select(Post.id).where(
            Post.user_id == absent.id,
            Post.unit_id == unit.id,
            Post.role == role,
            Post.stands_in_for_id.is_(None),
            Post.starts_on <= starts_on,
            or_(Post.ends_on.is_(None), Post.ends_on >= ends_on),
        )
    ).first()
    return None if held else Refusal("stand_in_not_held", {"name": absent.name})


def _overlapping(starts_on: date, ends_on: date | None) -> tuple[ColumnElement[bool], ...]:
    begun = () if ends_on is None else (Post.starts_on <= ends_on,)
    return (*begun, or_(Post.ends_on.is_(None), Post.ends_on >= starts_on))
