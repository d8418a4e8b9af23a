"""The pages of complaints, as the officers use them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import select

from complaints.models import Complaint
from complaints.queries import documents_of
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent
from core import moment
from core.db import db
from core.identity.models import User
from core.web import lists
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]

SENT: dict[str, Any] = {
    "received_on": "2026-02-27",
    "channel": "telephone",
    "kind": "report",
    "title": "不予公开决定未说明理由",
    "facts": "来电人称，局里答复不公开，但没有写明理由。\n希望说明。",
    "respondents-0-unit": "阿尔山市自然资源局",
    "respondents-0-person_name": "王𬭩",
    "respondents-1-unit": "天池镇",
    "reporter_name": make.REPORTER.name,
    "reporter_phone": make.REPORTER.phone,
}


@pytest.fixture
def clerk(sign_in: SignIn, intake: User) -> Client:
    return sign_in(intake)


@pytest.fixture
def leader(sign_in: SignIn, supervisor: User) -> Client:
    return sign_in(supervisor)


def address(complaint: Complaint, action: str = "") -> str:
    return f"/complaints/{complaint.id}{action and '/'}{action}"


@pytest.mark.requirement("CMP-01", "CMP-02")
def test_a_report_by_telephone_is_taken_down(clerk: Client) -> None:
    answer = clerk.get("/complaints/new").submit("/complaints/new", **SENT)
    complaint = db.session.scalars(select(Complaint)).one()
    assert answer.location.endswith(address(complaint, "receipt"))
    assert [item.unit.short_name for item in complaint.respondents] == ["市自然资源局", "天池镇"]
    page = clerk.get(address(complaint))
    assert page.h1 == SENT["title"]
    assert "阿政公责举〔2026〕1号" in page.text
    assert "希望说明。" in page.text


def test_the_day_of_receipt_is_today_unless_the_officer_says_otherwise(clerk: Client) -> None:
    assert clerk.get("/complaints/new").one("input", name="received_on")["value"] == "2026-03-02"


def test_the_only_unit_of_an_officer_is_not_asked_for(clerk: Client) -> None:
    page = clerk.get("/complaints/new")
    assert not page.has("select", name="unit")
    assert len(page.all("input", list="unit-names")) == 3


def test_a_form_sent_twice_leads_to_the_same_complaint(clerk: Client) -> None:
    page = clerk.get("/complaints/new")
    first = page.submit("/complaints/new", **SENT)
    second = page.submit("/complaints/new", **SENT)
    assert first.location == second.location
    assert len(db.session.scalars(select(Complaint)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title": " "}, "title", "请用一句话写明反映的事项。"),
        ({"received_on": "2026-03-03"}, "received_on", "收到日期不能晚于今天。"),
        ({"received_on": "昨天"}, "received_on", "请按“2026-01-05”的格式填写日期。"),
        ({"occurred_from": "2026-02-28"}, "occurred_from", "行为的起止日期有误"),
        ({"occurred_to": "2026-02-28"}, "occurred_to", "行为的起止日期有误"),
        ({"reporter_name": ""}, "reporter_name", "不愿具名的，请选择匿名。"),
        ({"is_anonymous": "y"}, "is_anonymous", "匿名的，不填写身份信息"),
        ({"respondents-1-unit": "没有的局"}, "respondents-1-unit", "没有这个单位"),
        (
            {"respondents-0-unit": "", "respondents-0-person_name": "", "respondents-1-unit": ""},
            "respondents-0-unit",
            "请至少填写一个被投诉举报的单位。",
        ),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_typed_is_lost(
    clerk: Client, changes: dict[str, str], field: str, message: str
) -> None:
    values = {**SENT, **changes}
    page = clerk.get("/complaints/new").submit("/complaints/new", status=422, **values)
    assert message in page.one("p", id=f"{field}-error").text
    assert any(message in error for error in page.errors)
    assert page.one("textarea", name="facts").text == " ".join(SENT["facts"].split())
    assert page.one("input", name="respondents-1-unit").get("value") == values["respondents-1-unit"]
    assert page.one("select", name="channel").one("option", selected=True)["value"] == "telephone"
    assert not db.session.scalars(select(Complaint)).all()


@pytest.mark.requirement("SEC-02")
def test_a_refused_registration_says_why_with_the_article(clerk: Client) -> None:
    values = {**SENT, "respondents-0-unit": "市公开办", "respondents-0-person_name": ""}
    page = clerk.get("/complaints/new").submit("/complaints/new", status=422, **values)
    assert any("第三十条" in message for message in page.errors)
    assert page.one("input", name="title")["value"] == SENT["title"]


@pytest.mark.requirement("CMP-03")
def test_the_page_shows_clock_ledger_and_what_to_do_next(leader: Client) -> None:
    complaint = make.complaint(received_on=date(2026, 2, 27))
    page = leader.get(address(complaint))
    assert "还剩 14 日" in page.text
    assert "2026年3月16日" in page.text
    assert page.one("table", class_="day-ledger__days").has("time", datetime="2026-03-14")
    links = [link.text for link in page.one("div", class_="action-bar").all("a")]
    assert links == ["受理", "不予受理", "要求补充材料", "转办", "并案"]


def test_an_overdue_decision_is_red(leader: Client) -> None:
    complaint = make.complaint()
    with moment.frozen("2026-03-20"):
        leader.sign_in(person("supervisor"))
        page = leader.get(address(complaint))
        assert page.has("span", class_="clock-light--red", text="已逾期 3 日")
        assert leader.get("/complaints").has("span", class_="clock-light--red")


def test_the_whole_course_by_forms(clerk: Client, leader: Client) -> None:
    complaint = make.complaint()
    leader.get(address(complaint, "accept")).submit(address(complaint, "accept"))
    page = clerk.get(address(complaint)).follow("答复")
    page.submit(address(complaint, "reply"), text="已责令该局补充说明理由。", method="邮寄")
    leader.get(address(complaint, "close")).submit(address(complaint, "close"))
    page = leader.get(address(complaint))
    steps = [step.text for step in page.one("ol", class_="steps").all("span", class_="step__label")]
    assert len(steps) == 4
    assert "已责令该局补充说明理由。" in page.text
    assert not page.has("div", class_="action-bar")


@pytest.mark.requirement("CMP-04")
def test_declining_by_form_leaves_the_notice_as_a_pdf(leader: Client) -> None:
    complaint = make.complaint()
    form = leader.get(address(complaint, "decline"))
    refused = form.submit(address(complaint, "decline"), status=422, reason="不归我们管。")
    assert "请选择不予受理的情形。" in refused.text
    assert refused.one("textarea", name="reason").text == "不归我们管。"
    refused.submit(address(complaint, "decline"), code="outside_remit", reason="不归我们管。")
    (document,) = documents_of(complaint)
    link = leader.get(address(complaint)).one("a", text="不予受理告知书", href=True)
    answer = leader.raw("GET", link["href"])
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")
    assert len(answer.data) == document.size
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.requirement("CMP-04")
def test_closing_a_declined_report_asks_when_and_how_it_was_told(leader: Client) -> None:
    complaint = make.complaint(ComplaintState.DECLINED)
    form = leader.get(address(complaint, "close"))
    refused = form.submit(
        address(complaint, "close"), status=422, told_on="2026-03-01", method="邮寄"
    )
    assert "告知日期应当在决定不予受理之日以后" in refused.errors[0]
    form.submit(address(complaint, "close"), told_on="2026-03-02", method="邮寄")
    assert "2026年3月2日，邮寄" in leader.get(address(complaint)).text


def test_withdrawing_by_form_also_while_a_case_runs(clerk: Client) -> None:
    for state in (ComplaintState.REGISTERED, ComplaintState.IN_CASE):
        complaint = make.complaint(state)
        page = clerk.get(address(complaint)).follow("登记撤回")
        page.submit(address(complaint, "withdraw"), reason="不再追究。")
        assert complaint.withdrawn_on == date(2026, 3, 2)
        page = clerk.get(address(complaint))
        assert "不再追究。" in page.text
        assert ("投诉举报人已撤回" in page.text) is (state is ComplaintState.IN_CASE)


@pytest.mark.parametrize(
    ("action", "words"),
    [("accept", "当前状态为「已办结」，不能受理。"), ("close", "当前状态为「已办结」，不能办结。")],
)
def test_an_act_that_cannot_be_done_now_leads_back_with_the_reason(
    leader: Client, action: str, words: str
) -> None:
    complaint = make.complaint(ComplaintState.CLOSED)
    assert words in leader.get(address(complaint, action)).text


def test_a_withdrawal_that_was_entered_already_says_so(clerk: Client) -> None:
    complaint = make.complaint(ComplaintState.IN_CASE)
    make.withdraw(complaint)
    assert "撤回已经登记。" in clerk.get(address(complaint, "withdraw")).text
    assert "尚不能办理" in clerk.get(address(complaint)).text


def test_an_outdated_form_is_answered_with_who_changed_what(leader: Client) -> None:
    complaint = make.complaint()
    page = leader.get(address(complaint, "decline"))
    make.accept(complaint)
    stale = page.submit(
        address(complaint, "decline"), status=409, code="outside_remit", reason="不归我们管。"
    )
    assert "包晓梅" in stale.text
    assert "不归我们管。" in stale.text


def test_the_list_is_filtered_by_state_breach_and_beginning(leader: Client) -> None:
    first = make.complaint(ComplaintState.ACCEPTED, title="甲事")
    make.complaint(title="乙事甲", trigger_code="not_updated")
    for query, found in [
        ("", ["乙事甲", "甲事"]),
        ("?state=accepted", ["甲事"]),
        ("?trigger=not_updated", ["乙事甲"]),
        (f"?q={quote('甲')}", ["甲事"]),
        (f"?q={quote(first.number)}", ["甲事"]),
        (f"?q={quote('阿政公责举')}", ["乙事甲", "甲事"]),
        (f"?q={quote('%')}", []),
        ("?state=nonsense&unit=x&after=x", ["乙事甲", "甲事"]),
    ]:
        page = leader.get(f"/complaints{query}")
        rows = [row.all("td")[1].text for row in page.all("tr") if row.has("td")]
        assert rows == found, query


def test_a_rare_character_after_the_beginning_is_found(leader: Client) -> None:
    make.complaint(title="王𬭩拒收申请", reporter=None)
    assert "王𬭩拒收申请" in leader.get(f"/complaints?q={quote('王')}").text


def test_an_empty_list_says_so(leader: Client) -> None:
    assert "还没有投诉举报件" in leader.get("/complaints").text
    assert "没有符合条件的投诉举报件" in leader.get("/complaints?state=closed").text


def test_htmx_gets_the_list_alone(leader: Client) -> None:
    make.complaint()
    leader.htmx("/complaints?state=registered", "complaint-list")


def test_the_list_goes_on_by_key(leader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [make.complaint().number for _number in range(3)]
    monkeypatch.setattr(lists.list_page, "__kwdefaults__", {"size": 2, "counted": False})
    page = leader.get("/complaints")
    assert made[0] not in page.text
    assert made[0] in page.follow("下一页").text


@pytest.mark.parametrize("path", ["", "detail"])
def test_pages_cost_few_statements_and_bytes_however_much_there_is(
    leader: Client, path: str
) -> None:
    both = [GivenRespondent(unit("department"), "王𬭩"), GivenRespondent(unit("town"))]
    made = [make.complaint(ComplaintState.DECLINED, respondents=both) for _number in range(6)]
    url = address(made[0]) if path else "/complaints"
    leader.get(url)
    with counted() as sent:
        page = leader.get(url)
    assert len(sent) <= 12, "\n".join(sent)
    assert len(page.response.data) <= 60_000
