"""What a person has to do: each feature says it for its own things; the home page merges them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app
from flask_babel import LazyString

from core.access.actor import Actor


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


def init_app(app: Flask) -> None:
    """Give `app` its own empty table of providers."""
    app.extensions["wenze.worklist"] = []


def provide(app: Flask, provider: Provider) -> None:
    """Have `provider` asked for the tasks of an actor. It must cost one or two statements at
    most.
    """
    app.extensions["wenze.worklist"].append(provider)


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
