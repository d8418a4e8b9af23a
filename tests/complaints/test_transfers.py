"""A report is passed on to the unit whose business it is: never to whom it is about, and without
who reported.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from complaints import queries, services, tasks
from complaints.models import Complaint, ComplaintTransfer
from complaints.procedure import TRANSFER_PROCEDURE
from complaints.rules import HANDLING, RETURN, ComplaintState, TransferState
from complaints.services import GivenRespondent
from core import moment
from core.access import Actor, Permission, Role, gate
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.refusals import Refused, say
from core.worklist import Task
from tests.complaints.test_decisions import letter_of
from tests.complaints.test_follow_up import ask as look_up
from tests.complaints.test_visibility import given_role
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]
State = TransferState
COUNTY = "xx-county-2022"


def refusal(act: Callable[[], object]) -> str:
    """Return the code with which an act is refused."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.refusal.code


def by_the_county() -> Complaint:
    """Return a report handled by the rules of the county, which speak of returns and of signing."""
    made = make.complaint(ComplaintState.ACCEPTED)
    made.procedure_pack_id = COUNTY
    db.session.flush()
    return made


def clock_of(transfer: ComplaintTransfer, term: str) -> Clock:
    """Return the one clock of a transfer that runs by `term`."""
    found = for_subject("complaint_transfers", transfer.id)
    (clock,) = [one for one in found if one.term_id == term]
    return clock


def waiting(app: Flask, who: Actor) -> list[Task]:
    with app.test_request_context():
        return list(tasks.transfer_tasks(who))


def decisions(app: Flask) -> list[str]:
    """Return what the discipline leader is to do."""
    with app.test_request_context():
        return [str(task.action) for task in tasks.complaint_tasks(actor("supervisor"))]


def is_there(transfer: ComplaintTransfer, who: Actor) -> bool:
    rows = db.session.scalars(queries.assigned_to(who)).all()
    return transfer in rows


@pytest.mark.requirement("NET-05", "NET-12")
def test_the_slip_says_who_handles_it_why_and_until_when_and_is_kept_as_stub() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    sent = make.transfer(made)
    slip = letter_of(made)
    for words in ("天池镇人民政府", make.CONTENT, "2026年3月12日前", "及时退回"):
        assert words in slip
    assert (sent.state, sent.sent_by_id, sent.sent_on) == (
        State.SENT,
        person("supervisor").id,
        moment.today(),
    )
    assert sent.document is not None
    assert made.state is ComplaintState.ACCEPTED


@pytest.mark.requirement("NET-11", "SEC-01")
def test_nothing_of_who_reported_travels_with_it(sign_in: SignIn) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    sent = make.transfer(made)
    shown = sign_in(person("town_liaison")).get(f"/assigned/{sent.id}").text + letter_of(made)
    assert make.CONTENT in shown
    for told in (make.REPORTER.name, make.REPORTER.phone, make.REPORTER.address, make.FACTS):
        assert str(told) not in shown
    assert refusal(
        lambda: make.transfer(made, "government", content=f"{make.REPORTER.name}反映")
    ) == ("complaint_text_names_reporter")


@pytest.mark.requirement("NET-11", "SEC-02")
@pytest.mark.parametrize("pack", [None, COUNTY])
def test_it_never_goes_to_whom_it_is_about(app: Flask, pack: str | None) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    made.procedure_pack_id = pack or made.procedure_pack_id
    with pytest.raises(Refused) as refused:
        make.transfer(made, "department")
    assert refused.value.refusal.code == "transfer_to_respondent"
    with app.test_request_context():
        assert ("第三十条" if pack is None else "第十条") in say(refused.value.refusal)
    assert made.transfers == []


@pytest.mark.requirement("NET-11", "SEC-02")
def test_nor_to_a_unit_below_whom_it_is_about() -> None:
    made = make.complaint(
        ComplaintState.ACCEPTED, respondents=[GivenRespondent(unit("government"))]
    )
    assert refusal(lambda: make.transfer(made, "town")) == "transfer_to_respondent"


@pytest.mark.requirement("NET-11", "SEC-02")
def test_nor_to_the_unit_to_which_a_person_belongs_now_whom_it_is_about() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    for row in made.respondents:
        row.person_id = person("principal").id
        row.unit_id = unit("office").id  # as if the bureau's head had been sent from there
    db.session.commit()
    assert refusal(lambda: make.transfer(made, "department")) == "transfer_to_respondent"


