"""Read the worklist of a person, and the record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from accountability.models import Decision
from accountability.rules import DecisionState
from casework import queries as cases
from casework.models import Case, CaseMember, CaseRespondent
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
#: Lines of the register on one page, on the screen and on paper.
LINES = 40
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
class Registered:
    """A line of the register of cases: its number in the year, and the decisions that stand."""

    number: int
    case: Case
    decisions: Sequence[Decision]

    @property
    def leads(self) -> str:
        """Who leads the team now."""
        return "、".join(
            member.user.name
            for member in self.case.members
            if member.is_lead and member.left_on is None
        )

    @property
    def numbers(self) -> str:
        """The numbers of the decisions."""
        return "、".join(decision.number or "" for decision in self.decisions)

    @property
    def outcomes(self) -> list[str]:
        """What was imposed on whom."""
        names = {r.id: r.display_name for r in self.case.respondents}
        return [
            f"{names[measure.respondent_id]}：{measure.label}"
            for decision in self.decisions
            for measure in decision.measures
        ]


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


def case_register(
    actor: Actor, *, year: int, unit_id: int | None, page: int
) -> tuple[Sequence[Registered], bool]:
    """Return one page of the register of the cases filed in a year that `actor` may know, in the
    order of filing, and whether there is a further one. At most six statements.
    """
    first = (page - 1) * LINES
    statement = (
        cases.visible_to(actor)
        .where(Case.filed_on >= date(year, 1, 1), Case.filed_on <= date(year, 12, 31))
        .options(
            joinedload(Case.unit),
            joinedload(Case.complaint),
            joinedload(Case.archive),
            selectinload(Case.respondents).joinedload(CaseRespondent.unit),
            selectinload(Case.members).joinedload(CaseMember.user),
        )
        .order_by(Case.filed_on, Case.id)
        .offset(first)
        .limit(LINES + 1)
    )
    if unit_id is not None:
        statement = statement.where(Case.unit_id == unit_id)
    found = db.session.scalars(statement).all()
    decided = _decisions_of([case.id for case in found[:LINES]])
    rows = [
        Registered(number, case, decided.get(case.id, ()))
        for number, case in enumerate(found[:LINES], first + 1)
    ]
    return rows, len(found) > LINES


def _decisions_of(case_ids: Sequence[int]) -> dict[int, list[Decision]]:
    """Return the decisions that stand, by case: one statement, none for no case."""
    found: dict[int, list[Decision]] = {}
    if not case_ids:
        return found
    statement = (
        select(Decision)
        .where(
            Decision.case_id.in_(case_ids),
            Decision.number.is_not(None),
            Decision.state != DecisionState.REVOKED,
        )
        .options(joinedload(Decision.measures))
        .order_by(Decision.id)
    )
    for decision in db.session.scalars(statement).unique():
        found.setdefault(decision.case_id, []).append(decision)
    return found


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
        return Row(task, Urgency.FIRST if task.comes_first else Urgency.UNDATED, None, None)
    calendar = calendar_in_force() if task.in_working_days else None
    return Row(
        task=task,
        urgency=Urgency.FIRST if task.comes_first else urgency_of(task.due_on, today),
        light=light_of(State.RUNNING, task.due_on, None, task.warn_on, None, today),
        left=days_left(task.due_on, today, calendar),
    )
