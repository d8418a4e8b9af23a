"""What an approved result is used for: praise, the year-end assessment, own assessments."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from openpyxl import load_workbook

from accountability.rules import DecisionState
from assessment.models import Assessment
from assessment.queries.assessments import units_below
from assessment.queries.results import results_of
from assessment.queries.scores import build_up, score_of
from assessment.rules import AssessmentState
from assessment.services import assessed as unit_services
from assessment.services import assessments as services
from casework.rules import RespondentKind
from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity.models import Unit, UnitKind, User
from core.identity.services import create_unit
from core.procedure import Forbidden
from tests.assessment.test_assessments import refused
from tests.oversight.test_honours_register import barring
from tests.support import assessment as make
from tests.support.client import Client
from tests.support.factories import new_user, person, unit

SignIn = Callable[[User], Client]
S = AssessmentState


def approved(pack: str | None = None) -> Assessment:
    """Return an approved assessment: the department lost ten points, the town none."""
    made = make.assessment(S.REVIEWING, pack)
    one = made.assessed[0]
    unit_services.record_check(
        one, make.organiser(), method_code="on_site", on=moment.today(), findings="有人值守。",
        seen_version=one.version,
    )  # fmt: skip
    if pack == make.COUNTY:
        make.deduct(one, "content", "10.5", reason="公开不全。")
    else:
        make.deduct(one, "S-2.1", "wrong", reason="公开了个人信息。", times=4)
    for step in (make.propose, make.freeze, make.approve):
        step(made)
    return made


@pytest.mark.requirement("XAS-09")
def test_excellent_units_are_praised_where_the_rule_says_so(app: Flask) -> None:
    first, second = results_of(approved(make.COUNTY))
    assert (first.assessed.unit.name, first.rank, first.praised) == (unit("town").name, 1, True)
    assert (second.rank, second.praised, second.band and second.band.label) == (2, False, "良好")
    assert second.methods == ("on_site",)


def test_where_no_rule_praises_nobody_is_listed(app: Flask) -> None:
    """The twin: Aershan's rule says nothing of praise."""
    assert [one.praised for one in results_of(approved())] == [False, False]


def test_equal_scores_share_a_rank(app: Flask) -> None:
    assert [one.rank for one in results_of(make.assessment(S.APPROVED))] == [1, 1]


@pytest.mark.requirement("XAS-09", "FIN-29")
def test_a_unit_whose_honours_were_cancelled_is_not_praised(app: Flask, sign_in: SignIn) -> None:
    decision = barring(DecisionState.ISSUED)
    made = make.assessment(S.APPROVED, make.COUNTY)
    assert all(one.praised for one in results_of(made))  # of its people, not the unit
    laid_on = decision.measures[0].respondent
    laid_on.kind, laid_on.unit = RespondentKind.UNIT, unit("department")
    db.session.commit()
    assert {one.assessed.unit.id: one.barred for one in results_of(made)} == {
        unit("department").id: True,
        unit("town").id: False,
    }
    page = sign_in(person("assessor")).get(f"/assessments/{made.id}/results")
    assert "评先评优资格已被处理决定取消" in page.text
    assert str(decision.number) not in page.text  # the organiser need not know the case


@pytest.mark.requirement("ASM-08")
def test_the_results_go_out_as_a_sheet_for_the_year_end(app: Flask, sign_in: SignIn) -> None:
    make.organiser()
    early = make.drafted(year=moment.today().year - 1)
    desk = sign_in(person("assessor"))
    for path in ("results", "results/sheet"):
        assert desk.raw("GET", f"/assessments/{early.id}/{path}").status_code == 404
    made = approved()
    page = desk.get(f"/assessments/{made.id}/results")
    assert "当年考核的重要参考依据" in page.text
    assert "第九条" in page.text
    answer = desk.raw("GET", f"/assessments/{made.id}/results/sheet")
    mark, *rows, _same_mark = load_workbook(io.BytesIO(answer.data)).active.values
    assert person("assessor").name in mark[0]
    assert [row[2] for row in rows] == ["单位", unit("town").name, unit("department").name]
    assert (rows[2][1], rows[2][4], rows[2][6]) == (2, "88", "合格")
    assert desk.get(f"/assessments/{made.id}").has("a", href=f"/assessments/{made.id}/results")


