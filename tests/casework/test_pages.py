"""Pages of cases as the cast uses them: without JavaScript, every form, the list, the worklist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from enum import StrEnum

import pytest
from flask import Flask
from sqlalchemy import event, literal, select
from sqlalchemy.engine import Engine

from casework import deadlines, labels, services
from casework.rules import (
    CaseAction,
    CaseState,
    Conflict,
    DefenceOutcome,
    EvidenceKind,
    RespondentKind,
)
from complaints.rules import ComplaintState
from core import moment
from core.access import Role
from core.clocks import services as clocks
from core.clocks.models import LocalPeriod
from core.clocks.periods import Period, Unit
from core.clocks.queries import for_subject as clocks_of
from core.db import db
from core.identity.models import User
from core.worklist import tasks_of
from regulations.codes import TermId
from tests.support import casework as make
from tests.support import complaints
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

SignIn = Callable[[User], Client]
State = CaseState


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements sent to the database."""
    sent: list[str] = []

    def note(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("of_complaint", [True, False])
def test_the_case_page_shows_where_the_case_stands(
    state: CaseState, of_complaint: bool, sign_in: SignIn, supervisor: User
) -> None:
    case = make.case(state, of_complaint=of_complaint)
    page = sign_in(supervisor).get(f"/cases/{case.id}")
    assert page.h1 == make.TITLE
    assert str(labels.STATES[state]) in page.text
    assert case.number in page.text
    assert len(page.response.data) < 60_000
    for link in page.one("nav", aria_label="本页目录").all("a"):
        assert page.has(id=link["href"].removeprefix("#")), link["href"]


def test_a_whole_case_costs_few_statements(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(State.INVESTIGATING, of_complaint=True)
    make.add_respondent(case)
    for _n in range(4):
        make.record_evidence(case)
        make.record_fact(case)
    make.report(case)
    make.open_defence(case)
    make.hear(case)
    make.investigation_clock(case)
    browser, url = sign_in(supervisor), f"/cases/{case.id}"
    browser.get(url)  # the first page of a session writes into it
    with counted() as sent:
        browser.get(url)
    assert len(sent) <= 12, "\n\n".join(sent)
    with counted() as sent:
        browser.get("/cases")
    assert len(sent) <= 12, "\n\n".join(sent)


def test_officers_take_a_case_from_the_complaint_to_deliberation(
    sign_in: SignIn, supervisor: User, handler: User, colleague: User, reviewer: User
) -> None:
    complaint = complaints.complaint(ComplaintState.ACCEPTED)
    leader, investigator = sign_in(supervisor), sign_in(handler)
    page = leader.get(f"/complaints/{complaint.id}").follow("提出立案")
    assert page.one("textarea", name="summary").text == complaints.FACTS, "nothing typed twice"
    url = page.submit(act_on="2026-02-03").location
    leader.get(url).follow("批准立案").submit(opinion="同意。")
    for member in (handler, colleague):
        leader.get(f"{url}/name-member").submit(user_id=member.id)
    leader.get(url).follow("开始调查").submit()
    case_file = investigator.get(url)
    assert "尚未登记取证" in case_file.one("section", id="actions").text
    case_file.follow("登记取证").submit(
        kind="inquiry",
        place="会议室",
        investigator_ids=[str(handler.id), str(colleague.id)],
        credentials_shown="y",
        summary="承认未登记。",
    )
    fact_form = investigator.get(url).follow("认定事实")
    chosen = fact_form.one("input", name="evidence_ids")["value"]
    fact_form.submit(text="未登记，期满未答复。", evidence_ids=[chosen])
    investigator.get(url).follow("补充王𬭩").submit(role="handler")
    form = investigator.get(url).follow("办理调查报告").follow("起草调查报告")
    assert "未登记，期满未答复。（证据1）" in form.one("textarea", name="facts_text").text
    form.submit(findings="属实。", effect_found="不良影响。")
    sign_in(colleague).get(f"{url}/report").follow("签署调查报告").submit()
    investigator.get(f"{url}/report").follow("签署并送审").submit()
    sign_in(reviewer).get(f"{url}/report").follow("审核调查报告").submit(opinion="同意报批。")
    leader.get(f"{url}/report").follow("批准调查报告").submit()
    leader.get(url).follow("听取陈述申辩").submit()
    defence = investigator.get(url).follow("记录陈述申辩")
    respondent = [o["value"] for o in defence.one("select", name="respondent_id").all("option")][1]
    defence.submit(respondent_id=respondent, outcome="declined")
    leader.get(url).follow("提交审议").submit()
    page = leader.get(url)
    assert page.has("li", aria_current="step", text="审议")
    for words in ("证据1 询问", "未登记，期满未答复。", "放弃陈述申辩", "属实。", "已出示证件"):
        assert words in page.text
    link = page.one("section", id="facts").one("a", text="证据1")
    assert page.has("tr", id=link["href"].removeprefix("#"))


def test_an_action_that_is_not_ready_says_why_and_does_not_open(
    sign_in: SignIn, supervisor: User
) -> None:
    case = make.case(State.FILED)
    browser = sign_in(supervisor)
    page = browser.get(f"/cases/{case.id}")
    assert "调查人员不得少于2人，现有0人" in page.one("section", id="actions").text
    assert "调查程序" in page.one("section", id="actions").text, "the article stands beside it"
    assert not page.has("a", href=f"/cases/{case.id}/start-investigation")
    answer = browser.get(f"/cases/{case.id}/start-investigation")
    assert answer.h1 == make.TITLE
    assert "调查人员不得少于2人" in answer.one(class_="notices").text
    sent = browser.get(f"/cases/{case.id}/name-member")
    data = {"form_token": "a" * 32, "seen_version": case.version}
    refused = browser.post(f"/cases/{case.id}/start-investigation", data, status=422)
    assert "调查人员不得少于2人" in refused.errors[0]
    assert sent.h1 == "指定调查人员"


def test_an_act_in_the_wrong_state_leads_back_with_words(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(State.CLOSED)
    answer = sign_in(supervisor).get(f"/cases/{case.id}/file")
    assert "当前状态为「已办结」" in answer.one(class_="notices").text


def test_an_act_that_is_not_the_readers_is_forbidden(sign_in: SignIn, handler: User) -> None:
    case = make.case(State.INVESTIGATING)
    sign_in(handler).get(f"/cases/{case.id}/dismiss", status=403)
    both = new_user("both", "两任", "office", (Role.DISCIPLINE_LEADER, Role.INVESTIGATOR))
    sign_in(both).get(f"/cases/{case.id}/record-evidence", status=403)


@pytest.mark.parametrize(
    ("action", "state", "by", "messages"),
    [
        ("record-evidence", State.INVESTIGATING, "handler",
         {"请选择取证方式。", "请填写地点。", "请勾选取证人员。", "请记录取证内容。"}),
        ("report/new", State.INVESTIGATING, "handler",
         {"请写明调查结论。", "请写明造成的影响或者后果。"}),
        ("dismiss", State.FILED, "supervisor", {"请写明终止理由。"}),
        ("hand-over", State.INVESTIGATING, "supervisor",
         {"请选择离开调查组的人员。", "请写明事由和交接情况。"}),
        ("recusals/new", State.INVESTIGATING, "supervisor",
         {"请选择回避的人员。", "请选择由谁提出。", "请选择回避情形。", "请写明事实和理由。"}),
        ("name-member", State.FILED, "supervisor", {"请选择调查人员。"}),
        ("record-defence", State.DEFENCE, "handler", {"请选择陈述申辩人。", "请选择情况。"}),
        ("add-respondent", State.INVESTIGATING, "handler",
         {"请选择单位。", "请填写责任人员的姓名。"}),
    ],
)  # fmt: skip
def test_a_form_left_empty_answers_beside_each_field(
    action: str, state: CaseState, by: str, messages: set[str], sign_in: SignIn
) -> None:
    case = make.case(state)
    if action == "report/new":
        make.know_role(case)
        make.record_evidence(case)
        make.record_fact(case)
    page = sign_in(person(by)).get(f"/cases/{case.id}/{action}").submit(status=422)
    assert {error.split("：")[-1] for error in page.errors} == messages
    for field in page.all(aria_invalid="true"):
        assert page.has(id=f"{field['id']}-error")


def test_a_refused_act_keeps_what_was_typed(sign_in: SignIn, handler: User) -> None:
    case = make.case(State.INVESTIGATING)
    form = sign_in(handler).get(f"/cases/{case.id}/record-evidence")
    page = form.submit(
        status=422,
        kind="on_site",
        place="档案室",
        investigator_ids=[str(handler.id)],
        summary="无。",
    )
    assert "不少于2名" in page.errors[0]
    assert "调查程序" in page.errors[0]
    assert page.one("input", name="place")["value"] == "档案室"
    assert not case.evidence


def test_the_same_form_sent_twice_acts_once(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(State.FILED)
    form = sign_in(supervisor).get(f"/cases/{case.id}/name-member")
    chosen = form.one("select", name="user_id").all("option")[1]["value"]
    assert form.submit(user_id=chosen).location == f"/cases/{case.id}"
    assert form.submit(user_id=chosen).location == f"/cases/{case.id}"
    assert len(case.members) == 1


def test_a_stale_form_says_who_was_first(sign_in: SignIn, handler: User) -> None:
    case = make.case(State.INVESTIGATING)
    form = sign_in(handler).get(f"/cases/{case.id}/record-evidence")
    make.record_evidence(case, "colleague")
    page = form.submit(
        status=409,
        kind="consult_files",
        place="档案室",
        investigator_ids=[str(member.user_id) for member in case.members],
        summary="查阅登记簿。",
    )
    assert "佟丽华" in page.text
    assert "查阅登记簿。" in page.text


def test_a_case_of_ones_own_finding(sign_in: SignIn, supervisor: User) -> None:
    browser = sign_in(supervisor)
    page = browser.get("/cases").follow("提出立案")
    assert {error.split("：")[-1] for error in page.submit(status=422).errors} >= {"请填写案由。"}
    answer = page.submit(
        title="逾期未公开预算",
        trigger_code="not_updated",
        act_on="2026-02-10",
        summary="检查发现。",
        accused_unit=unit("department").id,
        accused_name="李建国",
    )
    case = browser.get(answer.location)
    assert case.h1 == "逾期未公开预算"
    assert "附件3 第五条" in case.text
    assert "李建国" in case.one("section", id="respondents").text


def test_the_team_reads_the_complaint_and_who_oversees_does_not(sign_in: SignIn) -> None:
    case = make.case(State.INVESTIGATING, of_complaint=True)
    url = f"/cases/{case.id}"
    team, signer = sign_in(person("handler")).get(url), sign_in(person("signer")).get(url)
    assert complaints.FACTS in team.text
    assert complaints.FACTS not in signer.text
    assert complaints.REPORTER.name is not None
    assert complaints.REPORTER.phone is not None
    for page in (team, signer, sign_in(person("supervisor")).get(url)):
        assert complaints.REPORTER.name not in page.response.get_data(as_text=True)
        assert complaints.REPORTER.phone not in page.response.get_data(as_text=True)


def test_the_complaint_page_leads_to_its_case(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(of_complaint=True)
    page = sign_in(supervisor).get(f"/complaints/{case.complaint_id}")
    assert page.follow(case.number).h1 == make.TITLE
    intake = sign_in(person("intake")).get(f"/complaints/{case.complaint_id}")
    assert case.number not in intake.text, "the intake officer does not know the case"


def test_a_withdrawal_is_said_on_the_case_page(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(State.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    complaints.withdraw(case.complaint)
    page = sign_in(supervisor).get(f"/cases/{case.id}")
    assert "投诉举报人已于2026年3月2日撤回" in page.text
    assert "记录撤回投诉举报" in page.one("section", id="record").text


def test_a_clock_shows_its_light_and_its_ledger(sign_in: SignIn, handler: User) -> None:
    case = make.case(State.INVESTIGATING)
    make.investigation_clock(case)
    browser = sign_in(handler)
    page = browser.get(f"/cases/{case.id}")
    assert "还剩 10 个工作日" in page.one("section", id="clocks").text
    link = page.one("section", id="clocks").one("a")
    ledger = browser.get(link["href"])
    assert "第 10 个工作日" in ledger.text
    part = browser.htmx(link["href"], link["hx-target"].removeprefix("#"))
    assert part.has("details", open=True)
    other = make.case(State.INVESTIGATING)
    number = link["href"].rsplit("/", 1)[1]
    browser.get(f"/cases/{other.id}/clocks/{number}", status=404)


def test_the_clocks_of_what_belongs_to_a_case_are_shown_with_it(
    app: Flask, sign_in: SignIn, supervisor: User
) -> None:
    case = make.case(State.SERVED)
    case_id = case.id
    deadlines.relate(app, "letters_of_the_test", lambda: select(literal(7), literal(case_id)))
    period = Period(30, Unit.CALENDAR_DAY, warn=5, article="附件3 第八条")
    clocks.start(
        "letters_of_the_test", 7, period, "remedy.period", "aershan-2021", "复核期限",
        moment.today(), None,
    )  # fmt: skip
    browser = sign_in(supervisor)
    assert "复核期限" in browser.get(f"/cases/{case.id}").one("section", id="clocks").text
    row = browser.get("/cases").one("tr", text=case.number)
    assert "2026年4月1日" in row.text
    with pytest.raises(ValueError, match="already"):
        deadlines.relate(app, "letters_of_the_test", lambda: select(literal(7), literal(7)))


def test_the_list_filters(sign_in: SignIn, supervisor: User) -> None:
    filed, closed = make.case(State.FILED), make.case(State.CLOSED)
    fee = make.proposed(trigger_code="unlawful_fee")
    with moment.frozen("2025-12-31"):
        old = make.proposed()
    browser = sign_in(supervisor)

    def numbers(query: str) -> set[str]:
        page = browser.get(f"/cases?{query}")
        return {cell.text for row in page.all("tr") for cell in row.all("td", class_="id")}

    everything = {filed.number, closed.number, fee.number, old.number}
    assert numbers("") == everything
    assert numbers("state=closed") == {closed.number}
    assert numbers("trigger=unlawful_fee") == {fee.number}
    assert numbers("year=2025") == {old.number}
    assert numbers(f"unit={unit('office').id}") == everything
    assert numbers(f"unit={unit('town').id}") == set()
    assert numbers("state=nonsense&unit=x&year=1") == everything


def test_the_list_has_pages_by_key(sign_in: SignIn, supervisor: User) -> None:
    made = [make.proposed().number for _n in range(52)]
    browser = sign_in(supervisor)
    page = browser.get("/cases")
    first = [cell.text for cell in page.all("td", class_="id")]
    second = [cell.text for cell in page.follow("下一页").all("td", class_="id")]
    assert first + second == made[::-1]


@pytest.mark.parametrize(
    ("state", "username", "words"),
    [
        (State.PROPOSED, "supervisor", "审批立案"),
        (State.FILED, "supervisor", "指定调查人员，开始调查"),
        (State.INVESTIGATING, "handler", "调查取证，提交调查报告"),
        (State.INVESTIGATING, "supervisor", None),
        (State.REPORTED, "supervisor", "审阅调查报告，听取陈述申辩"),
        (State.REPORTED, "handler", None),
        (State.DEFENCE, "colleague", "记录陈述申辩"),
        (State.DEFENCE, "supervisor", None),
        (State.EFFECTIVE, "supervisor", "核对整改和答复，办结案件"),
        (State.CLOSED, "supervisor", "归档"),
        (State.PROPOSED, "town_supervisor", None),
    ],
)
def test_the_worklist_says_whose_turn_it_is(
    state: CaseState, username: str, words: str | None, app: Flask
) -> None:
    case = make.case(state)
    with app.test_request_context():
        tasks = [t for t in tasks_of(actor(username)) if t.number == case.number]
    assert [str(task.action) for task in tasks] == ([words] if words else [])


def test_when_all_are_heard_it_is_the_leaders_turn(app: Flask) -> None:
    case = make.case(State.DEFENCE)
    make.hear(case)
    with app.test_request_context():
        assert [str(task.action) for task in tasks_of(actor("supervisor"))] == ["提交审议"]
        assert not tasks_of(actor("handler"))


def test_an_accepted_complaint_asks_whether_to_open_a_case(app: Flask) -> None:
    complaint = complaints.complaint(ComplaintState.ACCEPTED)
    with app.test_request_context():
        found = [t for t in tasks_of(actor("supervisor")) if t.number == complaint.number]
    assert [str(task.action) for task in found] == ["研究是否立案"]
    make.proposed(complaint)
    with app.test_request_context():
        assert not [t for t in tasks_of(actor("supervisor")) if t.number == complaint.number]


def test_a_dismissed_case_shows_how_far_it_went(sign_in: SignIn, supervisor: User) -> None:
    case = make.case(State.REPORTED)
    services.dismiss_case(case, actor("supervisor"), reason="不属实。", seen_version=case.version)
    page = sign_in(supervisor).get(f"/cases/{case.id}")
    assert [step.text.split("（")[0] for step in page.all(class_="step__label")] == [
        "提出",
        "立案",
        "报告",
        "终止",
    ]
    assert "不属实。" in page.text
    assert case.closed_on == date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "members"),
    [
        (labels.STATES, CaseState),
        (labels.TONES, CaseState),
        (labels.STEPS, CaseState),
        (labels.ACTIONS, CaseAction),
        (labels.RESPONDENT_KINDS, RespondentKind),
        (labels.EVIDENCE_KINDS, EvidenceKind),
        (labels.OUTCOMES, DefenceOutcome),
        (labels.CONFLICTS, Conflict),
    ],
)
def test_every_member_has_its_word(words: Mapping[StrEnum, str], members: type[StrEnum]) -> None:
    assert set(words) == set(members)
    assert all(str(word).strip() for word in words.values())


def test_nothing_is_left_in_the_session(app: Flask) -> None:
    make.case(State.EFFECTIVE)
    assert not db.session.new
    assert not db.session.dirty


def test_a_period_without_a_number_shows_the_days_gone_by(
    sign_in: SignIn, supervisor: User
) -> None:
    case = make.case(State.INVESTIGATING)
    with moment.frozen("2026-03-12"):
        panel = sign_in(supervisor).get(f"/cases/{case.id}").one("section", id="clocks").text
    assert "来源未规定天数" in panel
    assert "已过10日" in panel
    over = make.case(State.REPORTED)
    assert not sign_in(supervisor).get(f"/cases/{over.id}").has("section", id="clocks")


def test_a_number_of_the_office_runs_marked_as_its_own(sign_in: SignIn, supervisor: User) -> None:
    db.session.add(
        LocalPeriod(
            unit_id=unit("government").id,
            term_id=TermId.INVESTIGATION_PERIOD.value,
            length=60,
            unit=Unit.WORKING_DAY,
            effective_from=date(2026, 3, 1),
            reason="本市办案时限的通知",
        )
    )
    db.session.commit()
    case = make.case(State.INVESTIGATING)
    (clock,) = clocks_of("cases", case.id)
    assert (clock.length, clock.is_duty, clock.article) == (60, False, "")
    panel = sign_in(supervisor).get(f"/cases/{case.id}").one("section", id="clocks").text
    assert "本单位设定" in panel
    assert "已过" not in panel
