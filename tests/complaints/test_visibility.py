"""Who sees a complaint, and that nobody it is about ever does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from complaints import queries, rules
from complaints.models import Complaint
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent
from core.access import Actor, Role
from core.db import db
from core.identity.models import Post, User
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import CAST, actor, person, unit

SignIn = Callable[[User], Client]


def sees(who: Actor, complaint: Complaint) -> bool:
    found = db.session.scalars(queries.visible_to(who).where(Complaint.id == complaint.id)).first()
    return found is not None


def given_role(username: str, role: Role, unit_key: str) -> Actor:
    """Give one of the cast a further post, as a town sends people to the office."""
    post = Post(user=person(username), unit=unit(unit_key), role=role, starts_on=date(2020, 1, 1))
    db.session.add(post)
    db.session.commit()
    return actor(username)


@pytest.mark.requirement("SEC-01", "SEC-02")
def test_only_intake_and_leader_of_the_receiving_unit_see_a_complaint() -> None:
    complaint = make.complaint()
    assert {name for name in CAST if sees(actor(name), complaint)} == {"intake", "supervisor"}


@pytest.mark.requirement("SEC-02")
@pytest.mark.parametrize("username", ["official", "principal"])
def test_neither_the_person_reported_nor_their_superior_sees_it(username: str) -> None:
    """Though they hold the very role in the very unit, and work elsewhere now."""
    complaint = make.complaint(respondents=[GivenRespondent(unit("department"), "王𬭩")])
    person(username).unit_id = unit("government").id
    who = given_role(username, Role.DISCIPLINE_LEADER, "office")
    assert not sees(who, complaint)


@pytest.mark.requirement("SEC-02")
def test_a_leader_who_is_not_above_the_person_reported_sees_it() -> None:
    """The twin: the same post without the line of command lets one see."""
    complaint = make.complaint(respondents=[GivenRespondent(unit("department"), "王𬭩")])
    assert sees(given_role("reviewer", Role.DISCIPLINE_LEADER, "office"), complaint)


@pytest.mark.requirement("SEC-02")
def test_who_holds_any_post_in_the_unit_reported_does_not_see_it() -> None:
    complaint = make.complaint(respondents=[GivenRespondent(unit("town"))])
    assert sees(actor("supervisor"), complaint)
    assert not sees(given_role("supervisor", Role.EVALUATOR, "town"), complaint)


@pytest.mark.requirement("SEC-02")
def test_one_respondent_of_several_is_enough() -> None:
    both = [GivenRespondent(unit("department")), GivenRespondent(unit("town"))]
    complaint = make.complaint(respondents=both)
    assert not sees(given_role("supervisor", Role.STAFF, "town"), complaint)


def test_the_rule_in_words_and_the_rule_in_sql_agree() -> None:
    """Twin of `rules.concerns`: every member of the cast against every kind of respondent."""
    made = [
        make.complaint(respondents=[GivenRespondent(unit("department"), "王𬭩")]),
        make.complaint(respondents=[GivenRespondent(unit("department"))]),
        make.complaint(respondents=[GivenRespondent(unit("town"), "丁一")]),
        make.complaint(respondents=[GivenRespondent(unit("government"))]),
    ]
    for name, part in CAST.items():
        if any(role.endswith("_admin") for role in part.roles):
            continue  # an administrator holds no other post
        who = given_role(name, Role.INTAKE_OFFICER, "office")
        people, units = queries.about(who)
        for complaint in made:
            about = [(item.person_id, item.unit_id) for item in complaint.respondents]
            # "office" is where the post lies, and never a respondent here
            assert sees(who, complaint) is not rules.concerns(people, units, about), (name, about)


@pytest.mark.requirement("SEC-02")
def test_a_complaint_out_of_reach_answers_like_one_that_never_was(sign_in: SignIn) -> None:
    complaint = make.complaint(ComplaintState.DECLINED)
    document = queries.documents_of(complaint)[0].id
    db.session.commit()
    town = sign_in(person("town_supervisor"))
    for path in ("", "/accept", "/decline", "/close", f"/documents/{document}"):
        hidden = town.raw("GET", f"/complaints/{complaint.id}{path}")
        absent = town.raw("GET", f"/complaints/{complaint.id + 999}{path}")
        beyond = town.raw("GET", f"/complaints/{10**30}{path}")
        assert hidden.status_code == absent.status_code == beyond.status_code == 404
        assert hidden.data == absent.data == beyond.data


def test_the_leader_of_the_unit_gets_the_pages_others_are_refused(sign_in: SignIn) -> None:
    complaint = make.complaint(ComplaintState.DECLINED)
    sign_in(person("supervisor")).get(f"/complaints/{complaint.id}/close")


def test_a_letter_of_another_complaint_is_not_found(sign_in: SignIn) -> None:
    first, second = make.complaint(ComplaintState.DECLINED), make.complaint(ComplaintState.REPLIED)
    letter = queries.documents_of(second)[0].id
    browser = sign_in(person("supervisor"))
    assert browser.raw("GET", f"/complaints/{second.id}/documents/{letter}").status_code == 200
    assert browser.raw("GET", f"/complaints/{first.id}/documents/{letter}").status_code == 404


def test_the_system_sees_everything() -> None:
    complaint = make.complaint()
    assert sees(Actor.system(), complaint)
    assert db.session.scalars(select(Complaint)).all() == [complaint]
