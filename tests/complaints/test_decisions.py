"""Accepting, declining, withdrawing, answering, closing; the letters; opening who reported."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from pypdf import PdfReader

from complaints import services
from complaints.events import ComplaintWithdrawn
from complaints.models import Complaint
from complaints.queries import documents_of
from complaints.rules import ComplaintState, DocumentKind
from core import hooks, moment
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.db import db
from core.documents.services import pdf_bytes
from core.identity.models import User
from core.procedure import Stale
from core.refusals import Refused, say
from tests.support import complaints as make
from tests.support.factories import actor


def letter_of(complaint: Complaint) -> str:
    document = documents_of(complaint)[-1]
    reader = PdfReader(io.BytesIO(pdf_bytes(document)))
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def declined(complaint: Complaint, **changes: str) -> None:
    values = {"code": "outside_remit", "reason": "由上级机关管辖。", **changes}
    services.decline_complaint(
        complaint, actor("supervisor"), seen_version=complaint.version, **values
    )


@pytest.mark.requirement("CMP-03")
def test_accepting_meets_the_clock_and_names_the_decider(supervisor: User) -> None:
    complaint = make.complaint()
    with moment.frozen("2026-03-17"):
        make.accept(complaint)
    (clock,) = for_subject("complaints", complaint.id)
    assert (clock.state, clock.met_on, clock.is_late) == (ClockState.MET, date(2026, 3, 17), False)
    assert (complaint.decided_on, complaint.decided_by_id) == (date(2026, 3, 17), supervisor.id)


@pytest.mark.requirement("CMP-03")
def test_a_decision_on_the_sixteenth_day_is_late_and_still_taken() -> None:
    complaint = make.complaint()
    with moment.frozen("2026-03-18"):
        make.accept(complaint)
    assert for_subject("complaints", complaint.id)[0].is_late


@pytest.mark.requirement("CMP-04")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "complaint_decline_needs_reason"),
        ({"code": "because"}, "complaint_decline_code_unknown"),
        ({"reason": f"{make.REPORTER.name}所述不实。"}, "complaint_text_names_reporter"),
    ],
)
def test_declining_needs_a_ground_and_reasons_that_name_nobody(
    changes: dict[str, str], code: str
) -> None:
    complaint = make.complaint()
    with pytest.raises(Refused) as caught:
        declined(complaint, **changes)
    assert caught.value.refusal.code == code
    assert complaint.state is ComplaintState.REGISTERED
    assert not documents_of(complaint)


@pytest.mark.requirement("CMP-04")
def test_the_refusal_to_decline_without_reasons_cites_the_rule() -> None:
    with pytest.raises(Refused) as caught:
        declined(make.complaint(), reason="")
    assert "受理程序" in say(caught.value.refusal)


@pytest.mark.requirement("CMP-04")
def test_declining_issues_the_notice_with_ground_and_reasons() -> None:
    complaint = make.complaint()
    declined(complaint)
    (document,) = documents_of(complaint)
    assert document.kind == DocumentKind.DECLINE_NOTICE
    assert document.number == "阿政公责举告〔2026〕1号"
    text = letter_of(complaint)
    for part in (
        "不予受理告知书",
        "投诉举报人（阿政公责举〔2026〕1号）",
        "不属于本机关职责管辖",
        "由上级机关管辖。",
        "2026年3月2日",
        "第五十一条",
    ):
        assert part in text, part
    assert make.REPORTER.name not in text


@pytest.mark.requirement("CMP-04")
def test_a_character_no_font_has_is_refused_by_name_and_nothing_is_kept() -> None:
    complaint = make.complaint()
    with pytest.raises(Refused) as caught:
        declined(complaint, reason="见附图\U0010fffd")
    assert caught.value.refusal.code == "complaint_letter_unprintable"
    assert complaint.state is ComplaintState.REGISTERED


@pytest.mark.requirement("CMP-04")
def test_a_declined_report_is_closed_only_after_who_reported_was_told() -> None:
    complaint = make.complaint(ComplaintState.DECLINED)
    with pytest.raises(Refused) as caught:
        make.close(complaint)
    assert caught.value.refusal.code == "complaint_not_notified"
    with pytest.raises(Refused) as caught:
        make.close(complaint, told_on=date(2026, 3, 1))
    assert caught.value.refusal.code == "complaint_told_out_of_order"
    make.close(complaint, told_on=date(2026, 3, 2))
    assert complaint.state is ComplaintState.CLOSED
    assert (complaint.replied_on, complaint.reply_method) == (date(2026, 3, 2), "邮寄")


def test_nobody_has_to_be_told_of_an_anonymous_report_that_is_declined() -> None:
    complaint = make.complaint(ComplaintState.DECLINED, reporter=None)
    make.close(complaint)
    assert complaint.state is ComplaintState.CLOSED


def test_the_answer_stands_in_the_letter() -> None:
    complaint = make.complaint(ComplaintState.REPLIED)
    text = letter_of(complaint)
    assert "投诉举报办理结果告知书" in text
    assert "已责令改正。" in text
    assert complaint.reply_method == "当面送交"
    for secret in (make.REPORTER.name, make.REPORTER.phone, make.REPORTER.address):
        assert str(secret) not in text


@pytest.mark.parametrize(
    ("text", "method", "code"),
    [
        ("", "邮寄", "complaint_reply_needs_text"),
        ("已查处。", "", "complaint_reply_needs_method"),
        (f"{make.REPORTER.name}：已查处。", "邮寄", "complaint_text_names_reporter"),
        ("已查处。", f"电话告知{make.REPORTER.phone}", "complaint_text_names_reporter"),
    ],
)
def test_an_answer_needs_text_and_means_and_names_nobody(text: str, method: str, code: str) -> None:
    complaint = make.complaint(ComplaintState.ACCEPTED)
    with pytest.raises(Refused) as caught:
        services.reply_to_complaint(
            complaint, actor("intake"), text=text, method=method, seen_version=complaint.version
        )
    assert caught.value.refusal.code == code
    assert complaint.state is ComplaintState.ACCEPTED


@pytest.mark.parametrize("state", [ComplaintState.REGISTERED, ComplaintState.IN_CASE])
def test_a_withdrawal_is_announced_to_the_floors_above(app: Flask, state: ComplaintState) -> None:
    heard: list[ComplaintWithdrawn] = []
    hooks.subscribe(app, ComplaintWithdrawn, heard.append)
    complaint = make.complaint(state)
    make.withdraw(complaint)
    clerk = actor("intake")
    assert heard == [ComplaintWithdrawn(complaint.id, clerk.id, "已经与单位协商解决。")]
    assert complaint.withdrawn_on == date(2026, 3, 2)


def test_a_withdrawal_calls_the_clock_of_acceptance_off() -> None:
    complaint = make.complaint(ComplaintState.WITHDRAWN)
    (clock,) = for_subject("complaints", complaint.id)
    assert clock.state is ClockState.CANCELLED


def test_a_case_keeps_its_complaint_when_the_report_is_withdrawn_and_only_once() -> None:
    complaint = make.complaint(ComplaintState.IN_CASE)
    make.withdraw(complaint)
    assert complaint.state is ComplaintState.IN_CASE
    with pytest.raises(Refused) as caught:
        make.withdraw(complaint)
    assert caught.value.refusal.code == "complaint_withdrawn_already"


def test_what_a_subscriber_raises_undoes_the_withdrawal(app: Flask) -> None:
    def fail(_event: ComplaintWithdrawn) -> None:
        raise RuntimeError("no")

    complaint = make.complaint()
    hooks.subscribe(app, ComplaintWithdrawn, fail)
    with pytest.raises(RuntimeError):
        make.withdraw(complaint)
    db.session.expire_all()
    assert complaint.state is ComplaintState.REGISTERED


def test_a_decision_on_an_outdated_page_is_stale() -> None:
    complaint = make.complaint()
    seen = complaint.version
    make.accept(complaint)
    with pytest.raises(Stale) as caught:
        services.accept_complaint(complaint, actor("supervisor"), seen_version=seen)
    assert caught.value.who == "包晓梅"
