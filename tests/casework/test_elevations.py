"""A case that goes to the organ above: asked for or taken over, moved whole, a stub left behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select

from casework import effects, queries, services
from casework.elevation import queries as reads
from casework.models import Case, CaseElevation
from casework.procedure import elevations as procedure
from casework.rules import CaseState, PersonRole, RespondentKind
from casework.rules.elevations import (
    ElevationGround,
    ElevationKind,
    ElevationState,
    may_hold,
)
from casework.services import Accused, elevating
from core import moment
from core.access import Role
from core.clocks import services as clocks
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.clocks.periods import Unit as DayUnit
from core.clocks.replay import Period
from core.db import db
from core.identity.models import User
from core.procedure import AlreadyDone, Forbidden, Stale
from core.record.services import of_subject
from core.search.queries import counts
from core.search.services import sources
from core.worklist import tasks_of
from tests.casework.test_guards import refused
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
S = ElevationState


def accept(elevation: CaseElevation, by: str = "superior", **changes: Any) -> CaseElevation:
    values: dict[str, Any] = {"opinion": "同意。", "seen_version": elevation.version}
    elevating.accept_elevation(elevation, actor(by), **{**values, **changes})
    return elevation


def take_over(case: Case, by: str = "superior", **changes: Any) -> CaseElevation:
    values: dict[str, Any] = {
        "to_unit": unit("government"),
        "ground": ElevationGround.MAJOR,
        "reason": "全市统一查处。",
        "seen_version": case.version,
    }
    return elevating.take_over(case, actor(by), **{**values, **changes})


def superior() -> User:
    return new_user("superior", "上级负责人", "government", (Role.DISCIPLINE_LEADER,))


def actions_of(username: str) -> list[str]:
    with current_app.test_request_context():
        return [str(task.action) for task in tasks_of(actor(username))]


def test_a_case_handed_up_stays_until_the_organ_above_takes_it() -> None:
    case = make.case(CaseState.INVESTIGATING)
    asked = make.hand_up(case)
    assert (asked.state, asked.article) == (S.ASKED, "《监察法》第十七条")
    assert case.unit_id == unit("office").id
    assert queries.is_member(case, actor("handler")), "the team goes on meanwhile"
    assert "决定是否提级办理" in actions_of("superior")
    assert "决定是否提级办理" not in actions_of("supervisor")
    accept(asked)
    assert (asked.state, case.unit_id) == (S.MOVED, unit("government").id)
    assert "决定是否提级办理" not in actions_of("superior")
    entry = of_subject("cases", case.id, limit=1)[0]
    assert entry.action == "move_up"


def test_all_that_a_move_changes_changes_together() -> None:
    case = make.case(CaseState.INVESTIGATING)
    clocks.start(
        subject_type=Case.__tablename__,
        subject_id=case.id,
        period=Period(30, DayUnit.CALENDAR_DAY),
        term_id="investigation.period",
        pack_id="aershan-2021",
        label="调查期限",
        on=moment.today(),
        actor_id=None,
        bearer_unit_id=case.unit_id,
    )
    db.session.commit()
    inside = new_user("inside", "市里调查员", "government", (Role.INVESTIGATOR,))
    make.name(case, "inside")
    accept(make.hand_up(case))
    assert [m.user_id for m in case.members if m.left_on is None] == [inside.id]
    assert [m.is_lead for m in case.members if m.left_on is None] == [True]
    left = [m for m in case.members if m.left_on is not None]
    assert {m.leaving_reason for m in left} == {f"案件由{unit('government').name}提级办理"}
    running = db.session.scalars(select(Clock).where(Clock.state == ClockState.RUNNING)).all()
    mine = [c for c in running if c.subject_type == "cases" and c.subject_id == case.id]
    assert {c.bearer_unit_id for c in mine} == {unit("government").id}
    for username in ("supervisor", "handler", "colleague"):
        who = actor(username)
        assert not queries.knows(case, who)
        assert not db.session.scalars(queries.visible_to(who).where(Case.id == case.id)).all()
        assert not counts(sources(), who, make.TITLE, 9).get(Case.__tablename__)
    for username in ("superior", "inside"):
        assert queries.knows(case, actor(username))
        assert counts(sources(), actor(username), make.TITLE, 9)[Case.__tablename__] == 1


def test_a_move_that_fails_leaves_nothing_moved(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.INVESTIGATING)
    asked = make.hand_up(case)

    def fails(*_: Any) -> Any:
        raise RuntimeError

    row = next(r for r in procedure.ELEVATION_PROCEDURE.transitions if r.target is S.MOVED)
    assert row.effect is not effects.move_up
    monkeypatch.setattr(elevating, "staying", fails)
    with pytest.raises(RuntimeError):
        accept(asked)
    db.session.expire_all()
    assert (asked.state, case.unit_id) == (S.ASKED, unit("office").id)
    assert all(m.left_on is None for m in case.members)


def test_the_old_unit_reads_the_stub_and_nothing_else(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    moved = accept(make.hand_up(case))
    leader = sign_in(person("supervisor"))
    stub = leader.get(f"/elevations/{moved.id}")
    assert case.number in stub.text
    assert not stub.has("a", href=f"/cases/{case.id}"), "no way into the file"
    assert case.summary not in stub.text
    leader.get(f"/cases/{case.id}", status=404)
    leader.get(f"/cases/{case.id}/referrals", status=404)
    above = sign_in(person("superior"))
    assert above.get(f"/elevations/{moved.id}").has("a", href=f"/cases/{case.id}")
    above.get(f"/cases/{case.id}")


def test_a_stub_is_hidden_from_who_is_named_recused_or_beside_it(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    moved = make.hand_up(case)
    sign_in(person("town_supervisor")).get(f"/elevations/{moved.id}", status=404)
    make.recuse(case, "reviewer")
    sign_in(person("reviewer")).get(f"/elevations/{moved.id}", status=404)
    assert not db.session.scalars(reads.visible_to(actor("reviewer"))).all()
    case.respondents[0].person_id = person("supervisor").id
    db.session.commit()
    sign_in(person("supervisor")).get(f"/elevations/{moved.id}", status=404)


def test_an_organ_takes_a_case_over_at_once_and_once() -> None:
    superior()
    case = make.case(CaseState.FILED)
    seen = case.version
    moved = take_over(case, token="once")
    assert (moved.kind, moved.state) == (ElevationKind.TAKE_OVER, S.MOVED)
    assert moved.article == "《监察法》第十六条"
    assert case.unit_id == unit("government").id
    with pytest.raises(AlreadyDone):
        take_over(case, token="once")
    other = make.case(CaseState.FILED)
    make.name(other, "handler")
    with pytest.raises(Stale):
        take_over(other, seen_version=seen)
    assert other.unit_id == unit("office").id
    for username in ("supervisor", "signer", "handler", "town_supervisor"):
        with pytest.raises(Forbidden):
            take_over(other, by=username)


def test_one_answer_wins_and_a_second_request_waits() -> None:
    case = make.case(CaseState.INVESTIGATING)
    asked = make.hand_up(case)
    seen = asked.version
    with refused(case, "elevation_asked"):
        make.hand_up(case)
    with refused(case, "elevation_asked"):
        take_over(case)
    with refused(case, "case_reason_missing"):
        elevating.refuse_elevation(asked, actor("superior"), opinion="", seen_version=seen)
    elevating.refuse_elevation(asked, actor("superior"), opinion="自行办理。", seen_version=seen)
    assert (asked.state, case.unit_id) == (S.REFUSED, unit("office").id)
    with pytest.raises(Stale):
        accept(asked, seen_version=seen)
    assert make.hand_up(case).state is S.ASKED, "it may be asked again"


def test_only_who_files_cases_asks_and_only_above_decides() -> None:
    case = make.case(CaseState.INVESTIGATING)
    asked = make.hand_up(case)
    for username in ("supervisor", "signer", "handler", "town_supervisor"):
        with pytest.raises(Forbidden):
            accept(asked, by=username)
    other = make.case(CaseState.INVESTIGATING)
    for username in ("handler", "signer", "town_supervisor"):
        with pytest.raises(Forbidden):
            make.hand_up(other, by=username)


def test_it_goes_only_above_to_who_is_not_concerned_and_before_the_deliberation() -> None:
    case = make.case(CaseState.INVESTIGATING)
    with refused(case, "elevation_not_above"):
        make.hand_up(case, to_unit=unit("town"))
    with refused(case, "case_reason_missing"):
        make.hand_up(case, reason=" ")
    asked = make.hand_up(case)
    case.respondents[0].person_id = person("superior").id
    db.session.commit()
    with pytest.raises(Forbidden):
        accept(asked)
    late = make.case(CaseState.DELIBERATING)
    with refused(late, "elevation_too_late"):
        make.hand_up(late)


@pytest.mark.requirement("SEC-02")
def test_a_case_about_the_organ_above_does_not_go_there() -> None:
    case = make.proposed(accused=[Accused(unit("government").id, "赵国栋", "副市长")])
    with refused(case, "elevation_to_accused", "第三十条"):
        make.hand_up(case)


def test_without_the_guard_it_would(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.proposed(accused=[Accused(unit("government").id, "赵国栋", "副市长")])
    monkeypatch.setattr(procedure, "fit_above", lambda *_: None)
    assert make.hand_up(case).state is S.ASKED


def test_a_pack_without_the_rule_knows_no_way_up(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.INVESTIGATING)
    monkeypatch.setattr(procedure, "elevation_article", lambda *_: None)
    with refused(case, "elevation_no_rule"):
        make.hand_up(case)


@pytest.mark.requirement("ACC-03")
def test_no_unit_deliberates_on_its_own_principal_leader(monkeypatch: pytest.MonkeyPatch) -> None:
    case = make.case(CaseState.DEFENCE)
    principal = case.respondents[0]
    assert principal.kind is RespondentKind.PERSON
    principal.unit_id, principal.role = case.unit_id, PersonRole.PRINCIPAL_LEADER
    principal.person_id = None
    db.session.commit()
    assert (refusal := procedure.hands_up_first(case, actor("supervisor"))) is not None
    assert (refusal.code, refusal.article) == (
        "case_hand_up_first",
        "《行政机关公务员处分条例》第三十七条",
    )
    make.hear(case)
    with refused(case, "case_hand_up_first", "第三十七条"):
        services.deliberate_case(case, actor("supervisor"), seen_version=case.version)
    accept(make.hand_up(case, ground=ElevationGround.PRINCIPAL))
    assert procedure.hands_up_first(case, actor("superior")) is None
    services.deliberate_case(case, actor("superior"), seen_version=case.version)
    assert case.state is CaseState.DELIBERATING


@pytest.mark.parametrize(
    ("path", "parent", "is_office", "above"),
    [
        ("/1/", None, False, True),
        ("/1/2/", "/1/", True, True),
        ("/1/2/", "/1/", False, False),
        ("/1/3/", "/1/", True, False),
        ("/1/3/4/", "/1/3/", True, False),
        ("/9/2/", "/9/", True, False),
    ],
)
def test_what_stands_above(path: str, parent: str | None, is_office: bool, above: bool) -> None:
    """Above `/1/3/`: the organ over it, and that organ's office; never itself or its own office."""
    assert may_hold(path, parent, is_office, "/1/3/") is above


def test_the_pages_hand_up_and_take_over(sign_in: SignIn) -> None:
    superior()
    case = make.case(CaseState.INVESTIGATING)
    where = sign_in(person("supervisor")).get(f"/cases/{case.id}").follow("移送和提级")
    assert not where.has("a", text="提级办理")
    form = where.follow("报请上级办理")
    assert "《行政机关公务员处分条例》第三十七条" in form.text
    kept = form.submit(status=422, reason="涉及多个部门。")
    assert "请选择单位。" in kept.text
    kept.submit(to_unit=str(unit("government").id), ground="major", reason="涉及多个部门。")
    asked = db.session.scalars(select(CaseElevation)).one()
    above = sign_in(person("superior"))
    above.get("/elevations").follow(case.number).follow("同意提级办理").submit(opinion="同意。")
    assert "已由上级办理" in above.get(f"/elevations/{asked.id}").text
    other = make.case(CaseState.FILED)
    above = sign_in(person("superior"))
    above.get(f"/cases/{other.id}/take-over").submit(
        to_unit=str(unit("government").id), ground="major", reason="统一查处。"
    )
    assert other.unit_id == unit("government").id
