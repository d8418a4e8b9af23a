"""The letter of acceptance: to whom it goes, what it says, and who reads it by the receipt code."""

from __future__ import annotations

import pytest
from flask import Flask

from complaints import services
from complaints.documents import acceptance_letter, acceptance_of
from complaints.documents.facts import draft_facts
from complaints.models import Complaint
from complaints.queries import can_be_told, documents_of, letter_of_kind
from complaints.rules import Channel, ComplaintState, DocumentKind
from core.documents.services import lines_of
from core.record.services import of_subject
from regulations.codes import TermId
from regulations.registry import get_pack
from tests.complaints.test_follow_up import ask as look_up
from tests.complaints.test_follow_up import fresh_throttle as fresh_throttle
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor


def said(complaint: Complaint) -> str:
    letter = letter_of_kind(complaint, DocumentKind.ACCEPTANCE_NOTICE)
    assert letter is not None
    return "\n".join(lines_of(letter))


@pytest.mark.requirement("CMP-03")
def test_accepting_tells_who_reported_by_a_numbered_letter(app: Flask) -> None:
    complaint = make.complaint(ComplaintState.ACCEPTED)
    (letter,) = documents_of(complaint)
    assert (letter.title, letter.number) == ("受理告知书", "阿政公责举告〔2026〕1号")
    text = said(complaint)
    assert "本机关决定自2026年3月2日起予以受理" in text
    assert complaint.number in text
    assert "适用的规定没有写明办理的天数" in text
    assert "回执码" not in text
    assert make.REPORTER.name not in text
    assert of_subject("complaints", complaint.id)[0].action == "accept"


@pytest.mark.requirement("SEC-01")
def test_an_anonymous_report_without_a_code_gets_no_letter_and_with_one_reads_it_there(
    app: Flask, client: Client
) -> None:
    mute = make.complaint(ComplaintState.ACCEPTED, reporter=None)
    assert not documents_of(mute)
    complaint = make.complaint(reporter=None)
    code = services.issue_receipt(complaint, actor("intake"))
    assert not look_up(client, code).has(id="acceptance")
    make.accept(complaint)
    panel = look_up(client, code).one(id="acceptance").text
    assert "本机关决定自2026年3月2日起予以受理" in panel
    assert "凭登记回执上的回执码在网上查询" in panel


def test_a_lead_has_nobody_to_tell(app: Flask) -> None:
    assert not can_be_told(Complaint(channel=Channel.BREACHED_DUTY, is_anonymous=False))
    assert can_be_told(Complaint(channel=Channel.VISIT, is_anonymous=False))


@pytest.mark.requirement("INF-03")
def test_each_of_a_group_is_told_by_a_letter_of_its_own(app: Flask) -> None:
    leading, joined = make.complaint(), make.complaint()
    make.merge(joined, leading)
    make.accept(leading)
    numbers = {documents_of(one)[0].number for one in (leading, joined)}
    assert len(numbers) == 2
    assert joined.number in said(joined)


def test_a_title_that_no_font_has_does_not_bar_acceptance(app: Flask) -> None:
    complaint = make.complaint(ComplaintState.ACCEPTED, title="关于\U0010fffd的举报")
    assert "“所反映的事项”" in said(complaint)


def test_the_period_of_a_pack_that_has_one_is_told(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint = make.complaint()
    pack = get_pack(complaint.procedure_pack_id)
    numbered = pack.terms[TermId.COMPLAINT_ACCEPTANCE]
    monkeypatch.setitem(pack.terms, TermId.INVESTIGATION_PERIOD, numbered)
    letter = acceptance_letter(draft_facts(complaint), acceptance_of(complaint))
    assert "《行政责任追究制度》“受理程序”规定的办理期限为15日。" in "\n".join(letter.texts())
