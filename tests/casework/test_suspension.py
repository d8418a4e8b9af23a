"""A suspended investigation: why, what rests meanwhile, and the days that are not counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from casework import presenting, services
from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.clocks.models import Clock, LocalPeriod
from core.clocks.periods import Period, Unit
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject, reading
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.worklist import tasks_of
from regulations.codes import TermId
from tests.casework.test_guards import refused
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit

pytestmark = pytest.mark.usefixtures("app")
DAY = date(2026, 3, 2)


def with_a_period(days: int = 30) -> tuple[Case, Clock]:
    """Return a case under investigation, for which the office has set itself so many days."""
    period = Period(days, Unit.CALENDAR_DAY)
    db.session.add(
        LocalPeriod(
            unit_id=unit("office").id,
            term_id=TermId.INVESTIGATION_PERIOD,
            length=period.length,
            unit=period.unit,
            effective_from=DAY,
            reason="本单位办案规程",
        )
    )
    db.session.flush()
    case = make.case(CaseState.INVESTIGATING)
    (clock,) = for_subject("cases", case.id)
    return case, clock


def test_the_period_stands_still_and_the_ledger_says_why() -> None:
    case, clock = with_a_period()
    due = clock.due_on
    assert due is not None
    with moment.frozen("2026-03-06"):
        make.suspend(case)
        assert (case.state, clock.state) == (CaseState.SUSPENDED, ClockState.PAUSED)
    with moment.frozen("2026-03-20"):
        make.resume(case)
    assert (case.state, clock.state) == (CaseState.INVESTIGATING, ClockState.RUNNING)
    assert clock.due_on == due + timedelta(days=14)
    idle = [day for day in reading(clock).ledger if date(2026, 3, 7) <= day.on <= date(2026, 3, 20)]
    assert len(idle) == 14
    assert not any(day.counted for day in idle)


def test_a_period_that_has_run_out_is_not_mended_by_a_suspension() -> None:
    case, clock = with_a_period(5)
    with moment.frozen("2026-03-20"):
        make.suspend(case)
        assert clock.state is ClockState.RUNNING, "it stays overdue"
        make.resume(case)
    assert clock.due_on == date(2026, 3, 9)


def test_it_has_a_reason_and_is_the_leaders() -> None:
    case = make.case(CaseState.INVESTIGATING)
    with refused(case, "case_reason_missing"):
        make.suspend(case, reason="")
    with pytest.raises(Forbidden):
        services.suspend_case(
            case, actor("handler"), reason="下落不明。", seen_version=case.version
        )
    make.suspend(case)
    with refused(case, "case_reason_missing"):
        make.resume(case, reason="")


def test_meanwhile_nothing_is_gathered_and_nothing_reported() -> None:
    case = make.case(CaseState.SUSPENDED)
    with refused(case, "wrong_state"):
        make.record_evidence(case)
    make.resume(case)
    make.record_evidence(case)


def test_it_may_end_without_going_on() -> None:
    case, clock = with_a_period()
    make.suspend(case)
    services.dismiss_case(case, actor("supervisor"), reason="已死亡。", seen_version=case.version)
    assert clock.state is ClockState.CANCELLED


def test_the_leader_is_reminded_and_the_page_shows_it(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    case = make.case(CaseState.SUSPENDED)
    with app.test_request_context():
        assert [str(t.action) for t in tasks_of(actor("supervisor"))] == [
            "中止的原因消除后，恢复调查"
        ]
        assert not tasks_of(actor("handler"))
        bar = presenting.steps(case)
    assert ("中止", "current", None) in bar
    assert not any(label == "调查" for label, *_rest in bar)
    leader = sign_in(person("supervisor"))
    page = leader.get(f"/cases/{case.id}")
    assert "中止调查" in page.text
    sent = leader.get(f"/cases/{case.id}/resume")
    assert "请写明恢复的理由。" in sent.submit(status=422).errors[0]
    assert sent.submit(reason="已到案。").location == f"/cases/{case.id}"
    assert case.state is CaseState.INVESTIGATING
