"""The assessment of a year from plan to circular: the table, its guards, what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from assessment.models import AssessedUnit, Assessment, PointDeduction, SelfScore
from assessment.procedure import ASSESSED_PROCEDURE, ASSESSMENT_PROCEDURE
from assessment.queries.assessments import papers_of
from assessment.queries.scores import score_of
from assessment.rules import (
    AssessedState,
    AssessmentState,
    differences,
    points_words,
    problem_key,
)
from assessment.services import assessed as unit_services
from assessment.services import assessments as services
from core import moment
from core.access import Actor
from core.clocks.queries import for_subject
from core.db import db
from core.files.queries import attachments_of
from core.procedure import Forbidden, perform
from core.record.models import RecordEntry
from core.refusals import Refused
from tests.support import assessment as make
from tests.support import files
from tests.support.factories import actor, unit

S = AssessmentState


@contextmanager
def refused(code: str, article: str | None = None) -> Iterator[None]:
    """Expect a refusal with this code, citing `article` if it is given."""
    with pytest.raises(Refused) as found:
        yield
    db.session.rollback()
    assert found.value.refusal.code == code
    if article is not None:
        assert article in (found.value.refusal.article or "")


@pytest.mark.requirement("ASM-07", "XAS-08")
@pytest.mark.parametrize("state", AssessmentState)
def test_every_state_is_reached_and_what_is_not_listed_is_refused(
    app: Flask, state: AssessmentState
) -> None:
    made = make.assessment(state)
    for row in ASSESSMENT_PROCEDURE.transitions:
        if state not in row.sources:
            with pytest.raises(Refused) as found:
                perform(ASSESSMENT_PROCEDURE, made, row.action, Actor.system(), seen_version=None)
            assert found.value.refusal.code == "wrong_state"


@pytest.mark.requirement("ASM-01", "ASM-03", "ASM-04")
def test_the_items_are_copied_from_the_standard_with_points_and_article(app: Flask) -> None:
    made = make.drafted()
    assert len(made.items) == 14
    assert sum(item.points or 0 for item in made.items) == 100
    assert {item.area for item in made.items} == {"组织领导", "公开内容", "公开形式", "监督保障"}
    assert all(item.article == "附件11 附件" for item in made.items)
    assert [one.unit_id for one in made.assessed] == [unit("department").id, unit("town").id]


@pytest.mark.requirement("ASM-05", "XAS-04")
def test_a_year_has_one_regular_assessment(app: Flask) -> None:
    make.drafted()
    with refused("assessment_year_taken"):
        make.drafted()
    make.drafted(year=moment.today().year - 1)
    with refused("assessment_year"):
        make.drafted(year=moment.today().year + 1)


def test_a_unit_with_findings_stays_in_the_plan(app: Flask) -> None:
    made = make.drafted()
    make.deduct(made.assessed[1], "S-1.2", "system", reason="没有落实保密审查制度。")
    kept = services.Plan("改名", make.PLAN, make.PANEL, [unit("department").id])
    with refused("assessment_unit_has_findings"):
        services.edit_assessment(made, make.organiser(), kept, seen_version=made.version)
    only_town = services.Plan("改名", make.PLAN, make.PANEL, [unit("town").id])
    services.edit_assessment(made, make.organiser(), only_town, seen_version=made.version)
    assert [one.unit_id for one in made.assessed] == [unit("town").id]


@pytest.mark.requirement("XAS-02", "XAS-03")
def test_the_office_sets_the_points_of_the_countys_areas(app: Flask) -> None:
    made = make.drafted(make.COUNTY)
    assert [item.points for item in made.items] == [None] * 4
    with refused("assessment_points_missing"):
        services.schedule(
            made, make.organiser(), assess_on=moment.today(), seen_version=made.version
        )
    with refused("assessment_points_range"):
        make.set_points(made, "20", "20", "20", "20")  # nobody could reach 90
    make.set_points(made, "20", "40.5", "20", "19.5")
    assert [points_words(item.points) for item in made.items] == ["20", "40.5", "20", "19.5"]


def test_points_that_the_source_gives_are_not_set_anew(app: Flask) -> None:
    """The twin: Aershan's table stands."""
    made = make.drafted()
    with refused("assessment_points_given", "附件11"):
        services.set_points(
            made,
            make.organiser(),
            points={item.id: Decimal(10) for item in made.items},
            seen_version=made.version,
        )


