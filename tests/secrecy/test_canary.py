"""A reporter nobody must ever read of: the whole life of a report, and then every byte of it.

Name, telephone, address and file name are planted at intake; the report is accepted, becomes a
case, is decided, served, contested, corrected, answered and closed. They may stand in one answer
only: that of the consented opening.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import logging
import smtplib
import zlib
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select, text

from accountability.models import Decision
from accountability.rules import ApprovalState, DecisionState, RectificationState, RemedyAction
from casework import services as cases
from casework.archive.package import packed
from casework.rules import CaseState
from complaints import services
from complaints.models import Complaint
from complaints.rules import DocumentKind
from complaints.views import follow_up
from core import moment
from core.access.permissions import Role
from core.db import db
from core.documents import Letter, Paragraph, render
from core.documents.models import IssuedDocument
from core.documents.templates.kinds import registered
from core.files.storage import FolderStorage
from core.notify import services as notify
from core.notify.mail import Post
from core.throttle import Throttle
from tests.core.calendar.notices import OF_2027
from tests.secrecy.scanning import Recorder, Scanner, dresses, layers
from tests.support import (
    accountability,
    accountability_remedies,
    archives,
    casework,
    engines,
    wording,
)
from tests.support import complaints as make
from tests.support.client import Client, filled_in
from tests.support.crawl import crawl
from tests.support.factories import CAST, PASSWORD, actor, new_user, person
from tests.support.files import jpeg, pdf

NAME, PHONE, ADDRESS = "塔娜琪琪格", "15504829913", "巴音哈拉街一千零一号"
SCANNER = Scanner({"name": NAME, "phone": PHONE, "address": ADDRESS, "owner": "TanaqiqigeQ7"})


@dataclass
class Life:
    """What was driven: the application, every answer, and where its bytes lie."""

    app: Flask
    recorder: Recorder
    folders: list[Path]

    def leaks(self) -> list[str]:
        """Return the requests whose answers gave something away."""
        answers = self.recorder.answers
        return sorted({a.request for a in answers if SCANNER.found(a.content)})

    def at_rest(self) -> list[str]:
        """Return the files that give something away: database, log of writes, store, keys."""
        return SCANNER.in_files(self.folders)


@pytest.fixture
def life(
    committed_db: Flask,
    engine: engines.TestEngine,
    template: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> Life:
    """Drive a report from intake to its end, every page looked at by everybody."""
    caplog.set_level(logging.DEBUG)
    # other tests of this process guessed codes; their failures are not this reporter's
    monkeypatch.setattr(follow_up, "throttle", Throttle(10, 200, timedelta(minutes=10)))
    app = committed_db
    recorder = Recorder(app.wsgi_app)
    app.wsgi_app = recorder  # type: ignore[method-assign]
    mails = _post(app, monkeypatch)
    with app.app_context():
        for username in CAST:
            notify.set_address(actor(username), email=f"{username}@a.gov.cn", wants_mail=True)
        _take_down(app)
        _handle()
        assert len(mails) >= 6, "three people were told of their tasks"
        _look_at_everything(app)
        _look_where_no_link_leads(app)
        db.session.commit()
    exported = tmp_path / "exported"
    exported.mkdir()
    runner = app.test_cli_runner()
    runner.invoke(args=["record", "export", str(exported / "record.jsonl")])
    (exported / "mails.txt").write_bytes(b"\n".join(mails))
    for command in (["clocks", "sweep"], ["access-log", "seal"], ["users", "list"]):
        name = "-".join(command)
        (exported / f"{name}.txt").write_text(runner.invoke(args=command).output, "utf-8")
    return Life(app, recorder, [*_where_it_lies(app, engine), template, exported])


def _take_down(app: Flask) -> None:
    """Register by the form, with a file that says whose it is."""
    about: dict[str, Any] = {
        "respondents-0-unit": "阿尔山市自然资源局",
        "respondents-0-person_name": "王𬭩",
    }
    clerk = Client(app)
    clerk.sign_in(person("intake"))
    clerk.get("/complaints/new").submit(
        "/complaints/new",
        received_on="2026-03-02",
        channel="visit",
        kind="report",
        title="不予公开决定未说明理由",
        facts="局里答复不公开，但没有写明理由。",
        trigger="duty_not_performed",
        reporter_name=NAME,
        reporter_phone=PHONE,
        reporter_address=ADDRESS,
        files=(io.BytesIO(jpeg(comment=b"TanaqiqigeQ7")), f"{NAME}的照片.jpg"),
        **about,
    )


def _handle() -> None:
    """Take the report through the whole chain by the services."""
    complaint = db.session.scalars(db.select(Complaint)).one()
    notify.send_digests()
    make.ask_supplement(complaint, "申请公开的回执。", moment.today() + timedelta(days=3))
    make.receive_supplement(complaint)
    make.accept(complaint)
    _pass_on(complaint)
    notify.send_digests()
    case = casework.proposed(complaint)
    casework.file(case)
    casework.investigate(case)
    casework.know_role(case)
    notify.send_digests()
    for step in (casework.report_in_writing, casework.open_defence):
        step(case)
    casework.serve(casework.issue(casework.invitation(case)))
    casework.deliberate(case)
    accountability.confirm(accountability.act(case, approval_state=ApprovalState.NONE))
    decision: Decision = accountability.decision(DecisionState.ISSUED, case)
    notify.send_digests()
    accountability_remedies.served_all(decision)
    for notice in accountability_remedies.notices_of(decision):
        remedy = accountability_remedies.file(notice)
        accountability_remedies.admit(remedy)
        accountability_remedies.rule(remedy, RemedyAction.UPHOLD)
        accountability_remedies.rectification(RectificationState.CLOSED, notice)
    with moment.frozen("2026-05-06"):
        accountability_remedies.take_effect(case)
        make.reply(complaint)
        casework.close(case)
    archives.archive(case)


def _pass_on(complaint: Complaint) -> None:
    """Let another unit handle it, urged to, and report; each is told of its tasks."""
    transfer = make.transfer(complaint)
    notify.send_digests()
    make.urge(transfer)
    make.sign(transfer)
    make.report(transfer)


def _look_at_everything(app: Flask) -> None:
    """Let everybody follow every link, search, and let who reported follow up."""
    complaint = db.session.scalars(db.select(Complaint)).one()
    code = services.issue_receipt(complaint, actor("intake"))
    make.opening(complaint)
    db.session.commit()
    for username in CAST:
        crawl(app, person(username), PASSWORD, per_endpoint=2)
        browser = Client(app)
        browser.sign_in(person(username))
        for query in (NAME[:2], PHONE[:4], ADDRESS[:2], "tnqqg"):
            found = browser.raw("GET", f"/search?q={query}").get_data(as_text=True)
            assert complaint.number not in found, f"{username} found it by {query}"
            assert complaint.title not in found, f"{username} found it by {query}"
        browser.raw("GET", "/complaints/2000000000")
    Client(app).get("/follow-up").submit("/follow-up", status=200, code=code)


def _look_where_no_link_leads(app: Flask) -> None:
    """Ask for every letter as Word and by its code, for every wording on every case, for the
    effect of a calendar: what is typed, and what is made of it on the way.
    """
    clerk, admin = Client(app), Client(app)
    clerk.sign_in(person("intake"))
    documents = db.session.scalars(select(IssuedDocument)).all()
    assert documents
    for document in documents:
        code = document.verification_code
        assert code is not None
        anybody = Client(app)
        assert anybody.raw("GET", f"/verify/{code}").status_code == 200
        anybody.get("/verify").submit("/verify", status=200, code=code)
    complaint = db.session.scalars(select(Complaint).order_by(Complaint.id)).first()
    assert complaint is not None
    page = clerk.get(f"/complaints/{complaint.id}")
    words = [a["href"] for a in page.all("a", href=True) if "format=docx" in a["href"]]
    assert words
    for address in words:
        assert clerk.raw("GET", address).data.startswith(b"PK")
    leader = new_user("leader", "那木拉", "government", (Role.DISCIPLINE_LEADER,))
    editor = Client(app)
    editor.sign_in(leader)
    previewed = []
    for kind in registered().values():
        url = f"/templates/{wording.draft(kind.code).id}"
        real = kind.examples(actor(leader))[:1]
        previewed += real
        subject = str(real[0].id) if real else ""
        typed = {**filled_in(editor.get(f"{url}/edit").form("/edit")), "subject": subject}
        assert editor.raw("POST", f"{url}/preview", typed).status_code == 200
    assert {complaint.id} <= {int(one.id) for one in previewed}
    example = registered()[DocumentKind.RESULT_NOTICE].examples(actor(leader))[0]
    letter = f"/templates/letter?kind={DocumentKind.RESULT_NOTICE}&on={example.id}"
    assert editor.raw("GET", letter).data.startswith(b"%PDF")
    with moment.frozen("2026-11-30"):
        admin.sign_in(person("admin"))
        url = "/administration/calendar/import"
        admin.get(url).submit("/import", status=200, text=OF_2027)


def _post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Set a mail server; return where it keeps the bytes of what it gets, and its plain text."""
    sent: list[bytes] = []
    post = Post("mail", 25, "wenze@a.gov.cn", None, None, False, (20, 8), "https://wenze.a.gov.cn")
    monkeypatch.setitem(app.extensions, "wenze.mail", post)

    class Server:
        def __init__(self, *_args: Any, **_kwargs: Any) -> None: ...

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_args: object) -> None: ...

        def send_message(self, message: EmailMessage) -> None:
            sent.extend([message.as_bytes(), str(message.get_content()).encode()])

    monkeypatch.setattr(smtplib, "SMTP", Server)
    return sent