@pytest.mark.requirement("SEC-02")
def test_nor_to_a_unit_where_nobody_may_know_of_it() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    assert refusal(lambda: make.transfer(made, "government")) == "transfer_no_handler"
    given_role("town_liaison", Role.DISCIPLINE_LEADER, "office")
    given_role("stranger", Role.DISCIPLINE_LEADER, "office")
    for row in made.respondents:  # about the office, in which those of the town hold posts too
        row.unit_id, row.person_id = unit("office").id, None
    db.session.commit()
    assert refusal(lambda: make.transfer(made, "town")) == "transfer_no_handler"


@pytest.mark.requirement("SEC-02")
def test_whom_it_turns_out_to_be_about_later_sees_it_no_more() -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    sent = make.transfer(made)
    liaison = actor("town_liaison")
    assert is_there(sent, liaison)
    services.concern(
        made,
        actor("supervisor"),
        unit_id=unit("town").id,
        person_id=None,
        person_name=None,
        post_title=None,
    )
    assert not is_there(sent, liaison)
    assert queries.to_handle(liaison) == []


@pytest.mark.requirement("NET-07")
def test_the_unit_signs_for_it_handles_it_and_reports(app: Flask) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    sent = make.transfer(made)
    liaison = actor("town_liaison")
    assert [task.action for task in waiting(app, liaison)] == ["签收或者退回"]
    make.sign(sent)
    assert [(t.action, t.due_on) for t in waiting(app, liaison)] == [("办理并反馈", sent.due_on)]
    make.report(sent)
    assert (sent.state, sent.outcome) == (State.REPORTED, "已经公开，并向群众说明。")
    assert waiting(app, liaison) == []


@pytest.mark.requirement("NET-07")
def test_a_return_on_the_day_is_in_time_and_needs_its_reasons(app: Flask) -> None:
    sent = make.transfer(by_the_county())
    clock = clock_of(sent, RETURN)
    assert (clock.due_on, clock.bearer_unit_id) == (moment.today(), unit("town").id)
    (task,) = waiting(app, actor("town_liaison"))
    assert task.due_on == moment.today()
    assert "第六条（三）" in (task.term or "")
    assert refusal(lambda: make.send_back(sent, " ")) == "transfer_return_needs_reason"
    make.send_back(sent)
    clock = clock_of(sent, RETURN)
    assert (sent.state, sent.is_late, clock.state) == (State.RETURNED, False, ClockState.MET)
    assert decisions(app) == ["转办件被退回，另行处理"]


@pytest.mark.requirement("NET-07")
@pytest.mark.parametrize("is_signed", [False, True])
def test_a_return_on_a_later_day_is_marked_late(is_signed: bool) -> None:
    sent = make.transfer(by_the_county())
    if is_signed:
        make.sign(sent)
    with moment.frozen("2026-03-03"):
        make.send_back(sent)
    assert sent.is_late


def test_where_no_rule_speaks_of_the_day_no_return_is_late() -> None:
    sent = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    assert [clock.term_id for clock in for_subject("complaint_transfers", sent.id)] == [HANDLING]
    with moment.frozen("2026-03-05"):
        make.send_back(sent)
    assert not sent.is_late


def test_what_came_back_goes_elsewhere_and_leaves_the_list(app: Flask) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    make.send_back(make.transfer(made))
    assert decisions(app) == ["转办件被退回，另行处理"]
    make.transfer(made)
    assert decisions(app) == []
    assert [one.state for one in made.transfers] == [State.RETURNED, State.SENT]


@pytest.mark.requirement("NET-08")
def test_where_the_rules_want_it_a_report_is_signed_by_the_leader_in_charge(app: Flask) -> None:
    sent = make.transfer(by_the_county())
    make.sign(sent)
    with pytest.raises(Refused) as refused:
        make.report(sent)
    assert refused.value.refusal.code == "transfer_report_needs_sign_off"
    with app.test_request_context():
        assert "第七条" in say(refused.value.refusal)
    make.report(sent, approved_by="丁副镇长")
    assert sent.approved_by == "丁副镇长"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "transfer_needs_reason"),
        ({"content": ""}, "transfer_needs_content"),
        ({"due_on": None}, "transfer_due_in_past"),
        ({"key": "office"}, "transfer_to_itself"),
    ],
)
def test_an_unsound_transfer_is_refused(changes: dict[str, str], code: str) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    assert refusal(lambda: make.transfer(made, **changes)) == code