@pytest.mark.requirement("XAS-05")
def test_the_countys_notice_goes_out_ten_days_ahead(app: Flask) -> None:
    with moment.frozen(date(2026, 11, 10)):
        made = make.drafted(make.COUNTY)
        make.schedule(made, days=11)  # 21 November; ten days before is 11 November
        (clock,) = for_subject(Assessment.__tablename__, made.id)
        assert clock.due_on == date(2026, 11, 11)
    with moment.frozen(date(2026, 11, 12)):
        with refused("assessment_notice_late", "第九条"):
            make.notify(made)
        make.schedule(made, days=12)  # a new day, counted anew
    with moment.frozen(date(2026, 11, 13)):
        make.notify(made)
    assert made.notified_on == date(2026, 11, 13)


def test_where_the_source_states_no_period_no_clock_runs(app: Flask) -> None:
    """The twin: Aershan says nothing of days before (002-11 art. 8)."""
    made = make.assessment(S.NOTIFIED)
    assert for_subject(Assessment.__tablename__, made.id) == []
    assert for_subject(AssessedUnit.__tablename__, made.assessed[0].id) == []


@pytest.mark.requirement("XAS-06")
def test_a_self_assessment_is_taken_from_the_notice_to_the_day(app: Flask) -> None:
    made = make.drafted(make.COUNTY)
    make.schedule(made)
    one, who = made.assessed[0], actor("liaison")
    with refused("assessed_closed"):
        make.fill_in(one, who)
    make.notify(made)
    (clock,) = for_subject(AssessedUnit.__tablename__, one.id)
    assert made.assess_on is not None
    assert clock.due_on is not None
    assert clock.due_on <= made.assess_on - timedelta(days=5)
    with refused("assessed_items_missing"):
        unit_services.self_report(one, who, summary="总结。", seen_version=one.version)
    with moment.frozen(made.assess_on - timedelta(days=1)):  # within the last five days
        make.self_report(made)
    assert one.state is AssessedState.REPORTED
    make.review(made)
    with refused("assessed_closed"):
        make.fill_in(made.assessed[1], actor("town_liaison"))


@pytest.mark.requirement("ASM-07")
def test_the_review_waits_for_the_day_and_on_it_for_the_reports(app: Flask) -> None:
    made = make.assessment(S.NOTIFIED)
    with refused("assessment_day_ahead"):
        services.review(made, make.organiser(), seen_version=made.version)
    assert made.assess_on is not None
    with moment.frozen(made.assess_on), refused("assessment_unreported", "附件11 第八条"):
        services.review(made, make.organiser(), seen_version=made.version)
    make.review(made)


@pytest.mark.requirement("FIN-18")
def test_a_unit_fills_in_each_item_with_its_evidence(app: Flask) -> None:
    made = make.assessment(S.NOTIFIED)
    one, who, item = made.assessed[0], actor("liaison"), made.items[0]
    for score, text, code in ((Decimal(4), "有", "assessed_self_score"),
                              (None, "有", "assessed_self_score"),
                              (Decimal(3), "", "assessed_text")):  # fmt: skip
        with refused(code):
            unit_services.fill_in(
                one, who, item_id=item.id, score=score, text=text, seen_version=one.version
            )
    for text in ("已成立领导小组。", "已成立领导小组，印发文件。"):
        unit_services.fill_in(
            one,
            who,
            item_id=item.id,
            score=Decimal("2.5"),
            text=text,
            files=[files.upload()] if text.endswith("印发文件。") else [],
            seen_version=one.version,
        )
    (said,) = one.self_scores
    assert (said.score, said.text) == (Decimal("2.5"), "已成立领导小组，印发文件。")
    assert len(attachments_of(SelfScore, [said.id])[said.id]) == 1


