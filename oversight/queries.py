"""Read the worklist of a person, and the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from core import moment
from core.access import Actor
from core.access_log import AccessEntry, AccessKind
from core.clocks.periods import Light, State
from core.clocks.queries import calendar_in_force
from core.clocks.replay import light_of
from core.db import db
from core.identity.models import User
from core.record.models import RecordEntry
from core.worklist import Task, tasks_of
from oversight.rules import Urgency, days_left, urgency_of

#: Tasks on one page: it stays readable, and below 60 kB.
PAGE_SIZE = 40
#: Pages beyond this hold nothing: every provider is bounded.
MAX_PAGE = 100


@dataclass(frozen=True)
class Row:
    """A task with its light and the days that are left; both None where no period runs."""

    task: Task
    urgency: Urgency
    light: Light | None
    left: int | None


@dataclass(frozen=True)
class Worklist:
    """One page of what waits for somebody, in groups; `counts` are those of all pages."""

    groups: Sequence[tuple[Urgency, Sequence[Row]]]
    counts: Mapping[Urgency, int]
    total: int
    page: int
    has_next: bool


def worklist_of(actor: Actor, page: int = 1) -> Worklist:
    """Return one page of the tasks of `actor`, what is due first before the rest."""
    today = moment.today()
    rows = [_row(task, today) for task in tasks_of(actor)]
    start = (page - 1) * PAGE_SIZE
    shown = rows[start : start + PAGE_SIZE]
    return Worklist(
        groups=[
            (urgency, members)
            for urgency in Urgency
            if (members := [row for row in shown if row.urgency is urgency])
        ],
        counts={urgency: sum(row.urgency is urgency for row in rows) for urgency in Urgency},
        total=len(rows),
        page=page,
        has_next=start + PAGE_SIZE < len(rows),
    )


def record_entries() -> Select[tuple[RecordEntry]]:
    """Select the whole record; newest first by the key the list orders by."""
    return select(RecordEntry)


def access_entries(filters: Mapping[str, Any]) -> Select[AccessEntry]:
    """Select the access log, or one kind of reading; newest first by the key the list orders by."""
    statement = select(AccessEntry)
    if kind := filters.get("kind"):
        statement = statement.where(AccessEntry.kind == AccessKind(kind))
    return statement


def stand_ins_of(entries: Iterable[RecordEntry]) -> dict[int, str]:
    """Return in whose place something was done, by the number of the entry: one statement."""
    found = {
        entry.seq: absent
        for entry in entries
        if entry.after and (absent := json.loads(entry.after).get("stands_in_for"))
    }
    if not found:
        return {}
    users = db.session.execute(select(User.id, User.name).where(User.id.in_(found.values())))
    names = {user.id: user.name for user in users}
    return {seq: names[absent] for seq, absent in found.items() if absent in names}


def names_of(entries: Iterable[RecordEntry | AccessEntry]) -> dict[int, str]:
    """Return who acted, by id, for one page of the record: one statement."""
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    if not ids:
        return {}
    users = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)))
    return {user.id: user.name for user in users}


def _row(task: Task, today: date) -> Row:
    if task.due_on is None:
        return Row(task, Urgency.UNDATED, None, None)
    calendar = calendar_in_force() if task.in_working_days else None
    return Row(
        task=task,
        urgency=urgency_of(task.due_on, today),
        light=light_of(State.RUNNING, task.due_on, None, task.warn_on, None, today),
        left=days_left(task.due_on, today, calendar),
    )
