"""Every last day that a paper states is that of the clock that runs (issue "accountability", 4)."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from accountability.documents import rectification_order
from complaints.rules import DocumentKind
from core import moment
from core.clocks.models import LocalPeriod
from core.clocks.periods import Unit
from core.clocks.queries import for_subject
from core.db import Model, db
from core.documents import render
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.documents.wording import chinese_date
from regulations.codes import TermId
from tests.support import accountability_remedies as make
from tests.support import complaints as reports
from tests.support.factories import unit

pytestmark = pytest.mark.usefixtures("app")

#: A day that no term of the pack would come to by itself.
ODD = 17


def words_of(pdf: bytes) -> str:
    """Return the text of a PDF without white space."""
    return "".join("".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages).split())


def issued(kind: str) -> str:
    """Return the words of the paper of a kind that was issued last."""
    found = select(IssuedDocument).where(IssuedDocument.kind == kind)
    document = db.session.scalars(found.order_by(IssuedDocument.id.desc()).limit(1)).one()
    return words_of(pdf_bytes(document))


def due(subject: Model, term: str) -> date:
    """Return the last day of the clock that runs on a subject."""
    key = subject.id  # type: ignore[attr-defined]
    (clock,) = [c for c in for_subject(subject.__tablename__, key) if c.term_id == term]
    assert clock.due_on is not None
    return clock.due_on


def _decision() -> tuple[str, str, date]:
    ordered = make.alone(correction_due_on=moment.today() + timedelta(days=ODD))
    service = make.serve(make.notices_of(ordered)[0])
    rectification = make.rectification(made=service)
    said = words_of(pdf_bytes(service.document))
    return said, "改正期限：{}", due(rectification, TermId.FEEDBACK_PERIOD)


def _order() -> tuple[str, str, date]:
    ordered = make.alone(correction_due_on=moment.today() + timedelta(days=ODD))
    made = make.rectification(made=make.serve(make.notices_of(ordered)[0]))
    return (
        words_of(render(rectification_order.letter(made))),
        "{}",
        due(made, TermId.FEEDBACK_PERIOD),
    )


def _returned_order() -> tuple[str, str, date]:
    """What is sent back runs anew, and the order that is printed then says the new day."""
    made = make.rectification()
    make.report(made)
    make.return_item(made)
    make.send_back(made, due_on=moment.today() + timedelta(days=ODD))
    running = [
        clock
        for clock in for_subject(made.__tablename__, made.id)
        if clock.term_id == TermId.FEEDBACK_PERIOD
    ]
    assert running[-1].due_on is not None
    return words_of(render(rectification_order.letter(made))), "{}", running[-1].due_on


def _transfer() -> tuple[str, str, date]:
    sent = reports.transfer(reports.complaint(), due_on=moment.today() + timedelta(days=ODD))
    (clock,) = [c for c in for_subject(sent.__tablename__, sent.id) if c.due_on == sent.due_on]
    assert clock.due_on is not None
    return issued(DocumentKind.TRANSFER_SLIP), "{}", clock.due_on


def _urging() -> tuple[str, str, date]:
    sent = reports.transfer(reports.complaint(), due_on=moment.today() + timedelta(days=ODD))
    reports.urge(sent)
    (clock,) = [c for c in for_subject(sent.__tablename__, sent.id) if c.due_on == sent.due_on]
    assert clock.due_on is not None
    return issued(DocumentKind.URGING_NOTICE), "{}", clock.due_on


def _receipt() -> tuple[str, str, date]:
    """Aershan states no period for the decision on a remedy; the unit has set one itself."""
    db.session.add(
        LocalPeriod(
            unit_id=unit("office").id,
            term_id=TermId.REMEDY_DECISION,
            length=ODD,
            unit=Unit.WORKING_DAY,
            effective_from=date(2026, 1, 1),
            reason="内部规定",
        )
    )
    remedy = make.file(make.service())
    make.admit(remedy)
    return issued("remedy_receipt"), "{}以前作出决定", due(remedy, TermId.REMEDY_DECISION)


def _supervision() -> tuple[str, str, date]:
    """It says since when the unit is late: the last day of the clock that ran out."""
    ordered = make.alone(correction_due_on=moment.today() + timedelta(days=ODD))
    made = make.rectification(made=make.serve(make.notices_of(ordered)[0]))
    with moment.frozen(made.due_on + timedelta(days=5)):
        make.urge(made)
        make.urge(made, way=None)
    return issued("rectification_supervision"), "{}", due(made, TermId.FEEDBACK_PERIOD)


PAPERS: dict[str, Callable[[], tuple[str, str, date]]] = {
    "decision": _decision,
    "order to rectify": _order,
    "order after a return": _returned_order,
    "transfer slip": _transfer,
    "urging": _urging,
    "remedy taken up": _receipt,
    "overdue rectification": _supervision,
}


@pytest.mark.requirement("INF-29")
@pytest.mark.parametrize("paper", PAPERS)
def test_the_last_day_on_a_paper_is_that_of_its_clock(paper: str) -> None:
    said, where, on = PAPERS[paper]()
    assert where.format(chinese_date(on)) in said
    # the twin: the day before and the day after are nowhere in it
    for other in (on - timedelta(days=1), on + timedelta(days=1)):
        assert chinese_date(other) not in said
