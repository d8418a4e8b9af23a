"""Whoever is retaliated against for a report says so in a new one, tied to the old one (SEC-05)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from complaints import queries, services
from complaints.models import Complaint
from complaints.rules import ComplaintState
from complaints.services import GivenRespondent
from core.access import Actor, Role
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.worklist import tasks_of
from tests.complaints.test_pages import SENT
from tests.complaints.test_transfers import refusal
from tests.complaints.test_visibility import given_role
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit

SignIn = Callable[[User], Client]


def harmed(earlier: str | None) -> Complaint:
    """Return a report that somebody is retaliated against for `earlier`."""
    return make.complaint(title="举报后被取消评先资格", is_retaliation=True, earlier=earlier)


def is_seen(made: Complaint, who: Actor) -> bool:
    return made in db.session.scalars(queries.visible_to(who)).all()


@pytest.mark.requirement("SEC-05")
def test_it_is_a_new_report_tied_to_the_old_one_by_its_number_or_receipt_code() -> None:
    old = make.complaint(ComplaintState.CLOSED)
    code = services.issue_receipt(old, actor("intake"))
    for typed in (old.number, old.number.replace("〔", "[").replace("〕", "]"), f" {code} "):
        made = harmed(typed)
        assert (made.is_retaliation, made.retaliates_id) == (True, old.id)
    assert made.number != old.number
    assert f'"retaliates_id": {old.id}' in (of_subject("complaints", made.id)[-1].after or "")


@pytest.mark.requirement("SEC-05")
@pytest.mark.parametrize("typed", [None, "", "阿政公责举〔2019〕999号", "1234 5678 9012 3456"])
def test_with_an_unknown_number_or_none_it_is_taken_all_the_same(typed: str | None) -> None:
    made = harmed(typed)
    assert (made.is_retaliation, made.retaliates_id) == (True, None)
    assert "1234" not in "".join(str(value) for value in vars(made).values())


@pytest.mark.requirement("SEC-05", "SEC-02")
def test_whom_the_old_one_is_about_does_not_see_the_new_one_either() -> None:
    old = make.complaint(respondents=[GivenRespondent(unit("town"))])
    given_role("stranger", Role.DISCIPLINE_LEADER, "office")
    of_the_town, leader = actor("stranger"), actor("supervisor")
    unlinked, linked = harmed(None), harmed(old.number)
    assert is_seen(unlinked, of_the_town)
    assert not is_seen(linked, of_the_town)
    assert is_seen(linked, leader)
    with pytest.raises(NotFound):
        queries.get_visible_complaint(linked.id, of_the_town)


@pytest.mark.requirement("SEC-05", "SEC-02")
def test_nor_is_it_passed_on_to_them() -> None:
    old = make.complaint(respondents=[GivenRespondent(unit("town"))])
    made = harmed(old.number)
    assert refusal(lambda: make.transfer(made, "town")) == "transfer_to_respondent"
    make.transfer(harmed(None), "town")


@pytest.mark.requirement("SEC-05")
def test_the_link_is_there_for_who_may_see_both_and_for_nobody_else(sign_in: SignIn) -> None:
    old = make.complaint(title="反映征收补偿")
    elsewhere = make.complaint(title="另一机关收到的", by="stranger", unit=unit("town"))
    made, foreign = harmed(old.number), harmed(elsewhere.number)
    leader = sign_in(person("supervisor"))
    assert old.number in leader.get(f"/complaints/{made.id}").one("section", id="retaliation").text
    back = leader.get(f"/complaints/{old.id}").one("section", id="retaliation").text
    assert made.number in back
    shown = leader.get(f"/complaints/{foreign.id}").one("section", id="retaliation").text
    unlinked = leader.get(f"/complaints/{harmed(None).id}").one("section", id="retaliation").text
    assert shown == unlinked  # nothing tells that there is one
    leader.get(f"/complaints/{elsewhere.id}", status=404)


@pytest.mark.requirement("SEC-05", "SEC-02")
def test_an_officer_whom_the_old_one_is_about_enters_it_and_sees_it_no_more(
    sign_in: SignIn, intake: User
) -> None:
    about_office = [GivenRespondent(unit("office"))]
    old = make.complaint(by="stranger", unit=unit("town"), respondents=about_office)
    clerk = sign_in(intake)
    form = clerk.get("/complaints/new")
    answer = form.submit("/complaints/new", **SENT, is_retaliation="y", earlier=old.number)
    made = db.session.scalars(select(Complaint).order_by(Complaint.id.desc())).first()
    assert made is not None
    assert (answer.location, made.retaliates_id) == ("/complaints", old.id)
    clerk.get(f"/complaints/{made.id}", status=404)


@pytest.mark.requirement("SEC-05")
def test_it_stands_before_all_that_is_due_and_is_marked_in_the_list(
    app: Flask, sign_in: SignIn
) -> None:
    first = make.complaint()
    made = harmed(None)
    with app.test_request_context():
        tasks = tasks_of(actor("supervisor"))
    assert [task.number for task in tasks[:2]] == [made.number, first.number]
    assert str(tasks[0].action) == "决定是否受理（反映打击报复）"
    leader = sign_in(person("supervisor"))
    assert "打击报复" in leader.get("/complaints").text
    work = leader.get("/").text
    assert work.index("优先办理") < work.index(made.number) < work.index(first.number)


@pytest.mark.requirement("SEC-05")
def test_where_a_pack_makes_it_a_breach_the_article_stands_there(sign_in: SignIn) -> None:
    made = harmed(None)
    made.procedure_pack_id = "duodao-finance"
    db.session.commit()
    shown = sign_in(person("supervisor")).get(f"/complaints/{made.id}")
    assert "第二十七条（二）2" in shown.one("section", id="retaliation").text


def test_it_is_a_matter_of_its_own_and_joined_to_none() -> None:
    other, made = make.complaint(), harmed(None)

    def join(first: Complaint, second: Complaint) -> None:
        services.merge_complaint(
            first, actor("supervisor"), leading=second, seen_version=first.version
        )

    with pytest.raises(Forbidden):
        join(made, other)
    assert refusal(lambda: join(other, made)) == "complaint_merge_retaliation"


def test_the_database_ties_nothing_else() -> None:
    made = make.complaint()
    made.retaliates_id = make.complaint().id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
