"""An application with nothing but clocks and what they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from core import clocks, hooks, record, refusals
from core import db as database
from core.clocks.sweeping import ClockBreached
from core.db import db
from core.identity.models import Unit, UnitKind, User
from core.record.services import start_chain
from tests.support.engines import TestEngine


@pytest.fixture
def app(engine: TestEngine) -> Iterator[Flask]:
    """Serve clocks from a database of their own; the fixture stays in its context."""
    app = Flask("clocks", template_folder=str(Path(__file__).parents[3] / "templates"))
    app.config["SQLALCHEMY_DATABASE_URI"] = engine.empty()
    Babel(app, default_locale="zh")
    database.init_app(app)
    hooks.init_app(app)
    refusals.init_app(app)
    record.init_app(app, b"0" * 32)
    clocks.init_app(app)
    with app.app_context():
        db.create_all()
        with db.engine.begin() as connection:
            start_chain(connection)
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def office(app: Flask) -> Unit:
    """A unit that bears terms."""
    unit = Unit(
        name="阿尔山市政务公开办公室", short_name="公开办", kind=UnitKind.OFFICE, path="/1/"
    )
    db.session.add(unit)
    db.session.flush()
    return unit


@pytest.fixture
def handler(office: Unit) -> User:
    """A member of the office."""
    user = User(username="handler", name="韩志远", password_hash="!", unit_id=office.id)
    db.session.add(user)
    db.session.flush()
    return user


@pytest.fixture
def breaches(app: Flask) -> list[ClockBreached]:
    """What was announced as breached, in order."""
    heard: list[ClockBreached] = []
    hooks.subscribe(app, ClockBreached, heard.append)
    return heard
