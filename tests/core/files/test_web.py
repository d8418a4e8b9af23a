"""Files through the pages: how they come in, how they go out, who gets them."""

from __future__ import annotations

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from casework.models import Case
from casework.rules import CaseState
from complaints.models import Complaint
from core import files as store_of_files
from core.db import db
from core.files.models import Attachment
from core.identity.models import User
from core.record.services import of_subject
from tests.support import casework, complaints, files
from tests.support.client import Client, Page

#: Werkzeug's test client leaves the temporary file of a large request to the collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)

Sent = tuple[io.BytesIO, str, str]
SignIn = Callable[[User], Client]
MIB = 1024 * 1024
NAME = "现场照片（东侧）.jpg"


@pytest.fixture(autouse=True)
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The store of this test."""
    before = app.extensions["wenze.files"]
    store_of_files.init_app(app, tmp_path)
    yield tmp_path
    app.extensions["wenze.files"] = before


def sent(content: bytes, name: str = NAME, kind: str = "image/jpeg") -> Sent:
    return io.BytesIO(content), name, kind


def investigated() -> Case:
    made = casework.case(CaseState.INVESTIGATING)
    casework.record_evidence(made)
    return made


def add(browser: Client, made: Case, *uploads: Sent, status: int = 303) -> Page:
    page = browser.get(f"/cases/{made.id}/attach-files?evidence={made.evidence[0].id}")
    assert page.form()["enctype"] == "multipart/form-data"
    return page.submit(status=status, files=list(uploads))


def only() -> Attachment:
    return db.session.scalars(select(Attachment)).one()


def test_evidence_gets_a_file_and_the_page_shows_it(sign_in: SignIn, handler: User) -> None:
    browser, made = sign_in(handler), investigated()
    add(browser, made, sent(files.photo()))
    page = browser.get(f"/cases/{made.id}")
    row = page.one("ul", class_="attachments")
    assert NAME in row.text
    assert "JPG图片" in row.text
    assert hashlib.sha256(files.photo()).hexdigest() in row.text
    assert page.one("a", text=NAME)["href"] == f"/cases/{made.id}/attachments/{only().id}"


def test_evidence_may_come_with_its_files(sign_in: SignIn, handler: User, colleague: User) -> None:
    browser, made = sign_in(handler), casework.case(CaseState.INVESTIGATING)
    page = browser.get(f"/cases/{made.id}/record-evidence")
    page.submit(
        kind="inquiry",
        place="会议室",
        summary="询问经过。",
        investigator_ids=[handler.id, colleague.id],
        credentials_shown="y",
        files=[sent(files.photo()), sent(files.pdf(), "笔录.pdf", "application/pdf")],
    )
    names = db.session.scalars(select(Attachment.name).order_by(Attachment.id)).all()
    assert names == [NAME, "笔录.pdf"]


def test_a_download_is_saved_and_never_shown(sign_in: SignIn, handler: User) -> None:
    browser, made = sign_in(handler), investigated()
    add(browser, made, sent(files.photo()))
    answer = browser.raw("GET", f"/cases/{made.id}/attachments/{only().id}")
    assert answer.get_data() == files.photo()
    assert answer.mimetype == "image/jpeg"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert unquote(disposition.rpartition("''")[2]) == NAME
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("username", ["intake", "stranger", "liaison", "admin", "town_supervisor"])
def test_who_may_not_know_the_case_gets_no_file(
    sign_in: SignIn, handler: User, username: str, request: pytest.FixtureRequest
) -> None:
    made = investigated()
    add(sign_in(handler), made, sent(files.photo()))
    outsider = sign_in(request.getfixturevalue(username))
    address = f"/cases/{made.id}/attachments/{only().id}"
    there, nowhere = (outsider.raw("GET", a) for a in (address, f"/cases/{made.id}/attachments/99"))
    assert there.status_code in {403, 404}
    assert there.get_data() == nowhere.get_data()


def test_a_file_is_not_found_under_another_case(sign_in: SignIn, handler: User) -> None:
    browser, made, other = sign_in(handler), investigated(), investigated()
    add(browser, made, sent(files.photo()))
    browser.get(f"/cases/{other.id}/attachments/{only().id}", status=404)
    browser.get(f"/cases/{made.id}/attachments/{2**40}", status=404)


def test_a_damaged_file_is_told_and_recorded(sign_in: SignIn, handler: User, folder: Path) -> None:
    browser, made = sign_in(handler), investigated()
    add(browser, made, sent(files.photo()))
    row = only()
    (folder / row.stored_as[:2] / row.stored_as).write_bytes(b"touched")
    page = browser.get(f"/cases/{made.id}/attachments/{row.id}", status=500)
    assert page.h1 == "文件已损坏"
    entry = of_subject("attachments", row.id, limit=1)[0]
    assert (entry.action, entry.actor_id) == ("damage_found", handler.id)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"<svg/>", "图.svg", "“图.svg”是网页、SVG"),
        (b"MZ" + bytes(90), "说明.pdf", "“说明.pdf”的内容与扩展名不符"),
        (b"", "空.pdf", "“空.pdf”是空文件"),
        (files.docx(**{"word/vbaProject.bin": b"x"}), "<b>.docx", "“_b_.docx”含有宏"),
        (files.jpeg() + bytes(21 * MIB), "大.jpg", "“大.jpg”过大"),
    ],
    ids=["SVG", "a program", "nothing", "a macro", "too big"],
)
def test_what_is_not_accepted_is_said_beside_the_field(
    sign_in: SignIn, handler: User, content: bytes, name: str, words: str
) -> None:
    page = add(sign_in(handler), investigated(), sent(content, name), status=422)
    assert words in page.one("p", class_="field__error").text
    assert "文件需要重新选择。" in page.one("p", class_="field__error").text
    assert db.session.scalars(select(Attachment)).all() == []


def test_no_file_chosen(sign_in: SignIn, handler: User) -> None:
    page = add(sign_in(handler), investigated(), sent(b"", ""), status=422)
    assert any("请选择要补充的附件。" in error for error in page.errors)


def test_the_type_a_browser_states_counts_for_nothing(sign_in: SignIn, handler: User) -> None:
    browser, made = sign_in(handler), investigated()
    add(browser, made, sent(files.photo(), NAME, "text/html"))
    answer = browser.raw("GET", f"/cases/{made.id}/attachments/{only().id}")
    assert answer.mimetype == "image/jpeg"


def test_a_request_beyond_the_limit(sign_in: SignIn, handler: User) -> None:
    browser, made = sign_in(handler), investigated()
    page = add(browser, made, sent(bytes(33 * MIB), "大.pdf"), status=413)
    assert page.h1 == "文件过大"


@pytest.mark.parametrize("signed_in", [True, False])
def test_large_requests_are_taken_only_where_files_belong(
    app: Flask, sign_in: SignIn, handler: User, signed_in: bool
) -> None:
    made = investigated()
    browser = sign_in(handler) if signed_in else Client(app)
    address = f"/cases/{made.id}/record-fact" if signed_in else f"/cases/{made.id}/attach-files"
    data: dict[str, Any] = {"files": sent(bytes(3 * MIB)), "csrf_token": "x"}
    assert browser.raw("POST", address, data).status_code == 413


@pytest.mark.requirement("SEC-01")
def test_no_upload_touches_the_disk_in_clear(
    sign_in: SignIn, handler: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kw: Any) -> None:
        raise AssertionError("a temporary file was made")

    browser, made = sign_in(handler), investigated()
    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
        monkeypatch.setattr(f"werkzeug.formparser.{name}", refuse, raising=False)
    add(browser, made, sent(b"a" * 3 * MIB, "记录.txt", "text/plain"))
    assert only().size == 3 * MIB


def _registered(browser: Client, *uploads: Sent) -> Complaint:
    page = browser.get("/complaints/new")
    typed: dict[str, Any] = {
        "channel": "visit",
        "kind": "report",
        "title": complaints.TITLE,
        "facts": complaints.FACTS,
        "respondents-0-unit": "阿尔山市自然资源局",
        "reporter_name": "敖日格勒",
        "files": list(uploads),
    }
    page.submit(**typed)
    return db.session.scalars(select(Complaint).order_by(Complaint.id.desc())).first()  # type: ignore[return-value]


@pytest.mark.requirement("SEC-01")
def test_what_a_reporter_hands_in_is_kept_without_traces(sign_in: SignIn, intake: User) -> None:
    browser = sign_in(intake)
    made = _registered(browser, sent(files.photo(), "敖日格勒拍摄.jpg"))
    browser.get(f"/complaints/{made.id}/add-material").submit(
        files=[sent(files.pdf(author="敖日格勒"), "敖日格勒的信.pdf")]
    )
    page = browser.get(f"/complaints/{made.id}")
    shown = page.one("ul", class_="attachments").text
    assert "材料1.jpg" in shown
    assert "材料2.pdf" in shown
    assert "敖日格勒" not in page.text
    first = db.session.scalars(select(Attachment).order_by(Attachment.id)).first()
    assert first is not None
    answer = browser.raw("GET", f"/complaints/{made.id}/attachments/{first.id}")
    assert answer.status_code == 200
    assert files.CANARY.encode() not in answer.get_data()
    assert 'filename="1.jpg"' in answer.headers["Content-Disposition"]


def test_who_is_reported_gets_no_material(
    sign_in: SignIn, intake: User, principal: User, handler: User
) -> None:
    made = _registered(sign_in(intake), sent(files.photo()))
    address = f"/complaints/{made.id}/attachments/{only().id}"
    for outsider in (principal, handler):
        assert sign_in(outsider).raw("GET", address).status_code in {403, 404}
