"""Who reported is called back about the answer; in doubt, they get another one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints import services
from complaints.models import Complaint
from complaints.queries import documents_of
from complaints.rules import ComplaintState, ReporterKind, Satisfaction
from complaints.services import Identity
from core.identity.models import User
from core.procedure import Forbidden
from tests.complaints.test_follow_up import ask as look_up
from tests.complaints.test_transfers import refusal
from tests.complaints.test_worklist import waiting
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor

SignIn = Callable[[User], Client]
State = ComplaintState
Said = Satisfaction
DOUBT, AGAIN = "没有说明整改的时间。", "该单位已于二月底完成整改，公开栏已经更新。"


def call(made: Complaint, said: Said | None = Said.DISSATISFIED, note: str | None = DOUBT) -> None:
    services.call_back(
        made, actor("intake"), satisfaction=said, note=note, seen_version=made.version
    )


def answer(made: Complaint, text: str = AGAIN) -> None:
    services.reply_again(made, actor("intake"), text=text, seen_version=made.version)


@pytest.mark.requirement("NET-09")
@pytest.mark.parametrize("state", [State.REPLIED, State.CLOSED])
def test_a_doubt_waits_for_another_answer_beside_the_first(app: Flask, state: State) -> None:
    made = make.complaint(state)
    first = made.reply_text
    call(made)
    assert [str(task.action) for task in waiting(app, actor("intake"))] == ["再次答复"]
    assert waiting(app, actor("supervisor")) == []
    answer(made)
    assert (made.reply_text, made.call_backs[0].answer) == (first, AGAIN)
    assert [document.title for document in documents_of(made)] == [
        "受理告知书",
        "投诉举报办理结果告知书",
        "投诉举报办理结果告知书",
    ]
    assert waiting(app, actor("intake")) == []


@pytest.mark.requirement("NET-09")
def test_a_report_is_not_closed_while_another_answer_is_owed() -> None:
    made = make.complaint(State.REPLIED)
    call(made, Said.PARTLY)
    assert refusal(lambda: make.close(made)) == "complaint_doubt_open"
    answer(made)
    make.close(made)
    assert made.state is State.CLOSED


@pytest.mark.requirement("NET-04", "NET-10")
def test_an_answer_in_person_how_many_signed_and_their_opinion_are_on_record() -> None:
    speaker = Identity(ReporterKind.JOINT, "哈拉哈河旅行社", joint_count=12)
    made = make.complaint(State.REPLIED, reporter=speaker)
    call(made, Said.PARTLY)
    assert made.reporter is not None
    assert made.reporter.joint_count == 12
    assert made.reply_method == "当面送交"
    (opinion,) = made.call_backs
    assert (opinion.satisfaction, opinion.note) == (Said.PARTLY, DOUBT)


@pytest.mark.parametrize("said", [Said.SATISFIED, Said.UNREACHED])
def test_who_is_content_or_not_reached_is_owed_nothing(app: Flask, said: Said) -> None:
    made = make.complaint(State.REPLIED)
    call(made, said, None)
    assert made.doubted_on is None
    assert [str(task.action) for task in waiting(app, actor("supervisor"))] == ["办结"]
    with pytest.raises(Forbidden):
        answer(made)


def test_answered_again_they_are_called_again() -> None:
    made = make.complaint(State.CLOSED)
    call(made)
    answer(made)
    call(made, Said.PARTLY, "没有说明由谁负责。")
    answer(made, "由办公室负责。")
    assert [one.answer for one in made.call_backs] == [AGAIN, "由办公室负责。"]


@pytest.mark.parametrize(("said", "is_owed"), [(Said.SATISFIED, False), (Said.UNREACHED, True)])
def test_content_after_all_they_are_owed_nothing(said: Said, is_owed: bool) -> None:
    made = make.complaint(State.REPLIED)
    call(made)
    call(made, said, None)
    assert (made.doubted_on is not None) is is_owed


@pytest.mark.parametrize(
    ("said", "note", "code"),
    [
        (None, DOUBT, "call_back_needs_satisfaction"),
        (Said.DISSATISFIED, " ", "call_back_doubt_needs_note"),
        (Said.SATISFIED, f"{make.REPORTER.name}表示满意。", "complaint_text_names_reporter"),
    ],
)
def test_an_unsound_call_is_refused(said: Said | None, note: str, code: str) -> None:
    made = make.complaint(State.REPLIED)
    assert refusal(lambda: call(made, said, note)) == code


@pytest.mark.requirement("SEC-01")
def test_another_answer_needs_a_text_that_names_nobody_who_reported() -> None:
    made = make.complaint(State.REPLIED)
    call(made)
    assert refusal(lambda: answer(made, " ")) == "reply_again_needs_text"
    assert refusal(lambda: answer(made, f"{make.REPORTER.name}您好。")) == (
        "complaint_text_names_reporter"
    )


@pytest.mark.parametrize("state", [State.REGISTERED, State.ACCEPTED, State.DECLINED])
def test_nobody_is_called_about_an_answer_that_was_not_given(state: State) -> None:
    made = make.complaint(state)
    with pytest.raises(Forbidden):
        call(made)


def test_by_forms_and_on_the_page_of_who_reported(
    sign_in: SignIn, intake: User, client: Client
) -> None:
    made = make.complaint(State.REPLIED)
    code = services.issue_receipt(made, actor("intake"))
    address = f"/complaints/{made.id}"
    clerk = sign_in(intake)
    form = clerk.get(address).follow("登记回访")
    refused = form.submit(f"{address}/call-back", status=422, satisfaction="dissatisfied")
    assert any("请写明是什么" in error for error in refused.errors)
    refused.submit(f"{address}/call-back", satisfaction="dissatisfied", note=DOUBT)
    again = clerk.get(address).follow("再次答复")
    assert DOUBT in again.text
    again.submit(f"{address}/reply-again", text=AGAIN)
    assert AGAIN in clerk.get(address).one("section", id="call-backs").text
    shown = look_up(client, code)
    assert AGAIN in shown.text
    assert DOUBT not in shown.text
