"""The assessment as people do it: plan, notice, self-assessment with evidence, result, circular."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.models import Assessment
from assessment.rules import AssessedState, AssessmentState
from core import moment
from core.db import db
from core.identity.models import User
from tests.support import assessment as make
from tests.support.client import Client
from tests.support.factories import person, unit

SignIn = Callable[[User], Client]
S = AssessmentState


def organiser(pack: str | None = None) -> User:
    """Return the account of who organises."""
    make.organiser(pack)
    return person("assessor")


@pytest.mark.requirement("ASM-01", "ASM-03", "ASM-05", "ASM-07")
def test_a_year_from_the_plan_to_the_circular(app: Flask, sign_in: SignIn) -> None:
    desk, department = sign_in(organiser()), sign_in(person("liaison"))
    today = moment.today()
    home = (
        desk.get("/assessments/new")
        .submit(
            title=f"{today.year}年度政府信息公开考核",
            year=str(today.year),
            unit_ids=str(unit("department").id),
            panel="公开办牵头。",
            plan="全面考核。",
        )
        .location
    )
    made = db.session.scalars(select(Assessment)).one()
    one = made.assessed[0]
    side, own = f"/assessed-units/{one.id}", f"/desk/assessments/{one.id}"
    desk.get(side + "/record-check").submit(method_code="on_site", findings="无专栏。")
    item = next(item for item in made.items if item.code == "S-3.1")
    desk.get(f"{side}/deduct?item={item.id}").submit(
        code="column",
        times="1",
        check_id=str(one.checks[0].id),
        reason="网站没有专栏。",
        rectify_by=(today + timedelta(days=10)).isoformat(),
    )
    department.get(own, status=404)  # not before the notice
    page = desk.get(home)
    for area in (
        "组织机构",
        "工作机制制度",
        "公开范围",
        "公开内容",
        "公开形式",
        "公开时限",
        "了解渠道",
    ):
        assert area in page.text
    desk.get(home + "/schedule").submit(assess_on=today.isoformat())
    desk.get(home + "/notify").submit()
    assert "年度考核" in department.get("/desk").text
    for row in made.items:
        department.get(f"{own}/item?item={row.id}").submit(score=str(row.points), text="已完成。")
    page = department.get(f"{own}/item?item={item.id}").submit(
        score="6.5", text="已设专栏。", files=(BytesIO("清单".encode()), "清单.txt")
    )
    assert page.status == 302 or page.location
    department.get(own + "/self-report").submit(summary="全年总结。")
    shown = department.get(own)
    assert "清单.txt" in shown.text
    assert "网站没有专栏。" not in shown.text  # not before the proposal
    desk.get(home + "/review").submit()
    desk.get(home + "/propose").submit(objections_until=today.isoformat())
    shown = department.get(own)
    assert "网站没有专栏。" in shown.text
    department.get(own + "/object").submit(text="专栏已经建成。")
    desk.get(f"{side}/withdraw?deduction={one.deductions[0].id}").submit(reason="查实。")
    desk.get(side + "/answer").submit(text="异议成立。")
    with moment.frozen(today + timedelta(days=1)):
        desk, leader = sign_in(person("assessor")), sign_in(person("supervisor"))
        desk.get(home + "/freeze").submit()
        assert "重新汇总的差异" in desk.get(home).text
        leader.get(home + "/approve").submit(opinion="同意。")
        desk.get(home + "/circulate").submit()
        for paper in ("notice", "circular"):
            assert desk.raw("GET", f"{home}/{paper}").data.startswith(b"%PDF-")
    assert made.state is S.CIRCULATED
    assert one.state is AssessedState.ANSWERED
    assert (one.proposed_score, one.score) == (Decimal(97), Decimal(100))


@pytest.mark.requirement("XAS-03")
def test_the_office_types_the_points(app: Flask, sign_in: SignIn) -> None:
    desk = sign_in(organiser(make.COUNTY))
    made = make.drafted(make.COUNTY)
    home = f"/assessments/{made.id}"
    typed: dict[str, Any] = {f"item{item.id}": "25" for item in made.items}
    first = f"item{made.items[0].id}"
    for wrong in ("", "2.55", "NaN", "1e9", "-3"):
        sent: dict[str, Any] = {**typed, first: wrong}
        page = desk.get(home + "/set-points").submit(status=422, **sent)
        assert len(page.all("input", value="25")) == 3  # what was typed is still there
    desk.get(home + "/set-points").submit(**typed)
    assert [item.points for item in made.items] == [Decimal(25)] * 4
    page = desk.get(f"/assessed-units/{made.assessed[0].id}/deduct?item={made.items[0].id}")
    page.submit(points="2.5", reason="没有专人。")
    assert made.assessed[0].deductions[0].points == Decimal("2.5")


@pytest.mark.requirement("FIN-19", "FIN-20")
def test_a_band_in_words_is_chosen_on_a_page_without_points(app: Flask, sign_in: SignIn) -> None:
    desk = sign_in(organiser(make.DUODAO))
    made = make.assessment(S.REVIEWING, make.DUODAO)
    side = f"/assessed-units/{made.assessed[0].id}"
    page = desk.get(side + "/set-band")
    assert "群众满意" in page.text
    page.submit(band_code="excellent", reason="社会反响好。")
    assert "优秀" in desk.get(side).text
    assert made.assessed[0].band_code == "excellent"


@pytest.mark.requirement("XAS-05", "XAS-06")
def test_the_periods_show_their_ledger_to_both_sides(app: Flask, sign_in: SignIn) -> None:
    desk = sign_in(organiser(make.COUNTY))
    made = make.assessment(S.NOTIFIED, make.COUNTY)
    for reader, path in (
        (desk, f"/assessments/{made.id}"),
        (desk, f"/assessed-units/{made.assessed[0].id}"),
        (sign_in(person("liaison")), f"/desk/assessments/{made.assessed[0].id}"),
    ):
        page = reader.get(path)
        ledger = next(a["href"] for a in page.all("a") if "/clocks/" in a.get("href", ""))
        assert "第九条" in reader.get(ledger).text


@pytest.mark.requirement("ASM-11")
def test_falsification_is_typed_within_its_bounds(app: Flask, sign_in: SignIn) -> None:
    desk = sign_in(organiser())
    made = make.assessment(S.REVIEWING)
    side = f"/assessed-units/{made.assessed[0].id}"
    page = desk.get(side + "/mark-falsification").submit(status=422, points="6", reason="虚报。")
    assert "第十二条" in page.text
    desk.get(side + "/mark-falsification").submit(points="3", reason="虚报。")
    assert "−3" in desk.get(side).text


def test_a_unit_sees_no_other_units_assessment(app: Flask, sign_in: SignIn) -> None:
    made = make.assessment(S.PROPOSED)
    town = sign_in(person("town_liaison"))
    town.get(f"/desk/assessments/{made.assessed[1].id}")
    town.get(f"/desk/assessments/{made.assessed[0].id}", status=404)
    town.get(f"/desk/assessments/{made.assessed[0].id}/object", status=404)


def test_the_worklist_says_what_waits(app: Flask, sign_in: SignIn) -> None:
    made = make.assessment(S.NOTIFIED)
    assert "开始综合评议" in sign_in(organiser()).get("/").text
    liaison = sign_in(person("liaison"))
    assert "报送总结和自评" in liaison.get("/").text
    make.self_report(made)
    assert "报送总结和自评" not in liaison.get("/").text


@pytest.mark.requirement("ASM-07", "XAS-08")
def test_the_approval_waits_on_the_leaders_worklist(app: Flask, sign_in: SignIn) -> None:
    made = make.assessment(S.FROZEN)
    leader = person("supervisor")
    assert "审定考核结果" in sign_in(leader).get("/").text
    assert "审定考核结果" not in sign_in(organiser()).get("/").text
    made.frozen_by_id = leader.id  # they may not approve what they froze
    db.session.commit()
    assert "审定考核结果" not in sign_in(leader).get("/").text


def test_the_empty_list_says_what_to_do(app: Flask, sign_in: SignIn) -> None:
    page = sign_in(organiser()).get("/assessments")
    assert "还没有年度考核" in page.text
    assert page.has("a", href="/assessments/new")
