"""What was read stays on record: batches in the chain, triggers, and faults named by batch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from core import access_log, moment
from core.access_log import sealing
from core.access_log.models import AccessEntry, AccessKind, AccessSeal
from core.db import db
from core.record import services as record
from tests.support import complaints as make

TABLES = ("access_entries", "access_seals")


@pytest.fixture
def read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Seven entries, of which batches of three are sealed; return their ids."""
    monkeypatch.setattr(sealing, "BATCH", 3)
    complaint = make.complaint()
    for _number in range(7):
        access_log.note(None, AccessKind.READ, complaint)
    db.session.commit()
    with moment.frozen((moment.now() + timedelta(minutes=1)).isoformat()):
        assert sealing.seal() == 7
        yield list(db.session.scalars(select(AccessEntry.id).order_by(AccessEntry.id)))


def meddle(*statements: str) -> None:
    """Change the log as somebody would who owns the database, triggers and all."""
    connection = db.session.connection()
    for table in TABLES:
        if connection.dialect.name == "sqlite":
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}"))
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"))
    for statement in statements:
        connection.execute(text(statement))
    db.session.expire_all()


def faults() -> list[tuple[int, int, str]]:
    return [(f.first_id, f.last_id, f.message) for f in sealing.verify()]


def test_batches_stand_in_the_chain_of_the_record(read: list[int]) -> None:
    seals = db.session.scalars(select(AccessSeal).order_by(AccessSeal.id)).all()
    assert [made.count for made in seals] == [3, 3, 1]
    assert not faults()
    assert not list(record.verify())
    assert sealing.unsealed() == 0
    assert sealing.seal() == 0


def test_what_is_too_young_waits(app: Flask) -> None:
    access_log.note(None, AccessKind.READ, make.complaint())
    db.session.commit()
    assert sealing.seal() == 0
    assert sealing.unsealed() == 1


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_to_change_it(read: list[int], table: str, verb: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(verb.format(table)))
    db.session.rollback()


def test_a_changed_entry_is_found_in_its_batch(read: list[int]) -> None:
    meddle(f"UPDATE access_entries SET kind = 'export' WHERE id = {read[4]}")
    assert faults() == [(read[3], read[5], "内容被改动")]


def test_an_entry_taken_out_is_found(read: list[int]) -> None:
    meddle(f"DELETE FROM access_entries WHERE id = {read[1]}")
    assert faults() == [(read[0], read[2], "应有 3 条，实有 2 条")]


def test_a_batch_taken_out_whole_is_found_by_the_record(read: list[int]) -> None:
    meddle(
        f"DELETE FROM access_entries WHERE id >= {read[6]}",
        f"DELETE FROM access_seals WHERE last_id >= {read[6]}",
    )
    assert faults() == [(read[6], read[6], "封存记录缺失")]


def test_a_batch_sealed_again_without_the_key_is_found(read: list[int]) -> None:
    meddle(
        f"DELETE FROM access_entries WHERE id = {read[0]}",
        f"UPDATE access_seals SET count = 2, digest = '{'0' * 64}' WHERE first_id = {read[0]}",
    )
    messages = [message for _first, _last, message in faults()]
    assert messages == ["与操作记录中的封存不符", "内容被改动"]


def test_the_commands_say_what_they_did(committed_db: Flask) -> None:
    runner = committed_db.test_cli_runner()
    with committed_db.app_context():
        access_log.note(None, AccessKind.READ, make.complaint())
        db.session.commit()
    assert "另有 1 条待封存" in runner.invoke(args=["access-log", "verify"]).output
    with moment.frozen((moment.now() + timedelta(minutes=1)).isoformat()):
        assert "已封存 1 条" in runner.invoke(args=["access-log", "seal"]).output
    with committed_db.app_context():
        meddle("UPDATE access_entries SET page = 'x'")
        db.session.commit()
    result = runner.invoke(args=["access-log", "verify"])
    assert result.exit_code == 1
    assert "第 1 至 1 条：内容被改动" in result.output