@pytest.mark.requirement("ASM-02")
@pytest.mark.parametrize("who", ["town_liaison", "principal", "supervisor"])
def test_only_the_units_own_liaison_speaks_for_it(app: Flask, who: str) -> None:
    made = make.assessment(S.NOTIFIED)
    with pytest.raises(Forbidden):
        make.fill_in(made.assessed[0], actor(who))


@pytest.mark.requirement("ASM-02")
def test_only_the_office_deducts(app: Flask) -> None:
    made = make.assessment(S.REVIEWING)
    for who in ("liaison", "supervisor"):
        with pytest.raises(Forbidden):
            unit_services.mark_falsification(
                made.assessed[0],
                actor(who),
                points=2,
                reason="数据不实。",
                seen_version=made.assessed[0].version,
            )


@pytest.mark.requirement("ASM-05")
def test_a_check_in_the_year_takes_points_off_the_years_result(app: Flask) -> None:
    made = make.drafted()
    one = made.assessed[0]
    for method, on in (("hearsay", moment.today()), ("on_site", moment.today() + timedelta(1))):
        with refused("assessed_check"):
            unit_services.record_check(
                one, make.organiser(), method_code=method, on=on, findings="无专栏",
                seen_version=one.version,
            )  # fmt: skip
    unit_services.record_check(
        one, make.organiser(), method_code="website", on=moment.today(),
        findings="网站没有设专栏。", seen_version=one.version,
    )  # fmt: skip
    item = next(item for item in made.items if item.code == "S-3.1")
    finding = unit_services.Finding(
        item.id, "网站没有设专栏。", moment.today(), code="column", check_id=one.checks[0].id
    )
    unit_services.deduct(one, make.organiser(), finding, seen_version=one.version)
    assert one.deductions[0].check_id == one.checks[0].id
    assert score_of(one).total == 97


@pytest.mark.requirement("ASM-04")
def test_an_item_loses_no_more_than_it_has_and_a_problem_costs_once(app: Flask) -> None:
    made = make.assessment(S.REVIEWING)
    one = made.assessed[0]
    make.deduct(one, "S-2.1", "wrong", reason="公开了个人信息。", times=11)
    assert score_of(one).total == 70  # 33 off an item of 30
    with refused("assessed_same_problem", "备注2"):
        make.deduct(one, "S-4.2", "complaint", reason="公开了个人信息")
    make.deduct(one, "S-4.2", "complaint", reason="另一件投诉查实。")
    assert score_of(one).total == 69
    assert score_of(one).band is not None
    assert score_of(one).band.code == "unqualified"  # type: ignore[union-attr]


def test_the_database_keeps_a_problem_from_costing_twice(app: Flask) -> None:
    """The twin beside the guard: two who deduct at once meet the index."""
    made = make.assessment(S.REVIEWING)
    one = made.assessed[0]
    for item in made.items[:2]:
        db.session.add(
            PointDeduction(
                assessed_id=one.id, item_id=item.id, points=Decimal(1), reason="同",
                found_on=moment.today(), problem="同", entered_by_id=make.organiser().id,
            )
        )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_what_the_standard_does_not_list_is_not_deducted(app: Flask) -> None:
    one = make.assessment(S.REVIEWING).assessed[0]
    with refused("assessed_deduction_code", "附件11"):
        make.deduct(one, "S-1.2", "fee", reason="收费")
    with refused("assessed_times"):
        make.deduct(one, "S-1.2", "system", reason="没有落实", times=0)


