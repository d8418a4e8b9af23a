"""The investigation report: built from the record, signed by the team, judged by others, kept."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader

from casework import services
from casework.models import Case, InvestigationReport
from casework.procedure import reports as procedure
from casework.reporting import building, letter
from casework.reporting.queries import reports_of
from casework.rules import CaseAction, CaseState, EvidenceKind, ReportState
from casework.services import reporting
from core import moment
from core.access.permissions import Role
from core.db import db
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from core.worklist import tasks_of
from tests.support import archives
from tests.support import casework as make
from tests.support.factories import actor, new_user, unit

pytestmark = pytest.mark.usefixtures("app")


def ready() -> Case:
    """Return a case in which all is there that a report is written from."""
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    make.know_role(case)
    make.record_evidence(case)
    make.record_evidence(
        case,
        kind=EvidenceKind.CONSULT_FILES,
        on_date=date(2026, 2, 20),
        place="档案室",
        summary="收文登记簿没有该申请",
    )
    make.record_fact(
        case, on_date=date(2026, 2, 25), text="期满未答复", evidence_ids=[_id(case, 1)]
    )
    make.record_fact(case, on_date=date(2026, 2, 3), text="收到申请后未登记。")
    return case


def _id(case: Case, number: int) -> int:
    return next(item.id for item in case.evidence if item.number == number)


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    """Return the code of a refusal that can be said."""
    assert say(error.value.refusal)
    return error.value.refusal.code


def waiting(app: Flask, username: str) -> list[str]:
    """Return what waits for somebody."""
    with app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


# Building.


@pytest.mark.requirement("ACC-01", "CMP-05")
def test_the_text_is_written_from_the_record() -> None:
    case = ready()
    text = building.first_text(case)
    assert case.complaint is not None
    assert f"投诉举报（{case.complaint.number}）" in text.course
    assert case.complaint.facts not in text.course, "of the report nothing but its number"
    assert "韩志远（组长）、佟丽华" in text.course
    assert "2026年3月2日经批准立案" in text.course
    assert "询问1次、查阅文件1次" in text.course
    assert text.facts_text.splitlines() == [
        "1.2026年2月3日，收到申请后未登记。（证据1、证据2）",
        "2.2026年2月25日，期满未答复。（证据1）",
    ]
    first, second = text.evidence_text.splitlines()
    assert first.startswith("证据1：询问，2026年3月2日，市自然资源局会议室")
    assert "已出示证件" in first
    assert second.endswith("收文登记簿没有该申请。")
    assert "规定的“" in text.qualification
    assert (text.findings, text.effect_found) == ("", "")
    assert building.respondent_lines(case) == ["王𬭩（阿尔山市自然资源局，科员，直接承办人）"]


def test_evidence_keeps_its_number_when_older_evidence_comes_later() -> None:
    case = ready()
    assert [(item.number, item.on_date.month) for item in case.evidence] == [(1, 3), (2, 2)]
    make.record_evidence(case, on_date=date(2026, 1, 5))
    db.session.expire_all()
    assert [item.number for item in case.evidence] == [1, 2, 3]


def test_after_a_remand_the_last_conclusions_are_the_start() -> None:
    case = make.case(CaseState.INVESTIGATING)
    for step in (make.report_in_writing, make.open_defence, make.deliberate):
        step(case)
    for action in (CaseAction.DECIDE, CaseAction.SERVE, CaseAction.REMAND):
        services.follow(case, action, actor("reviewer"))
    (before,) = reports_of(case)
    text = building.first_text(case, building.text_of(before))
    assert (text.findings, text.effect_found) == (make.FINDINGS, make.EFFECT)
    with moment.frozen("2026-05-06"):
        make.report_in_writing(case)
    newest, oldest = reports_of(case)
    assert oldest.document is not None
    assert newest.document is not None
    assert case.reported_on == date(2026, 5, 6)


# From the draft to the approval.


@pytest.mark.requirement("CMP-05", "ACC-01")
def test_signed_reviewed_and_approved_it_ends_the_investigation() -> None:
    case = ready()
    report = make.approve(make.review(make.submit(make.draft(case))))
    assert (report.state, case.state) == (ReportState.APPROVED, CaseState.REPORTED)
    assert (case.findings, case.effect_found) == (make.FINDINGS, make.EFFECT)
    (hand_in,) = report.hand_ins
    assert hand_in.sections["findings"] == make.FINDINGS
    assert hand_in.opinion == make.OPINION
    acts = [entry.action for entry in of_subject("investigation_reports", report.id)]
    assert acts == ["approve", "review", "submit", "sign", "draft"]


@pytest.mark.requirement("CMP-05")
def test_one_investigator_alone_hands_nothing_in() -> None:
    report = make.draft(ready())
    with pytest.raises(Refused) as caught:
        reporting.submit_report(report, actor("handler"), seen_version=report.version)
    assert refusal(caught) == "report_too_few_signatures"
    assert "调查程序" in (caught.value.refusal.article or "")
    make.submit(report)
    assert {one.user.name for one in report.signatures} == {"韩志远", "佟丽华"}


def test_nobody_signs_twice() -> None:
    report = make.draft(ready())
    reporting.sign_report(report, actor("handler"), seen_version=report.version)
    with pytest.raises(Refused) as caught:
        reporting.sign_report(report, actor("handler"), seen_version=report.version)
    assert refusal(caught) == "report_signed_already"


def test_a_changed_text_is_signed_anew_and_each_hand_in_is_kept() -> None:
    report = make.submit(make.draft(ready()))
    reporting.return_report(
        report, actor("reviewer"), reason="补充审批环节。", seen_version=report.version
    )
    assert (report.state, report.edition) == (ReportState.RETURNED, 2)
    with pytest.raises(Refused) as caught:
        reporting.submit_report(report, actor("handler"), seen_version=report.version)
    assert refusal(caught) == "report_too_few_signatures", "the old signatures say nothing of it"
    better = replace(building.text_of(report), findings="经查，审批人未审核即签发。")
    reporting.edit_report(report, actor("colleague"), better, seen_version=report.version)
    make.approve(make.review(make.submit(report)))
    first, second = report.hand_ins
    assert (first.edition, second.edition) == (1, 3)
    assert first.return_reason == "补充审批环节。"
    assert first.sections["findings"] == make.FINDINGS, "what was handed in first stays"
    assert second.sections["findings"] == report.case.findings == "经查，审批人未审核即签发。"


def test_the_leader_may_send_a_reviewed_report_back() -> None:
    report = make.review(make.submit(make.draft(ready())))
    with pytest.raises(Refused) as caught:
        reporting.send_back_report(
            report, actor("supervisor"), reason="", seen_version=report.version
        )
    assert refusal(caught) == "case_reason_missing"
    reporting.send_back_report(
        report, actor("supervisor"), reason="定性依据不足。", seen_version=report.version
    )
    assert report.state is ReportState.RETURNED
    assert report.hand_ins[0].return_reason == "定性依据不足。"
    assert report.case.state is CaseState.INVESTIGATING


def test_what_was_recorded_after_the_text_has_to_be_in_it() -> None:
    case = ready()
    report = make.review(make.submit(make.draft(case)))
    make.record_evidence(case)
    make.record_fact(case, text="另查明，未告知延期。")
    with pytest.raises(Refused) as caught:
        make.approve(report)
    assert refusal(caught) == "report_case_changed"
    words = say(caught.value.refusal)
    assert "新登记证据3" in words
    assert "新认定事实1项" in words
    reporting.send_back_report(
        report, actor("supervisor"), reason="补写。", seen_version=report.version
    )
    text = building.first_text(case, building.text_of(report))
    assert "另查明，未告知延期。" in text.facts_text
    reporting.edit_report(report, actor("handler"), text, seen_version=report.version)
    make.approve(make.review(make.submit(report)))


def test_a_respondent_who_came_to_light_has_to_be_in_it() -> None:
    case = ready()
    report = make.draft(case)
    make.add_respondent(case)
    with pytest.raises(Refused) as caught:
        make.submit(report)
    assert "责任单位和人员的登记有改动" in say(caught.value.refusal)


@pytest.mark.requirement("CMP-05")
def test_the_signature_of_who_was_recused_does_not_carry_the_report() -> None:
    report = make.review(make.submit(make.draft(ready())))
    case = report.case
    new_user("third", "巴特尔", "office", (Role.INVESTIGATOR,))
    make.name(case, "third")
    make.recuse(case, "colleague")
    with pytest.raises(Refused) as caught:
        make.approve(report)
    assert refusal(caught) == "report_signature_lost"


def test_only_the_team_writes_and_only_others_judge() -> None:
    case = ready()
    with pytest.raises(Forbidden):
        make.draft(case, by="reviewer")
    report = make.draft(case)
    outsider = new_user("outsider", "外人", "office", (Role.INVESTIGATOR,))
    with pytest.raises(Forbidden):
        reporting.sign_report(report, actor(outsider.username), seen_version=report.version)
    make.submit(report)
    leader = actor("supervisor")
    with pytest.raises(Forbidden):
        reporting.review_report(report, leader, opinion="同意。", seen_version=report.version)
    make.review(report)
    with pytest.raises(Forbidden):
        reporting.approve_report(report, actor("reviewer"), seen_version=report.version)


@pytest.mark.requirement("CMP-05")
def test_who_investigated_neither_reviews_nor_approves_whatever_their_posts() -> None:
    everything = (Role.INVESTIGATOR, Role.REVIEWER, Role.DISCIPLINE_LEADER)
    both = new_user("both", "两任", "office", everything)
    case = ready()
    make.name(case, "both")
    report = make.submit(make.draft(case))
    with pytest.raises(Refused) as caught:
        reporting.review_report(
            report, actor(both.username), opinion="同意。", seen_version=report.version
        )
    assert refusal(caught) == "report_reviewer_of_team"


def test_who_reviewed_does_not_approve() -> None:
    two = new_user("two", "两任", "office", (Role.REVIEWER, Role.DISCIPLINE_LEADER))
    report = make.submit(make.draft(ready()))
    who = actor(two.username)
    reporting.review_report(report, who, opinion="同意。", seen_version=report.version)
    with pytest.raises(Refused) as caught:
        reporting.approve_report(report, who, seen_version=report.version)
    assert refusal(caught) == "report_approver_reviewed"


def test_a_case_has_one_open_report_and_none_outside_the_investigation() -> None:
    case = ready()
    report = make.submit(make.draft(case))
    with pytest.raises(Refused) as caught:
        make.draft(case)
    assert refusal(caught) == "report_exists"
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    with pytest.raises(Refused) as caught:
        make.review(report)
    assert refusal(caught) == "report_case_left"


def test_of_two_who_sign_at_once_the_second_reads_who_was_first() -> None:
    report = make.draft(ready())
    seen = report.version
    reporting.sign_report(report, actor("handler"), seen_version=seen)
    with pytest.raises(Stale) as caught:
        reporting.submit_report(report, actor("colleague"), seen_version=seen)
    assert caught.value.who == "韩志远"


def test_what_no_font_prints_is_refused_before_it_is_kept() -> None:
    with pytest.raises(Refused) as caught:
        make.draft(ready(), findings="经查属实\U00010300。")
    assert refusal(caught) == "report_unprintable"


def test_a_guard_that_lets_everybody_judge_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Plant a procedure whose reviewer may be anybody: the test above would fail on it."""
    rows = tuple(
        replace(row, guard=lambda _report, _actor: None) if row.action == "review" else row
        for row in procedure.REPORT_PROCEDURE.transitions
    )
    planted = replace(procedure.REPORT_PROCEDURE, transitions=rows)
    monkeypatch.setattr(reporting, "REPORT_PROCEDURE", planted)
    with pytest.raises(pytest.fail.Exception):
        test_who_investigated_neither_reviews_nor_approves_whatever_their_posts()


