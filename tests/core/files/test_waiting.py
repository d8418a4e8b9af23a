"""While files come in and are looked through, somebody else may write."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from casework.rules import CaseState
from core import files as store_of_files
from core.db import db
from core.files import policy, receiving, services
from core.files.models import Attachment
from core.identity.models import User
from tests.support import casework, files
from tests.support.client import Client
from tests.support.factories import person

#: Milliseconds a second writer waits for the lock before it gives up.
PATIENCE = 100


def another_writes() -> bool:
    """Tell whether a second connection can write and commit right now."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            raw: Any = connection.connection.dbapi_connection
            was = raw.execute("PRAGMA busy_timeout").fetchone()[0]
            raw.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        try:
            connection.execute(
                update(User).where(User.username == "stranger").values(name="苏日娜")
            )
            connection.commit()
        except OperationalError:
            return False
        finally:
            connection.rollback()
            if connection.dialect.name == "sqlite":
                raw.execute(f"PRAGMA busy_timeout = {was}")
        return True


@contextmanager
def uploading(app: Flask, folder: Path) -> Iterator[tuple[Client, int]]:
    """Sign an investigator in to a case with evidence, with real commits."""
    with app.app_context():
        store_of_files.init_app(app, folder)
        made = casework.case(CaseState.INVESTIGATING)
        casework.record_evidence(made)
        case_id, evidence = made.id, made.evidence[0].id
        browser = Client(app)
        browser.sign_in(person("handler"))
        page = browser.get(f"/cases/{case_id}/attach-files?evidence={evidence}")
        db.session.rollback()
        db.session.remove()
    sent = (io.BytesIO(files.photo()), "现场.jpg", "image/jpeg")
    yield browser, evidence
    with app.app_context():
        page.submit(files=[sent])
        assert db.session.scalars(select(Attachment)).one().name == "现场.jpg"


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[bool]]:
    """Ask whether another could write while the body is read, while files are examined, and — the
    twin — while the row is written.
    """
    asked: dict[str, list[bool]] = {"receive": [], "examine": [], "store": []}
    examine, store = policy.examine, services._store
    stream = receiving.UploadRequest._get_file_stream

    def examining(*args: Any) -> Any:
        asked["examine"].append(another_writes())
        return examine(*args)

    def storing(*args: Any) -> Any:
        asked["store"].append(another_writes())
        return store(*args)

    def streaming(*args: Any, **kw: Any) -> Any:
        asked["receive"].append(another_writes())
        return stream(*args, **kw)

    monkeypatch.setattr(policy, "examine", examining)
    monkeypatch.setattr(services, "_store", storing)
    monkeypatch.setattr(receiving.UploadRequest, "_get_file_stream", streaming)
    return asked


def test_an_upload_holds_nobody_up_before_it_is_kept(
    committed_db: Flask, tmp_path: Path, watched: dict[str, list[bool]]
) -> None:
    with uploading(committed_db, tmp_path):
        pass
    assert watched["receive"] == [True]
    assert watched["examine"] == [True], "examined once, and before the transaction"
    with committed_db.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
    assert watched["store"] == [not is_sqlite], "the twin: the act itself is the one writer"
