"""Working notes: the team's alone, in no file and no copy of it."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from casework.models import CaseNote
from casework.rules import CaseState
from casework.services import noting
from core.db import db
from core.identity.models import User
from core.procedure import AlreadyDone, Forbidden
from core.record.services import of_subject
from tests.support import archives
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
TEXT = "先核对收文登记簿，再约谈经办人。"


@pytest.mark.requirement("SEC-03")
def test_the_team_reads_its_notes_and_nobody_else_does(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    url = f"/cases/{case.id}/notes"
    page = sign_in(person("handler")).get(f"/cases/{case.id}/plan").follow("工作笔记")
    refused = page.submit(status=422, text=" ")
    assert any("请写下内容" in error for error in refused.errors)
    refused.submit(text=TEXT)
    assert TEXT in sign_in(person("colleague")).get(url).text
    sign_in(person("supervisor")).get(url, status=403)
    stranger = sign_in(person("stranger"))
    stranger.get(url, status=404)


def test_who_left_the_team_reads_them_no_more(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    noting.write_note(case, actor("handler"), text=TEXT)
    make.recuse(case, "colleague")
    sign_in(person("colleague")).get(f"/cases/{case.id}/notes", status=404)
    with pytest.raises(Forbidden):
        noting.write_note(case, actor("colleague"), text=TEXT)


def test_a_note_is_written_once_and_the_record_does_not_repeat_it() -> None:
    case = make.case(CaseState.INVESTIGATING)
    token = "a" * 32
    note = noting.write_note(case, actor("handler"), text=TEXT, token=token)
    with pytest.raises(AlreadyDone):
        noting.write_note(case, actor("handler"), text=TEXT, token=token)
    (entry,) = of_subject(CaseNote.__tablename__, note.id)
    assert TEXT not in f"{entry.after}{entry.reason}"


@pytest.mark.requirement("ARC-02")
def test_no_note_is_bound_into_the_file() -> None:
    case = archives.closed()
    db.session.add(CaseNote(case=case, text=TEXT, written_by_id=person("handler").id))
    db.session.commit()
    pages = PdfReader(io.BytesIO(archives.volume(archives.archive(case)))).pages
    bound = "".join("".join(page.extract_text().split()) for page in pages)
    assert case.number in bound
    assert TEXT not in bound