@pytest.mark.requirement("XAS-03")
def test_in_the_county_the_panel_says_how_many_points(app: Flask) -> None:
    made = make.assessment(S.REVIEWING, make.COUNTY)
    one = made.assessed[0]
    with refused("assessed_points"):
        make.deduct(one, "organisation", "20.5", reason="没有机构")
    make.deduct(one, "organisation", "10.5", reason="没有专人")
    assert (score_of(one).total, score_of(one).band.label) == (Decimal("89.5"), "良好")  # type: ignore[union-attr]


@pytest.mark.requirement("ASM-11")
@pytest.mark.parametrize("points", [1, 6, -1])
def test_falsification_costs_two_to_five_off_the_total(app: Flask, points: int) -> None:
    one = make.assessment(S.REVIEWING).assessed[0]
    mark = unit_services.mark_falsification
    with refused("assessed_falsification", "第十二条"):
        mark(one, make.organiser(), points=points, reason="虚报。", seen_version=one.version)
    mark(one, make.organiser(), points=5, reason="虚报公开数量。", seen_version=one.version)
    assert score_of(one).total == 95
    mark(one, make.organiser(), points=0, reason="查无此事。", seen_version=one.version)
    assert score_of(one).total == 100


@pytest.mark.requirement("FIN-18", "FIN-19", "FIN-20")
def test_a_band_in_words_is_chosen_with_reasons(app: Flask) -> None:
    made = make.drafted(make.DUODAO)
    assert [item.points for item in made.items] == [None] * 4
    one = made.assessed[0]
    for method in ("self_check", "questionnaire", "spot_check", "complaints"):
        unit_services.record_check(
            one, make.organiser(), method_code=method, on=moment.today(), findings="情况属实。",
            seen_version=one.version,
        )  # fmt: skip
    assert len(one.checks) == 4
    with refused("assessed_no_points", "第二十三条"):
        make.deduct(one, made.items[0].code, "1", reason="不全面")
    with refused("assessed_band"):
        unit_services.set_band(
            one, make.organiser(), band_code="super", reason="好。", seen_version=one.version
        )
    unit_services.set_band(
        one, make.organiser(), band_code="unqualified", reason="搞假公开。",
        seen_version=one.version,
    )  # fmt: skip
    assert score_of(one).band is not None
    assert score_of(one).band.label == "不合格"  # type: ignore[union-attr]


def test_a_band_that_is_counted_is_not_chosen(app: Flask) -> None:
    """The twin: Aershan's bands follow from the points."""
    one = make.assessment(S.REVIEWING).assessed[0]
    with refused("assessed_band_counted", "附件11 第五条"):
        unit_services.set_band(
            one, make.organiser(), band_code="excellent", reason="好。", seen_version=one.version
        )


def test_without_a_band_for_everybody_nothing_is_proposed(app: Flask) -> None:
    made = make.drafted(make.DUODAO)
    make.schedule(made)
    make.notify(made)
    assert made.assess_on is not None
    with moment.frozen(made.assess_on + timedelta(days=1)):
        services.review(made, make.organiser(), seen_version=made.version)
        with refused("assessment_unbanded"):
            make.propose(made)


@pytest.mark.requirement("ASM-07")
def test_an_objection_is_answered_before_the_result_is_frozen(app: Flask) -> None:
    made = make.assessment(S.REVIEWING)
    one = made.assessed[0]
    make.deduct(one, "S-4.1", "late", reason="年度报告迟报。", times=2)
    make.propose(made)
    assert one.proposed_score == 98
    assert made.proposed_on is not None
    assert made.objections_until is not None
    with moment.frozen(made.proposed_on):
        unit_services.object_to(
            one, actor("liaison"), text="报告按时上报。", seen_version=one.version
        )
        with refused("wrong_state"):
            unit_services.object_to(one, actor("liaison"), text="再", seen_version=one.version)
    with refused("assessment_objections_open"):
        make.freeze(made)
    with moment.frozen(made.objections_until):
        unit_services.withdraw(
            one, make.organiser(), deduction_id=one.deductions[0].id, reason="查实按时上报。",
            seen_version=one.version,
        )  # fmt: skip
        unit_services.answer(
            one, make.organiser(), text="异议成立，撤销扣分。", seen_version=one.version
        )
        with refused("assessment_objections_run"):
            services.freeze(made, make.organiser(), seen_version=made.version)
    make.freeze(made)
    assert (one.proposed_score, one.score, one.band_code) == (
        Decimal(98),
        Decimal(100),
        "excellent",
    )
    entry = db.session.scalars(
        select(RecordEntry).where(
            RecordEntry.subject_type == "assessments", RecordEntry.action == "freeze"
        )
    ).one()
    assert "98" in str(entry.after)
    assert one.unit.name in str(entry.after)