def _where_it_lies(app: Flask, engine: engines.TestEngine) -> list[Path]:
    """Return the folders with the bytes of the database, flushed."""
    with app.app_context():
        if isinstance(engine, engines.PostgresEngine):
            db.session.execute(text("CHECKPOINT"))
            db.session.rollback()
            return [engine._folder]
        path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
        return [path.parent]


@pytest.mark.requirement("SEC-01")
def test_who_reported_is_in_the_consented_opening_and_nowhere_else(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    assert len(life.recorder.answers) > 400
    seen = {answer.request for answer in life.recorder.answers}
    for path in ("volume", "package"):
        assert f"GET /cases/1/archive/{path}" in seen
    assert life.leaks() == []
    assert life.at_rest() == []
    assert not SCANNER.found(caplog.text.encode())

    with life.app.app_context():
        complaint = db.session.scalars(db.select(Complaint)).one()
        opening = services.request_opening(
            _second_complaint(complaint), actor("intake"), reason="核实联系方式。"
        )
        services.consent_opening(opening, actor("supervisor"), seen_version=opening.version)
        url = f"/complaints/{opening.complaint_id}/openings/{opening.id}/view"
        db.session.commit()
        clerk = Client(life.app)
        clerk.sign_in(person("intake"))
        clerk.get(url).submit(url, status=200)
        logged = db.session.execute(
            text(
                "SELECT count(*) FROM access_entries"
                " WHERE kind = 'open' AND subject_type = 'reporters'"
            )
        ).scalar()
    assert life.leaks() == [f"POST {url}"]
    assert logged == 1
    assert life.at_rest() == []
    assert not SCANNER.found(caplog.text.encode())


def _second_complaint(complaint: Complaint) -> Complaint:
    """Let the open request for the report be refused, so that another one can be made."""
    opening = services.openings.queries.openings_of(complaint)[0]  # type: ignore[attr-defined]
    services.refuse_opening(
        opening, actor("supervisor"), reason="可以书面答复。", seen_version=opening.version
    )
    return complaint


@pytest.mark.parametrize(
    "leak",
    [
        "UPDATE complaints SET facts = facts || :name",
        "UPDATE search_entries SET text = text || :name",
        "UPDATE units SET document_prefix = NULL, short_name = :name WHERE parent_id IS NULL",
    ],
)
def test_a_planted_leak_is_found(
    committed_db: Flask, engine: engines.TestEngine, template: Path, leak: str
) -> None:
    """The twin: one careless write, and the page, the index or the byte of a file tells."""
    recorder = Recorder(committed_db.wsgi_app)
    committed_db.wsgi_app = recorder  # type: ignore[method-assign]
    with committed_db.app_context():
        _take_down(committed_db)
        db.session.execute(text(leak), {"name": NAME})
        db.session.commit()
        leader = Client(committed_db)
        leader.sign_in(person("reviewer" if "units" in leak else "supervisor"))
        for url in ("/", "/complaints/1"):
            leader.raw("GET", url)
    there = Life(committed_db, recorder, [*_where_it_lies(committed_db, engine), template])
    assert there.at_rest()
    assert bool(there.leaks()) is ("complaints" in leak)


def test_a_leak_inside_a_stored_letter_is_found(app: Flask, tmp_path: Path) -> None:
    """The twin for decoded layers: no byte of the file shows it, its text does."""
    letter = Letter(
        head="某某办公室",
        number=None,
        title="办理结果告知书",
        addressee="投诉举报人",
        body=(Paragraph(f"{NAME}：您好。"),),
        signer="某某办公室",
        on=moment.today(),
    )
    content = render(letter)
    assert not any(dress in content for dress in dresses(NAME))
    assert SCANNER.found(content) == ["name"]
    FolderStorage(tmp_path).put(content)
    assert any("name" in hit for hit in SCANNER.in_files([tmp_path]))


@pytest.mark.requirement("SEC-01")
def test_a_name_inside_a_volume_or_a_package_would_be_found(app: Flask) -> None:
    """The twin for the archive, with a name of its own: the other one must be nowhere at rest."""
    name = "巴达日呼扎布"
    scanner = Scanner({"name": name})
    case = casework.case(CaseState.INVESTIGATING)
    casework.record_evidence(case, summary=f"{name}称，没有收到答复。")
    cases.dismiss_case(case, actor("supervisor"), reason="无", seen_version=case.version)
    made = archives.archive(case)
    volume = archives.volume(made)
    assert name.encode() not in volume
    assert scanner.found(volume) == ["name"]
    db.session.commit()
    assert scanner.found(packed(made, volume)) == ["name"]


@pytest.mark.parametrize("secret", [NAME, PHONE, ADDRESS])
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_every_dress_is_seen_through(secret: str, before: str) -> None:
    """The twin for the scanner: it sees a secret in each encoding, wherever that begins."""
    raw = f"{before}{secret}尾".encode()
    for dressed in (
        raw,
        base64.b64encode(raw),
        base64.urlsafe_b64encode(raw),
        raw.hex().encode(),
        json.dumps(raw.decode()).encode(),
        quote(raw.decode()).encode(),
        f"{before}{secret}".encode("gb18030"),
        f"{before}{secret}".encode("utf-16"),
    ):
        assert SCANNER.found(b"x " + dressed + b" y"), dressed
    assert not SCANNER.found(b"nothing of it")


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda raw: zlib.compress(raw, 9)])
def test_what_is_made_smaller_is_seen_through(pack: Any) -> None:
    packed = pack(f"{NAME}：您好。".encode())
    assert SCANNER.found(packed) == ["name"]
    assert SCANNER.found(gzip.compress(packed)) == ["name"]
    assert not SCANNER.found(packed[:12])


def test_layers_of_a_document_are_unpacked() -> None:
    assert any(b"Tanaqiqige" in layer for layer in layers(pdf("Tanaqiqige")))
