"""Remedies: in time or late, answered by who may, and what a ruling moves (ACC-14, INF-11)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from accountability.models import Remedy
from accountability.procedure import notices as notice_procedure
from accountability.procedure import remedies as procedure
from accountability.queries import rectifications
from accountability.queries.notices import services_of
from accountability.rules import (
    DecisionState,
    FiledVia,
    RemedyAction,
    RemedyKind,
    RemedyState,
    ServiceState,
)
from casework.rules import CaseState
from core import moment
from core.clocks.periods import State
from core.clocks.queries import for_subject
from core.db import db
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from regulations.codes import GuardId
from tests.support import accountability as build
from tests.support import accountability_remedies as make
from tests.support import casework
from tests.support.factories import actor

DUE, AFTER = "2026-04-01", "2026-04-02"


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


@pytest.mark.requirement("ACC-14")
def test_the_last_day_is_in_time_and_ends_the_period(app: Flask) -> None:
    served = make.service()
    with moment.frozen(DUE):
        brought = make.file(served)
    assert not brought.is_late
    assert make.remedy_clock(served).state is State.MET
    assert not make.remedy_clock(served).is_late


@pytest.mark.requirement("INF-11")
def test_the_day_after_is_late_and_still_filed(app: Flask) -> None:
    served = make.service()
    with moment.frozen(AFTER):
        brought = make.file(served, late_reason=make.LATE_REASON)
    assert (brought.is_late, brought.late_reason) == (True, make.LATE_REASON)
    assert brought.state is RemedyState.FILED
    assert make.remedy_clock(served).state is State.RUNNING


@pytest.mark.requirement("INF-11")
def test_late_is_asked_for_its_reason(app: Flask) -> None:
    served = make.service()
    with moment.frozen(AFTER), refused("remedy_late_reason_needed"):
        make.file(served)


@pytest.mark.requirement("ACC-14")
def test_a_paper_posted_on_the_last_day_is_in_time(app: Flask) -> None:
    served = make.service()
    with moment.frozen("2026-04-07"):
        brought = make.register(
            served, received_on=date(2026, 4, 7), posted_on=date.fromisoformat(DUE)
        )
    assert (brought.is_late, brought.filed_via) == (False, FiledVia.PAPER)
    clock = make.remedy_clock(served)
    assert (clock.met_on, clock.is_late) == (date.fromisoformat(DUE), False)


@pytest.mark.requirement("ACC-14")
def test_a_paper_posted_a_day_later_is_late(app: Flask) -> None:
    """The twin: the same letter with the postmark of the next day."""
    served = make.service()
    with moment.frozen("2026-04-07"):
        brought = make.register(
            served,
            received_on=date(2026, 4, 7),
            posted_on=date.fromisoformat(AFTER),
            late_reason="来件未说明",
        )
    assert brought.is_late


@pytest.mark.requirement("INF-11")
def test_a_late_one_is_admitted_only_with_a_reason(app: Flask) -> None:
    served = make.service()
    with moment.frozen(AFTER):
        brought = make.file(served, late_reason=make.LATE_REASON)
        with refused("remedy_admission_reason_needed"):
            make.admit(brought)
        make.admit(brought, reason="确有正当理由。")
    assert brought.state is RemedyState.UNDER_REVIEW
    assert of_subject("remedies", brought.id, limit=1)[0].reason == "确有正当理由。"


def test_one_in_time_is_admitted_without(app: Flask) -> None:
    assert make.remedy(RemedyState.UNDER_REVIEW).admitted_on == moment.today()


@pytest.mark.requirement("INF-11")
def test_a_rejection_says_why(app: Flask) -> None:
    brought = make.remedy()
    with refused("remedy_reason_needed"):
        make.reject(brought, reason="")
    make.reject(brought)
    assert brought.rejection_reason


@pytest.mark.requirement("INF-32")
def test_where_the_pack_states_none_none_is_filed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = make.service()
    silent = replace(notice_procedure.pack_of(served), remedy=None)
    monkeypatch.setattr(procedure, "get_pack", lambda _id: silent)
    with refused("remedy_not_stated"):
        make.file(served)


def test_before_the_notice_is_served_none_is_filed(app: Flask) -> None:
    with refused("remedy_notice_not_served"):
        make.register(make.service(ServiceState.PREPARED))


def test_the_same_kind_is_not_brought_twice_while_open(app: Flask) -> None:
    served = make.service()
    make.file(served)
    with refused("remedy_same_kind_open"):
        make.file(served)


@pytest.mark.requirement("OQ-11")
def test_the_other_kind_and_a_second_one_later_are_not_refused(app: Flask) -> None:
    served = make.service()
    first = make.file(served)
    make.file(served, kind=RemedyKind.APPEAL)
    make.admit(first)
    make.rule(first, RemedyAction.UPHOLD)
    again = make.file(served)
    assert again.state is RemedyState.FILED


def test_a_remedy_is_numbered_by_kind(app: Flask) -> None:
    served = make.service()
    brought = make.file(served), make.file(served, kind=RemedyKind.APPEAL)
    assert [r.number for r in brought] == ["阿政复受〔2026〕1号", "阿政申受〔2026〕1号"]


@pytest.mark.parametrize("username", ["official", "liaison"])
def test_the_party_and_the_liaison_of_its_unit_file(app: Flask, username: str) -> None:
    assert make.file(make.service(), by=username).filed_via is FiledVia.DESK


@pytest.mark.parametrize(
    "username", ["principal", "town_liaison", "handler", "supervisor", "reviewer", "stranger"]
)
def test_nobody_else_files(app: Flask, username: str) -> None:
    """Neither another official of the unit (the notice is not theirs) nor who handles the case."""
    served = make.service()
    with pytest.raises(Forbidden):
        make.file(served, by=username)


@pytest.mark.parametrize("username", ["supervisor", "official", "liaison", "stranger"])
def test_only_the_team_registers_a_paper(app: Flask, username: str) -> None:
    with pytest.raises(Forbidden):
        make.register(make.service(), by=username)


def test_who_filed_takes_it_back(app: Flask) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    make.withdraw(brought)
    assert brought.state is RemedyState.WITHDRAWN


@pytest.mark.parametrize("username", ["liaison", "principal", "handler", "reviewer"])
def test_nobody_else_takes_it_back(app: Flask, username: str) -> None:
    brought = make.remedy()
    with pytest.raises(Forbidden):
        make.withdraw(brought, by=username)


def test_the_party_takes_its_paper_back(app: Flask) -> None:
    brought = make.register(make.service())
    make.withdraw(brought, by="official")
    assert brought.state is RemedyState.WITHDRAWN


def test_after_a_withdrawal_the_period_still_decides_what_is_late(app: Flask) -> None:
    served = make.service()
    make.withdraw(make.file(served))
    with moment.frozen(DUE):
        assert not make.file(served).is_late


# Who rules.


def test_the_team_never_rules(app: Flask) -> None:
    """Who investigated does not sit over the decision (INF-19), whatever other post they hold."""
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    refusal = procedure._ruler_apart(brought, actor("handler"))
    assert refusal is not None
    assert refusal.code == "remedy_ruler_investigated"


@pytest.mark.requirement("OQ-38")
def test_the_reviewer_of_the_decision_rules_where_the_pack_sends_it_to_the_decider(
    app: Flask,
) -> None:
    brought = make.remedy(RemedyState.UPHELD)
    written = of_subject("remedies", brought.id, limit=5)
    ruled = next(entry for entry in written if entry.action == "uphold")
    after = json.loads(ruled.after or "{}")
    assert (after["by_decider"], after["switch"]) == (True, True)


@pytest.mark.requirement("OQ-38")
def test_with_the_switch_off_who_decided_does_not_rule(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    pack = procedure.pack_of(brought)
    guards = dict(pack.guards)
    del guards[GuardId.REVIEW_BY_DECIDER]
    monkeypatch.setattr(procedure, "get_pack", lambda _id: replace(pack, guards=guards))
    with refused("remedy_ruler_decided"):
        make.rule(brought, RemedyAction.UPHOLD)


@pytest.mark.parametrize("username", ["supervisor", "signer", "stranger", "official"])
def test_a_ruling_needs_the_permission(app: Flask, username: str) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    with pytest.raises(Forbidden):
        make.rule(brought, RemedyAction.UPHOLD, by=username)


def test_a_ruling_is_written(app: Flask) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    with refused("remedy_ruling_needed"):
        make.rule(brought, RemedyAction.UPHOLD, ruling="")


# What a ruling moves.


@pytest.mark.requirement("INF-11")
@pytest.mark.parametrize(
    ("state", "decision", "case"),
    [
        (RemedyState.UPHELD, DecisionState.ISSUED, CaseState.SERVED),
        (RemedyState.MODIFIED, DecisionState.MODIFIED, CaseState.SERVED),
        (RemedyState.REVOKED, DecisionState.REVOKED, CaseState.SERVED),
        (RemedyState.REMANDED, DecisionState.REVOKED, CaseState.INVESTIGATING),
    ],
)
def test_each_ruling_moves_decision_and_case(
    app: Flask, state: RemedyState, decision: DecisionState, case: CaseState
) -> None:
    brought = make.remedy(state)
    assert brought.decision.state is decision
    assert brought.decision.case.state is case
    assert brought.ruled_on == moment.today()


def test_the_ruling_is_a_letter_kept_byte_for_byte(app: Flask) -> None:
    brought = make.remedy(RemedyState.UPHELD)
    document = brought.document
    assert document is not None
    assert (document.number, document.title) == ("阿政复决〔2026〕1号", "复核决定书（王𬭩）")
    assert pdf_bytes(document).startswith(b"%PDF-")


def test_an_appeal_has_a_letter_of_its_own(app: Flask) -> None:
    brought = make.file(make.service(), kind=RemedyKind.APPEAL)
    make.admit(brought)
    make.rule(brought, RemedyAction.UPHOLD)
    assert brought.document is not None
    assert brought.document.title.startswith("申诉处理决定书")


@pytest.mark.parametrize("action", [RemedyAction.REVOKE, RemedyAction.REMAND])
def test_taking_the_decision_back_ends_all_that_ran_from_its_notices(
    app: Flask, action: RemedyAction
) -> None:
    decision = make.served_all()
    first, second = make.notices_of(decision)
    brought, other = make.file(first), make.file(second, by="principal")
    make.admit(brought)
    make.rule(brought, action)
    expected = RemedyState.REVOKED if action is RemedyAction.REVOKE else RemedyState.REMANDED
    assert (other.state, other.ruling is not None) == (expected, True)
    assert other.document is not None
    for served in services_of(decision.id):
        ordered = rectifications.of_service(served)
        assert ordered is not None
        (clock,) = for_subject("rectifications", ordered.id)
        assert clock.state is State.CANCELLED


def test_a_modified_decision_leaves_them_running(app: Flask) -> None:
    """The twin: nothing that ran from the notices is called off."""
    brought = make.remedy(RemedyState.MODIFIED)
    ordered = rectifications.of_service(brought.service)
    assert ordered is not None
    (clock,) = for_subject("rectifications", ordered.id)
    assert clock.state is State.RUNNING


def test_two_parties_may_both_have_the_decision_modified(app: Flask) -> None:
    decision = make.served_all()
    for served, who in zip(make.notices_of(decision), ("official", "principal"), strict=True):
        brought = make.file(served, by=who)
        make.admit(brought)
        make.rule(brought, RemedyAction.MODIFY)
    assert decision.state is DecisionState.MODIFIED


@pytest.mark.parametrize("action", [RemedyAction.REVOKE, RemedyAction.REMAND])
def test_a_decision_is_not_taken_back_before_all_have_it(app: Flask, action: RemedyAction) -> None:
    first, _second = make.notices_of(make.decided())
    make.serve(first)
    brought = make.file(first)
    make.admit(brought)
    with refused("remedy_case_not_served"):
        make.rule(brought, action)
    make.rule(brought, RemedyAction.UPHOLD)


def test_a_revoked_decision_is_sought_against_no_more(app: Flask) -> None:
    brought = make.remedy(RemedyState.REVOKED)
    with refused("remedy_decision_gone"):
        make.file(brought.service)


def test_a_remanded_case_is_decided_and_served_anew(app: Flask) -> None:
    """The second decision takes the place of the first, with notices and periods of its own."""
    brought = make.remedy(RemedyState.REMANDED)
    case = brought.decision.case
    casework.report(case)
    casework.open_defence(case)
    casework.deliberate(case)
    second = build.decision(DecisionState.ISSUED, case)
    assert second.supersedes_id == brought.decision_id
    make.served_all(second)
    assert case.state is CaseState.SERVED


def test_a_refused_ruling_leaves_nothing_behind(app: Flask) -> None:
    first, _second = make.notices_of(make.decided())
    make.serve(first)
    brought = make.file(first)
    make.admit(brought)
    before = db.session.query(IssuedDocument).count()
    with refused("remedy_case_not_served"):
        make.rule(brought, RemedyAction.REVOKE)
    remedy = db.session.get_one(Remedy, brought.id)
    assert remedy.state is RemedyState.UNDER_REVIEW
    assert db.session.query(IssuedDocument).count() == before


@pytest.mark.requirement("ACC-14", "INF-11")
@pytest.mark.parametrize(
    ("instant", "is_late"),
    [
        ("2026-04-01T15:59:59+00:00", False),  # 23:59:59 of the last day in Shanghai
        ("2026-04-01T16:00:00+00:00", True),  # 00:00 of the next
    ],
)
def test_the_last_day_ends_at_midnight_in_shanghai(app: Flask, instant: str, is_late: bool) -> None:
    served = make.service()
    with moment.frozen(instant):
        if is_late:
            with pytest.raises(Refused) as caught:
                make.file(served)
            assert caught.value.refusal.code == "remedy_late_reason_needed"
            assert "2026年4月1日届满" in say(caught.value.refusal)
        brought = make.file(served, late_reason=make.LATE_REASON)
        assert brought.is_late is is_late
