"""When a decision takes effect, and what is done before its case closes (ACC-14, ACC-15)."""

from __future__ import annotations

import pytest
from flask import Flask

from accountability.rules import RectificationState, RemedyAction, RemedyState
from accountability.services import notices as services
from casework.rules import CaseState
from core import moment
from core.clocks.periods import State
from core.clocks.sweeping import sweep
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support import casework
from tests.support.factories import actor

DUE, AFTER = "2026-04-01", "2026-04-02"


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


@pytest.mark.requirement("ACC-14")
def test_it_takes_effect_the_day_after_the_last_period_and_not_before(app: Flask) -> None:
    served = make.service()
    case = served.decision.case
    with moment.frozen(DUE), refused("effect_period_running"):
        make.take_effect(case)
    with moment.frozen(AFTER):
        make.take_effect(case)
    assert case.state is CaseState.EFFECTIVE
    clock = make.remedy_clock(served)
    assert (clock.state, clock.met_on == clock.due_on, clock.is_late) == (State.MET, True, False)


@pytest.mark.requirement("ACC-14")
def test_the_latest_of_several_periods_decides(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    make.serve(first)
    with moment.frozen("2026-03-10"):
        make.serve(second)
    with moment.frozen(AFTER), refused("effect_period_running"):
        make.take_effect(decision.case)
    with moment.frozen("2026-04-10"):
        make.take_effect(decision.case)
    assert decision.case.state is CaseState.EFFECTIVE


@pytest.mark.requirement("ACC-14")
def test_it_takes_effect_by_itself_when_the_last_period_has_run_out(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    make.serve(first)
    with moment.frozen("2026-03-10"):
        make.serve(second)
    with moment.frozen(AFTER):
        assert sweep().failed == ()
    before = decision.case.state
    with moment.frozen("2026-04-10"):
        sweep()
        sweep()
    assert (before, decision.case.state) == (CaseState.SERVED, CaseState.EFFECTIVE)
    assert make.remedy_clock(second).state is State.MET
    (entry,) = (e for e in of_subject("cases", decision.case_id) if e.action == "take_effect")
    assert entry.actor_id is None


@pytest.mark.requirement("ACC-14")
def test_no_sweep_lets_take_effect_what_is_sought_or_not_served_on_all(app: Flask) -> None:
    sought = make.remedy().decision.case
    partly = make.decided()
    make.serve(make.notices_of(partly)[0])
    with moment.frozen(AFTER):
        assert sweep().failed == ()
    assert (sought.state, partly.case.state) == (CaseState.SERVED, CaseState.DECIDED)


def test_an_open_remedy_holds_it_up_and_an_answered_one_does_not(app: Flask) -> None:
    brought = make.remedy()
    case = brought.decision.case
    with moment.frozen(AFTER):
        with refused("effect_remedy_open"):
            make.take_effect(case)
        make.admit(brought)
        make.rule(brought, RemedyAction.UPHOLD)
        make.take_effect(case)
    assert case.state is CaseState.EFFECTIVE


def test_an_answer_before_the_period_is_over_does_not_shorten_it(app: Flask) -> None:
    """The party may still bring the other kind."""
    brought = make.remedy(RemedyState.UPHELD)
    with refused("effect_period_running"):
        make.take_effect(brought.decision.case)


def test_a_revoked_decision_leaves_nothing_to_wait_for(app: Flask) -> None:
    brought = make.remedy(RemedyState.REVOKED)
    case = brought.decision.case
    make.take_effect(case)
    casework.close(case)
    assert case.state is CaseState.CLOSED


@pytest.mark.parametrize(
    "username", ["handler", "reviewer", "signer", "liaison", "town_supervisor"]
)
def test_only_who_may_close_the_case_lets_it_take_effect(app: Flask, username: str) -> None:
    case = make.service().decision.case
    with moment.frozen(AFTER), pytest.raises(Forbidden):
        make.take_effect(case, by=username)


def test_the_same_form_twice_acts_once_and_an_old_page_is_told_so(app: Flask) -> None:
    case = make.service().decision.case
    seen = case.version
    with moment.frozen(AFTER):
        with pytest.raises(Stale):
            services.take_effect(case, actor("supervisor"), seen_version=seen - 1)
        services.take_effect(case, actor("supervisor"), seen_version=seen)
        with pytest.raises(AlreadyDone):
            services.take_effect(case, actor("supervisor"), seen_version=seen)


@pytest.mark.requirement("ACC-15")
def test_the_case_closes_when_all_is_rectified_and_not_before(app: Flask) -> None:
    made = make.rectification(RectificationState.REPORTED)
    assert made.decision is not None
    case = made.decision.case
    with moment.frozen(AFTER):
        make.take_effect(case)
        with refused("rectification_case_open"):
            casework.close(case)
        make.accept_all(made)
        make.close(made)
        casework.close(case)
    assert case.state is CaseState.CLOSED


def test_a_late_remedy_keeps_the_case_open(app: Flask) -> None:
    made = make.rectification(RectificationState.CLOSED)
    assert made.decision is not None
    case = made.decision.case
    (served,) = make.notices_of(made.decision)
    with moment.frozen(AFTER):
        make.take_effect(case)
        brought = make.file(served, late_reason=make.LATE_REASON)
        with refused("remedy_case_open"):
            casework.close(case)
        make.reject(brought)
        casework.close(case)
    assert case.state is CaseState.CLOSED


def test_an_effective_decision_can_still_be_remanded(app: Flask) -> None:
    served = make.service()
    case = served.decision.case
    with moment.frozen(AFTER):
        make.take_effect(case)
        brought = make.file(served, late_reason=make.LATE_REASON)
        make.admit(brought, reason="确有正当理由。")
        make.rule(brought, RemedyAction.REMAND)
    assert case.state is CaseState.INVESTIGATING