@pytest.mark.requirement("XAS-07", "ASM-06")
def test_the_methods_used_are_recorded_and_counted(app: Flask, sign_in: SignIn) -> None:
    made = approved(make.COUNTY)
    page = sign_in(person("assessor")).get(f"/assessments/{made.id}")
    for way in ("实地考核", "听取情况汇报", "查阅相关档案资料", "明察暗访", "征求群众意见"):
        assert way in page.text
    assert page.has("li", text="实地考核 1次")
    assert page.has("li", text="明察暗访 0次")


def below(key: str, name: str) -> Unit:
    """Return a unit below one of the cast's."""
    return create_unit(name, name[-4:], UnitKind.DEPARTMENT, unit(key))


@pytest.mark.requirement("ASM-12", "LLA-02")
def test_a_unit_runs_its_own_assessment_on_its_subordinates(app: Flask) -> None:
    """The office assesses its government's units, a department what lies below it."""
    registry = below("department", "阿尔山市不动产登记中心")
    assert units_below(unit("department")) == [registry]
    assert {one.name for one in units_below(unit("office"))} == {
        unit("department").name, unit("town").name, registry.name,
    }  # fmt: skip
    assert units_below(unit("town")) == []


@pytest.mark.requirement("LLA-03", "ASM-07")
def test_the_assessed_unit_is_shown_its_result(app: Flask, sign_in: SignIn) -> None:
    made = approved()
    page = sign_in(person("liaison")).get(f"/desk/assessments/{made.assessed[0].id}")
    assert "88" in page.text
    assert "合格" in page.text
    assert "公开了个人信息。" in page.text


@pytest.mark.requirement("XAS-01", "LLA-02")
def test_a_public_service_body_is_assessed_by_its_own_superior(app: Flask, sign_in: SignIn) -> None:
    make.organiser(make.COUNTY)
    school = below("department", "阿尔山市第一中学")
    made = make.drafted(make.COUNTY, units=[unit("town"), school])
    town, one = made.assessed
    new_user("superior", "金秋", "department", (Role.EVALUATION_ORGANISER,))
    db.session.commit()
    desk, superior = sign_in(person("assessor")), sign_in(person("superior"))
    side = f"/assessed-units/{one.id}"
    superior.get(side, status=404)
    page = desk.get(f"/assessments/{made.id}/set-assessor")
    assert "由其行政主管或联系部门考核" in page.text
    page.submit(status=422, assessed_id=str(one.id), assessor_id=str(school.id))
    desk.get(f"/assessments/{made.id}/set-assessor").submit(
        assessed_id=str(one.id), assessor_id=str(unit("department").id)
    )
    assert "由阿尔山市自然资源局考核" in desk.get(f"/assessments/{made.id}").text
    assert school.name in superior.get("/assessments").text
    superior.get(side + "/record-check").submit(method_code="on_site", findings="有专栏。")
    assert [check.findings for check in one.checks] == ["有专栏。"]
    superior.get(f"/assessments/{made.id}", status=404)
    superior.get(f"/assessed-units/{town.id}", status=404)
    with pytest.raises(Forbidden):
        unit_services.record_check(
            one, make.organiser(), method_code="on_site", on=moment.today(), findings="有。",
            seen_version=one.version,
        )  # fmt: skip


def test_aershan_names_no_other_assessor(app: Flask) -> None:
    """The twin: only the county's rule speaks of a superior that assesses."""
    made = make.drafted()
    with refused("assessment_no_own_assessor"):
        services.set_assessor(
            made, make.organiser(), assessed_id=made.assessed[0].id,
            assessor_id=unit("town").id, seen_version=made.version,
        )  # fmt: skip


@pytest.mark.requirement("ASM-04")
def test_the_picture_of_the_score_opens_each_lost_point(app: Flask, sign_in: SignIn) -> None:
    made = approved()
    lost = next(item for item in made.items if item.code == "S-2.1")
    for reader, path in (("assessor", "/assessed-units/"), ("liaison", "/desk/assessments/")):
        page = sign_in(person(reader)).get(f"{path}{made.assessed[0].id}")
        row = next(
            row for row in page.one("section", id="build-up").all("tr") if "S-2.1" in row.text
        )
        assert [cell.text for cell in row.all("td")][1:] == ["18", "12", "30"]
        assert row.has("a", href=f"#item-{lost.id}")
        assert page.one("section", id=f"item-{lost.id}").has("li", text="公开了个人信息。")
    assert sum(bar.total for bar in build_up(score_of(made.assessed[0]))) == 100


def test_where_nothing_is_counted_there_is_no_picture(app: Flask) -> None:
    assert build_up(score_of(make.assessment(S.REVIEWING, make.DUODAO).assessed[0])) == []