# The document, the archive, the worklist.


@pytest.mark.requirement("ARC-02")
def test_the_approved_report_is_kept_byte_for_byte_and_can_be_verified() -> None:
    report = make.approve(make.review(make.submit(make.draft(ready()))))
    document = db.session.get_one(IssuedDocument, report.document_id)
    assert document.verification_code
    assert document.template_version is not None
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf_bytes(document))).pages]
    words = "".join("".join(pages).split())
    for said in (
        f"关于{make.TITLE}的调查报告",
        "一、案件来源和调查经过",
        "七、定性和处理建议",
        "（证据1、证据2）",
        "韩志远2026年3月2日",
        "佟丽华2026年3月2日",
        "阿尔山市政务公开办公室调查组",
        "—1—",
    ):
        assert said in words, said


def test_before_the_approval_every_page_is_marked_as_a_draft() -> None:
    report = make.submit(make.draft(ready()))
    assert letter.letter(report).draft
    make.approve(make.review(report))
    assert not letter.letter(report).draft


def test_the_wording_of_staff_is_offered_real_reports() -> None:
    report = make.draft(ready())
    assert [one.id for one in letter.KIND.examples(actor("reviewer"))] == [report.id]
    occasion = letter.KIND.occasion(actor("reviewer"), report.id)
    assert occasion is not None
    assert occasion.draft
    assert letter.KIND.occasion(actor("stranger"), report.id) is None
    assert letter.KIND.occasion(actor("reviewer"), 999_999) is None


