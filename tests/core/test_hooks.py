"""Events reach their subscribers in order, in one transaction; a subscriber can undo it all."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from core import hooks
from core.db import db, transactional
from tests.support import factories


@dataclass(frozen=True)
class Renamed(hooks.Event):
    """A user has another name."""

    name: str


@pytest.fixture
def heard(app: Flask) -> list[str]:
    hooks.init_app(app)
    calls: list[str] = []
    hooks.subscribe(app, Renamed, lambda event: calls.append(f"first {event.name}"))
    hooks.subscribe(app, Renamed, lambda event: calls.append(f"second {event.name}"))
    return calls


@transactional
def _rename(name: str) -> None:
    factories.person("handler").name = name
    hooks.emit(Renamed(name))


def test_subscribers_hear_in_the_order_of_subscription(heard: list[str]) -> None:
    _rename("甲")
    assert heard == ["first 甲", "second 甲"]


def test_an_event_nobody_listens_to_is_no_fault(app: Flask) -> None:
    hooks.emit(Renamed("甲"))


def test_what_a_subscriber_writes_belongs_to_the_same_transaction(
    app: Flask, heard: list[str]
) -> None:
    def write_and_fail(_event: Renamed) -> None:
        factories.person("colleague").name = "乙"
        db.session.flush()
        raise RuntimeError

    hooks.subscribe(app, Renamed, write_and_fail)
    with pytest.raises(RuntimeError):
        _rename("甲")
    assert factories.person("handler").name == "韩志远"
    assert factories.person("colleague").name == "佟丽华"


def test_an_application_hears_only_its_own(app: Flask, heard: list[str]) -> None:
    assert list(hooks.subscriptions(app)) == [Renamed]
    assert len(hooks.subscriptions(app)[Renamed]) == 2
