"""The database behaves alike on both engines: transactions, instants, versions, pages by key."""

from __future__ import annotations

import sqlite3
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from core import moment
from core.db import SQLITE_PRAGMAS, db, keyset, reading, transactional, writing
from core.identity.models import Post, Unit, UnitKind, User, WebSession
from tests.support import factories
from tests.support.application import in_parallel
from tests.support.client import Client
from tests.support.parcels import make_table, new_parcel


def _only_on(engine: str) -> None:
    if db.engine.dialect.name != engine:
        pytest.skip(f"about {engine}")


def test_sqlite_is_durable_and_keeps_no_deleted_text(committed_db: Flask) -> None:
    with committed_db.app_context():
        _only_on("sqlite")
        found = {
            name: str(db.session.execute(db.text(f"PRAGMA {name}")).scalar()).upper()
            for name in SQLITE_PRAGMAS
        }
    assert found == {
        "journal_mode": "WAL",
        "synchronous": "2",  # FULL
        "foreign_keys": "1",
        "secure_delete": "1",
        "trusted_schema": "0",
        "busy_timeout": "15000",
    }


def test_a_foreign_key_is_enforced(app: Flask) -> None:
    db.session.add(Post(user_id=999_999, unit_id=1, role="staff", starts_on=moment.today()))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_an_enum_is_checked_by_the_database(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        db.session.execute(db.text("UPDATE units SET kind = 'empire'"))
    db.session.rollback()


def test_enums_are_stored_as_their_values(app: Flask) -> None:
    kinds = db.session.scalars(db.text("SELECT DISTINCT kind FROM units")).all()
    assert set(kinds) == {kind.value for kind in (UnitKind.GOVERNMENT, UnitKind.OFFICE)} | {
        UnitKind.DEPARTMENT.value,
        UnitKind.TOWN.value,
    }


@pytest.mark.parametrize("offset", [0, 8, -5])
def test_an_instant_comes_back_aware_and_in_utc(app: Flask, offset: int) -> None:
    instant = datetime(2026, 3, 2, 9, 30, 15, 123456, timezone(timedelta(hours=offset)))
    user = factories.person("handler")
    user.locked_until = instant
    db.session.commit()
    db.session.expire_all()
    assert user.locked_until == instant
    assert user.locked_until is not None
    assert user.locked_until.tzinfo == UTC


def test_an_instant_without_time_zone_is_refused(app: Flask) -> None:
    factories.person("handler").locked_until = datetime(2026, 3, 2, 9)  # noqa: DTZ001  # meant
    with pytest.raises(StatementError, match="time zone"):
        db.session.commit()
    db.session.rollback()


def test_an_update_of_a_row_that_changed_meanwhile_is_refused(app: Flask) -> None:
    make_table()
    parcel = new_parcel("/1/")
    assert parcel.version == 1
    db.session.execute(db.text("UPDATE parcels SET version = version + 1"))
    parcel.address = "x"
    with pytest.raises(StaleDataError):
        db.session.commit()
    db.session.rollback()


def test_touching_counts_the_version_even_within_one_instant(app: Flask) -> None:
    make_table()
    parcel = new_parcel("/1/")
    for expected in (2, 3):
        parcel.touch()
        db.session.commit()
        assert parcel.version == expected


# one transaction a service


@transactional
def _rename(name: str, *, fail: bool = False) -> str:
    factories.person("handler").name = name
    db.session.flush()
    if fail:
        raise RuntimeError(name)
    return name


@transactional
def _rename_twice(second_fails: bool) -> None:
    _rename("第一")
    assert db.session.info["wenze.transaction"]
    _rename("第二", fail=second_fails)


def test_a_service_is_committed_when_it_returns(app: Flask) -> None:
    assert _rename("新名") == "新名"
    db.session.rollback()
    assert factories.person("handler").name == "新名"


def test_a_service_that_raises_changes_nothing(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        _rename("新名", fail=True)
    assert factories.person("handler").name == "韩志远"
    assert "wenze.transaction" not in db.session.info


def test_a_service_within_a_service_joins_its_transaction(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        _rename_twice(second_fails=True)
    assert factories.person("handler").name == "韩志远"
    _rename_twice(second_fails=False)
    assert factories.person("handler").name == "第二"


# readers and writers


def _begin_statements(app: Flask) -> list[str]:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    return seen


def test_a_writer_takes_the_lock_at_once_and_a_reader_does_not(committed_db: Flask) -> None:
    with committed_db.app_context():
        _only_on("sqlite")
        seen = _begin_statements(committed_db)
        for block in (reading, writing):
            with block():
                db.session.scalar(select(func.count()).select_from(User))
                db.session.rollback()
        db.session.scalar(select(func.count()).select_from(User))
    assert seen == ["BEGIN", "BEGIN IMMEDIATE", "BEGIN IMMEDIATE"]


def test_a_page_is_read_while_somebody_writes(committed_db: Flask) -> None:
    """A GET does not queue behind an open write transaction."""
    with committed_db.app_context():
        browser = Client(committed_db)
        browser.sign_in(factories.person("handler"))
        factories.person("handler").name = "未提交"
        db.session.flush()
        started = time.monotonic()
        statuses = in_parallel(committed_db, 1, lambda _i: browser.status_of("/sign-in"))
        names = in_parallel(committed_db, 1, lambda _i: _name_as_read())
        assert (statuses, names) == ([303], ["韩志远"])
        assert time.monotonic() - started < 4, "the reader waited for the writer"
        db.session.rollback()


def _name_as_read() -> str:
    with reading():
        return factories.person("handler").name


def test_eight_writers_at_once_all_succeed(committed_db: Flask) -> None:
    """No one is told that the database is locked, as BEGIN without IMMEDIATE would have it."""

    def write(index: int) -> int:
        for _ in range(10):
            user = db.session.get_one(User, 1, with_for_update=True)
            user.failed_count += 1
            db.session.commit()
        return index

    assert in_parallel(committed_db, 8, write) == list(range(8))
    with committed_db.app_context():
        assert db.session.get_one(User, 1).failed_count == 80


def test_deferred_transactions_would_be_told_the_database_is_locked(committed_db: Flask) -> None:
    """The twin: a reader that turns writer while somebody else wrote is refused at once."""
    with committed_db.app_context():
        _only_on("sqlite")
        address = str(db.engine.url.database)
    first = sqlite3.connect(address, isolation_level=None)
    second = sqlite3.connect(address, isolation_level=None)
    try:
        first.execute("BEGIN")
        first.execute("SELECT count(*) FROM users").fetchone()
        second.execute("UPDATE users SET failed_count = 1 WHERE id = 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            first.execute("UPDATE users SET failed_count = 2 WHERE id = 1")
    finally:
        first.close()
        second.close()


# pages by key


def _sessions(number: int) -> None:
    """Store sessions, several of them seen at the same instant."""
    start = moment.now()
    for index in range(number):
        seen = start - timedelta(minutes=index // 3)
        db.session.add(
            WebSession(token_hash=f"{index:064}", data={}, created_at=start, last_seen_at=seen)
        )
    db.session.commit()


ORDER = (WebSession.last_seen_at, WebSession.token_hash)


def test_pages_by_key_show_every_row_once_and_newest_first(app: Flask) -> None:
    _sessions(25)
    everything = db.session.scalars(
        select(WebSession).order_by(*(column.desc() for column in ORDER))
    ).all()
    shown: list[WebSession] = []
    after = None
    pages = 0
    while pages == 0 or after is not None:
        page = keyset(select(WebSession), ORDER, after=after, limit=7)
        shown += page.rows
        after = page.next_after
        pages += 1
    assert pages == 4
    assert shown == everything


def test_a_full_last_page_is_the_last(app: Flask) -> None:
    _sessions(14)
    first = keyset(select(WebSession), ORDER, limit=7)
    last = keyset(select(WebSession), ORDER, after=first.next_after, limit=7)
    assert (len(last.rows), last.next_after) == (7, None)


def test_a_row_that_comes_in_meanwhile_shifts_no_page(app: Flask) -> None:
    _sessions(14)
    first = keyset(select(WebSession), ORDER, limit=7)
    second = keyset(select(WebSession), ORDER, after=first.next_after, limit=7).rows
    db.session.add(
        WebSession(token_hash="f" * 64, data={}, created_at=moment.now(), last_seen_at=moment.now())
    )
    db.session.commit()
    assert keyset(select(WebSession), ORDER, after=first.next_after, limit=7).rows == second


def test_a_deep_page_costs_what_the_first_costs(app: Flask) -> None:
    """No OFFSET, no count: one statement, served by the index however deep the page lies."""
    _sessions(30)
    statements: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)
            if "OFFSET" in statement:  # SQLAlchemy writes OFFSET 0 beside every LIMIT on SQLite
                assert values[-1] == 0

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        first = keyset(select(WebSession), (WebSession.last_seen_at,), limit=7)
        keyset(select(WebSession), (WebSession.last_seen_at,), after=first.next_after, limit=7)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert len(statements) == 2
    assert not [text for text in statements if "count(" in text]
    if db.engine.dialect.name == "sqlite":
        plan = db.session.execute(
            db.text(
                "EXPLAIN QUERY PLAN SELECT * FROM web_sessions WHERE last_seen_at < '2026' "
                "ORDER BY last_seen_at DESC LIMIT 8"
            )
        ).all()
        assert "USING INDEX" in plan[0][-1]


def test_units_are_found_by_their_path_whatever_the_collation(app: Flask) -> None:
    root = factories.unit("government")
    below = (Unit.path >= root.path) & (Unit.path < root.path + "\uffff")
    assert len(db.session.scalars(select(Unit).where(below)).all()) == len(factories.UNITS)
