"""Rows of any table of any revision, written so that both engines read them.

Tables are seen as they are in the database and not as the models describe them: a backup of an
older release has the tables of its time. The index of the search is left out; it is built anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec
from sqlalchemy import (
    JSON,
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    and_,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)

#: Tables that begin like this hold nothing that an office entered.
NOT_KEPT = ("alembic_version", "search_")
#: So many rows are read, sealed and written at once.
BATCH = 1_000


class _JsonText(TypeDecorator[str]):
    """A JSON column of PostgreSQL, read and written as the very text that stands in it."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """See SQLAlchemy."""
        return cast(column, Text)

    def bind_expression(self, bindparam: BindParameter[Any]) -> ColumnElement[Any]:
        """See SQLAlchemy."""
        return cast(bindparam, JSON)


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables, by name."""
    names = [n for n in inspect(connection).get_table_names() if not n.startswith(NOT_KEPT)]
    found = MetaData()
    found.reflect(connection, only=names)
    as_text = _JsonText() if connection.dialect.name == "postgresql" else Text()
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = as_text
    return [found.tables[name] for name in sorted(names)]


def columns_of(table: Table) -> list[Column[Any]]:
    """Return the columns in the order in which a backup has them: by name."""
    return sorted(table.columns, key=lambda column: column.name)


def batches(connection: Connection, table: Table) -> Iterator[list[bytes]]:
    """Yield the rows by their key, each packed, some at a time."""
    columns = columns_of(table)
    order = [
        key.collate("C")
        if connection.dialect.name == "postgresql" and isinstance(key.type, String)
        else key
        for key in table.primary_key.columns
    ]
    result = connection.execute(
        select(*columns).order_by(*order), execution_options={"yield_per": BATCH}
    )
    for partition in result.partitions():
        yield [msgspec.msgpack.encode([_plain(value) for value in row]) for row in partition]


def digest(connection: Connection, table: Table) -> tuple[int, str]:
    """Return how many rows the table has, and a hash of them all."""
    count, found = 0, hashlib.sha256()
    for batch in batches(connection, table):
        count += len(batch)
        for row in batch:
            found.update(row)
    return count, found.hexdigest()


def load(connection: Connection, table: Table, names: Sequence[str], rows: Iterable[bytes]) -> None:
    """Write packed rows, whose values are of the columns `names`.

    A row that the schema itself began with (the head of the record) takes the values.
    """
    columns = [table.columns[name] for name in names]
    values = [
        {
            column.name: _as(column, value)
            for column, value in zip(columns, msgspec.msgpack.decode(row), strict=True)
        }
        for row in rows
    ]
    keys = [column.name for column in table.primary_key.columns]
    begun = {tuple(row) for row in connection.execute(select(*table.primary_key.columns).limit(9))}
    fresh = [row for row in values if tuple(row[key] for key in keys) not in begun]
    if fresh:
        connection.execute(insert(table), fresh)
    for row in values:
        if tuple(row[key] for key in keys) in begun:
            where = and_(*(table.columns[key] == bindparam(f"_{key}") for key in keys))
            connection.execute(
                update(table).where(where), {**row, **{f"_{key}": row[key] for key in keys}}
            )


def count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Let PostgreSQL give out ids after the highest that was loaded."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = connection.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": table.name, "column": column.name},
        )
        highest = connection.scalar(select(func.max(column)))
        if sequence and highest:
            connection.execute(text("SELECT setval(:s, :n)"), {"s": sequence, "n": highest})


def _plain(value: Any) -> Any:
    """Return what msgpack can hold; an instant as UTC without its zone, as SQLite has it."""
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _as(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        instant = datetime.fromisoformat(value)
        return instant.replace(tzinfo=UTC) if column.type.timezone else instant
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return bool(value) if isinstance(column.type, Boolean) else value
