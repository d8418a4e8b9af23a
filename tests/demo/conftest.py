"""The town of the demo on a database of its own, built once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core import moment
from core.db import db
from core.identity.models import User
from demo import building, script, stage
from tests.support import application, engines

DAY = date(2026, 3, 2)


@dataclass(frozen=True)
class BuiltTown:
    """The application on the demo, and the passwords of its people."""

    app: Flask
    passwords: dict[str, str]

    def user(self, username: str) -> User:
        """Return one of the people (in the application's context)."""
        return db.session.scalars(select(User).where(User.username == username)).one()


@pytest.fixture(scope="session")
def town(
    engine: engines.TestEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BuiltTown]:
    """The demo as it stands on DAY. Tests read it; none writes."""
    app = application.build(engine.empty(), tmp_path_factory.mktemp("demo"))
    application.migrate(app)
    passwords = stage.new_passwords(script.read_town())
    with app.app_context(), moment.frozen(DAY):
        building.build(DAY, passwords)
        db.session.remove()
    yield BuiltTown(app, passwords)
    application.close(app)
