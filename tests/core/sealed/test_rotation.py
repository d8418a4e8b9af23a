"""After `flask keys add` everything is sealed again with the new key, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from complaints.models import Complaint, Reporter
from config import fernet_key
from core import sealed
from core.db import db
from core.sealed import rotation
from tests.support import complaints as make


@pytest.fixture
def keys(app: Flask) -> Iterator[tuple[bytes, bytes]]:
    """Seal with an old key; the file then has a new one before it."""
    names = ("wenze.sealed", "wenze.sealed.first")
    kept = {name: app.extensions[name] for name in names}
    old, new = fernet_key(), fernet_key()
    sealed.init_app(app, old)
    yield old, new
    app.extensions.update(kept)


def tokens() -> list[str]:
    return list(db.session.scalars(text("SELECT name FROM reporters ORDER BY id")))


def open_with(app: Flask, *lines: bytes) -> None:
    sealed.init_app(app, b"\n".join(lines))
    db.session.expire_all()


def names(made: list[Complaint]) -> list[str]:
    return [db.session.get_one(Reporter, c.reporter.id).name.open() for c in made if c.reporter]  # type: ignore[union-attr]


@pytest.mark.requirement("SEC-01")
def test_everything_opens_with_the_new_key_alone(app: Flask, keys: tuple[bytes, bytes]) -> None:
    made = [make.complaint() for _number in range(5)]
    before = tokens()
    open_with(app, keys[1], keys[0])
    found = {(done.table, done.column): done.renewed for done in rotation.rotate(batch=2)}
    assert found["reporters", "name"] == 5
    assert not set(before) & set(tokens())
    open_with(app, keys[1])
    assert names(made) == [make.REPORTER.name] * 5


def test_a_run_that_was_broken_off_goes_on(app: Flask, keys: tuple[bytes, bytes]) -> None:
    made = [make.complaint() for _number in range(5)]
    open_with(app, keys[1], keys[0])
    column = next(pair for pair in rotation.sealed_columns() if pair[1].name == "name")
    first = rotation.Rotated("reporters", "name", 0, [])
    rotation._batch(*column, 0, 2, first)
    assert first.renewed == 2
    found = {(done.table, done.column): done.renewed for done in rotation.rotate()}
    assert found["reporters", "name"] == 3
    assert not any(done.renewed for done in rotation.rotate())
    open_with(app, keys[1])
    assert len(names(made)) == 5


def test_a_value_that_no_key_opens_is_named_and_left_alone(
    app: Flask, keys: tuple[bytes, bytes]
) -> None:
    made = make.complaint()
    assert made.reporter is not None
    lost = made.reporter.id
    before = tokens()
    open_with(app, keys[1])  # the old key is gone too early
    result = app.test_cli_runner().invoke(args=["sealed", "rotate"])
    assert result.exit_code == 1
    assert f"第 {lost} 条无法用现有密钥打开" in result.output
    assert tokens() == before


def test_every_sealed_column_is_visited() -> None:
    visited = {f"{table.name}.{column.name}" for table, column in rotation.sealed_columns()}
    assert {"reporters.name", "reporters.phone", "reporters.address"} <= visited
