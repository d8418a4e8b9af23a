"""Two who report the same matter stay as secret as one: joined, in a case, and parted again."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints import queries
from complaints.models import Complaint
from complaints.services import Identity
from core.db import db
from tests.secrecy.scanning import Recorder, Scanner
from tests.secrecy.test_canary import _where_it_lies
from tests.support import casework, engines
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.crawl import crawl
from tests.support.factories import PASSWORD, person

#: Not those of the canary, whose planted leaks lie in the same folder.
NAMES = ("萨仁其木格", "宝音德力格尔", "哈斯额尔敦")
PHONES = ("15304829921", "15304829922", "15304829923")
SCANNER = Scanner({text: text for text in (*NAMES, *PHONES)})


def take_down(clerk: Client, number: int) -> None:
    """Register by the form, and look at what is suggested."""
    about: dict[str, Any] = {
        "respondents-0-unit": "阿尔山市自然资源局",
        "respondents-0-person_name": "王𬭩",
    }
    page = clerk.get("/complaints/new").submit(
        "/complaints/new",
        received_on="2026-03-02",
        channel="telephone",
        kind="report",
        title="征收补偿方案申请公开没有答复",
        facts="二月初递交的公开征收补偿方案的申请，到现在没有收到任何答复。",
        trigger="duty_not_performed",
        reporter_name=NAMES[number],
        reporter_phone=PHONES[number],
        **about,
    )
    shown = clerk.get(page.location)
    assert shown.has("section", id="similar") is (number > 0)


@pytest.mark.requirement("SEC-01", "INF-03")
def test_who_reported_the_same_stands_in_no_answer_no_log_and_no_byte(
    committed_db: Flask,
    engine: engines.TestEngine,
    template: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    recorder = Recorder(committed_db.wsgi_app)
    committed_db.wsgi_app = recorder  # type: ignore[method-assign]
    assert SCANNER.found(str(NAMES).encode()), "the twin: the scanner sees them"
    with committed_db.app_context():
        clerk, leader = Client(committed_db), Client(committed_db)
        clerk.sign_in(person("intake"))
        leader.sign_in(person("supervisor"))
        for number in range(len(NAMES)):
            take_down(clerk, number)
        first, second, third = db.session.scalars(select(Complaint).order_by(Complaint.id)).all()
        for one in (second, third):
            page = leader.get(f"/complaints/{one.id}/merge?into={first.number}")
            page.submit("/merge", status=422, reason=f"{NAMES[0]}也反映过。", into=first.number)
            page.submit("/merge", into=first.number, reason="同一份申请。")
        crawl(committed_db, person("supervisor"), PASSWORD, per_endpoint=3)
        db.session.expire_all()
        make.accept(first)
        case = casework.proposed(first)
        casework.file(case)
        casework.investigate(case)
        make.unmerge(third)
        db.session.commit()
        for username in ("intake", "supervisor", "handler"):
            crawl(committed_db, person(username), PASSWORD, per_endpoint=2)
        typed = {f"POST /complaints/{one.id}/merge" for one in (second, third)}
        asked = {answer.request for answer in recorder.answers}
        assert {f"GET /cases/{case.id}/complaints", f"GET /complaints/{second.id}/unmerge"} <= asked
        folders = _where_it_lies(committed_db, engine)
    runner = committed_db.test_cli_runner()
    runner.invoke(args=["record", "export", str(tmp_path / "record.jsonl")])
    told = {answer.request for answer in recorder.answers if SCANNER.found(answer.content)}
    assert told == typed  # the form that was refused comes back with what was typed
    assert SCANNER.in_files([*folders, template, tmp_path]) == []
    assert not SCANNER.found(caplog.text.encode())


@pytest.mark.usefixtures("app")
@pytest.mark.requirement("SEC-01")
def test_the_identity_of_one_is_opened_for_one_alone() -> None:
    other = Identity(make.REPORTER.kind, name=NAMES[0], phone=PHONES[0])
    leading, one = make.complaint(), make.complaint(reporter=other)
    make.merge(one, leading)
    assert make.viewed(leading).name == make.REPORTER.name
    assert queries.openings_of(one) == []
    assert make.viewed(one).name == NAMES[0]
