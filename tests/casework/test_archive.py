"""An ended case goes into the archive: one volume, a number, a retention somebody answers for."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from pypdf.generic import Destination

from casework import services
from casework.archive.paging import CONTENTS_HEAD
from casework.archive.pieces import WITHHELD, pieces_of
from casework.archive.queries import volume_of
from casework.archive.volume import copied
from casework.models import Case, CaseArchive
from casework.rules import CaseState, review_day
from complaints import services as complaint_services
from complaints.rules import ComplaintState
from core import moment
from core.access_log import AccessEntry, AccessKind
from core.db import db
from core.files import store
from core.files.models import Attachment
from core.files.storage import DamagedFile
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from tests.support import archives, casework, complaints
from tests.support.client import Client
from tests.support.factories import actor, person
from tests.support.files import upload


def _texts(content: bytes) -> list[str]:
    """Return the text of each page without white space."""
    pages = PdfReader(io.BytesIO(content)).pages
    return ["".join(page.extract_text().split()) for page in pages]


def _waiting(app: Flask, username: str) -> list[tuple[str, str]]:
    """Return what waits for somebody: number and act."""
    with app.test_request_context():
        return [(task.number, str(task.action)) for task in tasks_of(actor(username))]


@pytest.mark.requirement("ARC-01", "ARC-02", "NET-12")
def test_the_volume_has_contents_and_every_document_under_one_count_of_pages(app: Flask) -> None:
    made = archives.archive(archives.closed())
    texts = _texts(archives.volume(made))
    cover, contents = texts[0], "".join(texts[1:3])
    assert "责任追究案卷" in cover
    assert made.number in cover
    assert "".join(CONTENTS_HEAD) in contents
    start = next(n for n, text in enumerate(texts) if "立案审批表" in text and n > 2)
    numbered = texts[start:]
    for number, text in enumerate(numbered, 1):
        assert str(number) in text, f"page {number} bears its number"
    for title in (
        *("立案审批表", "立案意见", "同意立案。", "调查组组成表", "取证记录", "调查报告"),
        *("陈述申辩记录", "责任划分认定表", "处理决定审批表", "责任追究处理决定书", "送达登记表"),
        *(
            "复核决定书",
            "整改登记表",
            "结案登记表",
            "办理过程记录",
            "卷内文件校验清单",
            "卷内备考表",
        ),
    ):
        assert any(title in text for text in numbered), title
    outline = PdfReader(io.BytesIO(archives.volume(made))).outline
    reader = PdfReader(io.BytesIO(archives.volume(made)))
    assert len(outline) > 10
    for item in outline:
        assert isinstance(item, Destination)
        at = reader.get_destination_page_number(item)
        assert at is not None
        assert at >= start
    assert f"{len(numbered)}页" in cover


@pytest.mark.requirement("ARC-01")
def test_a_picture_is_a_page_and_what_is_none_is_listed_with_its_hash(app: Flask) -> None:
    case = archives.closed()
    made = archives.archive(case)
    rows = db.session.query(Attachment).filter_by(subject_type="evidence").all()
    texts = _texts(archives.volume(made))
    whole = "".join(texts)
    for row in rows:
        assert row.sha256 in whole
    contents = "".join(texts[1:4])
    assert "现场照片.jpg" in contents
    assert "电子件" in contents
    reader = PdfReader(io.BytesIO(archives.volume(made)))
    assert any(page.images for page in reader.pages), "the photograph is bound"
    assert any("register" in text for text in texts), "the PDF is bound"
    assert archives.TEXT.decode() not in whole


@pytest.mark.requirement("ARC-07")
def test_the_act_gives_a_number_of_the_series_and_says_who_set_the_retention(app: Flask) -> None:
    with moment.frozen("2026-03-02"):
        first = archives.archive(casework.case(CaseState.CLOSED), years=10)
        second = archives.archive(casework.case(CaseState.DISMISSED), years=None)
    assert [first.number[-8:], second.number[-8:]] == ["〔2026〕1号", "〔2026〕2号"]
    assert first.retention_set_by_id == person("supervisor").id
    assert (first.review_on, second.review_on) == (date(2036, 3, 2), None)
    entry = of_subject(Case.__tablename__, first.case_id, 1)[0]
    assert entry.action == "archive"
    assert archives.BASIS in (entry.after or "")


@pytest.mark.requirement("ARC-06")
@pytest.mark.parametrize(("years", "basis"), [(10, ""), (0, "依据"), (1000, "依据")])
def test_no_retention_is_invented(app: Flask, years: int, basis: str) -> None:
    case = casework.case(CaseState.CLOSED)
    with pytest.raises(Refused) as refused:
        services.archive_case(
            case, actor("supervisor"), years=years, basis=basis, seen_version=case.version
        )
    assert refused.value.refusal.code == "case_retention_unfounded"
    assert case.archive is None


def test_only_an_ended_case_is_archived_and_once(app: Flask) -> None:
    case = casework.case(CaseState.EFFECTIVE)
    with pytest.raises(Refused):
        archives.archive(case)
    casework.close(case)
    seen = case.version
    archives.archive(case)
    again: dict[str, Any] = {"years": None, "basis": archives.BASIS}
    with pytest.raises(Stale) as stale:
        services.archive_case(case, actor("supervisor"), **again, seen_version=seen)
    assert stale.value.what == "归档"
    with pytest.raises(Forbidden):
        archives.archive(case)


@pytest.mark.parametrize("username", ["handler", "reviewer", "signer", "intake"])
def test_only_who_may_archives(app: Flask, username: str) -> None:
    case = casework.case(CaseState.CLOSED)
    with pytest.raises(Forbidden):
        archives.archive(case, by=username)


def test_a_damaged_document_stops_the_act(app: Flask) -> None:
    case = archives.closed()
    row = db.session.query(Attachment).filter_by(subject_type="evidence").first()
    assert row is not None
    store().remove(row.stored_as)
    with pytest.raises(DamagedFile):
        archives.archive(case)
    db.session.expire_all()
    assert case.archive is None


def test_a_character_no_font_has_does_not_stop_it(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    casework.record_evidence(case, summary="附言\U0001f600。", files=[upload()])
    services.dismiss_case(case, actor("supervisor"), reason="无", seen_version=case.version)
    assert "附言〓" in "".join(_texts(archives.volume(archives.archive(case))))


@pytest.mark.requirement("ARC-07", "SEC-01")
def test_of_the_report_only_its_number_is_in_the_file_and_the_contents_say_so(app: Flask) -> None:
    case = casework.case(CaseState.CLOSED, of_complaint=True)
    complaint = case.complaint
    assert complaint is not None
    whole = "".join(_texts(archives.volume(archives.archive(case))))
    assert complaint.number in whole
    assert "不入本卷" in whole
    assert "".join(complaint.facts.split()) not in whole
    assert "".join((complaint.reply_text or "-").split()) not in whole


@pytest.mark.requirement("ARC-07")
def test_a_retention_that_ran_out_waits_for_somebody_and_deletes_nothing(app: Flask) -> None:
    with moment.frozen("2026-03-02"):
        made = archives.archive(casework.case(CaseState.CLOSED), years=10)
        assert _waiting(app, "supervisor") == []
    with moment.frozen("2036-03-01"):
        assert _waiting(app, "supervisor") == []
    with moment.frozen("2036-03-02"):
        assert _waiting(app, "supervisor") == [(made.number, "保管期限届满，进行鉴定")]
        services.review_retention(
            made,
            actor("supervisor"),
            years=None,
            basis="鉴定小组意见",
            opinion="有长期查考价值。",
            seen_version=made.version,
        )
        assert _waiting(app, "supervisor") == []
    assert (made.retention_years, made.review_on) == (None, None)
    entry = of_subject(CaseArchive.__tablename__, made.id, 1)[0]
    assert entry.reason == "有长期查考价值。"
    assert "2036-03-02" in (entry.after or ""), "what it was stays in the record"
    assert archives.volume(made).startswith(b"%PDF")


@pytest.mark.requirement("FIN-22")
def test_an_ended_case_waits_to_be_archived(app: Flask) -> None:
    case = casework.case(CaseState.CLOSED)
    assert _waiting(app, "supervisor") == [(case.number, "归档")]
    assert _waiting(app, "handler") == []
    archives.archive(case, years=None)
    assert _waiting(app, "supervisor") == []


def test_a_leap_day_comes_round_on_the_last_of_february() -> None:
    assert review_day(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert review_day(date(2028, 2, 29), None) is None


def test_the_pages_of_an_archive(app: Flask) -> None:
    case = casework.case(CaseState.CLOSED)
    leader = Client(app)
    leader.sign_in(person("supervisor"))
    page = leader.get(f"/cases/{case.id}").follow("归档")
    bad = page.submit(status=422, term="years", basis="")
    assert "请填写保管期限的依据。" in bad.text
    assert "请填写1至999的年数" in bad.text
    leader.get(f"/cases/{case.id}/archive/new").submit(
        term="years", years="30", basis=archives.BASIS
    )
    assert case.archive is not None
    shown = leader.get(f"/cases/{case.id}").follow(case.archive.number)
    assert "30年" in shown.text
    assert "下载数据包" in shown.text
    volume = leader.raw("GET", f"/cases/{case.id}/archive/volume")
    assert volume.data == archives.volume(case.archive)
    assert volume.headers["Content-Disposition"].startswith("attachment")
    reviewed = leader.get(f"/cases/{case.id}/archive").follow("鉴定")
    reviewed.submit(term="permanent", basis="鉴定小组意见", opinion="永久保存。")
    assert "永久保存。" in leader.get(f"/cases/{case.id}/archive").text


def test_who_may_not_know_the_case_finds_no_archive(app: Flask) -> None:
    case = casework.case(CaseState.CLOSED)
    archives.archive(case)
    member = Client(app)
    member.sign_in(person("handler"))
    assert "下载数据包" not in member.get(f"/cases/{case.id}/archive").text
    assert member.raw("GET", f"/cases/{case.id}/archive/volume").status_code == 200
    assert member.raw("GET", f"/cases/{case.id}/archive/package").status_code == 403
    open_case = casework.case(CaseState.EFFECTIVE)
    leader = Client(app)
    leader.sign_in(person("supervisor"))
    assert "尚未归档" in leader.get(f"/cases/{open_case.id}/archive").text
    assert leader.raw("GET", f"/cases/{open_case.id}/archive/volume").status_code == 404


@pytest.mark.requirement("SEC-01")
def test_who_was_recused_finds_nothing_of_the_archive(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    casework.recuse(case, "colleague")
    services.dismiss_case(case, actor("supervisor"), reason="无", seen_version=case.version)
    archived = archives.archive(case)
    assert "回避审批表" in [line["title"] for line in archived.contents]
    colleague = Client(app)
    colleague.sign_in(person("colleague"))
    for page in ("archive", "archive/volume"):
        assert colleague.raw("GET", f"/cases/{case.id}/{page}").status_code == 404


def test_the_volume_is_sealed_where_it_is_kept_and_looked_after_with_the_others(app: Flask) -> None:
    made = archives.archive(casework.case(CaseState.CLOSED))
    row = volume_of(made)
    assert row.stored_as != row.sha256
    assert b"%PDF" not in store().read(row.stored_as)
    db.session.commit()
    checked = app.test_cli_runner().invoke(args=["files", "check"])
    assert "损坏0个，无主0个" in checked.output, checked.output


@pytest.mark.requirement("SEC-03")
def test_a_copy_for_others_keeps_back_what_leaders_said(app: Flask) -> None:
    made = archives.archive(archives.closed())
    opinion = "同意立案。"
    assert opinion in "".join(_texts(archives.volume(made))), "the twin: it stands in the file"
    leader = Client(app)
    leader.sign_in(person("supervisor"))
    page = leader.get(f"/cases/{made.case_id}/archive")
    answer = leader.raw("GET", page.one("a", text="下载查阅件")["href"])
    assert answer.mimetype == "application/pdf"
    copy = _texts(answer.data)
    whole = "".join(copy)
    assert "责任追究案卷（查阅件）" in copy[0]
    assert opinion not in whole
    assert "审核意见" not in whole
    kept_back = whole.count("".join(WITHHELD.split()))
    assert kept_back >= 3, "that there is an approval of filing and decision, and a record"
    assert "责任追究处理决定书" in whole
    (noted,) = [e for e in db.session.query(AccessEntry) if e.kind is AccessKind.EXPORT]
    assert (noted.subject_type, noted.subject_id) == ("case_archives", made.id)


@pytest.mark.requirement("SEC-03")
def test_what_leaders_said_is_not_told_to_whom_it_is_about(app: Flask) -> None:
    filed = casework.case(CaseState.FILED)
    opinion = "同意立案。"
    leader, official = Client(app), Client(app)
    leader.sign_in(person("supervisor"))
    assert opinion in leader.get(f"/cases/{filed.id}").text, "the twin: who handles it reads it"
    archives.closed()
    official.sign_in(person("official"))
    served = official.get("/").all("a", href=True) + official.get("/desk").all("a", href=True)
    pages = {a["href"] for a in served if a["href"].startswith(("/desk", "/notices"))}
    assert pages
    for address in pages:
        answer = official.raw("GET", address)
        is_pdf = answer.mimetype == "application/pdf"
        said = "".join(_texts(answer.data)) if is_pdf else answer.get_data(as_text=True)
        assert opinion not in said, address


@pytest.mark.requirement("NET-08", "NET-12")
def test_the_stubs_of_transfers_and_urgings_and_who_signed_the_reply_are_in_the_volume(
    app: Flask,
) -> None:
    report = complaints.complaint(ComplaintState.ACCEPTED)
    sent = complaints.transfer(report)
    complaints.sign(sent)
    complaints.urge(sent)
    complaints.report(sent)
    case = casework.proposed(report)
    casework.file(case)
    services.dismiss_case(case, actor("supervisor"), reason="不属实。", seen_version=case.version)
    draft = complaints.draft_reply(report)
    complaint_services.approve_reply(
        draft, actor("supervisor"), text="同意答复。", seen_version=draft.version
    )
    complaints.reply(report)
    made = archives.archive(case)
    whole = "".join(_texts(archives.volume(made)))
    for words in (
        *(
            "转办通知单",
            "催办通知",
            "转（督）办存根",
            "天池镇人民政府",
            "所反映的事项属于该单位职责",
        ),
        *("答复审核签批单", "白玉兰", "包晓梅", "同意答复。"),
    ):
        assert "".join(words.split()) in whole, words
    for secret in (complaints.REPORTER.name, complaints.FACTS, complaints.REPLY):
        assert secret not in whole
    copy = "".join(_texts(copied(made, pieces_of(case))))
    assert "同意答复。" not in copy
    assert complaints.CONTENT not in copy
    assert "".join(WITHHELD.split()) in copy
