"""What waits for whom: the people of a unit with what is open, and what one's own files wait for.

Both read what the inboxes were told (`core.notify`), so that the numbers are those of each person's
own worklist; and of that only what is kept in files that the reader may see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from casework.models import Case, CaseMember
from complaints.models import Complaint
from core import moment, watching
from core.access import Actor, Permission
from core.access.visibility import under
from core.clocks.periods import Light, State
from core.clocks.replay import light_of
from core.db import MAX_ID, db
from core.identity.models import Post, Unit, User
from core.identity.queries import held_today, in_service
from core.notify.models import Level, Notice
from oversight.rules import Urgency, days_left, urgency_of

#: So many notices are read for what one's own files wait for.
MOST = 300
#: Who has files of their own: the team of a case, and who registers reports.
KEEPERS = (Permission.CASE_INVESTIGATE, Permission.COMPLAINT_REGISTER)
#: So many lines stand on a page; it stays readable, and below 60 kB.
SHOWN = 60
#: So many names stand beside what waits.
NAMES = 4


@dataclass(frozen=True)
class Wait:
    """Something that waits: in which file, for what, for whom, and by when."""

    file: watching.Key
    number: str
    title: str
    action: str
    people: Sequence[str]
    due_on: date | None
    since: date
    light: Light | None
    left: int | None


def people_of(actor: Actor) -> Select[User]:
    """Select who is in service and holds a post today in a unit that `actor` leads."""
    posts = (
        select(Post.user_id)
        .join(Unit, Unit.id == Post.unit_id)
        .where(*held_today(), or_(*(under(path) for path in actor.scope(Permission.TEAM_READ))))
    )
    return select(User).where(User.id.in_(posts), in_service()).options(joinedload(User.unit))


def member(user_id: int, actor: Actor) -> User:
    """Return one of them; 404 for anybody else."""
    found = None
    if user_id <= MAX_ID:
        found = db.session.scalars(people_of(actor).where(User.id == user_id)).one_or_none()
    return found or abort(404)


def open_of(actor: Actor, user_ids: Sequence[int]) -> Mapping[int, Mapping[Urgency, int]]:
    """Count what waits for these people by how near its day is, as far as `actor` may see it; one
    statement.
    """
    today = moment.today()
    week = today + timedelta(days=6 - today.weekday())
    columns = {
        Urgency.OVERDUE: Notice.due_on < today,
        Urgency.TODAY: Notice.due_on == today,
        Urgency.THIS_WEEK: and_(Notice.due_on > today, Notice.due_on <= week),
        Urgency.LATER: Notice.due_on > week,
        Urgency.UNDATED: Notice.due_on.is_(None),
    }
    rows = db.session.execute(
        select(Notice.user_id, *(_number(condition) for condition in columns.values()))
        .where(Notice.user_id.in_(user_ids), *_open_and_seen(actor))
        .group_by(Notice.user_id)
    )
    return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _open_and_seen(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return Notice.done_at.is_(None), watching.kept_in(Notice.file_type, Notice.file_id, actor)


def of_person(actor: Actor, user: User) -> Sequence[Wait]:
    """Return what waits for `user`, due first coming first, as far as `actor` may see it."""
    rows = db.session.execute(
        _soonest(select(Notice, User.name).join(User, User.id == Notice.user_id)).where(
            Notice.user_id == user.id, *_open_and_seen(actor)
        )
    )
    return _gathered([(notice, name) for notice, name in rows])


def awaited_by(actor: Actor) -> Sequence[Wait]:
    """Return what the files of `actor` wait for from others: the cases on whose team they are, and
    the reports they registered. What is their turn too is on their own worklist.
    """
    on_team = select(CaseMember.case_id).where(
        CaseMember.user_id == actor.id, CaseMember.left_on.is_(None)
    )
    registered = select(Complaint.id).where(Complaint.created_by_id == actor.id)
    mine = or_(
        and_(Notice.file_type == Case.__tablename__, Notice.file_id.in_(on_team)),
        and_(Notice.file_type == Complaint.__tablename__, Notice.file_id.in_(registered)),
    )
    rows = db.session.execute(
        _soonest(select(Notice, User.name).join(User, User.id == Notice.user_id)).where(
            mine, *_open_and_seen(actor)
        )
    ).all()
    own = {_what(notice) for notice, _name in rows if notice.user_id == actor.id}
    return _gathered([(notice, name) for notice, name in rows if _what(notice) not in own])


def _soonest(statement: Select[Notice, str]) -> Select[Notice, str]:
    order = (Notice.due_on.is_(None), Notice.due_on, Notice.id)
    return statement.order_by(*order).limit(MOST)


def _what(notice: Notice) -> tuple[str, str]:
    return notice.url, notice.action


def _gathered(rows: Sequence[tuple[Notice, str]]) -> list[Wait]:
    """Put together who shares a turn, and name the files."""
    names = watching.names_of(_file(notice) for notice, _name in rows)
    found: dict[tuple[str, str], list[tuple[Notice, str]]] = {}
    for notice, name in rows:
        found.setdefault(_what(notice), []).append((notice, name))
    return [_wait(shared, names) for shared in found.values()]


def _file(notice: Notice) -> watching.Key:
    assert notice.file_type is not None  # what is kept in no file is not seen
    assert notice.file_id is not None
    return notice.file_type, notice.file_id


def _wait(
    shared: Sequence[tuple[Notice, str]], names: Mapping[watching.Key, tuple[str, str]]
) -> Wait:
    notice, today = shared[0][0], moment.today()
    file = _file(notice)
    number, title = names[file]
    due_on = notice.due_on
    warned = today if notice.level is not Level.PLAIN else None
    return Wait(
        file=file,
        number=number or notice.number,
        title=title,
        action=notice.action,
        people=[name for _notice, name in shared],
        due_on=due_on,
        since=min(moment.local(one.created_at).date() for one, _name in shared),
        light=light_of(State.RUNNING, due_on, None, warned, None, today) if due_on else None,
        left=days_left(due_on, today, None) if due_on else None,
    )


def grouped(waits: Sequence[Wait]) -> list[tuple[Urgency, list[Wait]]]:
    """Return them by how near their day is, as the worklist does."""
    today = moment.today()
    return [
        (urgency, members)
        for urgency in Urgency
        if (members := [wait for wait in waits if urgency_of(wait.due_on, today) is urgency])
    ]
