"""Every paper of the town bears the day it was issued on, and the days that its clock counts to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from accountability.documents import rectification_order
from accountability.models import Decision, NoticeService, Rectification, Remedy
from accountability.queries.notices import has_measure
from accountability.queries.remedies import receipts_of
from accountability.rules import RectificationState
from casework.models import DefenceInvitation
from complaints.models import (
    ComplaintTransfer,
    SupplementRequest,
    TransferExtension,
    TransferUrging,
)
from complaints.rules import HANDLING, DocumentKind
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.documents.keeping import loads
from core.documents.models import IssuedDocument
from core.documents.wording import chinese_date
from evaluation.models import EvaluationRound
from evaluation.queries.notices import notice_that_held
from regulations.codes import TermId
from tests.demo.conftest import DAY, BuiltTown

_DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


@pytest.fixture(autouse=True)
def _in_town(town: BuiltTown) -> Iterator[None]:
    with town.app.app_context(), moment.frozen(DAY):
        yield
        db.session.rollback()


def _days(document: IssuedDocument | None) -> set[str]:
    assert document is not None
    assert document.letter is not None
    return set(_DAY.findall("\n".join(loads(document.letter).texts())))


def _missing(pairs: list[tuple[IssuedDocument | None, date]]) -> list[str]:
    assert pairs
    return [
        f"{document.title if document else None}: {chinese_date(day)}"
        for document, day in pairs
        if chinese_date(day) not in _days(document)
    ]


def _clocks(subject: str, term: str) -> dict[int, Clock]:
    found = select(Clock).where(Clock.subject_type == subject, Clock.term_id == term)
    return {clock.subject_id: clock for clock in db.session.scalars(found)}


def test_a_letter_bears_its_day_and_the_one_it_was_printed_on_in_shanghai() -> None:
    for document in db.session.scalars(select(IssuedDocument)):
        letter = loads(document.letter or "")
        assert letter.on == document.issued_on, document.title
        assert (letter.imprint is None) == (letter.head is None), document.title
        if letter.imprint is not None:
            printed_on = moment.local(document.created_at).date()
            assert letter.imprint.on == printed_on, document.title


def test_what_is_missing_is_asked_for_until_the_day_on_record() -> None:
    letters = {
        (document.subject_id, document.issued_on): document
        for document in db.session.scalars(
            select(IssuedDocument).where(IssuedDocument.kind == DocumentKind.SUPPLEMENT_NOTICE)
        )
    }
    asked = db.session.scalars(select(SupplementRequest))
    pairs = [(letters.get((one.complaint_id, one.asked_on)), one.due_on) for one in asked]
    assert _missing(pairs) == []


def test_a_slip_and_what_urges_its_unit_name_the_last_day_of_the_clock() -> None:
    longer = set(db.session.scalars(select(TransferExtension.transfer_id)))
    sent = [one for one in db.session.scalars(select(ComplaintTransfer)) if one.id not in longer]
    clocks = _clocks(ComplaintTransfer.__tablename__, HANDLING)
    assert all(clocks[one.id].due_on == one.due_on for one in sent if one.id in clocks)
    assert _missing([(one.document, one.due_on) for one in sent]) == []
    days = {one.id: one.due_on for one in sent}
    urged = db.session.scalars(
        select(TransferUrging).where(TransferUrging.document_id.is_not(None))
    )
    pairs = [(one.document, days[one.transfer_id]) for one in urged if one.transfer_id in days]
    assert _missing(pairs) == []


def test_an_invitation_names_the_last_day_to_answer() -> None:
    invited = db.session.scalars(
        select(DefenceInvitation).where(DefenceInvitation.document_id.is_not(None))
    )
    assert _missing([(one.document, one.answer_by) for one in invited]) == []


def test_a_decision_names_the_day_of_correction_to_whom_it_imposes_something() -> None:
    pairs: list[tuple[IssuedDocument | None, date]] = []
    for service in db.session.scalars(select(NoticeService)):
        decision = db.session.get_one(Decision, service.decision_id)
        if has_measure(service):
            pairs.append((service.document, decision.correction_due_on))
        assert decision.signed_at is not None
        assert moment.local(decision.signed_at).date() == service.document.issued_on
        imprint = loads(service.document.letter or "").imprint
        assert imprint is not None
        assert imprint.on == decision.issued_on
    assert _missing(pairs) == []


def test_an_order_to_rectify_names_the_last_day_of_its_clock() -> None:
    clocks = {
        **_clocks(Rectification.__tablename__, TermId.FEEDBACK_PERIOD),
        **_clocks(Rectification.__tablename__, TermId.EVALUATION_RECTIFY),
    }
    ordered = db.session.scalars(
        select(Rectification).where(Rectification.state == RectificationState.ORDERED)
    ).all()
    running = [one for one in ordered if clocks[one.id].state is State.RUNNING]
    assert running
    for one in running:
        said = "\n".join(rectification_order.letter(one).texts())
        due_on = clocks[one.id].due_on
        assert due_on is not None
        assert chinese_date(due_on) in said, one.subject


def test_what_a_party_is_told_of_its_remedy_bears_the_days_on_record() -> None:
    brought = db.session.scalars(select(Remedy)).all()
    receipts = receipts_of(brought)
    told = [one for one in brought if one.id in receipts]
    pairs = [(receipts[one.id], one.posted_on or one.filed_on) for one in told]
    pairs += [(receipts[one.id], one.admitted_on) for one in told if one.admitted_on]
    assert _missing([(document, day) for document, day in pairs]) == []
    ruled = [one for one in brought if one.document is not None]
    assert _missing([(one.document, one.posted_on or one.filed_on) for one in ruled]) == []
    assert all(one.document and one.document.issued_on == one.ruled_on for one in ruled)


def test_the_notice_of_a_round_names_its_first_and_last_day() -> None:
    held = [(notice_that_held(one), one) for one in db.session.scalars(select(EvaluationRound))]
    pairs = [
        (document, day)
        for document, one in held
        if document is not None
        for day in (one.starts_on, one.ends_on)
    ]
    assert _missing([(document, day) for document, day in pairs]) == []


def test_a_day_that_is_not_on_the_paper_is_found_out() -> None:
    document = db.session.scalars(select(IssuedDocument).limit(1)).one()
    assert _missing([(document, date(1999, 1, 5))]) == [f"{document.title}: 1999年1月5日"]
