"""The chain of an act, traced back from drafter to decision in the order of time (LIF-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from accountability.rules import (
    ActFacts,
    ApprovalState,
    DecidedBy,
    Participant,
    ReviewState,
    Role,
    Vote,
)
from accountability.services import acts as services
from accountability.tracing import Link, Traced, chain
from core import moment
from core.identity.models import User
from core.refusals import Refused
from tests.support import accountability as build
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
L = Link
HANDLER, SUPERVISOR, LEADER, MEMBER = range(1, 5)
ON = date(2026, 2, 20)


def facts(**changes: object) -> ActFacts:
    """Everything that can have happened before an act of a collective."""
    known: dict[str, object] = {
        "title": "暂缓公开排污许可信息",
        "on_date": ON,
        "decided_by": DecidedBy.COLLECTIVE,
        "approval_state": ApprovalState.GIVEN,
        "approval_by_id": SUPERVISOR,
        "review_state": ReviewState.DONE,
        "review_by_id": MEMBER,
        "instruction_given": True,
        "instruction_by_id": LEADER,
        "objection_made": True,
        "objection_by_id": HANDLER,
        "participants": (
            Participant(HANDLER, Role.HANDLER),
            Participant(SUPERVISOR, Role.SUPERVISOR, Vote.FOR),
            Participant(LEADER, Role.PRINCIPAL_LEADER, Vote.FOR),
            Participant(MEMBER, Role.COLLECTIVE_MEMBER, Vote.AGAINST),
        ),
    }
    return ActFacts(**{**known, **changes})  # type: ignore[arg-type]


@pytest.mark.requirement("LIF-02")
def test_every_drafter_reviewer_approver_and_the_collective_stand_in_the_order_of_time() -> None:
    days = {
        L.DRAFTED: date(2026, 2, 2),
        L.REVIEWED: date(2026, 2, 11),
        L.INSTRUCTED: date(2026, 2, 9),
        L.OBJECTED: date(2026, 2, 10),
        L.APPROVED: date(2026, 2, 12),
    }
    assert chain(facts(), days) == [
        Traced(L.DRAFTED, (HANDLER,), date(2026, 2, 2)),
        Traced(L.INSTRUCTED, (LEADER,), date(2026, 2, 9)),
        Traced(L.OBJECTED, (HANDLER,), date(2026, 2, 10)),
        Traced(L.REVIEWED, (MEMBER,), date(2026, 2, 11)),
        Traced(L.APPROVED, (SUPERVISOR,), date(2026, 2, 12)),
        Traced(L.DECIDED, (SUPERVISOR, LEADER, MEMBER), ON),
    ]


@pytest.mark.requirement("LIF-02")
def test_what_has_no_day_stays_where_it_usually_is() -> None:
    assert [one.link for one in chain(facts(), {})] == list(Link)
    late = {L.DRAFTED: date(2026, 2, 12), L.APPROVED: date(2026, 2, 3)}
    assert [one.link for one in chain(facts(), late)] == [
        *(L.APPROVED, L.DRAFTED, L.REVIEWED, L.INSTRUCTED, L.OBJECTED, L.DECIDED)
    ]


def test_what_was_not_done_is_no_link() -> None:
    alone = facts(
        decided_by=DecidedBy.INDIVIDUAL,
        approval_state=ApprovalState.NONE,
        approval_by_id=None,
        review_state=ReviewState.SKIPPED,
        review_by_id=None,
        instruction_given=False,
        instruction_by_id=None,
        objection_made=False,
        objection_by_id=None,
    )
    assert [one.link for one in chain(alone, {})] == [L.DRAFTED]


@pytest.mark.requirement("LIF-02")
def test_the_page_of_the_act_shows_the_chain_and_the_form_keeps_its_days(
    app: Flask, sign_in: SignIn
) -> None:
    act = build.act(build.case())
    browser = sign_in(person("handler"))
    form = browser.get(f"/acts/{act.id}/save-facts")
    form.submit("save-facts", drafted_on="2026-02-02", approval_on="2026-02-01")
    rows = [row.text.split() for row in browser.get(f"/acts/{act.id}").one(id="chain").all("tr")]
    assert [row[0] for row in rows[1:]] == ["2026年2月1日", "2026年2月2日", "—"]
    assert [row[1] for row in rows[1:]] == ["审批", "拟稿、承办", "保密审查"]


def test_no_day_is_still_to_come(app: Flask) -> None:
    case = build.case()
    tomorrow = moment.today() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        services.create_act(case, actor("handler"), build.facts(case), days={L.DRAFTED: tomorrow})
    assert refused.value.refusal.code == "act_day_in_future"