def test_an_objection_comes_in_time(app: Flask) -> None:
    made = make.assessment(S.PROPOSED)
    assert made.objections_until is not None
    one = made.assessed[0]
    with (
        moment.frozen(made.objections_until + timedelta(days=1)),
        refused("assessed_objection_late"),
    ):
        unit_services.object_to(one, actor("liaison"), text="不服", seen_version=one.version)


def test_a_frozen_result_is_not_touched(app: Flask) -> None:
    made = make.assessment(S.FROZEN)
    one = made.assessed[0]
    with refused("assessed_closed"):
        make.deduct(one, "S-1.2", "system", reason="迟到的发现")
    with refused("assessed_closed"):
        unit_services.mark_falsification(
            one, make.organiser(), points=2, reason="虚报", seen_version=one.version
        )


@pytest.mark.requirement("ASM-07", "XAS-08")
def test_the_result_is_approved_by_somebody_else_or_sent_back(app: Flask) -> None:
    made = make.assessment(S.FROZEN)
    with pytest.raises(Forbidden):
        services.approve(made, make.organiser(), opinion="", seen_version=made.version)
    db.session.rollback()
    with refused("assessment_reason"):
        services.return_result(made, actor("supervisor"), reason="", seen_version=made.version)
    services.return_result(
        made, actor("supervisor"), reason="请复核第二项。", seen_version=made.version
    )
    assert (made.state, made.frozen_on) == (S.PROPOSED, None)
    make.freeze(made)
    make.approve(made)
    assert made.approved_on is not None


def test_who_froze_it_does_not_approve_it_with_another_post_either(app: Flask) -> None:
    """The twin: the second post gives the permission, the guard still refuses."""
    made = make.assessment(S.FROZEN)
    made.frozen_by_id = actor("supervisor").id
    db.session.commit()
    with refused("assessment_own_approval", "附件11 第八条"):
        services.approve(made, actor("supervisor"), opinion="", seen_version=made.version)


@pytest.mark.requirement("ASM-07", "XAS-08")
def test_notice_and_circular_are_issued_with_numbers(app: Flask) -> None:
    made = make.assessment(S.CIRCULATED)
    papers = papers_of(made)
    assert set(papers) == {"assessment_notice", "assessment_circular"}
    assert all(paper.number for paper in papers.values())


def test_a_pack_without_a_standard_carries_no_assessment(app: Flask) -> None:
    with refused("assessment_no_standard"):
        make.drafted("changshu-2007")


def test_the_same_problem_is_known_by_its_proof_or_its_words() -> None:
    assert problem_key(("decisions", 7), "投诉查实") == "decisions:7"
    assert problem_key(None, "公开了 个人信息。") == problem_key(None, "公开了个人信息")
    assert problem_key(None, "公开了个人信息") != problem_key(None, "公开了他人信息")


def test_the_differences_are_those_that_changed() -> None:
    found = differences([("甲", Decimal(98), Decimal(100)), ("乙", Decimal(90), Decimal(90))])
    assert [one.unit for one in found] == ["甲"]


def test_every_state_of_a_unit_stands_in_its_table() -> None:
    named = {s for row in ASSESSED_PROCEDURE.transitions for s in (*row.sources, row.target) if s}
    assert named == set(AssessedState)
