"""The application under test, and its database with schema and cast."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Engine

from app import create_app
from config import read_settings
from core import throttle
from core.db import db
from core.identity import services as identity

Result = TypeVar("Result")


#: What hashing a password costs in production.
_REAL = identity._hasher


def build(url: str, folder: Path, *, is_hashing_real: bool = False) -> Flask:
    """Return an application on the database at `url` with its keys and files in `folder`.

    Hashing a password costs next to nothing in it, unless it is to be as in production.
    """
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    identity._hasher = _REAL if is_hashing_real else cheap
    return create_app(
        read_settings({"WENZE_ENV": "test", "WENZE_INSTANCE": str(folder), "DATABASE_URL": url})
    )


def migrate(app: Flask) -> None:
    """Bring the database of `app` to the newest revision, by the migrations and nothing else."""
    with app.app_context():
        upgrade()
    close(app)


def close(app: Flask) -> None:
    """Return all connections of `app`, so that its database can be copied or removed."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def _own_subscribers(app: Flask) -> Iterator[None]:
    """Let the block add subscribers to a table of its own."""
    kept = app.extensions["wenze.hooks"]
    app.extensions["wenze.hooks"] = {event: list(heard) for event, heard in kept.items()}
    try:
        yield
    finally:
        app.extensions["wenze.hooks"] = kept


@contextmanager
def savepoint(app: Flask) -> Iterator[None]:
    """Undo everything that is done in the block, commits included.

    One connection in one outer transaction serves all sessions of the block; what a session takes
    for its transaction is a savepoint on it. Who subscribed to an event in the block is forgotten,
    and so is whose guess failed before it.
    """
    throttle.forget_all()
    with app.app_context(), _own_subscribers(app):
        engines = cast(dict[str | None, Any], db.engines)
        engine: Engine = engines[None]
        connection = engine.connect()
        connection.begin()
        engines[None] = connection  # it does for every use that is made of an engine
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield
        finally:
            try:
                db.session.remove()
            finally:
                db.session.configure(join_transaction_mode="conditional_savepoint")
                engines[None] = engine
                connection.close()  # rolls the outer transaction back


def in_parallel(app: Flask, number: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """Run `act(0)`, `act(1)` … at the same moment, each in a thread and session of its own.

    Returns what each gave back or raised, in order. The caller's clock holds in the threads too.
    """
    barrier = threading.Barrier(number)
    outcomes: list[Result | Exception] = [RuntimeError("did not finish")] * number

    def run(index: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                outcomes[index] = act(index)
            except Exception as error:
                outcomes[index] = error

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, index))
        for index in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return outcomes
