"""Seal everything again with the first key of the key file, so that an old key can be given up.

It knows no feature: whatever column of any table is a `SealedText` is visited. A batch is a
transaction, and what is sealed with the first key already is left alone: a run that was broken off
is simply started again, and one that runs beside people at work takes nothing from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from sqlalchemy import Column, Table, Text, cast, select, type_coerce, update

from core.db import Model, db, transactional
from core.sealed.fields import SealedText, renewed

BATCH = 200


@dataclass
class Rotated:
    """What became of one column: values sealed anew, and rows whose value no key opens."""

    table: str
    column: str
    renewed: int
    unopened: list[int]


def sealed_columns() -> Iterator[tuple[Table, Column[object]]]:
    """Yield every sealed column there is."""
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, SealedText):
                yield table, column


def rotate(batch: int = BATCH) -> Iterator[Rotated]:
    """Seal what is not under the first key; yield each column when it is done."""
    for table, column in sealed_columns():
        done = Rotated(table.name, column.name, 0, [])
        last: int | None = 0
        while last is not None:
            last = _batch(table, column, last, batch, done)
        yield done


@transactional
def _batch(
    table: Table, column: Column[object], after: int, size: int, done: Rotated
) -> int | None:
    """Renew the next `size` rows; return the last key seen, None at the end."""
    key, token = table.c.id, type_coerce(column, Text)
    rows = db.session.execute(
        select(key, token)
        .where(key > after, column.is_not(None))
        .order_by(key)
        .limit(size)
        .with_for_update()
    ).all()
    for number, old in rows:
        try:
            new = renewed(old)
        except InvalidToken:
            done.unopened.append(number)
            continue
        if new is not None:
            db.session.execute(
                update(table)
                .where(key == number, cast(column, Text) == old)
                .values({column: type_coerce(new, Text)})
            )
            done.renewed += 1
    return rows[-1][0] if len(rows) == size else None


def forget_old_pages() -> None:
    """Overwrite what the database file still holds of the old values (SQLite; see the manual for
    PostgreSQL, where the next VACUUM does it).
    """
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
