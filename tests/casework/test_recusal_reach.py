"""Who is recused is told so and no more; the report behind the case is as hidden as the case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, current_app
from sqlalchemy import func, select

from casework import services
from casework.rules import CaseState, RecusalOrigin
from complaints import queries as complaints
from complaints.models import Complaint
from core import moment
from core.access import Role
from core.access.actor import Actor
from core.db import db
from core.identity.models import User
from core.notify.services import open_notices, sync
from core.procedure import Forbidden, Stale
from core.search.queries import counts
from core.search.services import sources
from core.worklist import tasks_of
from oversight.queries.statistics import statistic
from oversight.rules import Counted
from tests.support import casework as make
from tests.support import complaints as made_complaints
from tests.support.client import Client
from tests.support.factories import actor, new_user, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]


def seen(complaint: Complaint, who: Actor) -> dict[str, bool]:
    """Tell by each way of reading whether `who` meets the complaint."""
    listed = complaints.complaint_list(who, {}).where(Complaint.id == complaint.id)
    counted = select(func.count()).select_from(complaints.visible_to(who).subquery())
    today = moment.today()
    lines = statistic(who, today.replace(month=1, day=1), today).lines
    return {
        "list": bool(db.session.scalars(listed).unique().all()),
        "count": bool(db.session.scalar(counted)),
        "search": bool(counts(sources(), who, complaint.title, 9).get(Complaint.__tablename__)),
        "number": complaints.get_numbered(complaint.number, who) is not None,
        "statistic": any(line.numbers[Counted.RECEIVED] for line in lines),
    }


@pytest.fixture
def second() -> User:
    """Another leader of the office, who goes on seeing it."""
    return new_user("second", "副主任", "office", (Role.DISCIPLINE_LEADER,))


@pytest.mark.requirement("INF-10", "SEC-02")
def test_the_report_behind_a_case_is_as_hidden_from_a_recused_leader(
    second: User, sign_in: SignIn
) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    complaint = case.complaint
    assert complaint is not None
    assert set(seen(complaint, actor("supervisor")).values()) == {True}
    make.grant(make.ask_recusal(case, "supervisor", by="second"), by="signer")
    assert set(seen(complaint, actor("supervisor")).values()) == {False}
    assert set(seen(complaint, actor(second)).values()) == {True}
    leader = sign_in(person("supervisor"))
    leader.get(f"/complaints/{complaint.id}", status=404)
    leader.get(f"/cases/{case.id}", status=404)
    sign_in(second).get(f"/complaints/{complaint.id}")


def test_without_the_condition_it_would_be_seen(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    make.grant(make.ask_recusal(case, "supervisor", by="handler"), by="signer")
    monkeypatch.setitem(app.extensions, "wenze.complaints.withheld", [])
    assert set(seen(case.complaint, actor("supervisor")).values()) == {True}


@pytest.mark.requirement("INF-10")
def test_a_report_that_is_joined_is_hidden_with_the_one_that_leads() -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    leading = case.complaint
    assert leading is not None
    other = made_complaints.complaint()
    other.leading_id = leading.id
    db.session.commit()
    make.grant(make.ask_recusal(case, "supervisor", by="handler"), by="signer")
    found = db.session.scalars(complaints.visible_to(actor("supervisor"))).all()
    assert [one.id for one in found] == []


def test_what_was_only_asked_or_rejected_hides_nothing(second: User) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    asked = make.ask_recusal(case, "supervisor", by="second")
    assert set(seen(case.complaint, actor("supervisor")).values()) == {True}
    services.reject_recusal(asked, actor("signer"), reason="不属实。", seen_version=asked.version)
    assert set(seen(case.complaint, actor("supervisor")).values()) == {True}


def told(user: User) -> list[tuple[str, str]]:
    with current_app.test_request_context():
        sync(user.id)
    return [(n.number, n.action) for n in open_notices(user.id)]


@pytest.mark.requirement("INF-10")
def test_who_is_recused_is_told_by_the_number_alone_until_they_have_read_it(
    sign_in: SignIn,
) -> None:
    case = make.case(CaseState.INVESTIGATING, of_complaint=True)
    assert case.complaint is not None
    recusal = make.ask_recusal(
        case, "handler", origin=RecusalOrigin.BY_COMPLAINANT, reason="同乡。"
    )
    assert (case.number, "阅知回避告知") not in told(person("handler"))
    make.grant(recusal, reason="举报人所述属实。")
    assert (case.number, "阅知回避告知") in told(person("handler"))
    with current_app.test_request_context():
        titles = [str(t.title) for t in tasks_of(actor("handler")) if t.number == case.number]
    assert titles == ["回避告知"]
    handler = sign_in(person("handler"))
    page = handler.get(f"/recusal-notices/{recusal.id}")
    assert case.number in page.text
    for hidden in (case.title, "同乡", "举报人所述属实", "投诉举报人申请", case.complaint.number):
        assert hidden not in page.text, hidden
    page.submit()
    assert recusal.noted_on == moment.today()
    assert (case.number, "阅知回避告知") not in told(person("handler"))


def test_the_notice_is_for_who_is_recused_alone(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    recusal = make.ask_recusal(case, "handler")
    address = f"/recusal-notices/{recusal.id}"
    sign_in(person("handler")).get(address, status=404)
    make.grant(recusal)
    for username in ("colleague", "supervisor", "official", "stranger"):
        sign_in(person(username)).get(address, status=404)
        with pytest.raises(Forbidden):
            services.note_recusal(recusal, actor(username), seen_version=recusal.version)
    seen_version = recusal.version
    services.note_recusal(recusal, actor("handler"), seen_version=seen_version)
    with pytest.raises(Stale):
        services.note_recusal(recusal, actor("handler"), seen_version=seen_version)
    with pytest.raises(Forbidden):
        services.note_recusal(recusal, actor("handler"), seen_version=recusal.version)
