"""Who has what: the people of a unit, what waits for each, and what one waits for from others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from casework.rules import CaseState
from core import moment, watching
from core.access.permissions import Role
from core.db import db
from core.identity import posts
from core.identity.models import Post, User
from core.notify import services as inbox
from core.notify.models import Notice
from core.worklist import tasks_of
from oversight.queries import team
from oversight.rules import Urgency
from tests.support import casework
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted

SignIn = Callable[[User], Client]
MOST = 12


def told(*usernames: str) -> None:
    """Bring the inboxes of these up to date; all of the cast where nobody is named."""
    if not usernames:
        inbox.sync_all()
    for username in usernames:
        inbox.sync(person(username).id)


def open_of(leader: str, username: str) -> dict[Urgency, int]:
    user = person(username)
    found = team.open_of(actor(leader), [user.id]).get(user.id, {})
    return {urgency: number for urgency, number in found.items() if number}


def test_the_address_of_a_task_tells_its_file(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    plan = casework.plan(case)
    with app.test_request_context():
        assert watching.file_of_page(f"/cases/{case.id}/plan") == ("cases", case.id)
        assert watching.file_of_page(f"/cases/{case.id}") == ("cases", case.id)
        for nothing in ("/", "/nowhere", "/cases/999", f"/users/{plan.id}"):
            assert watching.file_of_page(nothing) is None


def test_every_task_of_the_cast_is_kept_with_its_file(app: Flask) -> None:
    make.opening(make.complaint())
    case = casework.case(CaseState.INVESTIGATING)
    casework.gather(case)
    casework.submit(casework.draft(case))
    casework.case(CaseState.PROPOSED)
    told()
    kept = db.session.query(Notice).all()
    assert len(kept) > 3
    assert [notice.url for notice in kept if notice.file_type is None] == []


def test_each_has_as_much_as_on_their_own_worklist(app: Flask) -> None:
    make.complaint()
    case = casework.case(CaseState.INVESTIGATING)
    casework.investigation_clock(case)
    db.session.commit()
    with moment.frozen(moment.now() + timedelta(days=60)):
        told()
        with app.test_request_context():
            for username in ("supervisor", "handler", "colleague", "intake"):
                own = len(tasks_of(actor(username)))
                assert sum(open_of("supervisor", username).values()) == own, username
        assert open_of("supervisor", "handler") == {Urgency.OVERDUE: 1}


def test_a_leader_sees_the_people_of_the_unit_and_of_no_other(app: Flask, sign_in: SignIn) -> None:
    found = {user.username for user in db.session.scalars(team.people_of(actor("supervisor")))}
    assert found == {"supervisor", "intake", "handler", "colleague"}
    for post in posts_of("colleague"):
        posts.end_post(post, moment.today() - timedelta(days=1), actor_id=None)
    browser = sign_in(person("supervisor"))
    page = browser.get("/team").text
    assert person("handler").name in page
    assert person("colleague").name not in page
    assert person("stranger").name not in page
    browser.get(f"/team/{person('stranger').id}", status=404)


def posts_of(username: str) -> list[Post]:
    return db.session.query(Post).where(Post.user_id == person(username).id).all()


def test_no_number_tells_a_leader_of_what_they_may_not_know(app: Flask, sign_in: SignIn) -> None:
    made = make.complaint()
    told()
    before = open_of("supervisor", "supervisor")
    assert before
    on = moment.today()
    posts.give_post(person("supervisor"), unit("department"), Role.STAFF, on, actor_id=None)
    assert open_of("supervisor", "supervisor") == {}  # as told before it was kept from them
    page = sign_in(person("supervisor")).get(f"/team/{person('supervisor').id}").text
    assert made.number not in page


def test_the_page_of_a_person_leads_to_each_file(app: Flask, sign_in: SignIn) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    told()
    browser = sign_in(person("supervisor"))
    page = browser.get(f"/team/{person('handler').id}")
    assert case.title in page.text
    assert any(link["href"] == f"/cases/{case.id}" for link in page.all("a"))


@pytest.mark.requirement("INF-15")
def test_what_a_file_waits_for_is_listed_with_whom(app: Flask, sign_in: SignIn) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    casework.gather(case)
    report = casework.submit(casework.draft(case))
    told()
    waits = team.awaited_by(actor("handler"))
    assert [(wait.file, wait.people) for wait in waits] == [
        (("cases", case.id), [person("reviewer").name])
    ]
    page = sign_in(person("handler")).get("/worklist/awaited").text
    assert person("reviewer").name in page
    assert case.title in page
    casework.review(report)
    told()
    assert [wait.people for wait in team.awaited_by(actor("handler"))] == [
        [person("supervisor").name]
    ]
    assert team.awaited_by(actor("stranger")) == []
    casework.hand_over(case, "handler", successor=None, reason="调离")
    told()
    assert team.awaited_by(actor("handler")) == []


def test_what_is_my_turn_too_is_not_awaited(app: Flask) -> None:
    casework.case(CaseState.INVESTIGATING)
    told()
    assert open_of("supervisor", "colleague")
    assert team.awaited_by(actor("handler")) == []


def test_who_registered_a_report_sees_that_it_waits_to_be_accepted(app: Flask) -> None:
    made = make.complaint()
    told()
    (wait,) = team.awaited_by(actor("intake"))
    assert (wait.file, wait.people) == (("complaints", made.id), [person("supervisor").name])
    assert wait.due_on is not None
    assert wait.left is not None


def test_the_pages_ask_little(app: Flask, sign_in: SignIn) -> None:
    for _ in range(3):
        make.complaint()
        casework.case(CaseState.INVESTIGATING)
    told()
    browser = sign_in(person("supervisor"))
    for path in ("/team", f"/team/{person('handler').id}", "/worklist/awaited", "/unattended"):
        with counted() as sent:
            browser.get(path)
        assert len(sent) <= MOST, (path, len(sent))


def test_a_page_lists_what_is_due_first_and_says_that_there_is_more(
    app: Flask, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make.complaint(title=f"第{n}件来件") for n in range(3)]
    told()
    browser, more = sign_in(person("intake")), "只列出最先到期的"
    assert more not in browser.get("/worklist/awaited").text
    monkeypatch.setattr(team, "SHOWN", 2)
    page = browser.get("/worklist/awaited").text
    assert more in page
    assert [one.title in page for one in made] == [True, True, False]
