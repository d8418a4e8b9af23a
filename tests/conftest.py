"""Fixtures of all tests: the application on the chosen engine, a savepoint a test, cast, client."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings

from core import moment
from core.identity.models import Unit, User
from tests.support import application, browser, engines, factories
from tests.support.client import Client

# The same examples in every run, and no deadline: a busy machine is not a fault of the code.
settings.register_profile("wenze", deadline=None, derandomize=True, database=None)
settings.load_profile("wenze")

#: The day of the tests, a Monday; a test of another day says so with `moment.frozen(...)`.
TODAY = "2026-03-02"


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of the collector's rounds, which it makes slow.

    How often it goes round stays as it is: what is left open is told near the test that left it.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[engines.TestEngine]:
    """The chosen engine (WENZE_TEST_ENGINE)."""
    started = engines.start(tmp_path_factory.mktemp("databases"))
    yield started
    started.close()


@pytest.fixture(scope="session")
def template(engine: engines.TestEngine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate the template database, write the cast into it; return the instance folder (keys)."""
    folder = tmp_path_factory.mktemp("instance")
    app = application.build(engine.template_url(), folder)
    application.migrate(app)
    with moment.frozen(TODAY), app.app_context():
        factories.people()
    application.close(app)
    return folder


@pytest.fixture(scope="session")
def app_of_session(engine: engines.TestEngine, template: Path) -> Iterator[Flask]:
    """One application for all tests that leave nothing behind."""
    app = application.build(engine.copy(), template)
    yield app
    application.close(app)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Stop the clock at 09:00 of TODAY."""
    with moment.frozen(TODAY):
        yield


@pytest.fixture
def app(app_of_session: Flask) -> Iterator[Flask]:
    """The application, in its context; what the test commits is undone after it."""
    with application.savepoint(app_of_session):
        yield app_of_session


@pytest.fixture
def committed_db(engine: engines.TestEngine, template: Path) -> Iterator[Flask]:
    """An application on a database of its own with real commits, for what several do at once.

    Not in its context: `with committed_db.app_context():`. Not together with `app`.
    """
    url = engine.copy()
    app = application.build(url, template)
    application.forget_checkpoints(app)
    yield app
    application.close(app)
    engine.drop(url)


@pytest.fixture
def empty_db(engine: engines.TestEngine, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database without tables, for tests of migrations."""
    url = engine.empty()
    app = application.build(url, tmp_path)
    yield app
    application.close(app)
    engine.drop(url)


@pytest.fixture
def client(app: Flask) -> Client:
    """A browser that checks every page; nobody is signed in."""
    return Client(app)


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], Client]:
    """Return a fresh browser in which the user is signed in."""

    def signed_in(user: User) -> Client:
        browser = Client(app)
        browser.sign_in(user)
        return browser

    return signed_in


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for tests marked `browser`."""
    return browser.chromium_path()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the run on SQLite what opens no database, or is marked `once`: it would prove the
    same thing again.
    """
    if engines.chosen() != "postgresql":
        return
    once = [
        item
        for item in items
        if "engine" not in getattr(item, "fixturenames", ()) or item.get_closest_marker("once")
    ]
    if once:
        items[:] = [item for item in items if item not in set(once)]
        config.hook.pytest_deselected(items=once)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was left out."""
    browser.say_loudly(terminalreporter)


def _member(username: str) -> Any:
    @pytest.fixture(name=username)
    def member(app: Flask) -> User:
        return factories.person(username)

    return member


def _unit(key: str) -> Any:
    @pytest.fixture(name=key)
    def found(app: Flask) -> Unit:
        return factories.unit(key)

    return found


# One fixture per member of the cast (`handler`, `stranger`, …) and per unit (`office`, …).
globals().update({f"member_{name}": _member(name) for name in factories.CAST})
globals().update({f"unit_{key}": _unit(key) for key in factories.UNITS})
