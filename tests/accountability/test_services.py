"""Services: proven per addressee, each with a period of its own (ACC-13, ACC-14, INF-08)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from accountability.procedure import notices as procedure
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.queries import notices, rectifications
from accountability.rules import (
    DecisionAction,
    DecisionState,
    RectificationState,
    RemedyAction,
    ServiceState,
)
from accountability.services import notices as services
from casework.rules import CaseState
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import State
from core.clocks.queries import for_subject, reading
from core.db import db
from core.procedure import Forbidden, Stale, perform
from core.record.services import of_subject
from core.refusals import Refused
from core.serving.rules import ServiceMethod
from regulations.registry import get_pack
from regulations.rules import EffectivePack
from tests.support import accountability_remedies as make
from tests.support.factories import actor


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def without_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pack state no remedy (county of 003-12)."""
    whole = get_pack

    def silent(pack_id: str) -> EffectivePack:
        return replace(whole(pack_id), remedy=None)

    monkeypatch.setattr(procedure, "get_pack", silent)


@pytest.mark.requirement("ACC-14", "INF-08")
def test_each_period_runs_from_the_receipt_of_its_own_addressee(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    make.serve(first)
    with moment.frozen("2026-03-09"):
        make.serve(
            second,
            method=ServiceMethod.POST,
            dispatched_on=date(2026, 3, 3),
            received_on=date(2026, 3, 6),
        )
    assert make.remedy_clock(first).due_on == date(2026, 4, 1)
    assert make.remedy_clock(second).started_on == date(2026, 3, 6)
    # the 30th day is Sunday the 5th, Qingming rests until the 6th
    assert make.remedy_clock(second).due_on == date(2026, 4, 7)
    assert reading(make.remedy_clock(second)).raw_on == date(2026, 4, 5)


@pytest.mark.requirement("ACC-14")
def test_before_the_receipt_no_period_runs(app: Flask) -> None:
    (notice,) = make.notices_of(make.alone())
    assert notices.remedy_clocks([notice]) == {}


@pytest.mark.requirement("ACC-14")
def test_the_aershan_period_is_that_of_the_worked_example(app: Flask) -> None:
    """Received on 2 September 2024: the 30th day falls into the October rest, so 8 October."""
    with moment.frozen("2024-09-02"):
        served = make.service()
    assert make.remedy_clock(served).due_on == date(2024, 10, 8)


@pytest.mark.requirement("ACC-13")
def test_the_case_is_served_with_the_last_notice_and_not_before(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    reached = []
    for notice in (first, second):
        make.serve(notice)
        reached.append(decision.case.state)
    assert reached == [CaseState.DECIDED, CaseState.SERVED]


@pytest.mark.requirement("INF-32")
def test_without_a_remedy_there_is_no_period_and_the_case_takes_effect_at_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_remedy(monkeypatch)
    served = make.service()
    assert notices.remedy_clocks([served]) == {}
    assert served.decision.case.state is CaseState.EFFECTIVE


def test_with_a_remedy_it_does_not(app: Flask) -> None:
    """The twin of the test above."""
    assert make.service().decision.case.state is CaseState.SERVED


@pytest.mark.requirement("ACC-15")
def test_service_orders_the_rectification_item_by_item_until_the_day_set(app: Flask) -> None:
    decision = make.decided()
    first, _second = make.notices_of(decision)
    make.serve(first)
    ordered = rectifications.of_service(first)
    assert ordered is not None
    assert ordered.state is RectificationState.ORDERED
    assert [item.problem for item in ordered.items] == ["补办答复。", "完善登记制度。"]
    assert ordered.due_on == decision.correction_due_on
    (clock,) = for_subject("rectifications", ordered.id)
    assert (clock.due_on, clock.article) == (decision.correction_due_on, "附件3 第九条")


@pytest.mark.requirement("ACC-15")
def test_who_got_no_measure_has_nothing_to_rectify(app: Flask) -> None:
    served = make.service(decision=make.alone(measures=()))
    assert rectifications.of_service(served) is None


def test_a_day_that_passed_before_the_receipt_is_moved_to_the_receipt(app: Flask) -> None:
    decision = make.alone(correction_due_on=date(2026, 3, 6))
    with moment.frozen("2026-03-09"):
        served = make.service(decision=decision)
        ordered = rectifications.of_service(served)
    assert ordered is not None
    assert ordered.due_on == date(2026, 3, 9)


@pytest.mark.requirement("INF-08")
def test_without_its_proof_a_service_changes_nothing(app: Flask) -> None:
    (notice,) = make.notices_of(make.alone())
    with refused("service_proof_needed"):
        make.serve(notice, proof=None)
    db.session.refresh(notice)
    assert notice.state is ServiceState.PREPARED
    assert notices.remedy_clocks([notice]) == {}


def test_the_consent_to_electronic_service_stands_in_the_proof(app: Flask) -> None:
    served = make.serve(
        make.notices_of(make.alone())[0], method=ServiceMethod.ELECTRONIC, is_consented=True
    )
    assert served.proof is not None
    assert served.proof.startswith("受送达人同意电子送达。")


def test_an_announced_notice_is_received_on_the_day_worked_out(app: Flask) -> None:
    (notice,) = make.notices_of(make.alone())
    with moment.frozen("2026-04-01"):
        make.serve(
            notice,
            method=ServiceMethod.ANNOUNCEMENT,
            dispatched_on=date(2026, 3, 2),
            received_on=None,
        )
    assert notice.received_on == date(2026, 4, 1)
    assert make.remedy_clock(notice).due_on == date(2026, 5, 6)  # 1 May and its days of rest


def test_a_failed_service_may_be_tried_again_or_recorded_at_once(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    make.fail(first)
    make.fail(second)
    make.retry(first)
    assert (first.state, first.failure_reason) == (ServiceState.PREPARED, None)
    make.serve(second)
    assert second.state is ServiceState.SERVED


@pytest.mark.parametrize("username", ["stranger", "supervisor", "intake", "reviewer"])
def test_only_the_team_records_a_service(app: Flask, username: str) -> None:
    (notice,) = make.notices_of(make.alone())
    with pytest.raises(Forbidden):
        make.serve(notice, by=username)


def test_who_saw_an_older_page_is_told_so(app: Flask) -> None:
    (notice,) = make.notices_of(make.alone())
    seen = notice.version
    make.fail(notice)
    with pytest.raises(Stale):
        services.retry_service(notice, actor("handler"), seen_version=seen)


def test_a_revoked_decision_is_served_on_nobody(app: Flask) -> None:
    """The notice of a decision that is gone stays where it is."""
    decision = make.alone()
    (notice,) = make.notices_of(decision)
    perform(
        DECISION_PROCEDURE,
        decision,
        DecisionAction.REVOKE,
        actor("reviewer"),
        seen_version=None,
        following=True,
    )
    with refused("service_decision_not_in_force"):
        make.serve(notice)


def test_a_service_stands_in_the_record_without_names(app: Flask) -> None:
    served = make.service()
    entry = of_subject("notice_services", served.id, limit=1)[0]
    assert entry.action == "record"
    assert "王" not in str(entry.after)


def test_a_modified_decision_is_still_served(app: Flask) -> None:
    decision = make.decided()
    first, second = make.notices_of(decision)
    make.serve(first)
    brought = make.file(first)
    make.admit(brought)
    make.rule(brought, RemedyAction.MODIFY)
    assert decision.state is DecisionState.MODIFIED
    make.serve(second)
    assert decision.case.state is CaseState.SERVED


def test_the_clock_is_cancelled_nowhere_by_serving(app: Flask) -> None:
    served = make.service()
    clock: Clock = make.remedy_clock(served)
    assert clock.state is State.RUNNING
    assert clock.bearer_unit_id == served.respondent.unit_id
