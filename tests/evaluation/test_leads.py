"""What an evaluation asks of a unit is a duty: not performed, it comes in as a lead (XSE-09)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.queries.rectifications import find_rectification
from accountability.services import rectifications
from complaints import services as complaints
from complaints.models import Complaint
from complaints.rules import Channel, ComplaintState
from core import moment
from core.clocks import sweeping
from core.clocks.queries import for_subject
from core.db import db
from evaluation.queries.rounds import rectifications_of
from evaluation.rules import RoundState
from evaluation.services import notices
from tests.support import evaluation as make
from tests.support.factories import actor, unit

RECEIVED = "2026-03-10"


def asked() -> int:
    """Let the department sign for its feedback notice; return the rectification it now owes."""
    made = make.round_(RoundState.FED_BACK)
    notice = made.units[0].notice
    assert notice is not None
    with moment.frozen(RECEIVED):
        notices.acknowledge(notice, actor("liaison"), seen_version=notice.version)
    (owed,) = rectifications_of(made).values()
    return owed.id


def swept_after(due_on: date | None) -> list[Complaint]:
    assert due_on is not None
    with moment.frozen(str(due_on + timedelta(days=1))):
        assert sweeping.sweep().failed == ()
    return list(db.session.scalars(select(Complaint).where(Complaint.clock_id.is_not(None))))


@pytest.mark.requirement("XSE-09", "INF-14")
def test_a_unit_that_does_not_report_in_ten_working_days_comes_in_as_a_lead(app: Flask) -> None:
    (clock,) = for_subject("rectifications", asked())
    (lead,) = swept_after(clock.due_on)
    assert (lead.clock_id, lead.channel) == (clock.id, Channel.BREACHED_DUTY)
    assert [item.unit for item in lead.respondents] == [unit("department")]
    with moment.frozen(str(lead.received_on)):
        supervisor = actor("supervisor")
        complaints.accept_complaint(lead, supervisor, seen_version=lead.version)
        complaints.put_in_case(lead, supervisor)
    assert lead.state is ComplaintState.IN_CASE


def test_an_explanation_in_time_opens_none(app: Flask) -> None:
    owed = asked()
    ordered = find_rectification(owed)
    assert ordered is not None
    with moment.frozen("2026-03-12"):
        rectifications.explain_rectification(
            ordered,
            actor("liaison"),
            text="等待升级。",
            expected_on=None,
            seen_version=ordered.version,
        )
    (clock,) = for_subject("rectifications", owed)
    assert swept_after(clock.due_on) == []
