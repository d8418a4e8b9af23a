"""A unit is given more time by who set its last day; what it has not signed for is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from complaints import queries, services
from complaints.models import Complaint, ComplaintTransfer
from complaints.rules import HANDLING, RETURN, ComplaintState, TransferState
from core.clocks.periods import EventKind
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import User
from core.moment import frozen
from core.procedure import Forbidden
from core.refusals import Refused, say
from tests.complaints.test_follow_up import ask as look_up
from tests.complaints.test_transfers import (
    by_the_county,
    clock_of,
    decisions,
    is_there,
    refusal,
    waiting,
)
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
WHY = make.WHY
LAST, LATER = date(2026, 3, 12), date(2026, 3, 20)


def signed(made: Complaint | None = None) -> ComplaintTransfer:
    sent = make.transfer(made or make.complaint(ComplaintState.ACCEPTED))
    make.sign(sent)
    return sent


def ask(sent: ComplaintTransfer, text: str = WHY, until: date = LATER) -> None:
    make.ask_time(sent, text=text, until=until)


def answer(
    sent: ComplaintTransfer, until: date | None = LATER, text: str | None = None, by: str = ""
) -> None:
    services.answer_extension(
        sent.complaint,
        actor(by or "supervisor"),
        transfer=sent,
        is_granted=until is not None,
        until=until,
        text=text,
        seen_version=sent.complaint.version,
    )


def recall(sent: ComplaintTransfer, text: str = "转错单位。") -> None:
    services.recall_transfer(
        sent.complaint,
        actor("supervisor"),
        transfer=sent,
        text=text,
        seen_version=sent.complaint.version,
    )


def test_granted_the_last_day_moves_and_the_ledger_shows_both(app: Flask) -> None:
    sent = signed()
    ask(sent)
    assert decisions(app) == ["答复承办单位的延期申请"]
    assert (sent.due_on, clock_of(sent, HANDLING).due_on) == (LAST, LAST)
    answer(sent)
    clock = clock_of(sent, HANDLING)
    assert (sent.due_on, clock.due_on, clock.started_on) == (LATER, LATER, date(2026, 3, 2))
    extended = clock.events[-1]
    assert (extended.kind, extended.due_on, extended.reason) == (EventKind.EXTEND, LATER, WHY)
    assert decisions(app) == []
    (task,) = waiting(app, actor("town_liaison"))
    assert task.due_on == LATER


def test_not_granted_the_day_stays_and_the_reasons_stand_there(app: Flask) -> None:
    sent = signed()
    ask(sent)
    assert refusal(lambda: answer(sent, None)) == "extension_refusal_needs_reason"
    answer(sent, None, "可以先反馈已核对的部分。")
    assert (sent.due_on, clock_of(sent, HANDLING).due_on) == (LAST, LAST)
    (asked,) = sent.extensions
    assert (asked.granted_until, asked.opinion) == (None, "可以先反馈已核对的部分。")
    ask(sent, until=date(2026, 3, 13))  # each request is decided by itself
    answer(sent, date(2026, 3, 13))
    assert sent.due_on == date(2026, 3, 13)


def test_it_is_asked_with_reasons_before_the_day_is_over_by_the_article_of_the_pack(
    app: Flask,
) -> None:
    sent = signed(by_the_county())
    with pytest.raises(Refused) as refused:
        ask(sent, " ")
    with app.test_request_context():
        assert "第六条（二）" in say(refused.value.refusal)
    assert refusal(lambda: ask(sent, until=LAST)) == "extension_not_later"
    with frozen("2026-03-13"):
        assert refusal(lambda: ask(sent)) == "extension_asked_too_late"
    with frozen("2026-03-12"):
        ask(sent)
    with pytest.raises(Forbidden):
        ask(sent)  # one waits already


def test_more_time_is_not_given_once_the_day_is_missed_nor_by_who_asked() -> None:
    sent = signed()
    ask(sent)
    assert refusal(lambda: answer(sent, LAST)) == "extension_not_later"
    with frozen("2026-03-13"):
        assert refusal(lambda: answer(sent)) == "extension_asked_too_late"
        answer(sent, None, "期限已过，请立即反馈。")
    assert clock_of(sent, HANDLING).due_on == LAST
    with pytest.raises(Forbidden):
        answer(sent, by="supervisor")


def test_the_unit_decides_nothing_for_itself_and_nobody_answers_who_did_not_ask() -> None:
    sent = signed()
    ask(sent)
    with pytest.raises(Forbidden):
        answer(sent, by="town_supervisor")
    answer(sent)
    with pytest.raises(Forbidden):
        answer(sent)


def test_its_clock_ends_with_what_the_unit_does_or_what_becomes_of_the_report() -> None:
    reported = signed()
    make.report(reported)
    assert clock_of(reported, HANDLING).state is ClockState.MET
    returned = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    make.send_back(returned)
    assert clock_of(returned, HANDLING).state is ClockState.CANCELLED


@pytest.mark.requirement("NET-07")
@pytest.mark.parametrize(
    "end", [make.withdraw, make.put_in_case, make.decline], ids=["withdrawn", "in case", "declined"]
)
def test_what_is_withdrawn_declined_or_taken_into_a_case_is_owed_by_no_unit(
    end: Callable[[Complaint], None],
) -> None:
    made = by_the_county() if end is not make.decline else make.complaint()
    sent = make.transfer(made)
    end(made)
    states = {clock.state for clock in for_subject("complaint_transfers", sent.id)}
    assert states == {ClockState.CANCELLED}


@pytest.mark.requirement("NET-07")
def test_answered_before_the_unit_signed_the_clock_of_the_return_is_called_off() -> None:
    made = by_the_county()
    sent = make.transfer(made)
    draft = make.draft_reply(made)
    services.approve_reply(draft, actor("supervisor"), seen_version=draft.version)
    assert clock_of(sent, RETURN).state is ClockState.RUNNING
    make.reply(made)
    assert {clock_of(sent, term).state for term in (RETURN, HANDLING)} == {ClockState.CANCELLED}
    assert clock_of(sent, RETURN).events[-1].reason == "已答复投诉举报人"


@pytest.mark.requirement("NET-12")
def test_taken_back_before_it_is_signed_for_the_unit_sees_it_no_more_the_stub_stays(
    app: Flask,
) -> None:
    sent = make.transfer(by_the_county())
    liaison = actor("town_liaison")
    assert refusal(lambda: recall(sent, " ")) == "recall_needs_reason"
    recall(sent)
    assert sent.state is TransferState.RECALLED
    assert not is_there(sent, liaison)
    with pytest.raises(NotFound):
        queries.get_assigned(sent.id, liaison)
    assert waiting(app, liaison) == []
    assert {clock_of(sent, term).state for term in (RETURN, HANDLING)} == {ClockState.CANCELLED}
    assert sent in db.session.scalars(queries.transfers_of(actor("supervisor"), {})).all()
    make.transfer(sent.complaint)  # and it may go there again


def test_what_was_signed_for_is_not_taken_back() -> None:
    sent = signed()
    with pytest.raises(Forbidden):
        recall(sent)


def test_what_came_back_and_went_on_only_to_be_taken_back_waits_again(app: Flask) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    make.send_back(make.transfer(made))
    recall(make.transfer(made))
    assert decisions(app) == ["转办件被退回，另行处理"]


def test_by_forms_and_who_reported_reads_that_it_takes_longer(
    sign_in: SignIn, supervisor: User, client: Client
) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    code = services.issue_receipt(made, actor("intake"))
    sent = signed(made)
    desk = f"/assigned/{sent.id}"
    liaison = sign_in(person("town_liaison"))
    form = liaison.get(desk).follow("申请延期")
    refused = form.submit(f"{desk}/ask-time", status=422, text="", until="2026-03-20")
    assert any("原因和进展" in error for error in refused.errors)
    refused.submit(f"{desk}/ask-time", text=WHY, until="2026-03-20")
    assert "待答复" in liaison.get(desk).one("section", id="extensions").text
    address = f"/complaints/{made.id}"
    leader = sign_in(supervisor)
    form = leader.get(address).follow("答复延期申请")
    assert WHY in form.text
    there = f"{address}/extend-transfer"
    said: dict[str, Any] = {"transfer": str(sent.id), "is_granted": "yes"}
    refused = form.submit(there, status=422, until="2026-03-12", **said)
    refused.submit(there, until="2026-03-20", **said)
    assert "同意延至2026年3月20日" in leader.get(f"{address}/transfers/{sent.id}").text
    assert "办理期限延至2026年3月20日" in look_up(client, code).text


def test_taken_back_by_the_form(sign_in: SignIn, supervisor: User) -> None:
    sent = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    address = f"/complaints/{sent.complaint_id}"
    leader = sign_in(supervisor)
    form = leader.get(address).follow("撤回转办")
    form.submit(f"{address}/recall-transfer", transfer=str(sent.id), text="转错单位。")
    assert "转错单位" in leader.get(f"{address}/transfers/{sent.id}").text
    sign_in(person("town_liaison")).get(f"/assigned/{sent.id}", status=404)
