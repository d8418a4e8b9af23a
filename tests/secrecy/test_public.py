"""What somebody of the public sent in stands sealed: in no answer, no log and no byte."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Complaint
from core.db import db
from tests.secrecy.scanning import Recorder, Scanner
from tests.secrecy.test_canary import _where_it_lies
from tests.support import engines
from tests.support.client import Client
from tests.support.crawl import crawl
from tests.support.factories import PASSWORD, person, unit

NAME, PHONE, ADDRESS = "娜仁托娅", "15104826617", "白桦林路二百一十三号"
OTHER, LETTER = "额尔德木图", "我就住在公开栏正对面的那一家。"
SECRETS = {"name": NAME, "phone": PHONE, "address": ADDRESS, "other": OTHER}
SCANNER = Scanner(SECRETS)
#: What was written by code is shown to who has the code, and to intake when it opens the letters.
LETTERS = Scanner({"letter": LETTER})
ORIGIN = "203.0.113.77"


@pytest.mark.requirement("SEC-01", "INF-07")
def test_who_sent_it_stands_in_no_answer_no_log_and_no_byte(
    committed_db: Flask,
    engine: engines.TestEngine,
    template: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    recorder = Recorder(committed_db.wsgi_app)
    committed_db.wsgi_app = recorder  # type: ignore[method-assign]
    with committed_db.app_context():
        unit("office").takes_public_reports = True
        db.session.commit()
        citizen = Client(committed_db)
        citizen._http.environ_base["REMOTE_ADDR"] = ORIGIN
        sent = {
            "unit": unit("department").name,
            "title": "公开栏半年没有更新",
            "facts": "局门口的公开栏从去年夏天起没有换过。",
            "stands": "joint",
            "reporter_name": NAME,
            "reporter_phone": PHONE,
            "reporter_address": ADDRESS,
            "joint_count": "2",
            "joint_names": OTHER,
            "answer_by": "phone",
        }
        assert SCANNER.found(str(sent).encode()), "the twin: the scanner sees it in what is sent"
        # refused: what came with it must be nowhere either; the answer is the sender's own
        wrong = (io.BytesIO(f"不是PDF：{NAME}{PHONE}".encode()), f"{NAME}.pdf")
        citizen.get("/report").submit(status=422, **sent, files=wrong)
        assert SCANNER.found(recorder.answers[-1].content), "what was typed is not lost"
        recorder.answers.clear()
        received = citizen.get("/report").submit(
            status=200, **sent, files=(io.BytesIO("便条".encode()), f"{NAME}.txt")
        )
        code = received.one("p", class_="receipt-code").text
        standing = citizen.get("/follow-up").submit("/follow-up", status=200, code=code)
        standing.submit("/follow-up/messages", status=200, text=LETTER)
        shown = len(recorder.answers)
        for username in ("intake", "supervisor", "official"):
            crawl(committed_db, person(username), PASSWORD, per_endpoint=1)
        assert len(db.session.scalars(select(Complaint)).all()) == 1
        db.session.commit()
        folders = _where_it_lies(committed_db, engine)
    runner = committed_db.test_cli_runner()
    runner.invoke(args=["record", "export", str(tmp_path / "record.jsonl")])
    assert sorted({a.request for a in recorder.answers if SCANNER.found(a.content)}) == []
    told = {a.request for a in recorder.answers[shown:] if LETTERS.found(a.content)}
    assert {request.rpartition("/")[2] for request in told} <= {"messages"}
    digits = Scanner({"code": code.replace(" ", ""), "origin": ORIGIN})
    for scanner in (SCANNER, LETTERS, digits):
        assert scanner.in_files([*folders, template, tmp_path]) == []
        assert not scanner.found(caplog.text.encode())
