"""Organisations, witnesses and experts of a case: entered by the team, seen with the case alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from casework import services
from casework.participants.queries import participants_of
from casework.procedure import participants as procedure
from casework.rules import CaseState, ParticipantRole, ParticipantState
from casework.searching import describe
from casework.services import participating
from core import moment
from core.access.permissions import Role
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.support import archives
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
STATEMENT = "二月三日窗口收下申请，没有录入登记系统。"


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    assert say(error.value.refusal)
    return error.value.refusal.code


@pytest.mark.requirement("CMP-08")
@pytest.mark.parametrize("role", list(ParticipantRole))
def test_each_role_takes_part_and_states(role: ParticipantRole) -> None:
    case = make.case(CaseState.INVESTIGATING)
    one = make.participant(case, role=role)
    assert one.state is ParticipantState.INVITED
    participating.record_statement(
        one,
        actor("colleague"),
        stated_on=moment.today(),
        statement=STATEMENT,
        seen_version=one.version,
    )
    assert (one.state, one.statement) == (ParticipantState.STATED, STATEMENT)
    assert [e.action for e in of_subject("case_participants", one.id)] == ["state", "invite"]


@pytest.mark.requirement("CMP-08")
def test_who_is_of_the_case_already_is_no_witness() -> None:
    case = make.case(CaseState.INVESTIGATING)
    for name, code in (("王𬭩", "participant_is_respondent"), ("韩志远", "participant_of_team")):
        with pytest.raises(Refused) as caught:
            make.participant(case, name=name)
        assert refusal(caught) == code
    assert not participants_of(case)


@pytest.mark.requirement("CMP-08")
def test_no_expert_comes_from_an_accused_unit_but_a_witness_may() -> None:
    case = make.case(CaseState.INVESTIGATING)
    accused = unit("department").name
    with pytest.raises(Refused) as caught:
        make.participant(case, role=ParticipantRole.EXPERT, affiliation=accused)
    assert refusal(caught) == "participant_of_accused_unit"
    make.participant(case, role=ParticipantRole.WITNESS, affiliation=accused)


def test_the_same_expert_is_taken_where_the_guard_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(participating, "sound_invitation", lambda _case, _data: None)
    with pytest.raises(pytest.fail.Exception):
        test_no_expert_comes_from_an_accused_unit_but_a_witness_may()


def test_days_have_an_order() -> None:
    case = make.case(CaseState.INVESTIGATING)
    tomorrow = moment.today() + timedelta(days=1)
    with pytest.raises(Refused) as caught:
        make.participant(case, invited_on=tomorrow)
    assert refusal(caught) == "participant_date_wrong"
    one = make.participant(case)
    for day in (tomorrow, moment.today() - timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            participating.record_statement(
                one, actor("handler"), stated_on=day, statement="。", seen_version=one.version
            )
        assert refusal(caught) == "participant_date_wrong"


def test_a_corrected_statement_leaves_the_first_in_the_record() -> None:
    one = make.participant(make.case(CaseState.INVESTIGATING))
    for words in (STATEMENT, "更正：二月四日收下。"):
        participating.record_statement(
            one,
            actor("handler"),
            stated_on=moment.today(),
            statement=words,
            seen_version=one.version,
        )
    (entry,) = of_subject("case_participants", one.id, limit=1)
    assert STATEMENT in (entry.after or "")


def test_who_did_not_come_is_recorded_with_the_reason() -> None:
    one = make.participant(make.case(CaseState.INVESTIGATING))
    with pytest.raises(Refused) as caught:
        participating.note_absence(one, actor("handler"), reason="", seen_version=one.version)
    assert refusal(caught) == "case_reason_missing"
    participating.note_absence(one, actor("handler"), reason="出差。", seen_version=one.version)
    assert one.state is ParticipantState.ABSENT


def test_only_the_team_enters_and_only_while_the_case_is_open() -> None:
    case = make.case(CaseState.INVESTIGATING)
    one = make.participant(case)
    for username in ("supervisor", "reviewer"):
        with pytest.raises(Forbidden):
            make.participant(case, by=username)
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    with pytest.raises(Refused) as caught:
        make.participant(case)
    assert refusal(caught) == "participant_case_ended"
    with pytest.raises(Refused) as caught:
        participating.note_absence(one, actor("handler"), reason="。", seen_version=one.version)
    assert refusal(caught) == "participant_case_ended"


def test_a_table_without_the_personal_condition_would_let_anybody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = make.participant(make.case(CaseState.INVESTIGATING))
    outsider = actor(new_user("outsider", "外人", "office", (Role.INVESTIGATOR,)).username)
    with pytest.raises(Forbidden):
        participating.note_absence(one, outsider, reason="出差。", seen_version=one.version)
    rows = tuple(
        replace(row, who=lambda _one, _actor: True)
        for row in procedure.PARTICIPANT_PROCEDURE.transitions
    )
    planted = replace(procedure.PARTICIPANT_PROCEDURE, transitions=rows)
    monkeypatch.setattr(participating, "PARTICIPANT_PROCEDURE", planted)
    participating.note_absence(one, outsider, reason="出差。", seen_version=one.version)


@pytest.mark.requirement("CMP-08", "SEC-02")
@pytest.mark.parametrize("username", ["official", "principal", "liaison", "intake", "stranger"])
def test_neither_respondents_nor_the_reporters_side_see_them(
    username: str, sign_in: SignIn
) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    make.participant(case)
    reader = sign_in(person(username))
    assert reader.raw("GET", f"/cases/{case.id}/participants").status_code in (403, 404)
    if username == "intake":
        assert case.complaint is not None
        assert "苏日娜" not in reader.get(f"/complaints/{case.complaint.id}").text
    assert "苏日娜" not in str(describe(case)), "no search finds a case by its witness"


@pytest.mark.requirement("CMP-08")
def test_the_page_takes_an_entry_and_a_statement(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    team, leader = sign_in(person("handler")), sign_in(person("supervisor"))
    page = team.get(f"/cases/{case.id}").follow("其他参与人")
    form = page.follow("登记参与人")
    refused = form.submit(status=422, role="witness", matter="作证")
    assert "请填写名称或者姓名。" in refused.text
    assert refused.one("input", name="matter")["value"] == "作证"
    refused.submit(name="苏日娜")
    team.get(f"/cases/{case.id}/participants").follow("记录陈述或者意见").submit(
        statement=STATEMENT
    )
    shown = leader.get(f"/cases/{case.id}/participants")
    assert STATEMENT in shown.text
    assert not shown.has("a", text="记录未参加")
    team.get(f"/cases/{case.id}/participants/99999/state", status=404)


@pytest.mark.requirement("CMP-08", "ARC-02")
def test_they_join_the_case_file(app: Flask) -> None:
    case = make.case(CaseState.INVESTIGATING)
    make.participant(case)
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    made = archives.archive(case)
    assert "其他参与人登记表" in [line["title"] for line in made.contents]
