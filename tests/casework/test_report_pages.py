"""The pages of the investigation report, as those who write, review and approve it meet them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from casework.models import InvestigationReport
from casework.reporting.queries import reports_of
from casework.rules import CaseState
from casework.services import reporting
from core.identity.models import User
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, person
from tests.support.statements import counted

SignIn = Callable[[User], Client]


def written() -> tuple[str, InvestigationReport]:
    """Return the address of a drafted report, and the report."""
    case = make.case(CaseState.INVESTIGATING)
    make.gather(case)
    return f"/cases/{case.id}/report", make.draft(case)


def test_before_there_is_a_report_the_page_says_what_is_missing(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    url = f"/cases/{case.id}/report"
    assert "尚未登记取证" in sign_in(person("handler")).get(url).text
    assert "尚未起草调查报告" in sign_in(person("supervisor")).get(url).text
    answer = sign_in(person("handler")).get(f"{url}/new")
    assert "尚未登记取证" in answer.one(class_="notices").text


def test_a_returned_report_is_edited_below_the_reason(sign_in: SignIn) -> None:
    url, report = written()
    make.submit(report)
    page = sign_in(person("reviewer")).get(url)
    page.follow("审核退回").submit(reason="证据与事实对应不明。")
    investigator = sign_in(person("handler"))
    assert "退回修改" in investigator.get(url).text
    form = investigator.get(url).follow("修改调查报告")
    assert "证据与事实对应不明。" in form.text
    form.submit(findings="经查属实，证据充分。")
    page = investigator.get(url)
    assert "第3稿" in page.text
    assert "尚未签署" in page.text
    kept = page.follow("第1稿")
    assert make.FINDINGS in kept.text
    assert "经查属实，证据充分。" not in kept.text


def test_the_record_can_be_written_in_anew(sign_in: SignIn) -> None:
    url, report = written()
    make.record_fact(report.case, text="另查明，未告知延期。")
    investigator = sign_in(person("handler"))
    page = investigator.get(url)
    assert "新认定事实1项" in page.text
    form = page.follow("修改调查报告").follow("重新生成")
    assert "另查明，未告知延期。" in form.one("textarea", name="facts_text").text
    assert form.one("textarea", name="findings").text == make.FINDINGS
    form.submit()
    assert "案卷有变动" not in investigator.get(url).text


def test_a_refused_text_keeps_what_was_typed(sign_in: SignIn) -> None:
    url, _report = written()
    form = sign_in(person("handler")).get(f"{url}/edit")
    page = form.submit(status=422, findings="", course="经过改写了。")
    assert "请写明调查结论。" in page.text
    assert page.one("textarea", name="course").text == "经过改写了。"
    page = form.submit(status=422, findings="印不出\U00010300。")
    assert "字库没有下列字" in page.errors[0]


def test_the_document_is_a_draft_first_and_then_the_very_bytes(sign_in: SignIn) -> None:
    url, report = written()
    reader = sign_in(person("supervisor"))
    document = f"{url}/{report.id}/document"
    assert reader.raw("GET", document).data.startswith(b"%PDF-")
    make.approve(make.review(make.submit(report)))
    kept = reader.raw("GET", document)
    assert kept.data == reader.raw("GET", document).data
    assert kept.headers["Cache-Control"] == "no-store"
    assert reader.raw("GET", f"{document}?format=docx").data.startswith(b"PK")
    assert reader.raw("GET", f"{url}/{report.id + 999}/document").status_code == 404
    assert reader.raw("GET", f"{url}/{report.id}/editions/77").status_code == 404


def test_acts_that_are_not_the_readers_are_forbidden(sign_in: SignIn) -> None:
    url, report = written()
    sign_in(person("supervisor")).get(f"{url}/sign", status=403)
    sign_in(person("handler")).get(f"{url}/approve", status=403)
    answer = sign_in(person("reviewer")).get(f"{url}/review")
    assert "当前状态为「起草中」" in answer.one(class_="notices").text
    assert report.state == "drafted"


@pytest.mark.parametrize("username", ["official", "stranger", "liaison", "town_supervisor"])
def test_whoever_may_not_know_the_case_finds_no_report(sign_in: SignIn, username: str) -> None:
    url, report = written()
    reader = sign_in(person(username))
    for path in (url, f"{url}/{report.id}/document", f"{url}/{report.id}/editions/1"):
        assert reader.raw("GET", path).status_code in (403, 404)


def test_the_page_asks_at_most_twelve_statements(sign_in: SignIn) -> None:
    url, report = written()
    make.submit(report)
    reporting.return_report(report, actor("reviewer"), reason="补充。", seen_version=report.version)
    reader = sign_in(person("handler"))
    reader.get(url)
    with counted() as sent:
        reader.get(url)
    assert len(sent) <= 12, "\n\n".join(sent)
    assert len(reports_of(report.case)) == 1
