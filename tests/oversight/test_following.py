"""Nobody is forgotten: every open thing has somebody who can act, or is listed with its cause."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from accountability.rules import RectificationState
from casework.rules import CaseState
from complaints.models import Complaint
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import ComplaintState
from core import moment, watching
from core.access.permissions import Role
from core.clocks import sweeping
from core.db import db
from core.identity import posts
from core.identity.labels import ROLES
from core.identity.models import Post, User
from core.identity.queries import actors_today, load_actor
from core.procedure import Procedure, registered
from core.refusals import Refusal
from oversight import labels, services
from oversight.models import FollowUpCheck, Unattended
from oversight.queries import unattended
from oversight.queries.following import Found, check
from oversight.rules import STILL_AFTER, Lapse, plain_refusal, refusal_of
from tests.support import accountability_remedies as remedies
from tests.support import casework, wording
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

SignIn = Callable[[User], Client]


def leave(username: str) -> None:
    """End the posts of one of the cast with yesterday."""
    for post in db.session.query(Post).where(Post.user_id == person(username).id):
        posts.end_post(post, moment.today() - timedelta(days=1), actor_id=None)


def about_the_leaders_unit() -> Complaint:
    """A report on a unit in which the only leader holds a post too."""
    on = moment.today()
    posts.give_post(person("supervisor"), unit("department"), Role.STAFF, on, actor_id=None)
    return make.complaint()


def causes() -> Mapping[tuple[str, int], Found]:
    return {found.subject: found for found in check().found}


def later(days: int) -> Any:
    return moment.frozen(moment.now() + timedelta(days=days))


# Every procedure is looked over


def every_state(procedure: Procedure) -> dict[str, set[Any]]:
    states = set(procedure.states)
    led = {state for state in states if watching.leads_on(procedure, state)}
    return {"open": set(watching.open_states(procedure)), "rests": set(procedure.rests), "led": led}


def test_every_state_that_can_be_left_is_open_or_says_why_nothing_is_owed(app: Flask) -> None:
    for procedure in registered().values():
        found = every_state(procedure)
        assert found["open"] | found["rests"] == found["led"], procedure.name
        assert not found["open"] & found["rests"], procedure.name
        assert all(str(why) for why in procedure.rests.values())


def test_a_new_procedure_is_looked_over_by_itself(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.complaint()
    table: dict[str, Procedure] = app.extensions["wenze.procedures"]
    monkeypatch.delitem(table, "complaints")
    assert check().looked_at == 0
    monkeypatch.setitem(table, "complaints", COMPLAINT_PROCEDURE)
    assert check().looked_at == 1
    monkeypatch.delitem(app.extensions["wenze.watched_things"], "complaints")
    leave("supervisor")
    found = causes()["complaints", made.id]
    assert (found.cause, found.file) == (Lapse.NOBODY, None)  # counted, and shown to nobody


def test_every_thing_is_kept_in_a_file_whose_readers_are_known(app: Flask) -> None:
    assert [table for table in registered() if not watching.has_file(table)] == []
    assert not watching.has_file("users")
    for table, kind in watching.files().items():
        columns = {column.key for column in kind.model.__mapper__.columns}
        assert {name for name in (kind.number, kind.title) if name} <= columns, table


def test_a_file_is_told_of_once(app: Flask) -> None:
    kind = watching.files()["cases"]
    with pytest.raises(ValueError, match="cases"):
        watching.register(app, kind)
    with pytest.raises(ValueError, match="decisions"):
        watching.keep(app, lambda thing: thing, registered()["decisions"].model)


# Who can act


def test_those_who_act_today_are_the_same_as_who_signs_in(app: Flask) -> None:
    leave("colleague")
    found = {actor.id: actor for actor in actors_today()}
    assert person("colleague").id not in found
    for username in ("supervisor", "principal", "stranger", "reviewer"):
        signed_in = load_actor(person(username).id)
        assert signed_in is not None
        seen = found[signed_in.id]
        assert sorted(seen.posts, key=str) == sorted(signed_in.posts, key=str)
        assert seen.subordinate_ids == signed_in.subordinate_ids


def test_what_somebody_can_do_is_not_listed(app: Flask) -> None:
    make.complaint()
    casework.case(CaseState.INVESTIGATING)
    assert check().looked_at >= 2
    assert causes() == {}


@pytest.mark.requirement("INF-26")
def test_what_waits_for_who_left_is_listed_with_the_post_it_needs(app: Flask) -> None:
    made = make.complaint()
    assert causes() == {}
    leave("supervisor")
    found = causes()["complaints", made.id]
    assert (found.cause, found.file) == (Lapse.NOBODY, ("complaints", made.id))
    assert found.detail == {"roles": [Role.DISCIPLINE_LEADER.value]}
    assert str(ROLES[Role.DISCIPLINE_LEADER]) in labels.lapse_detail(found.cause, found.detail)


def test_who_is_named_in_a_report_cannot_be_the_one_who_decides_on_it(app: Flask) -> None:
    made = about_the_leaders_unit()
    assert causes()["complaints", made.id].cause is Lapse.NOBODY
    new_user("second", "副市长", "government", (Role.DISCIPLINE_LEADER,))
    assert causes() == {}


def test_where_nobody_but_the_author_could_approve_it_says_so(app: Flask) -> None:
    version = wording.edited()
    assert causes() == {}
    leave("signer")
    found = causes()["template_versions", version.id]
    assert found.cause is Lapse.BARRED
    assert labels.lapse_detail(found.cause, found.detail)


def test_what_a_unit_has_to_do_needs_somebody_at_its_desk(app: Flask) -> None:
    ordered = remedies.rectification(RectificationState.ORDERED)
    assert ("rectifications", ordered.id) not in causes()
    leave("liaison")
    found = causes()["rectifications", ordered.id]
    assert (found.cause, found.file and found.file[0]) == (Lapse.NOBODY, "cases")


def test_a_refusal_is_kept_with_its_days(app: Flask) -> None:
    refusal = Refusal("post_ended", {"day": date(2026, 3, 1), "n": 2}, "第一条")
    assert refusal_of(json.loads(json.dumps(plain_refusal(refusal)))) == refusal


# By when


def test_what_has_no_date_is_expected_to_move(app: Flask) -> None:
    case = casework.case(CaseState.PROPOSED)
    with later(STILL_AFTER.days):
        assert causes() == {}
    with later(STILL_AFTER.days + 1):
        found = causes()["cases", case.id]
        assert found.cause is Lapse.STILL
        assert found.detail == {"since": moment.local(case.updated_at).date().isoformat()}


def test_what_is_late_is_not_forgotten_and_has_lists_of_its_own(app: Flask) -> None:
    make.complaint()
    with later(200):
        assert causes() == {}


def test_what_was_suspended_is_not_left_so(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    casework.investigation_clock(case)
    casework.suspend(case)
    with later(STILL_AFTER.days + 1):
        assert causes()["cases", case.id].cause is Lapse.PAUSED


def test_a_report_waits_with_its_case(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    assert case.complaint.state is ComplaintState.IN_CASE
    with later(40):
        assert ("complaints", case.complaint.id) not in causes()


# Who is shown what


def listed(browser: Client) -> str:
    return browser.get("/unattended").text


def test_the_check_of_the_night_is_kept_and_shown(app: Flask, sign_in: SignIn) -> None:
    case = casework.case(CaseState.PROPOSED)
    with later(31):
        first = moment.today()
        sweeping.sweep()
        row = db.session.query(Unattended).one()
        assert (row.subject_type, row.subject_id, row.since) == ("cases", case.id, first)
        assert db.session.query(FollowUpCheck).one().found == 1
    with later(33):
        sweeping.sweep()
        assert db.session.query(Unattended).one().since == first
        text = listed(sign_in(person("supervisor")))
        assert case.title in text
        assert str(labels.LAPSES[Lapse.STILL][0]) in text
        casework.file(case)
        sweeping.sweep()
        assert db.session.query(Unattended).count() == 0
        assert case.title not in listed(sign_in(person("supervisor")))


def test_nobody_is_shown_what_they_may_not_know(app: Flask, sign_in: SignIn) -> None:
    made = about_the_leaders_unit()
    services.keep_check()
    assert db.session.query(Unattended).one().subject_id == made.id
    page = sign_in(person("supervisor")).get("/unattended").text
    assert made.title not in page
    assert made.number not in page
    for username in ("supervisor", "town_supervisor", "admin"):
        assert list(db.session.scalars(unattended.visible_to(actor(username)))) == []
        assert set(unattended.counts(actor(username)).values()) == {0}
    outsider = new_user("second", "副市长", "government", (Role.DISCIPLINE_LEADER,))
    assert unattended.counts(actor(outsider))[Lapse.NOBODY] == 1
    assert made.number in sign_in(outsider).get("/unattended?cause=nobody").text
    assert made.number not in sign_in(outsider).get("/unattended?cause=still").text


def test_a_recused_leader_is_not_shown_the_case(app: Flask) -> None:
    case = casework.case(CaseState.PROPOSED)
    with later(31):
        services.keep_check()
        assert unattended.counts(actor("supervisor"))[Lapse.STILL] == 1
        assert unattended.counts(actor("town_supervisor"))[Lapse.STILL] == 0
        casework.grant(casework.ask_recusal(case, "supervisor", by="signer"), by="signer")
        assert unattended.counts(actor("supervisor"))[Lapse.STILL] == 0


# Doctor


@pytest.mark.requirement("INF-15")
def test_doctor_counts_what_nobody_follows_and_misses_the_check(app: Flask) -> None:
    def said() -> tuple[int, str]:
        answer = app.test_cli_runner().invoke(args=["doctor"])
        return answer.exit_code, answer.output

    casework.case(CaseState.PROPOSED)
    assert "尚未检查" in said()[1]
    with later(1):
        sweeping.sweep()
        assert "0 件（共检查 1 件" in said()[1]
    with later(4):
        assert "每晚的检查没有运行" in said()[1]
    with later(40):
        sweeping.sweep()
        code, text = said()
        assert "1 件（共检查 1 件" in text
        assert code == 1
