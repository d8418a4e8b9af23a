"""Who read what: noted without a word in the view, in one statement, never lost in silence."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from werkzeug.routing import IntegerConverter

from complaints.rules import ComplaintState
from core import access_log, moment
from core.access_log import services, watching
from core.access_log.models import AccessEntry, AccessKind
from core.db import db
from core.identity.models import User
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.statements import counted

SignIn = Callable[[User], Client]


def entries() -> list[tuple[str, str, int, int | None]]:
    found = db.session.scalars(select(AccessEntry).order_by(AccessEntry.id))
    return [(e.kind.value, e.subject_type, e.subject_id, e.actor_id) for e in found]


@pytest.fixture
def waiting(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let what cannot be written wait in a folder of the test."""
    monkeypatch.setitem(app.extensions, "wenze.access_log", tmp_path)
    return tmp_path / services.SPOOL


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the database refuse the next entries; calling it makes it whole again."""
    whole = sqlalchemy.insert

    def refuse(*_args: Any) -> None:
        raise OperationalError("INSERT", {}, Exception("disk full"))

    monkeypatch.setattr("core.access_log.services.insert", refuse)
    return lambda: monkeypatch.setattr("core.access_log.services.insert", whole)


@pytest.mark.requirement("SEC-01")
def test_a_page_about_a_thing_is_noted(sign_in: SignIn, supervisor: User) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    leader.get("/complaints")
    assert entries() == []
    leader.get(f"/complaints/{complaint.id}")
    assert entries() == [("read", "complaints", complaint.id, supervisor.id)]


def test_it_costs_one_statement(sign_in: SignIn, supervisor: User) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    leader.get(f"/complaints/{complaint.id}")
    with counted() as sent:
        leader.get(f"/complaints/{complaint.id}")
    assert len([line for line in sent if "access" in line]) == 1


def test_what_was_not_shown_is_not_noted(sign_in: SignIn, liaison: User, supervisor: User) -> None:
    complaint = make.complaint()
    sign_in(liaison).raw("GET", f"/complaints/{complaint.id}")
    sign_in(supervisor).raw("GET", "/complaints/2000000000")
    assert entries() == []


def test_a_letter_handed_out_is_a_download(sign_in: SignIn, supervisor: User) -> None:
    complaint = make.complaint(ComplaintState.DECLINED)
    leader = sign_in(supervisor)
    link = leader.get(f"/complaints/{complaint.id}").one("a", text="不予受理告知书", href=True)
    leader.raw("GET", link["href"])
    document = int(link["href"].rsplit("/", 1)[1])
    assert entries()[-1] == ("download", "issued_documents", document, supervisor.id)


def test_every_id_of_an_address_is_one_of_a_table(app: Flask) -> None:
    numbers = {
        name
        for rule in app.url_map.iter_rules()
        for name, converter in rule._converters.items()
        if isinstance(converter, IntegerConverter)
    }
    unknown = {n for n in numbers if n.endswith("_id") and watching.table_of(n) is None}
    assert not unknown, "name their tables in core.access_log.watching.TABLES"


def test_what_the_database_does_not_take_waits_and_is_not_lost(
    sign_in: SignIn, supervisor: User, waiting: Path, broken: Callable[[], None]
) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    leader.get(f"/complaints/{complaint.id}")
    assert entries() == []
    assert waiting.stat().st_mode & 0o077 == 0
    assert make.TITLE not in waiting.read_text("utf-8")
    broken()
    leader.get(f"/complaints/{complaint.id}")
    assert entries() == [("read", "complaints", complaint.id, supervisor.id)] * 2
    assert not list(waiting.parent.iterdir())


def test_what_somebody_took_and_never_wrote_is_taken_over(
    sign_in: SignIn, supervisor: User, waiting: Path, broken: Callable[[], None]
) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    leader.get(f"/complaints/{complaint.id}")
    broken()
    orphan = waiting.with_name(f"{waiting.name}.deadbeef")
    waiting.rename(orphan)
    now = moment.now().timestamp()
    os.utime(orphan, (now, now))
    leader.get(f"/complaints/{complaint.id}")
    assert len(entries()) == 1  # whoever took it may still be writing
    os.utime(orphan, (now - 61, now - 61))
    leader.get(f"/complaints/{complaint.id}")
    assert len(entries()) == 3
    assert not orphan.exists()


def test_nothing_is_handed_out_that_cannot_be_logged_at_all(
    sign_in: SignIn,
    supervisor: User,
    waiting: Path,
    broken: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)

    def full(*_args: Any) -> int:
        raise OSError("no space")

    monkeypatch.setattr("core.access_log.services.os.open", full)
    answer = leader.raw("GET", f"/complaints/{complaint.id}")
    assert answer.status_code == 503
    assert make.TITLE not in answer.get_data(as_text=True)


def test_outside_a_request_a_note_belongs_to_the_transaction(app: Flask) -> None:
    complaint = make.complaint()
    access_log.note(None, AccessKind.EXPORT, complaint)
    assert entries() == [("export", "complaints", complaint.id, None)]
    db.session.rollback()
    assert entries() == []
