"""Who reported is asked for what is missing; then the decision is due again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from msgspec.structs import replace

from complaints import services, tasks
from complaints.models import Complaint
from complaints.procedure.supplements import open_request
from complaints.rules import ComplaintState
from core import moment
from core.access import Actor
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import Task
from regulations import registry
from regulations.model import GuardId
from tests.complaints.test_decisions import letter_of
from tests.complaints.test_follow_up import ask as look_up
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import PACK, actor

SignIn = Callable[[User], Client]

MISSING = "申请公开的回执，或者邮寄凭证。"
DUE, AFTER = date(2026, 3, 10), date(2026, 3, 11)


def asked(**changes: Any) -> Complaint:
    """Return a report whose reporter is asked to add something until DUE."""
    made = make.complaint(**changes)
    make.ask_supplement(made, MISSING, DUE)
    return made


def end(made: Complaint) -> None:
    services.end_supplement(made, actor("intake"), seen_version=made.version)


def clock_of(made: Complaint) -> Clock:
    (clock,) = for_subject("complaints", made.id)
    return clock


def waiting(app: Flask, who: Actor) -> list[Task]:
    with app.test_request_context():
        return list(tasks.supplement_tasks(who))


@pytest.fixture
def pack_that_pauses(app: Flask, monkeypatch: pytest.MonkeyPatch) -> str:
    """Plant a rule by which the period stops while a supplement is awaited; return its article."""
    pack = registry.get_pack(PACK)
    like = pack.guards[GuardId.COMPLAINT_REGISTER]
    row = replace(like.value, id=GuardId.SUPPLEMENT_PAUSES, article="附件九 第九条")
    guards = {**pack.guards, row.id: dataclasses.replace(like, value=row)}
    read = app.extensions["wenze.regulations.effective"]
    monkeypatch.setitem(read, (PACK,), dataclasses.replace(pack, guards=guards))
    return row.article


@pytest.mark.requirement("CMP-03")
def test_asking_issues_a_notice_and_leaves_the_clock_running_where_no_rule_stops_it() -> None:
    made = asked()
    letter = letter_of(made)
    assert MISSING in letter
    assert "2026年3月10日前" in letter
    assert make.REPORTER.name not in letter
    assert clock_of(made).state is ClockState.RUNNING
    assert made.state is ComplaintState.REGISTERED
    assert next(entry.action for entry in of_subject("complaints", made.id)) == "ask_supplement"


@pytest.mark.requirement("CMP-03")
def test_a_rule_that_stops_the_clock_is_followed_until_the_answer(pack_that_pauses: str) -> None:
    made = asked()
    before = clock_of(made).due_on
    assert clock_of(made).state is ClockState.PAUSED
    with moment.frozen("2026-03-06"):
        make.receive_supplement(made)
    clock = clock_of(made)
    assert (clock.state, before) == (ClockState.RUNNING, None)
    assert clock.due_on == date(2026, 3, 23)  # four days of fifteen did not count; a Saturday moved
    assert pack_that_pauses in {event.article for event in clock.events}


@pytest.mark.requirement("CMP-03")
@pytest.mark.usefixtures("pack_that_pauses")
def test_where_nothing_comes_the_clock_goes_on_from_the_day_that_was_told() -> None:
    made = asked()
    with moment.frozen("2026-03-13"):
        end(made)
        assert clock_of(made).due_on == date(2026, 3, 25)
        make.accept(made)


@pytest.mark.usefixtures("pack_that_pauses")
def test_who_decides_need_not_wait() -> None:
    made = asked()
    make.accept(made)
    assert (made.state, clock_of(made).state) == (ComplaintState.ACCEPTED, ClockState.MET)


def test_what_came_is_kept_and_the_decision_is_due_again(app: Flask) -> None:
    made = asked()
    (task,) = waiting(app, actor("intake"))
    assert (task.number, task.due_on) == (made.number, DUE)
    make.receive_supplement(made)
    assert made.supplements[0].received == "来人补交了回执复印件。"
    assert not waiting(app, actor("intake"))
    with app.test_request_context():
        (decision,) = tasks.complaint_tasks(actor("supervisor"))
    assert decision.action == "决定是否受理"


def test_a_second_request_follows_the_first_and_not_beside_it() -> None:
    made = asked()
    with pytest.raises(Forbidden):
        make.ask_supplement(made, MISSING, DUE)
    make.receive_supplement(made)
    make.ask_supplement(made, "来人身份。", DUE)
    assert [one.ended_on is None for one in made.supplements] == [False, True]


@pytest.mark.parametrize("day", [DUE, AFTER])
def test_nobody_is_cut_off_before_the_day_that_was_told_is_over(day: date) -> None:
    made = asked()
    with moment.frozen(day.isoformat()):
        if day == AFTER:
            end(made)
            assert open_request(made) is None
            return
        with pytest.raises(Refused) as refused:
            end(made)
        assert refused.value.refusal.code == "supplement_still_awaited"


@pytest.mark.parametrize(
    ("missing", "days", "code"),
    [
        (" ", 5, "supplement_needs_missing"),
        (MISSING, 0, "supplement_due_in_past"),
        (f"请{make.REPORTER.name}补交回执。", 5, "complaint_text_names_reporter"),
    ],
)
def test_an_unsound_request_is_refused(missing: str, days: int, code: str) -> None:
    made = make.complaint()
    with pytest.raises(Refused) as refused:
        services.ask_supplement(
            made,
            actor("supervisor"),
            missing=missing,
            due_on=moment.today() + timedelta(days=days),
            seen_version=made.version,
        )
    assert refused.value.refusal.code == code


@pytest.mark.requirement("SEC-01")
def test_what_came_does_not_name_who_reported() -> None:
    made = asked()
    with pytest.raises(Refused) as refused:
        make.receive_supplement(made, f"{make.REPORTER.name}来电补充。")
    assert refused.value.refusal.code == "complaint_text_names_reporter"


def test_who_cannot_be_told_is_not_asked() -> None:
    with pytest.raises(Refused) as refused:
        asked(reporter=None)
    assert refused.value.refusal.code == "supplement_reaches_nobody"
    made = make.complaint(reporter=None)
    services.issue_receipt(made, actor("intake"))
    make.ask_supplement(made, MISSING, DUE)
    assert open_request(made) is not None


@pytest.mark.parametrize("username", ["intake", "handler", "town_supervisor"])
def test_only_who_decides_asks(username: str) -> None:
    made = make.complaint()
    with pytest.raises(Forbidden):
        services.ask_supplement(
            made, actor(username), missing=MISSING, due_on=DUE, seen_version=made.version
        )


def test_by_forms_and_on_the_page_of_who_reported(
    sign_in: SignIn, supervisor: User, intake: User, client: Client
) -> None:
    made = make.complaint()
    code = services.issue_receipt(made, actor("intake"))
    address = f"/complaints/{made.id}"
    leader = sign_in(supervisor)
    form = leader.get(f"{address}/ask-supplement")
    assert "没有规定补充材料中止受理期限" in form.text
    refused = form.submit(
        f"{address}/ask-supplement", status=422, missing=MISSING, due_on="2026-03-02"
    )
    assert refused.one("textarea", name="missing").text == MISSING
    refused.submit(f"{address}/ask-supplement", missing=MISSING, due_on="2026-03-10")
    page = leader.get(address)
    assert page.one("section", id="supplements").has("span", text="等待补充")
    assert MISSING in look_up(client, code).text
    clerk = sign_in(intake)
    clerk.get(address).follow("登记补充情况").submit(
        f"{address}/receive-supplement", text="来人补交了回执复印件。"
    )
    page = clerk.get(address)
    assert "来人补交了回执复印件。" in page.one("section", id="supplements").text
    assert MISSING not in look_up(client, code).text


def test_a_page_that_has_no_sense_any_more_leads_back(sign_in: SignIn, intake: User) -> None:
    made = asked()
    clerk = sign_in(intake)
    assert "尚未届满" in clerk.get(f"/complaints/{made.id}/end-supplement").text
    make.accept(made)
    assert "不能登记补充情况" in clerk.get(f"/complaints/{made.id}/receive-supplement").text
    assert "未补充，已作决定" in clerk.get(f"/complaints/{made.id}").text