@pytest.mark.requirement("ARC-01", "ARC-02")
def test_the_report_and_how_it_was_approved_join_the_case_file() -> None:
    made = archives.archive(archives.closed())
    titles = [line["title"] for line in made.contents]
    assert any(title.startswith("调查报告（") for title in titles)
    assert "调查报告审批表" in titles
    line = next(one for one in made.contents if one["title"].startswith("调查报告（"))
    assert line["source"][0] == "issued_documents"
    assert line["page"]


def test_the_worklist_says_whose_turn_it_is(app: Flask) -> None:
    case = ready()
    assert waiting(app, "handler") == ["调查取证，提交调查报告"]
    report = make.draft(case)
    assert waiting(app, "colleague") == ["签署调查报告，送审"]
    reporting.sign_report(report, actor("colleague"), seen_version=report.version)
    assert waiting(app, "colleague") == []
    reporting.submit_report(report, actor("handler"), seen_version=report.version)
    assert waiting(app, "handler") == []
    assert waiting(app, "reviewer") == ["审核调查报告"]
    assert waiting(app, "supervisor") == []
    make.review(report)
    assert waiting(app, "reviewer") == []
    assert waiting(app, "supervisor") == ["批准调查报告"]
    reporting.send_back_report(
        report, actor("supervisor"), reason="补充。", seen_version=report.version
    )
    assert waiting(app, "colleague") == ["修改退回的调查报告"]


def test_a_report_nobody_of_the_accused_unit_can_know_of(app: Flask) -> None:
    report: InvestigationReport = make.submit(make.draft(ready()))
    accused = new_user("accused", "被查人", "department", (Role.REVIEWER, Role.DISCIPLINE_LEADER))
    assert waiting(app, accused.username) == []
    assert letter.KIND.examples(actor(accused.username)) == []
    with pytest.raises(Forbidden):
        reporting.review_report(
            report, actor(accused.username), opinion="同意。", seen_version=report.version
        )
    assert unit("department").id in {r.unit_id for r in report.case.respondents}
