"""Notices to rectify: after a check that cost points, after an unqualified result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.models import Rectification
from accountability.queries.rectifications import letter_of
from accountability.rules import RectificationState
from assessment.models import AssessedUnit, Assessment, SpotCheck
from assessment.queries.rectifications import orders_of
from assessment.rules import AssessmentState
from assessment.services import assessed as unit_services
from assessment.services import assessments as services
from complaints.models import Complaint
from complaints.rules import Channel
from core import moment
from core.clocks.models import Clock
from core.clocks.queries import for_subject
from core.clocks.sweeping import sweep
from core.db import db
from core.identity.models import User
from core.refusals import Refused
from regulations.codes import TermId
from regulations.registry import get_pack
from tests.assessment.test_assessments import refused
from tests.support import assessment as make
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[User], Client]
S = AssessmentState


def checked(made: Assessment, *found: tuple[str, str, str]) -> tuple[AssessedUnit, SpotCheck]:
    """Return the first unit with a check that cost points for each `found`: item, row, reason."""
    one = made.assessed[0]
    unit_services.record_check(
        one, make.organiser(), method_code="website", on=moment.today(), findings="网站抽查。",
        seen_version=one.version,
    )  # fmt: skip
    for code, cut, reason in found:
        deducted(one, code, cut, reason)
    return one, one.checks[-1]


def deducted(
    one: AssessedUnit, code: str, cut: str, reason: str, due_in: int | None = None
) -> None:
    """Deduct for what the last check found; `due_in` days sends the notice with it."""
    item = next(item for item in one.assessment.items if item.code == code)
    due = None if due_in is None else moment.today() + timedelta(days=due_in)
    finding = unit_services.Finding(
        item.id, reason, moment.today(), code=cut, check_id=one.checks[-1].id, rectify_by=due
    )
    unit_services.deduct(one, make.organiser(), finding, seen_version=one.version)


def order(one: AssessedUnit, check: SpotCheck, days: int = 10) -> None:
    """Issue the notice."""
    unit_services.order_rectification(
        one,
        make.organiser(),
        check_id=check.id,
        due_on=moment.today() + timedelta(days=days),
        seen_version=one.version,
    )


@pytest.mark.requirement("ASM-06")
def test_deduction_and_notice_are_made_together_with_a_due_date(app: Flask) -> None:
    one, check = checked(make.drafted(), ("S-3.1", "column", "网站没有设专栏。"))
    deducted(one, "S-3.2", "guide", "窗口没有公示流程图。", due_in=15)
    (ordered,) = db.session.scalars(select(Rectification)).all()
    assert ordered.due_on == moment.today() + timedelta(days=15)
    assert [item.problem for item in ordered.items] == ["网站没有设专栏。", "窗口没有公示流程图。"]
    assert (ordered.unit_id, ordered.owner_unit_id) == (one.unit_id, one.assessment.unit_id)
    assert orders_of(one) == {check.id: ordered}
    (clock,) = for_subject(Rectification.__tablename__, ordered.id)
    assert (clock.term_id, clock.due_on) == (TermId.ASSESSMENT_CHECK_RECTIFY, ordered.due_on)
    assert clock.article == "附件11 第七条"
    letter = letter_of(ordered)
    assert letter is not None
    assert letter.number == ordered.number
    assert "整" in (letter.number or "")


@pytest.mark.requirement("ASM-06")
def test_a_check_brings_one_notice_and_only_for_what_cost_points(app: Flask) -> None:
    one, check = checked(make.drafted())
    with refused("assessed_nothing_to_order", "附件11 第七条"):
        order(one, check)
    deducted(one, "S-3.1", "column", "网站没有设专栏。")
    with refused("assessed_rectify_by"):
        order(one, check, days=0)
    order(one, check)
    with refused("assessed_nothing_to_order"):
        order(one, check)


@pytest.mark.requirement("ASM-06")
def test_a_deduction_with_a_limit_needs_its_check(app: Flask) -> None:
    """Refused together: neither the deduction nor a notice is left behind."""
    one, _check = checked(make.drafted())
    item = one.assessment.items[0]
    finding = unit_services.Finding(
        item.id, "没有落实。", moment.today(), code=item_cut(item.code),
        rectify_by=moment.today() + timedelta(days=5),
    )  # fmt: skip
    with refused("assessed_nothing_to_order"):
        unit_services.deduct(one, make.organiser(), finding, seen_version=one.version)
    assert one.deductions == []


def item_cut(code: str) -> str:
    """Return the first row of the standard for an item of Aershan's."""
    standard = get_pack("aershan-2021").assessment
    assert standard is not None
    return next(row.deductions[0].code for row in standard.value.item if row.id == code)


@pytest.mark.requirement("ASM-06")
def test_no_result_is_proposed_while_a_costly_check_brought_no_notice(app: Flask) -> None:
    made = make.drafted()
    one, check = checked(made, ("S-3.1", "column", "网站没有设专栏。"))
    make.schedule(made)
    make.notify(made)
    make.self_report(made)
    make.review(made)
    with refused("assessment_unordered", "附件11 第七条"):
        make.propose(made)
    order(one, check)
    make.propose(made)
    assert made.state is S.PROPOSED


def test_the_county_asks_for_no_notice_after_a_check(app: Flask) -> None:
    """The twin: 003-15 orders only who is unqualified."""
    one = make.assessment(S.REVIEWING, make.COUNTY).assessed[0]
    unit_services.record_check(
        one, make.organiser(), method_code="covert", on=moment.today(), findings="栏目旧。",
        seen_version=one.version,
    )  # fmt: skip
    make.deduct(one, "form", "3", reason="栏目旧。")
    with refused("assessed_nothing_to_order"):
        order(one, one.checks[0])
    make.propose(one.assessment)


