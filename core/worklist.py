"""What a person has to do: each feature says it for its own things; the home page merges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import Flask, current_app
from flask_babel import LazyString
from sqlalchemy import ColumnElement, Row, Select, String, literal, select, type_coerce, union_all

from core.access.actor import Actor
from core.db import db
from core.identity.models import Unit

#: The most tasks that are asked for together.
LIMIT: Final = 200


@dataclass(frozen=True)
class Task:
    """One thing that waits for somebody: what, where to do it, until when.

    `due_on` is None where no period runs; `term` names the period with its article, for the reader.
    `comes_first`: before all that is due (somebody may be harmed meanwhile).
    `in_working_days` says in which days the period is counted, and so the days that are left.
    """

    title: str
    number: str
    action: str | LazyString
    url: str
    unit: str
    due_on: date | None = None
    provisional: bool = False
    in_working_days: bool = False
    warn_on: date | None = None
    term: str | None = None
    since: date | None = None
    comes_first: bool = False


Provider = Callable[[Actor], Iterable[Task]]


@dataclass(frozen=True)
class Together:
    """Things of one table whose tasks are asked for in one statement with those of others: which
    wait for an actor, selected by `columns` (None: none can), and the task of a row.
    """

    rows: Callable[[Actor], Select[Any] | None]
    task: Callable[[Row[Any]], Task]


def columns(model: Any, since: ColumnElement[Any]) -> Select[Any]:
    """Select of a table what a task is made of; `since`: since when it waits."""
    return select(
        model.id.label("row_id"),
        model.number,
        model.title,
        type_coerce(model.state, String).label("state"),
        model.pack_id,
        Unit.short_name.label("unit"),
        since.label("since"),
    ).join(model.unit)


def init_app(app: Flask) -> None:
    """Give `app` its own table of providers."""
    app.extensions["wenze.together"] = []
    app.extensions["wenze.worklist"] = [_of_all_kinds]


def provide(app: Flask, provider: Provider) -> None:
    """Have `provider` asked for the tasks of an actor. It must cost one or two statements at
    most.
    """
    app.extensions["wenze.worklist"].append(provider)


def provide_together(app: Flask, things: Together) -> None:
    """Have `things` asked for in the one statement of all such: it has few to spare."""
    app.extensions["wenze.together"].append(things)


def _of_all_kinds(actor: Actor) -> Iterable[Task]:
    kinds: list[Together] = current_app.extensions["wenze.together"]
    asked = [(place, kind.rows(actor)) for place, kind in enumerate(kinds)]
    wanted = [rows.add_columns(literal(n).label("kind")) for n, rows in asked if rows is not None]
    if not wanted:
        return []
    whole = union_all(*wanted).order_by("since", "kind", "row_id").limit(LIMIT)
    return [kinds[row.kind].task(row) for row in db.session.execute(whole)]


def tasks_of(actor: Actor) -> list[Task]:
    """Return all that waits for `actor`: what `comes_first`, then what is due first; what has no
    date comes last, what has waited longest before the rest.
    """
    providers: list[Provider] = current_app.extensions["wenze.worklist"]
    found = [task for provider in providers for task in provider(actor)]
    return sorted(
        found,
        key=lambda task: (
            not task.comes_first,
            task.due_on or date.max,
            task.since or date.max,
            task.number,
        ),
    )
