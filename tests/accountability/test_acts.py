"""Acts: shares are proposed from the facts by the pack, and confirmed with reasons."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.models import ResponsibleAct
from accountability.queries import acts as queries
from accountability.rules import (
    ActState,
    ApprovalState,
    DecidedBy,
    DecisionState,
    ReviewState,
    Role,
    ShareValue,
)
from accountability.services import acts as services
from casework.rules import CaseState
from core import moment
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import accountability as build
from tests.support.accountability import FULL, NONE, PRIMARY, SECONDARY
from tests.support.factories import actor

pytestmark = pytest.mark.usefixtures("app")


def shares(act: ResponsibleAct) -> dict[Role, ShareValue]:
    """Return the confirmed shares by role."""
    return {share.role: share.share for share in act.shares}


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    """Return the code of the refusal."""
    return refused.value.refusal.code


def refused(expected: str) -> pytest.RaisesExc[Refused]:
    """Expect this refusal."""
    return pytest.raises(Refused, check=lambda error: error.refusal.code == expected)


@pytest.mark.requirement("ACC-06")
def test_an_approved_act_puts_the_main_share_on_the_supervisor() -> None:
    act = build.act(build.case())
    build.confirm(act)
    assert act.state is ActState.CONFIRMED
    assert shares(act) == {Role.SUPERVISOR: PRIMARY, Role.HANDLER: SECONDARY}
    assert {share.article for share in act.shares} == {"附件3 第六条（二）"}
    assert {share.row for share in act.shares} == {"A3"}


@pytest.mark.requirement("ACC-05")
def test_an_unapproved_act_is_the_handlers_alone() -> None:
    act = build.act(build.case(), approval_state=ApprovalState.NONE)
    build.confirm(act)
    assert shares(act) == {Role.SUPERVISOR: NONE, Role.HANDLER: FULL}


@pytest.mark.requirement("ACC-07")
def test_an_objection_exempts_only_with_evidence() -> None:
    made = build.case()
    handler = queries.people_of(made)[0]
    instructed: dict[str, Any] = {
        "approval_state": ApprovalState.NONE,
        "instruction_given": True,
        "objection_made": True,
        "objection_by_id": handler.id,
    }
    unproved = build.act(made, **instructed)
    proved = build.act(made, **instructed, objection_evidence="会议记录第3页")
    build.confirm(unproved)
    build.confirm(proved)
    assert shares(unproved)[Role.HANDLER] is SECONDARY
    assert shares(proved) == {Role.SUPERVISOR: PRIMARY, Role.HANDLER: NONE}


@pytest.mark.requirement("ACC-08")
def test_a_collective_act_leaves_the_handlers_share_unstated() -> None:
    made = build.case(leader=Role.PRINCIPAL_LEADER)
    act = build.act(made, decided_by=DecidedBy.COLLECTIVE, approval_state=ApprovalState.NONE)
    build.confirm(act)
    assert shares(act) == {
        Role.PRINCIPAL_LEADER: PRIMARY,
        Role.HANDLER: ShareValue.NOT_STATED,
    }


def test_unknown_facts_are_named_and_bar_the_confirmation() -> None:
    act = build.act(build.case(), review_state=ReviewState.UNKNOWN)
    with pytest.raises(Refused) as refused:
        build.confirm(act)
    assert code(refused) == "act_facts_incomplete"
    assert "保密审查" in str(refused.value.refusal.params["what"])


@pytest.mark.requirement("OQ-03")
def test_two_readings_need_a_choice_with_a_reason() -> None:
    act = build.act(build.case(), review_state=ReviewState.SKIPPED)
    readings = [",".join(r.rows) for r in queries.proposed_for(act).answer.alternatives]
    assert readings == ["A2", "A3"]
    for given, wanted in (
        ({}, "act_reading_needed"),
        ({"chosen_rows": "A2"}, "act_reading_reason_needed"),
        ({"chosen_rows": "A9", "choice_reason": build.REASON}, "act_reading_unknown"),
    ):
        with pytest.raises(Refused) as refused:
            build.confirm(act, **given)
        assert code(refused) == wanted
    build.confirm(act, chosen_rows="A3", choice_reason=build.REASON)
    assert shares(act) == {Role.SUPERVISOR: PRIMARY, Role.HANDLER: SECONDARY}
    assert (act.chosen_rows, act.choice_reason) == ("A3", build.REASON)


@pytest.mark.requirement("INF-30")
def test_departing_needs_a_reason_and_keeps_the_proposal() -> None:
    act = build.act(build.case())
    handler = act.people[0].respondent_id
    with pytest.raises(Refused) as refused:
        build.confirm(act, shares={handler: NONE})
    assert code(refused) == "act_departure_reason_needed"
    build.confirm(act, shares={handler: NONE}, reasons={handler: build.REASON})
    share = next(s for s in act.shares if s.respondent_id == handler)
    assert (share.proposed_share, share.share) == (SECONDARY, NONE)
    assert share.departure_reason == build.REASON


def test_shares_that_cannot_stand_together_are_refused() -> None:
    act = build.act(build.case())
    handler = act.people[0].respondent_id
    with pytest.raises(Refused) as refused:
        build.confirm(act, shares={handler: FULL}, reasons={handler: build.REASON})
    assert code(refused) == "act_shares_inconsistent"


def test_shares_are_confirmed_in_deliberation_only() -> None:
    act = build.act(build.case(CaseState.INVESTIGATING))
    with pytest.raises(Refused) as refused:
        build.confirm(act)
    assert code(refused) == "act_case_not_deliberating"


def test_reopening_takes_the_shares_back_and_the_record_keeps_them() -> None:
    act = build.act(build.case())
    build.confirm(act)
    build.reopen(act)
    assert act.state is ActState.DRAFT
    assert act.shares == []
    entry = of_subject("responsible_acts", act.id, limit=1)[0]
    assert entry.action == "reopen"


def test_a_signed_decision_closes_the_shares() -> None:
    made = build.ready()
    build.decision(DecisionState.SIGNED, made)
    with pytest.raises(Refused) as refused:
        build.reopen(queries.acts_of(made)[0])
    assert code(refused) == "act_decision_signed"


def test_only_the_team_records_facts(app: Flask) -> None:
    made = build.case()
    for by in ("supervisor", "stranger", "reviewer"):
        with pytest.raises(Forbidden):
            build.act(made, by)


def test_facts_of_a_confirmed_act_stand() -> None:
    act = build.act(build.case())
    build.confirm(act)
    with pytest.raises(Refused) as refused:
        services.save_facts(act, actor("handler"), queries.facts_of(act), seen_version=act.version)
    assert code(refused) == "wrong_state"


def test_a_respondent_of_another_case_takes_no_part() -> None:
    first, second = build.case(), build.case()
    with pytest.raises(Refused) as refused:
        build.act(first, participants=build.facts(second).participants)
    assert code(refused) == "act_person_not_of_case"


def test_the_same_form_records_one_act() -> None:
    made = build.case()
    token = "a" * 32
    services.create_act(made, actor("handler"), build.facts(made), token=token)
    with pytest.raises(AlreadyDone):
        services.create_act(made, actor("handler"), build.facts(made), token=token)
    assert len(queries.acts_of(made)) == 1


def test_who_saw_an_older_version_is_told() -> None:
    act = build.act(build.case())
    seen = act.version
    changed: Any = build.facts(act.case, title="改过的行为")
    services.save_facts(act, actor("handler"), changed, seen_version=seen)
    with pytest.raises(Stale):
        services.save_facts(act, actor("colleague"), changed, seen_version=seen)


def test_an_act_is_never_yet_to_come() -> None:
    made = build.case()
    with refused("act_in_future"):
        build.act(made, on_date=moment.today() + timedelta(days=1))
    build.act(made, on_date=moment.today())


@pytest.mark.requirement("INF-19")
@pytest.mark.parametrize("state", [DecisionState.IN_REVIEW, DecisionState.REVIEWED])
def test_what_is_reviewed_is_not_changed_behind_the_review(state: DecisionState) -> None:
    decision = build.decision(state)
    (act,) = queries.acts_of(decision.case)
    with refused("act_decision_in_review"):
        build.reopen(act)
    with refused("act_decision_in_review"):
        build.confirm(build.act(decision.case))
    build.send_back(decision)
    build.reopen(act)
    assert act.state is ActState.DRAFT


def test_the_record_says_who_approved_instructed_and_objected() -> None:
    made = build.case()
    leader = made.respondents[1].id
    act = build.act(made, approval_by_id=leader)
    (entry,) = of_subject("responsible_acts", act.id)
    assert json.loads(entry.after or "")["approval_by"] == leader
