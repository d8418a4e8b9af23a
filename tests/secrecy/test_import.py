"""A spreadsheet with a caller nobody must read of; and two who import the same at once."""

from __future__ import annotations

import io
import logging
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from complaints import services
from complaints.models import Complaint, HotlineImport
from complaints.rules import ImportState
from core.db import db
from core.procedure import Stale
from core.refusals import Refused
from tests.secrecy.scanning import Recorder, Scanner
from tests.secrecy.test_canary import _where_it_lies
from tests.support import engines, hotline
from tests.support.application import in_parallel
from tests.support.client import Client
from tests.support.crawl import crawl
from tests.support.factories import PASSWORD, actor, person, unit

#: Not those of the canary, whose planted leaks lie in the same folder.
NAME, PHONE, ADDRESS = "乌日更达赖", "15604829914", "呼和诺尔街三千零三号"
NUMBER = "152202199001017777"
SCANNER = Scanner({"name": NAME, "phone": PHONE, "address": ADDRESS, "id": NUMBER})
CANARY = {"来电人姓名": NAME, "来电号码": PHONE, "联系地址": ADDRESS, "身份证号": NUMBER}
HEADINGS = (*hotline.HEADINGS, "身份证号")


def rows() -> list[dict[str, str]]:
    """Return a sound row, and faulty ones that name the caller in every way."""
    return [
        hotline.order(1, **CANARY),
        hotline.order(2, **CANARY, 被反映单位="没有这个局"),
        hotline.order(3, **CANARY, 诉求内容=f"{NAME}（{PHONE}，{NUMBER}）反映"),
        hotline.order(4, **{**CANARY, "来电号码": f"{PHONE}/2"}),
    ]


@pytest.mark.requirement("SEC-01")
def test_who_called_stands_in_no_answer_no_log_and_no_byte(
    committed_db: Flask,
    engine: engines.TestEngine,
    template: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    recorder = Recorder(committed_db.wsgi_app)
    committed_db.wsgi_app = recorder  # type: ignore[method-assign]
    content = hotline.xlsx(rows(), HEADINGS)
    assert SCANNER.found(content), "the twin: the scanner sees it in what is sent"
    with committed_db.app_context():
        clerk = Client(committed_db)
        clerk.sign_in(person("intake"))
        new = "/complaints/imports/new"
        sent = (io.BytesIO(content), f"{NAME}.xlsx")
        page = clerk.get(clerk.get(new).submit(new, sheet=sent).location)
        clerk.get(page.follow("指定列的含义").submit("/choose-columns").location)
        clerk.raw("GET", f"{clerk.path}/rejected")
        clerk.get(clerk.get(clerk.path.removesuffix("/rejected")).submit("/confirm").location)
        clerk.raw("GET", f"{clerk.path}/rejected")
        for username in ("intake", "supervisor"):
            crawl(committed_db, person(username), PASSWORD, per_endpoint=1)
        assert len(db.session.scalars(select(Complaint)).all()) == 1
        db.session.commit()
        folders = _where_it_lies(committed_db, engine)
    runner = committed_db.test_cli_runner()
    runner.invoke(args=["record", "export", str(tmp_path / "record.jsonl")])
    (tmp_path / "a.xlsx").write_bytes(content)
    told = runner.invoke(
        args=["import", "complaints", str(tmp_path / "a.xlsx"), "--by", "intake", "--dry-run"]
    )
    (tmp_path / "a.xlsx").unlink()
    assert sorted({a.request for a in recorder.answers if SCANNER.found(a.content)}) == []
    assert SCANNER.in_files([*folders, template, tmp_path]) == []
    assert not SCANNER.found(told.output.encode())
    assert not SCANNER.found(caplog.text.encode())


def test_of_several_who_confirm_one_upload_one_wins(committed_db: Flask) -> None:
    with committed_db.app_context():
        made = hotline.waiting(hotline.orders(3))
        import_id, seen = made.id, made.version

    def confirm(_index: int) -> None:
        import_ = db.session.get_one(HotlineImport, import_id)
        services.confirm_import(import_, actor("intake"), seen_version=seen)

    outcomes = in_parallel(committed_db, 4, confirm)
    assert outcomes.count(None) == 1, outcomes
    assert sum(isinstance(outcome, Stale) for outcome in outcomes) == 3, outcomes
    with committed_db.app_context():
        numbers = db.session.scalars(select(Complaint.number).order_by(Complaint.id)).all()
        assert [number[-2:] for number in numbers] == ["1号", "2号", "3号"]


def test_of_several_uploads_of_one_file_one_adds_and_the_others_are_told_who(
    committed_db: Flask,
) -> None:
    file = hotline.upload(hotline.xlsx(hotline.orders(3)))
    with committed_db.app_context():
        uploads = [services.upload_orders(actor("intake"), unit("office"), file) for _ in range(4)]
        ids = [made.id for made in uploads]

    def confirm(index: int) -> None:
        import_ = db.session.get_one(HotlineImport, ids[index])
        services.confirm_import(import_, actor("intake"), seen_version=1)

    outcomes = in_parallel(committed_db, 4, confirm)
    assert outcomes.count(None) == 1, outcomes
    told = [outcome.refusal for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refusal.code for refusal in told] == ["import_known_already"] * 3
    assert {refusal.params["who"] for refusal in told} == {"白玉兰"}
    with committed_db.app_context():
        assert len(db.session.scalars(select(Complaint)).all()) == 3
        states = db.session.scalars(select(HotlineImport.state)).all()
        assert sorted(states) == sorted([ImportState.DONE, *[ImportState.WAITING] * 3])
