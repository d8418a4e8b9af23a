"""Who may know of a case: the team and those who oversee; nobody who is named, in any role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask

from casework import queries
from casework.models import Case, CaseRespondent
from casework.rules import CaseState, RespondentKind
from casework.services import Accused
from complaints import queries as complaints
from complaints.models import Complaint
from core.access import Actor, HeldPost, Role
from core.db import db
from core.identity.models import User
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import CAST, actor, new_user, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def sees(case: Case, who: Actor) -> bool:
    """Ask the database and the loaded case, which must say the same."""
    found = db.session.scalars(queries.visible_to(who).where(Case.id == case.id)).all()
    assert bool(found) is queries.knows(case, who), "the twins disagree"
    return bool(found)


def seen_by(case: Case) -> set[str]:
    return {username for username in CAST if sees(case, actor(username))}


def name_respondent(case: Case, unit_key: str, username: str | None = None) -> None:
    """Write a respondent straight into the case, as one found out later."""
    someone = person(username) if username else None
    db.session.add(
        CaseRespondent(
            case=case,
            kind=RespondentKind.PERSON if someone else RespondentKind.UNIT,
            unit_id=unit(unit_key).id,
            person_id=someone.id if someone else None,
            name=someone.name if someone else None,
        )
    )
    db.session.commit()


def test_before_the_team_is_named_only_the_overseers_know() -> None:
    assert seen_by(make.case()) == {"supervisor", "reviewer", "signer"}


def test_the_team_knows_and_no_other_investigator() -> None:
    case = make.case(CaseState.INVESTIGATING)
    assert seen_by(case) == {"supervisor", "reviewer", "signer", "handler", "colleague"}
    idle = new_user("idle", "旁人", "office", (Role.INVESTIGATOR,))
    assert not sees(case, actor(idle))


def test_a_recused_member_sees_nothing_even_when_overseeing() -> None:
    case = make.case(CaseState.INVESTIGATING)
    make.recuse(case, "handler")
    assert not sees(case, actor("handler"))
    assert not queries.is_member(case, actor("handler"))
    both = new_user("both", "两任", "office", (Role.INVESTIGATOR, Role.DISCIPLINE_LEADER))
    assert sees(case, actor(both))
    make.name(case, "both")
    make.grant(make.ask_recusal(case, "both"), by="signer")
    assert not sees(case, actor(both))


def test_who_is_named_sees_nothing_even_when_overseeing() -> None:
    case = make.case()
    assert sees(case, actor("signer"))
    name_respondent(case, "government", "signer")
    assert not sees(case, actor("signer"))


def test_who_commands_somebody_named_sees_nothing() -> None:
    case = make.case()
    name_respondent(case, "town", "town_liaison")
    assert sees(case, actor("reviewer"))
    person("town_liaison").superior_id = person("stranger").id
    person("stranger").superior_id = person("reviewer").id
    db.session.commit()
    assert not sees(case, actor("reviewer")), "two steps up the line of command"


def test_nobody_of_an_accused_unit_sees_the_case() -> None:
    case = make.case()
    inside = new_user("inside", "局内领导", "department", (Role.DISCIPLINE_LEADER,))
    assert not sees(case, actor(inside))
    name_respondent(case, "government")
    assert seen_by(case) == {"supervisor"}, "reviewer and signer hold their posts there"


@pytest.mark.requirement("ACC-03")
def test_the_competent_body_of_the_accused_unit_itself_still_works_on_its_case() -> None:
    new_user("second_leader", "办公室领导", "office", (Role.DISCIPLINE_LEADER,))
    db.session.commit()
    case = make.proposed(by="second_leader", accused=[Accused(unit("office").id, "白玉兰")])
    assert sees(case, actor("supervisor")) is False, "the superior of the person named"
    own = make.proposed(accused=[Accused(unit("office").id)])
    assert seen_by(own) == {"supervisor", "reviewer", "signer"}
    make.file(own)
    make.name(own, "handler")
    assert sees(own, actor("handler"))
    own.procedure_pack_id = "aershan-2021+common-000-05"
    db.session.commit()
    assert "handler" in seen_by(own), "the same pack, with common rules switched on"
    own.procedure_pack_id = "common-000-05"
    db.session.commit()
    assert seen_by(own) == {"reviewer", "signer"}, "a pack that names no own body"


def test_the_system_sees_everything() -> None:
    assert sees(make.case(), Actor.system())


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("twin", ["of_the_town", "of_the_signer"])
def test_sql_and_python_agree_for_everybody(state: CaseState, twin: str) -> None:
    case = make.case(state)
    name_respondent(case, *(("town",) if twin == "of_the_town" else ("government", "signer")))
    seen_by(case)


PAGES = [
    "",
    "/file",
    "/name-member",
    "/record-evidence",
    "/report/new",
    "/open-defence",
    "/dismiss",
    "/close",
    "/clocks/1",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_case_out_of_sight_is_the_same_404_as_none_at_all(
    page: str, sign_in: SignIn, app: Flask
) -> None:
    case = make.case(CaseState.INVESTIGATING)
    name_respondent(case, "town")
    town = new_user("townsman", "镇里人", "town", (Role.INVESTIGATOR, Role.DISCIPLINE_LEADER))
    browser = sign_in(town)
    for method in ("GET",) if page in ("", "/clocks/1") else ("GET", "POST"):
        token = browser.get("/cases").one("input", name="csrf_token")["value"]
        there = browser.raw(method, f"/cases/{case.id}{page}", {"csrf_token": token})
        nowhere = browser.raw(method, f"/cases/99999{page}", {"csrf_token": token})
        beyond = browser.raw(method, f"/cases/{2**40}{page}", {"csrf_token": token})
        assert (there.status_code, nowhere.status_code, beyond.status_code) == (404, 404, 404)
        assert there.data == nowhere.data == beyond.data


def test_the_same_page_opens_for_the_team(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    assert sign_in(person("handler")).get(f"/cases/{case.id}").h1 == make.TITLE


def test_the_list_shows_what_the_page_would(sign_in: SignIn) -> None:
    mine, hidden = make.case(CaseState.INVESTIGATING), make.case()
    page = sign_in(person("handler")).get("/cases")
    assert mine.number in page.text
    assert hidden.number not in page.text


@pytest.mark.requirement("SEC-02")
def test_who_the_investigation_finds_loses_sight_of_the_report_too(app: Flask) -> None:
    made = make.case(CaseState.INVESTIGATING, of_complaint=True)
    assert made.complaint is not None
    town = unit("town")
    leader = actor("supervisor")
    both = replace(leader, posts=(*leader.posts, HeldPost(Role.STAFF, town.id, town.path)))
    reports = Complaint.id == made.complaint_id
    assert db.session.scalars(complaints.visible_to(both).where(reports)).all()
    make.add_respondent(made, unit_id=town.id, name="丁一", post_title="镇长")
    assert not db.session.scalars(complaints.visible_to(both).where(reports)).all()
    assert db.session.scalars(complaints.visible_to(leader).where(reports)).all()
    make.add_respondent(made, unit_id=town.id, name="丁二", post_title="副镇长")
    found = [r.person_name for r in made.complaint.respondents if r.unit_id == town.id]
    assert found == ["丁一", "丁二"]
