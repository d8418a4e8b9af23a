"""The papers around a remedy and a rectification: what they say, by which clock, and for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from accountability.documents import rectification_order
from accountability.queries import rectifications, remedies
from accountability.rules import RemedyKind, RemedyState
from core import moment
from core.clocks.models import LocalPeriod
from core.clocks.periods import Unit
from core.clocks.queries import for_subject
from core.db import db
from core.documents.keeping import loads
from core.documents.services import pdf_bytes
from core.documents.wording import chinese_date
from core.identity.models import User
from regulations.codes import TermId
from tests.core.documents.measure import text as pdf_text
from tests.support import accountability_remedies as make
from tests.support.client import Client
from tests.support.factories import unit

SignIn = Callable[[User], Client]


def _words(remedy_state: RemedyState, kind: RemedyKind = RemedyKind.RECONSIDERATION) -> str:
    brought = make.file(make.service(), kind=kind)
    (make.reject if remedy_state is RemedyState.REJECTED else make.admit)(brought)
    document = remedies.receipts_of([brought])[brought.id]
    assert document.number == brought.number
    return "\n".join(loads(document.letter or "").texts())


@pytest.mark.requirement("INF-11")
def test_the_party_is_told_that_its_remedy_is_taken_up_and_until_when(app: Flask) -> None:
    owed = LocalPeriod(
        unit_id=unit("office").id,
        term_id=TermId.REMEDY_DECISION,
        length=20,
        unit=Unit.WORKING_DAY,
        effective_from=date(2026, 1, 1),
        reason="内部规定",
    )
    db.session.add(owed)
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    document = remedies.receipts_of([brought])[brought.id]
    said = pdf_text(pdf_bytes(document))
    (clock,) = for_subject("remedies", brought.id)
    assert clock.due_on is not None
    for part in (
        "复核申请受理通知书",
        brought.number,
        f"本机关决定自{chinese_date(moment.today())}起予以受理",
        f"本机关将在{chinese_date(clock.due_on)}以前作出决定",
    ):
        assert part in said, part
    assert document.issued_on == brought.admitted_on


@pytest.mark.requirement("INF-11")
def test_who_is_not_taken_up_is_told_why(app: Flask) -> None:
    said = _words(RemedyState.REJECTED, RemedyKind.APPEAL)
    assert "申诉不予受理通知书" in said
    assert "决定不予受理。理由：逾期没有正当理由。" in said
    assert "以前作出决定" not in said
    assert "撤回" not in said


def test_a_remedy_that_waits_has_no_letter_yet(app: Flask) -> None:
    assert remedies.receipts_of([make.remedy()]) == {}


def test_the_letter_is_handed_out_where_the_case_lies_and_at_the_desk_of_the_party(
    sign_in: SignIn, official: User, supervisor: User
) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    document = remedies.receipts_of([brought])[brought.id]
    db.session.commit()
    inside, desk = sign_in(supervisor), sign_in(official)
    assert "复核申请受理通知书" in inside.get(f"/remedies/{brought.id}").text
    assert "下载受理通知书" in desk.get(f"/desk/notices/{brought.service_id}").text
    for browser, place in ((inside, "/remedies"), (desk, "/desk/remedies")):
        assert browser.raw("GET", f"{place}/{brought.id}/receipt").data == pdf_bytes(document)
    other = make.file(brought.service, kind=RemedyKind.APPEAL)
    assert inside.raw("GET", f"/remedies/{other.id}/receipt").status_code == 404
    assert desk.raw("GET", f"/desk/remedies/{other.id}/receipt").status_code == 404


@pytest.mark.requirement("ACC-15")
def test_the_order_to_rectify_lists_every_item_and_the_day_of_its_clock(app: Flask) -> None:
    served = make.service(decision=make.alone(requirement="补办答复。\n完善登记制度。"))
    ordered = rectifications.of_service(served)
    assert ordered is not None
    clock = next(
        c for c in for_subject("rectifications", ordered.id) if c.term_id == TermId.FEEDBACK_PERIOD
    )
    said = "\n".join(rectification_order.letter(ordered).texts())
    assert clock.due_on is not None
    for part in ("补办答复", "完善登记制度", chinese_date(clock.due_on), ordered.owner.name):
        assert part in said, part
    assert ordered.subject_number in said


@pytest.mark.requirement("ACC-15")
def test_the_order_says_who_does_what_until_when_where_that_is_planned(app: Flask) -> None:
    served = make.service(decision=make.alone(requirement="补办答复。\n完善登记制度。"))
    ordered = make.rectification(made=served)
    without = "\n".join(rectification_order.letter(ordered).texts())
    assert "后三栏由整改单位逐项填写" in without
    make.plan(ordered)
    until = ordered.items[0].planned_on
    assert until is not None
    said = "\n".join(rectification_order.letter(ordered).texts())
    for part in ("张科长", "补办并完善登记。", chinese_date(until), "整改方案列明"):
        assert part in said, part
    assert "后三栏由整改单位逐项填写" not in said
    ordered.items[0].measure = ordered.items[0].responsible = ordered.items[0].planned_on = None
    assert "—" in "\n".join(rectification_order.letter(ordered).texts())


def test_the_order_of_an_evaluation_names_its_own_notice_and_organ(app: Flask) -> None:
    ordered = make.ordered_otherwise()
    letter = rectification_order.letter(ordered)
    said = "\n".join(letter.texts())
    assert "评反1号" in said
    assert "电话无人接听" in said
    assert letter.signer == ordered.owner.name
    assert chinese_date(ordered.due_on) in said


def test_the_order_is_printed_from_the_page_of_the_rectification(
    sign_in: SignIn, handler: User
) -> None:
    ordered = make.rectification()
    db.session.commit()
    browser = sign_in(handler)
    page = browser.get(f"/rectifications/{ordered.id}")
    assert page.has("a", href=f"/rectifications/{ordered.id}/order")
    pdf = browser.raw("GET", f"/rectifications/{ordered.id}/order").data
    assert "责令整改通知书" in pdf_text(pdf)
