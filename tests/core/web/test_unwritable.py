"""While writing is impossible reading goes on; what was sent is refused calmly; it heals itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from casework.rules import CaseState
from core.access_log.services import SPOOL
from core.db import db
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import person

#: By which an engine refuses every write of a connection, as where its disk is full or read-only.
REFUSE = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET SESSION default_transaction_read_only = on",
}


@contextmanager
def unwritable() -> Iterator[None]:
    """Let the engine itself refuse every write inside the block."""

    def refuse(connection: Any, *_rest: Any) -> None:
        connection.execute(REFUSE[db.engine.dialect.name])
        connection.commit()

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", refuse)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", refuse)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def waiting(committed_db: Flask) -> Iterator[Any]:
    """The file in which entries of the access log wait; other tests share its folder."""
    folder = committed_db.extensions["wenze.access_log"]
    yield folder / SPOOL
    for left in folder.glob(f"{SPOOL}*"):
        left.unlink()


def test_reading_goes_on_while_writing_is_impossible(committed_db: Flask, waiting: Any) -> None:
    with committed_db.app_context():
        made = casework.case(CaseState.FILED)
        key, title = made.id, made.title
        db.session.commit()
        client = Client(committed_db)
        client.sign_in(person("supervisor"))
        form = client.get(f"/cases/{key}/dismiss")
        with unwritable():
            assert title in client.get(f"/cases/{key}").text
            assert client.get("/").status == 200
            refused = form.submit(status=503, reason="不属于追责范围。")
            assert "没有生效" in refused.text
            assert refused.headers["Retry-After"] == "10"
            entry = f'"subject_id": {key}'
            assert entry in waiting.read_text("utf-8"), "who read it meanwhile is not forgotten"
        assert client.get(f"/cases/{key}").status == 200
        assert not waiting.exists(), "and stands in the log with the next page"
        form.submit(reason="不属于追责范围。")