def test_it_goes_to_several_units_and_to_each_once() -> None:
    made = make.complaint(
        ComplaintState.ACCEPTED, respondents=[GivenRespondent(unit("government"), "李建国")]
    )
    made.respondents[0].unit_id = unit("office").id
    db.session.commit()
    make.transfer(made, "town")
    make.transfer(made, "department", due_on=moment.today() + timedelta(days=3))
    assert refusal(lambda: make.transfer(made, "town")) == "transfer_there_already"


def test_what_was_answered_meanwhile_is_not_handled_any_more(app: Flask) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    sent = make.transfer(made)
    make.reply(made)
    assert refusal(lambda: make.sign(sent)) == "transfer_over"
    assert waiting(app, actor("town_liaison")) == []


@pytest.mark.parametrize("username", ["liaison", "intake", "supervisor", "town_supervisor"])
def test_only_the_unit_to_which_it_went_acts_on_it(username: str) -> None:
    sent = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    with pytest.raises(Forbidden):
        make.sign(sent, username)
    assert not is_there(sent, actor(username))


@pytest.mark.parametrize("username", ["intake", "handler", "town_supervisor", "stranger"])
def test_only_who_decides_passes_it_on(username: str) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    with pytest.raises(Forbidden):
        make.transfer(made, by=actor(username))


def test_the_routes_of_the_unit_ask_for_the_permission_of_their_rows(app: Flask) -> None:
    for row in (one for one in TRANSFER_PROCEDURE.transitions if not one.by_system):
        assert gate.declared(app, f"complaints.assigned_{row.action}") == row.permission
        assert row.permission is Permission.TRANSFER_HANDLE


def test_by_forms_on_both_sides_and_on_the_page_of_who_reported(
    sign_in: SignIn, supervisor: User, client: Client
) -> None:
    made = make.complaint(ComplaintState.ACCEPTED)
    code = services.issue_receipt(made, actor("intake"))
    address = f"/complaints/{made.id}"
    leader = sign_in(supervisor)
    form = leader.get(f"{address}/transfer")
    values: dict[str, Any] = {
        "reason": "属于该镇职责。",
        "content": make.CONTENT,
        "due_on": "2026-03-20",
    }
    refused = form.submit(
        f"{address}/transfer", status=422, unit=str(unit("department").id), **values
    )
    assert any("不得将本件转给该单位" in error and "第三十条" in error for error in refused.errors)
    assert make.CONTENT in refused.one("textarea", name="content").text
    refused.submit(f"{address}/transfer", unit=str(unit("town").id), **values)
    assert "天池镇人民政府" in look_up(client, code).one("section", id="passed-on").text
    liaison = sign_in(person("town_liaison"))
    page = liaison.get("/assigned").follow(made.number)
    page.follow("签收").submit(f"/assigned/{made.transfers[0].id}/sign")
    page = liaison.get(f"/assigned/{made.transfers[0].id}")
    report = page.follow("反馈办理情况")
    report.submit(f"/assigned/{made.transfers[0].id}/report", text="已经公开。")
    stub = leader.get(address).follow("天池镇人民政府")
    assert "已经公开。" in stub.one("section", id="outcome").text
    register = leader.get("/transfers?state=reported")
    assert made.title in register.text
    assert made.title not in leader.get("/transfers?state=sent").text
    slip = liaison.get(f"/assigned/{made.transfers[0].id}").one("a", text="转办通知单")["href"]
    assert liaison.raw("GET", slip).data.startswith(b"%PDF-")
    elsewhere = f"/assigned/{made.transfers[0].id}/documents/2000000"
    assert liaison.raw("GET", elsewhere).status_code == 404


@pytest.mark.requirement("NET-13")
def test_the_register_shows_what_a_unit_still_has_after_the_last_day(
    sign_in: SignIn, supervisor: User
) -> None:
    sent = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    for day, is_late in ((sent.due_on, False), (sent.due_on + timedelta(days=1), True)):
        with moment.frozen(day.isoformat()):
            page = sign_in(supervisor).get("/transfers")
            assert page.has("span", text="逾期") is is_late
    make.send_back(sent)
    with moment.frozen("2026-04-01"):
        assert not sign_in(supervisor).get("/transfers").has("span", text="逾期")


def test_the_lists_cost_one_statement_each_and_leave_out_what_is_about_the_reader(
    app: Flask,
) -> None:
    for _number in range(3):
        make.transfer(make.complaint(ComplaintState.ACCEPTED))
    liaison = actor("town_liaison")
    with counted() as sent:
        assert len(waiting(app, liaison)) == 3
    assert len(sent) == 1
    other = given_role("official", Role.DISCIPLINE_LEADER, "office")
    assert db.session.scalars(queries.transfers_of(other, {})).all() == []
