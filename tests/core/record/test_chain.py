"""The record is one chain: written with the act, in order, also when eight write at once."""

from __future__ import annotations

import json

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.exc import DatabaseError

from core import record
from core.db import db
from core.record import services
from core.record.models import RecordEntry, RecordHead
from tests.support import factories
from tests.support.application import in_parallel
from tests.support.tampering import drop_triggers

PARTS = 8
EACH = 12


def test_an_entry_says_who_did_what_to_what_when_and_why(app: Flask) -> None:
    user = factories.person("handler")
    record.append(
        "renamed",
        user,
        actor_id=user.id,
        before={"name": "旧"},
        after={"name": "新𬭩"},
        reason="更正",
    )
    db.session.commit()
    entry = services.of_subject("users", user.id, limit=1)[0]
    assert (entry.action, entry.actor_id, entry.reason) == ("renamed", user.id, "更正")
    assert json.loads(entry.before or "") == {"name": "旧"}
    assert json.loads(entry.after or "") == {"name": "新𬭩"}
    assert entry.at == "2026-03-02T01:00:00+00:00"
    assert list(services.verify()) == []


def test_what_is_rolled_back_is_not_recorded(app: Flask) -> None:
    before = services.head()
    record.append("looked_at", factories.person("handler"), actor_id=None)
    db.session.rollback()
    db.session.commit()
    assert services.head() == before


def test_what_a_savepoint_undoes_is_not_recorded(app: Flask) -> None:
    user = factories.person("handler")
    record.append("first", user, actor_id=None)
    savepoint = db.session.begin_nested()
    record.append("kept no longer", user, actor_id=None)
    with db.session.begin_nested():
        record.append("released, then undone", user, actor_id=None)
    savepoint.rollback()
    record.append("last", user, actor_id=None)
    db.session.commit()
    latest = services.of_subject("users", user.id, limit=2)
    assert [entry.action for entry in latest] == ["last", "first"]


def test_only_plain_values_are_recorded(app: Flask) -> None:
    record.append("odd", factories.person("handler"), actor_id=None, after={"value": object()})
    with pytest.raises(TypeError, match="plain value"):
        db.session.commit()
    db.session.rollback()


def test_without_its_head_nothing_can_be_done(committed_db: Flask) -> None:
    with committed_db.app_context():
        drop_triggers()
        db.session.execute(delete(RecordHead))
        db.session.commit()
        factories.person("handler").name = "改名"
        record.append("renamed", factories.person("handler"), actor_id=None)
        with pytest.raises(services.HeadMissing):
            db.session.commit()
        db.session.rollback()
        assert factories.person("handler").name == "韩志远"


def test_eight_writers_at_once_make_one_chain(committed_db: Flask) -> None:
    def write(index: int) -> None:
        user_id = factories.person("handler").id
        for number in range(EACH):
            user = factories.person("handler")
            assert user.id == user_id
            record.append(f"act_{index}_{number}", user, actor_id=None)
            if number % 4 == 3:
                db.session.rollback()
            else:
                db.session.commit()

    with committed_db.app_context():
        start = db.session.get_one(RecordHead, 1).seq
        db.session.remove()
    outcomes = in_parallel(committed_db, PARTS, write)
    assert outcomes == [None] * PARTS
    with committed_db.app_context():
        assert list(services.verify()) == []
        seqs = db.session.scalars(select(RecordEntry.seq).order_by(RecordEntry.seq)).all()
        assert list(seqs) == list(range(1, start + PARTS * EACH * 3 // 4 + 1))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entries SET reason = 'x' WHERE seq = 1",
        "UPDATE record_entries SET seq = seq + 1000",
        "DELETE FROM record_entries WHERE seq = 1",
        "DELETE FROM record_entries",
        "DELETE FROM record_head",
    ],
)
def test_the_database_refuses_to_change_the_record(app: Flask, statement: str) -> None:
    with pytest.raises(DatabaseError, match="the record"):
        db.session.execute(db.text(statement))
    db.session.rollback()
    assert list(services.verify()) == []


def test_postgresql_refuses_to_truncate_the_record(app: Flask) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    for table in ("record_entries", "record_head"):
        with pytest.raises(DatabaseError, match="the record"):
            db.session.execute(db.text(f"TRUNCATE {table}"))
        db.session.rollback()


def test_without_the_triggers_the_database_would_not_refuse(committed_db: Flask) -> None:
    """The twin: it is the triggers that refuse."""
    with committed_db.app_context():
        drop_triggers()
        db.session.execute(db.text("UPDATE record_entries SET reason = 'x' WHERE seq = 1"))
        db.session.commit()
        assert [fault.seq for fault in services.verify()] == [1]
