"""Engine, session, base model, and pagination by key, alike on SQLite and PostgreSQL.

A transaction writes unless it is told otherwise: on SQLite it opens with BEGIN IMMEDIATE, so that a
reader never has to be promoted to a writer halfway (which SQLite answers with an error). Requests
with a safe method are told otherwise by `reading()`.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Enum, MetaData, Select, event, tuple_
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Mapped,
    declared_attr,
    mapped_column,
)
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from core import moment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: An identifier from a URL or a form is never larger: beyond it both engines would raise, not miss.
MAX_ID = 2**31 - 1

SQLITE_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",  # with NORMAL a power cut loses all since the last checkpoint
    "foreign_keys": "ON",
    "secure_delete": "ON",  # deleted text must not stay readable in the file
    "trusted_schema": "OFF",
    "busy_timeout": "15000",
}

Row = TypeVar("Row")
Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_reading: ContextVar[bool] = ContextVar("reading", default=False)


class Base(DeclarativeBase):
    """Base of all tables; constraint names follow one convention so that migrations can name
    them.
    """

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:

    class Model(Base):
        """What every table derives from; Flask-SQLAlchemy makes it, no type checker sees how."""

        __abstract__ = True

else:
    Model = db.Model


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, stored as UTC. A naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Versioned:
    """Columns of an aggregate: its version, counted up by every change, and when that was.

    An update that meets another version than it read raises StaleDataError, which becomes a 409.
    """

    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}

    def touch(self) -> None:
        """Mark the aggregate as changed although only rows that belong to it were written."""
        self.updated_at = moment.now()
        flag_modified(self, "updated_at")  # the version must count even within one instant


def enum_type(members: type[StrEnum], name: str | None = None) -> Enum:
    """Return the column type for `members`: their stored strings, checked by the database.

    `name` tells the constraints of a table apart that has two columns of the same members.
    """
    return Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name or members.__name__.lower(),
        values_callable=lambda enum: [member.value for member in enum],
    )


def transactional(service: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Make `service` one transaction: commit when it returns, roll back when it raises.

    A service called by another one joins the outer transaction.
    """

    @functools.wraps(service)
    def wrapper(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        info = db.session.info
        if info.get("wenze.transaction"):
            return service(*args, **kwargs)
        info["wenze.transaction"] = True
        try:
            result = service(*args, **kwargs)
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            info.pop("wenze.transaction", None)
        return result

    return wrapper


@contextmanager
def reading() -> Iterator[None]:
    """Open transactions inside the block as readers: they do not wait for a writer."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Open transactions inside the block as writers, also within a safe request (its session
    row).
    """
    token = _reading.set(False)
    try:
        yield
    finally:
        _reading.reset(token)


def is_reading() -> bool:
    """Tell whether a transaction opened now would be a reader's."""
    return _reading.get()


@contextmanager
def snapshot() -> Iterator[None]:
    """Read inside the block from one unchanging state of the database, holding up no writer.

    What the session had open is rolled back first.
    """
    db.session.rollback()
    with reading():
        if db.engine.dialect.name == "postgresql":
            db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield
        finally:
            db.session.rollback()


@contextmanager
def without_foreign_keys(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild or fill tables that others point to; look afterwards that they do.

    The switch does nothing within a transaction, so it goes past SQLAlchemy, which opens one.
    Elsewhere nothing is done. Raises RuntimeError where a row points to nothing at the end.
    """
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if broken := raw.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows that point to nothing: {broken[:10]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list: its rows, and the key after which the next page starts (None at the
    end).
    """

    rows: Sequence[Row]
    next_after: tuple[Any, ...] | None


def keyset(
    statement: Select[Any],
    order: Sequence[InstrumentedAttribute[Any]],
    *,
    after: Sequence[Any] | None = None,
    limit: int = 50,
    oldest_first: bool = False,
) -> Page[Any]:
    """Return one page of `statement`, newest first by the columns `order` (the last must be
    unique), or turned round.

    `after` is the key of the last row of the page before. The cost is the same on page one and on
    page one thousand: no OFFSET, no count.
    """
    if after is not None:
        row, last = (order[0], after[0]) if len(order) == 1 else (tuple_(*order), tuple_(*after))
        statement = statement.where(row > last if oldest_first else row < last)
    turned = (column if oldest_first else column.desc() for column in order)
    statement = statement.order_by(*turned).limit(limit + 1)
    rows = db.session.scalars(statement).all()
    if len(rows) <= limit:
        return Page(rows, None)
    end = rows[limit - 1]
    return Page(rows[:limit], tuple(getattr(end, column.key) for column in order))


def init_app(app: Flask) -> None:
    """Bind the database to `app` and let safe requests read without the writer's lock."""
    db.init_app(app)
    inner = app.wsgi_app

    def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        token = _reading.set(environ["REQUEST_METHOD"] in {"GET", "HEAD", "OPTIONS"})
        try:
            return inner(environ, start_response)
        finally:
            _reading.reset(token)

    app.wsgi_app = wsgi_app  # type: ignore[method-assign]


@event.listens_for(Engine, "connect")
def _prepare_connection(dbapi: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(dbapi, sqlite3.Connection):
        return
    dbapi.isolation_level = None  # the driver must not open transactions behind our back
    for name, value in SQLITE_PRAGMAS.items():
        dbapi.execute(f"PRAGMA {name}={value}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
