"""Guessing is slowed down, and nobody waits for what an earlier process saw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Flask

from core import moment
from core.throttle import Throttle
from tests.support import application

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
WINDOW = timedelta(minutes=10)
ONE, OTHER, THIRD = "192.0.2.1", "192.0.2.2", "192.0.2.3"


def closed() -> Throttle:
    """Two failures of one origin, all that it may have."""
    found = Throttle(2, 3, WINDOW)
    found.note_failure(ONE)
    found.note_failure(ONE)
    return found


def test_an_origin_is_stopped_at_its_limit_and_the_others_are_not() -> None:
    with moment.frozen(NOW):
        found = closed()
        assert not found.is_open(ONE)
        assert found.is_open(OTHER)


def test_all_together_are_stopped_at_theirs() -> None:
    with moment.frozen(NOW):
        found = closed()
        found.note_failure(OTHER)
        assert not found.is_open(THIRD)


def test_after_the_window_an_origin_may_try_again() -> None:
    with moment.frozen(NOW):
        found = closed()
    with moment.frozen(NOW + WINDOW):
        assert found.is_open(ONE)


def test_failures_of_one_test_stop_no_other(app_of_session: Flask) -> None:
    """Twin: without the savepoint's forgetting, the throttles of a process outlive a test."""
    with moment.frozen(NOW):
        found = closed()
        with application.savepoint(app_of_session):
            assert found.is_open(ONE)
