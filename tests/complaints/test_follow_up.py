"""Who reported follows up by receipt code: no account, no name, no hour, no address kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from complaints import services, tasks
from complaints.models import Complaint, ComplaintReceipt, ReporterMessage
from complaints.rules import ComplaintState
from complaints.services import receipts
from complaints.views import follow_up
from core import moment
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.throttle import Throttle
from tests.support import complaints as make
from tests.support.client import Client, Page
from tests.support.factories import actor

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow_up, "throttle", Throttle(3, 5, timedelta(minutes=10)))
    monkeypatch.setitem(receipts.lookup.SCRYPT, "n", 2)  # type: ignore[attr-defined]


def receipt(state: ComplaintState = ComplaintState.REGISTERED) -> tuple[Complaint, str]:
    complaint = make.complaint(state)
    return complaint, services.issue_receipt(complaint, actor("intake"))


def ask(client: Client, code: str, status: int = 200) -> Page:
    return client.get("/follow-up").submit("/follow-up", status=status, code=code)


@pytest.mark.requirement("SEC-01")
def test_a_code_has_sixteen_digits_and_only_its_hash_is_kept(app: Flask) -> None:
    complaint, code = receipt()
    assert re.fullmatch(r"\d{16}", code)
    kept = db.session.scalars(select(ComplaintReceipt)).one()
    assert code not in kept.code_hash
    assert of_subject("complaints", complaint.id)[0].action == "issue_receipt"
    assert code not in str([vars(e) for e in of_subject("complaints", complaint.id)])
    assert services.complaint_of(f"{code[:4]} {code[4:8]}-{code[8:]}") is complaint


def test_codes_are_drawn_from_all_there_are(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(receipts.secrets, "randbelow", lambda n: asked.append(n) or 7)  # type: ignore[attr-defined,func-returns-value]
    assert receipt()[1] == "0000000000000007"
    assert asked == [10**16]  # 53 bits


def test_another_code_takes_the_place_of_a_lost_one(app: Flask) -> None:
    complaint, lost = receipt()
    with pytest.raises(Refused):
        services.issue_receipt(complaint, actor("intake"))
    fresh = services.issue_receipt(complaint, actor("intake"), reason="投诉举报人遗失。")
    assert services.complaint_of(lost) is None
    assert services.complaint_of(fresh) is complaint
    with pytest.raises(Forbidden):
        services.issue_receipt(complaint, actor("supervisor"), reason="想看看。")


def test_the_officer_sees_the_code_once_on_a_page_to_print(sign_in: SignIn, intake: User) -> None:
    complaint = make.complaint()
    clerk = sign_in(intake)
    url = f"/complaints/{complaint.id}/receipt"
    shown = clerk.get(url).submit(url, status=200)
    code = shown.one("p", class_="receipt-code").text
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    assert "/follow-up" in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert services.complaint_of(code) is not None
    assert code not in clerk.get(url).text
    assert code not in clerk.get(f"/complaints/{complaint.id}").text


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ComplaintState.REGISTERED, "正在审查是否受理"),
        (ComplaintState.ACCEPTED, "已经受理，正在办理"),
        (ComplaintState.DECLINED, "反映的事项由上级机关管辖。"),
        (ComplaintState.WITHDRAWN, "已撤回"),
        (ComplaintState.IN_CASE, "正在调查处理"),
        (ComplaintState.REPLIED, "已责令改正"),
        (ComplaintState.CLOSED, "已经办结"),
    ],
)
def test_it_says_in_plain_words_how_it_stands(
    client: Client, state: ComplaintState, words: str
) -> None:
    complaint, code = receipt(state)
    page = ask(client, code)
    assert words in page.text
    assert complaint.number in page.text
    assert complaint.title not in page.text
    assert make.REPORTER.name not in page.text
    assert code not in page.response.request.path
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.requirement("SEC-01")
def test_a_wrong_code_gets_one_answer_whatever_it_is(client: Client) -> None:
    _complaint, code = receipt()
    wrong = f"{(int(code) + 1) % 10**16:016d}"
    answers = [ask(client, said, status=422).errors for said in (wrong, "12345")]
    assert answers[0] == answers[1]


def test_guessing_is_slowed_down(client: Client) -> None:
    _complaint, code = receipt()
    for _number in range(3):
        ask(client, "0" * 15, status=422)
    ask(client, code, status=429)
    with moment.frozen((moment.now() + timedelta(minutes=11)).isoformat()):
        client.get("/follow-up")
        ask(client, code)


def test_every_guess_costs_the_same_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    work: list[str] = []
    whole = receipts.lookup.slow_index_of  # type: ignore[attr-defined]

    def count(use: str, text: str) -> str:
        work.append(text)
        return str(whole(use, text))

    _complaint, code = receipt()
    monkeypatch.setattr(receipts.lookup, "slow_index_of", count)  # type: ignore[attr-defined]
    for said in (code, "1" * 16, "", "x" * 40):
        services.complaint_of(said)
    assert [len(item) for item in work] == [16] * 4


def test_the_throttle_bounds_all_origins_together() -> None:
    throttle = Throttle(2, 3, timedelta(minutes=1))
    throttle.note_failure("a")
    throttle.note_failure("a")
    assert (throttle.is_open("a"), throttle.is_open("b")) == (False, True)
    throttle.note_failure("b")
    assert not throttle.is_open("c")


@pytest.mark.requirement("SEC-01", "NET-10")
def test_letters_go_both_ways_sealed_and_by_the_day(
    client: Client, sign_in: SignIn, intake: User
) -> None:
    complaint, code = receipt()
    written = "我就住在他们单位隔壁。"
    sent = ask(client, code).submit("/follow-up/messages", status=200, text=written)
    assert "已收到" in sent.text
    raw = db.session.execute(text("SELECT * FROM reporter_messages")).one()
    assert written not in str(raw)
    assert "09:00" not in str(raw)
    actions = [entry.action for entry in of_subject("complaints", complaint.id)]
    assert "answer_message" not in actions
    assert len(actions) == 2  # registered, receipt: nothing tells when the letter came
    clerk = sign_in(intake)
    assert "阅看来信 1 封" in clerk.get("/").text
    page = clerk.get(f"/complaints/{complaint.id}").follow("来信与回复")
    assert written in page.text
    page.submit("messages", text="请补充具体日期。")
    assert of_subject("complaints", complaint.id)[1].action == "answer_message"
    assert "阅看来信" not in clerk.get("/").text
    assert "请补充具体日期。" in ask(client, code).text
    assert written not in clerk.get(f"/complaints/{complaint.id}").text


def test_a_letter_sent_twice_is_kept_once_and_letters_are_bounded(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    complaint, code = receipt()
    page = ask(client, code)
    for _number in range(2):
        page.submit("/follow-up/messages", status=200, text="补充一点。")
    assert len(db.session.scalars(select(ReporterMessage)).all()) == 1
    monkeypatch.setattr(receipts, "MAX_UNREAD", 1)
    refused = ask(client, code).submit("/follow-up/messages", status=422, text="再补充一点。")
    assert "请等待答复" in refused.text
    assert complaint.state is ComplaintState.REGISTERED


def test_an_answer_does_not_name_who_reported(app: Flask) -> None:
    complaint, _code = receipt()
    with pytest.raises(Refused):
        services.answer_message(
            complaint, actor("intake"), text=f"{make.REPORTER.name}您好", token="t" * 32
        )
    with pytest.raises(Forbidden):
        services.answer_message(complaint, actor("handler"), text="您好", token="t" * 32)


def test_without_a_code_a_letter_is_not_taken(client: Client) -> None:
    _complaint, code = receipt()
    page = ask(client, code)
    refused = page.submit("/follow-up/messages", status=422, code="1" * 16, text="谁的信？")
    assert "没有找到" in refused.text
    assert not db.session.scalars(select(ReporterMessage)).all()


def test_nothing_of_the_visitor_is_stored(client: Client) -> None:
    _complaint, code = receipt()
    ask(client, code).submit("/follow-up/messages", status=200, text="补充一点。")
    for table in ("web_sessions", "reporter_messages", "access_entries", "record_entries"):
        assert "127.0.0.1" not in str(db.session.execute(text(f"SELECT * FROM {table}")).all())
        assert code not in str(db.session.execute(text(f"SELECT * FROM {table}")).all())


def test_the_worklist_of_letters_is_for_who_may_answer(app: Flask) -> None:
    complaint, _code = receipt()
    services.leave_message(complaint, text="补充一点。", token="t" * 32)
    with app.test_request_context():
        assert len(list(tasks.message_tasks(actor("intake")))) == 1
        assert not list(tasks.message_tasks(actor("supervisor")))
        assert not list(tasks.message_tasks(actor("stranger")))