@pytest.mark.requirement("XAS-09")
def test_every_unqualified_unit_is_ordered_to_rectify_within_the_limit(app: Flask) -> None:
    made = make.assessment(S.REVIEWING, make.COUNTY)
    low, fair = made.assessed
    make.deduct(low, "content", "40", reason="重点领域信息没有公开。")
    make.deduct(low, "form", "0.5", reason="公开栏没有更新。")
    make.deduct(fair, "content", "40", reason="年度重点没有公开。")
    for step in (make.propose, make.freeze, make.approve):
        step(made)
    assert (low.band_code, fair.band_code) == ("unqualified", "qualified")
    assert made.objections_until is not None
    with moment.frozen(made.objections_until + timedelta(days=3)):
        today = moment.today()
        for due, code in ((None, "assessment_rectify_missing"), (today, "assessed_rectify_by")):
            with refused(code):
                services.circulate(
                    made, make.organiser(), rectify_by=due, seen_version=made.version
                )
        due = today + timedelta(days=20)
        services.circulate(made, make.organiser(), rectify_by=due, seen_version=made.version)
        (ordered,) = db.session.scalars(select(Rectification)).all()
    assert (ordered.unit_id, ordered.due_on) == (low.unit_id, due)
    assert [i.problem for i in ordered.items] == ["重点领域信息没有公开。", "公开栏没有更新。"]
    assert orders_of(low) == {None: ordered}
    (clock,) = for_subject(Rectification.__tablename__, ordered.id)
    assert clock.article == "《政府信息公开工作考核制度》第十条"


def test_aershan_orders_nobody_for_the_result_alone(app: Flask) -> None:
    """The twin: 002-11 states no consequence of a result below seventy."""
    made = make.assessment(S.REVIEWING)
    make.deduct(made.assessed[0], "S-2.1", "wrong", reason="公开了个人信息。", times=11)
    for step in (make.propose, make.freeze, make.approve, make.circulate):
        step(made)
    assert db.session.scalars(select(Rectification)).all() == []


@pytest.mark.requirement("ASM-09")
def test_what_is_not_rectified_in_time_comes_in_as_a_lead(app: Flask) -> None:
    one, check = checked(make.drafted(), ("S-3.1", "column", "网站没有设专栏。"))
    order(one, check)
    with moment.frozen(moment.today() + timedelta(days=11)):
        sweep()
    clock = db.session.scalars(select(Clock).where(Clock.subject_type == "rectifications")).one()
    (lead,) = db.session.scalars(select(Complaint)).all()
    assert (lead.clock_id, lead.channel) == (clock.id, Channel.BREACHED_DUTY)
    assert [item.unit_id for item in lead.respondents] == [one.unit_id]


@pytest.mark.requirement("ASM-06", "ASM-09")
def test_the_unit_rectifies_at_its_desk_and_the_office_ticks_off(
    app: Flask, sign_in: SignIn
) -> None:
    make.organiser()
    desk, department = sign_in(person("assessor")), sign_in(person("liaison"))
    one, _check = checked(make.drafted())
    item = next(item for item in one.assessment.items if item.code == "S-3.1")
    side = f"/assessed-units/{one.id}"
    due = moment.today() + timedelta(days=9)
    page = desk.get(f"{side}/deduct?item={item.id}").submit(
        code="column", times="1", check_id=str(one.checks[0].id), reason="网站没有专栏。",
    )  # fmt: skip
    assert "下达整改通知书" in desk.get(side).text
    page = desk.get(side + "/order-rectification").submit(
        status=422, due_on=moment.today().isoformat()
    )
    assert "整改期限应当晚于今天" in page.text
    desk.get(side + "/order-rectification").submit(due_on=due.isoformat())
    ordered = db.session.scalars(select(Rectification)).one()
    assert "整改通知书" in desk.get(side).text
    assert (ordered.number or "-") in department.get("/desk").text
    paper = f"/desk/rectifications/{ordered.id}/order"
    assert department.raw("GET", paper).data.startswith(b"%PDF-")
    assert sign_in(person("town_liaison")).raw("GET", paper).status_code == 404
    report = department.get(f"/rectifications/{ordered.id}/report")
    assert "附件11 第七条" in report.text
    done = ordered.items[0].id
    answers: dict[str, Any] = {
        f"done_{done}": "已设专栏。", f"on_{done}": moment.today().isoformat(), "text": "已经改正。"
    }  # fmt: skip
    report.submit(**answers)
    shown = desk.get(f"/rectifications/{ordered.id}")
    assert "整改来源" in shown.text
    assert desk.raw("GET", f"/rectifications/{ordered.id}/order").data == department.raw(
        "GET", paper
    ).data  # fmt: skip
    desk.get(f"/rectifications/{ordered.id}/accept-item").submit(item_id=str(ordered.items[0].id))
    desk.get(f"/rectifications/{ordered.id}/close").submit()
    assert ordered.state is RectificationState.CLOSED


def test_a_limit_is_asked_only_where_somebody_is_unqualified(app: Flask, sign_in: SignIn) -> None:
    make.organiser(make.COUNTY)
    made = make.assessment(S.APPROVED, make.COUNTY)
    page = sign_in(person("assessor")).get(f"/assessments/{made.id}/circulate")
    assert not page.has("input", name="rectify_by")


def test_a_refused_letter_is_said_in_words(app: Flask) -> None:
    one, check = checked(make.drafted(), ("S-3.1", "column", "网站没有\U0001f600专栏。"))
    with pytest.raises(Refused) as found:
        order(one, check)
    assert found.value.refusal.code == "assessment_unprintable"
