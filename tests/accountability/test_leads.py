"""What a unit owes by a decision or an evaluation is a duty: breached, it comes in as a lead."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.rules import RectificationState
from complaints import services as complaints
from complaints.models import Complaint
from complaints.rules import Channel, ComplaintState
from core import moment
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.queries import for_subject
from core.db import db
from tests.support import accountability_remedies as make
from tests.support.factories import actor, unit


def swept_after(clock: Clock) -> list[Complaint]:
    assert clock.due_on is not None
    with moment.frozen(str(clock.due_on + timedelta(days=1))):
        assert sweeping.sweep().failed == ()
    return list(db.session.scalars(select(Complaint).where(Complaint.clock_id.is_not(None))))


@pytest.mark.requirement("ACC-15", "INF-14")
def test_a_report_that_is_not_made_in_time_comes_in_as_a_lead(app: Flask) -> None:
    made = make.rectification(RectificationState.ORDERED)
    (clock,) = for_subject("rectifications", made.id)
    (lead,) = swept_after(clock)
    assert (lead.clock_id, lead.channel) == (clock.id, Channel.BREACHED_DUTY)
    assert [item.unit for item in lead.respondents] == [unit("department")]
    assert "改正情况报告期限" in lead.title
    assert made.name not in lead.title + lead.facts
    assert made.subject_number not in lead.facts


def test_a_report_in_time_and_the_right_to_a_remedy_open_nothing(app: Flask) -> None:
    """The twin: the report is made, the period for a remedy lapses, and so do our own clocks."""
    service = make.service()
    made = make.rectification(RectificationState.REPORTED, service)
    remedy = make.remedy_clock(service)
    assert for_subject("rectifications", made.id)[0].is_duty
    assert not remedy.is_duty
    assert swept_after(remedy) == []


def test_an_accepted_lead_becomes_a_case_like_any_report(app: Flask) -> None:
    made = make.rectification(RectificationState.ORDERED)
    (lead,) = swept_after(for_subject("rectifications", made.id)[0])
    with moment.frozen(str(lead.received_on)):
        supervisor = actor("supervisor")
        complaints.accept_complaint(lead, supervisor, seen_version=lead.version)
        complaints.put_in_case(lead, supervisor)
        in_case = lead.state
        complaints.close_lead(lead, supervisor, reason="案件已办结", following=True)
    assert (in_case, lead.state) == (ComplaintState.IN_CASE, ComplaintState.CLOSED)
