"""A reply is drafted, signed by the leader in charge, and goes out as it was signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from complaints import services
from complaints.models import Complaint, ReplyDraft
from complaints.queries import documents_of
from complaints.rules import ComplaintState, ReplyState, Satisfaction
from core.access import Role
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.complaints.test_transfers import by_the_county, refusal
from tests.complaints.test_visibility import given_role
from tests.complaints.test_worklist import waiting
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
State = ReplyState
MENDED = "经查，该单位逾期未答复，已责令其于三月底前答复您。"


def approve(draft: ReplyDraft, by: str = "supervisor") -> None:
    services.approve_reply(draft, actor(by), text="同意。", seen_version=draft.version)


def send_back(draft: ReplyDraft, text: str = "请写明改正的期限。") -> None:
    services.send_back_reply(draft, actor("supervisor"), text=text, seen_version=draft.version)


def submit(draft: ReplyDraft, text: str = MENDED) -> None:
    services.submit_reply(
        draft, actor("intake"), text=text, method="当面送交", seen_version=draft.version
    )


def actions(app: Flask, who: str) -> list[str]:
    return [str(task.action) for task in waiting(app, actor(who))]


@pytest.mark.requirement("NET-08")
def test_unsigned_no_reply_goes_out_where_the_rules_want_the_signature(app: Flask) -> None:
    made = by_the_county()
    with pytest.raises(Refused) as refused:
        make.reply(made)
    assert refused.value.refusal.code == "reply_needs_sign_off"
    with app.test_request_context():
        assert "第七条" in say(refused.value.refusal)
    draft = make.draft_reply(made)
    assert refusal(lambda: make.reply(made)) == "reply_under_review"
    approve(draft)
    make.reply(made)
    assert (made.state, draft.state, made.reply_text) == (
        ComplaintState.REPLIED,
        State.DELIVERED,
        make.REPLY,
    )
    assert draft.document == documents_of(made)[-1]


@pytest.mark.requirement("NET-08")
def test_where_no_rule_asks_a_reply_may_go_out_without() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    make.reply(made)
    assert made.state is ComplaintState.REPLIED
    assert made.reply_drafts == []


@pytest.mark.requirement("NET-08")
def test_what_was_put_to_the_leader_does_not_go_around_them_whatever_the_rules() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    draft = make.draft_reply(made)
    assert refusal(lambda: make.reply(made)) == "reply_under_review"
    send_back(draft)
    assert refusal(lambda: make.reply(made)) == "reply_under_review"


@pytest.mark.requirement("NET-08")
def test_it_goes_out_as_it_was_signed_or_is_signed_anew() -> None:
    made = by_the_county()
    draft = make.draft_reply(made, text=MENDED)
    approve(draft)
    assert refusal(lambda: make.reply(made)) == "reply_differs_from_signed"
    submit(draft, make.REPLY)
    assert (draft.state, draft.decided_by_id, draft.opinion) == (State.SUBMITTED, None, None)
    assert refusal(lambda: make.reply(made)) == "reply_under_review"
    approve(draft)
    make.reply(made)
    assert draft.state is State.DELIVERED


@pytest.mark.requirement("NET-08")
def test_sent_back_with_reasons_it_is_mended_and_every_step_is_on_record(app: Flask) -> None:
    made = by_the_county()
    draft = make.draft_reply(made)
    assert actions(app, "supervisor") == ["审核答复稿"]
    assert actions(app, "intake") == []
    assert refusal(lambda: send_back(draft, " ")) == "reply_return_needs_reason"
    send_back(draft)
    assert actions(app, "intake") == ["修改被退回的答复稿"]
    assert actions(app, "supervisor") == []
    submit(draft)
    approve(draft)
    assert actions(app, "intake") == ["送出已审核的答复"]
    assert draft.text == MENDED
    said = [(one.action, one.reason) for one in of_subject("reply_drafts", draft.id)][::-1]
    assert said == [
        ("draft", None),
        ("submit", None),
        ("send_back", "请写明改正的期限。"),
        ("submit", None),
        ("approve", "同意。"),
    ]


@pytest.mark.requirement("NET-08")
def test_nobody_signs_what_they_wrote() -> None:
    for role in (Role.DISCIPLINE_LEADER, Role.INTAKE_OFFICER):
        given_role("handler", role, "office")
    made = by_the_county()
    draft = make.draft_reply(made, is_kept=True)
    services.submit_reply(
        draft, actor("handler"), text=MENDED, method="邮寄", seen_version=draft.version
    )
    assert refusal(lambda: approve(draft, "handler")) == "reply_own_approval"
    send_back(draft)
    submit(draft)  # a colleague put it in again; who wrote at it before still cannot sign
    assert refusal(lambda: approve(draft, "handler")) == "reply_own_approval"
    approve(draft)
    assert draft.decided_by_id == person("supervisor").id


def test_nor_does_the_database_keep_such_a_signature() -> None:
    draft = make.draft_reply(by_the_county())
    draft.decided_by_id = draft.submitted_by_id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_who_only_replies_does_not_sign_and_who_only_decides_does_not_draft() -> None:
    draft = make.draft_reply(by_the_county())
    with pytest.raises(Forbidden):
        approve(draft, "intake")
    with pytest.raises(Forbidden):
        make.draft_reply(make.complaint(ComplaintState.ACCEPTED), by="supervisor")


@pytest.mark.requirement("NET-08", "NET-09")
def test_another_answer_is_signed_too(app: Flask) -> None:
    made = by_the_county()
    approve(make.draft_reply(made))
    make.reply(made)
    services.call_back(
        made,
        actor("intake"),
        satisfaction=Satisfaction.DISSATISFIED,
        note="没有说明期限。",
        seen_version=made.version,
    )

    def again() -> None:
        services.reply_again(made, actor("intake"), text=MENDED, seen_version=made.version)

    assert refusal(again) == "reply_needs_sign_off"
    draft = make.draft_reply(made, text=MENDED, method=None)
    assert actions(app, "supervisor") == ["审核答复稿"]
    approve(draft)
    again()
    assert (draft.state, made.doubted_on) == (State.DELIVERED, None)
    assert [one.state for one in made.reply_drafts] == [State.DELIVERED, State.DELIVERED]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " "}, "complaint_reply_needs_text"),
        ({"method": None}, "complaint_reply_needs_method"),
        ({"text": f"{make.REPORTER.name}您好。"}, "complaint_text_names_reporter"),
    ],
)
def test_an_unsound_draft_is_refused(changes: dict[str, Any], code: str) -> None:
    made = by_the_county()
    assert refusal(lambda: make.draft_reply(made, **changes)) == code


def test_one_draft_is_open_at_a_time_and_none_once_all_is_told() -> None:
    made = by_the_county()
    draft = make.draft_reply(made, is_kept=True)
    assert draft.state is State.DRAFTED
    with pytest.raises(Forbidden):
        make.draft_reply(made)
    submit(draft, make.REPLY)
    approve(draft)
    make.reply(made)
    with pytest.raises(Forbidden):
        make.draft_reply(made)


def test_a_draft_of_what_was_withdrawn_waits_for_nobody(app: Flask) -> None:
    made = by_the_county()
    draft = make.draft_reply(made)
    make.withdraw(made)
    assert actions(app, "supervisor") == []
    assert refusal(lambda: approve(draft)) == "reply_over"


def test_by_forms(sign_in: SignIn, intake: User) -> None:
    made = by_the_county()
    address = f"/complaints/{made.id}"
    clerk = sign_in(intake)
    page = clerk.get(address)
    assert "第七条" in page.one("section", id="barred").text
    form = page.follow("拟写答复送审")
    refused = form.submit(f"{address}/draft-reply", status=422, text=make.REPLY, method="")
    assert any("请填写答复方式" in error for error in refused.errors)
    refused.submit(f"{address}/draft-reply", text=make.REPLY, method="邮寄")
    (draft,) = _drafts(made)
    leader = sign_in(person("supervisor"))
    there = f"{address}/replies/{draft.id}"
    waits = leader.get(there)
    assert make.REPLY in waits.text
    waits.follow("退回修改").submit(f"{there}/send-back", status=422, text="")
    leader.get(there).follow("退回修改").submit(f"{there}/send-back", text="请写明期限。")
    mend = clerk.get(there).follow("送审")
    assert "请写明期限" in mend.text
    mend.submit(f"{there}/submit", text=MENDED, method="邮寄")
    leader.get(there).follow("审核签字").submit(f"{there}/approve", text="")
    send = clerk.get(there).follow("送出答复")
    assert MENDED in send.one("section", id="signed").text
    send.submit(f"{address}/reply")
    assert "已送出" in clerk.get(address).one("section", id="reply-drafts").text
    db.session.refresh(made)
    assert (made.reply_text, made.reply_method) == (MENDED, "邮寄")


def _drafts(made: Complaint) -> list[ReplyDraft]:
    db.session.refresh(made)
    return made.reply_drafts


def test_a_draft_of_another_report_is_not_found_there(sign_in: SignIn, intake: User) -> None:
    draft = make.draft_reply(by_the_county())
    other = make.complaint(ComplaintState.ACCEPTED)
    sign_in(intake).get(f"/complaints/{other.id}/replies/{draft.id}", status=404)
