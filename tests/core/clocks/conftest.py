"""What tests of clocks listen to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core import hooks
from core.clocks import queries
from core.clocks.sweeping import ClocksBreached, ClocksWarned, Turned


@pytest.fixture
def breaches(app: Flask) -> list[Turned]:
    """What was announced as breached, in order."""
    heard: list[Turned] = []
    hooks.subscribe(app, ClocksBreached, lambda event: heard.extend(event.clocks))
    return heard


@pytest.fixture
def warnings(app: Flask) -> list[Turned]:
    """What was announced as about to run out, in order."""
    heard: list[Turned] = []
    hooks.subscribe(app, ClocksWarned, lambda event: heard.extend(event.clocks))
    return heard


@pytest.fixture
def own_calendar(app: Flask) -> Iterator[Flask]:
    """The application, which counts by its own calendar again after the test."""
    source = app.extensions[queries.CALENDAR]
    yield app
    queries.use_calendar(app, source)
