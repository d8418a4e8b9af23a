"""The worklist merges what each feature says, what is due first on top."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pytest
from flask import Flask

from core import worklist
from core.access.actor import Actor
from core.worklist import Task
from tests.support import factories


def _task(number: str, due_on: date | None = None) -> Task:
    return Task("标题", number, "受理", f"/tasks/{number}", "市公开办", due_on)


@pytest.fixture
def provided(app: Flask) -> Iterator[Flask]:
    kept = app.extensions["wenze.worklist"]
    worklist.init_app(app)
    yield app
    app.extensions["wenze.worklist"] = kept


def test_what_is_due_first_comes_first_and_what_has_no_date_last(provided: Flask) -> None:
    worklist.provide(provided, lambda _actor: [_task("A"), _task("B", date(2026, 3, 9))])
    worklist.provide(provided, lambda _actor: [_task("D", date(2026, 3, 2)), _task("C")])
    tasks = worklist.tasks_of(factories.actor("handler"))
    assert [task.number for task in tasks] == ["D", "B", "A", "C"]


def test_each_provider_is_asked_for_the_actor(provided: Flask) -> None:
    asked: list[str] = []

    def provider(actor: Actor) -> Iterable[Task]:
        asked.append(actor.name)
        return []

    worklist.provide(provided, provider)
    worklist.tasks_of(factories.actor("signer"))
    assert asked == ["赵国栋"]
