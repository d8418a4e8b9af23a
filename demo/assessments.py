"""Yearly assessments: the town's of last year ended and of this year begun, the county's midway."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from accountability.services import rectifications
from assessment.models import AssessedUnit, Assessment
from assessment.queries.rectifications import orders_of
from assessment.services import assessed, assessments
from core import moment
from core.access import Actor
from core.identity.models import Unit
from demo.stage import Cast, Play

#: Days before the day of the demo on which last year's assessments and this year's begin.
LAST_YEAR, THIS_YEAR = 88, 45
#: Between the notice and the day of the assessment, and how long objections are heard.
NOTICE_DAYS, OBJECTION_DAYS = 14, 12
#: Within how many days what a check found is rectified.
RECTIFY_DAYS: Final = 30

PLAN: Final = (
    "以全年不定期检查为基础，采取实地检查、网站抽查和查阅资料的方式进行综合评议。\n"
    "步骤：下发通知，考核对象总结和自评，综合评议，提出结果，听取异议，报领导小组审定，下发通报。"
)
PANEL: Final = "政务公开办牵头，司法局、政务服务局参加，邀请人大代表一名、专家一名。"
TOWN_UNITS: Final = ("finance", "education", "housing", "pine-town")
COUNTY_UNITS: Final = ("county-education", "county-health")
#: Points that the county's office gives to its four areas.
COUNTY_POINTS: Final = ("20", "40", "20", "20")

#: What was found in the town: unit, item, row of the standard, how often, why.
FOUND: Final = (
    ("finance", "S-2.1", "late", 2, "部门预算和决算公开迟于规定日期。"),
    ("finance", "S-4.2", "complaint", 1, "群众反映办事指南收费说明有误，经查属实。"),
    ("education", "S-3.1", "column", 1, "网站部门目录中的招生专栏更新不及时。"),
    ("housing", "S-2.1", "late", 6, "保障性住房分配结果未按时公开。"),
    ("housing", "S-2.2", "irregular", 3, "依申请公开答复没有告知救济途径。"),
    ("housing", "S-4.2", "overturned", 1, "一件信息公开答复在行政复议中被撤销。"),
    ("pine-town", "S-3.2", "guide", 1, "便民服务大厅没有公示办事流程图。"),
)
SAID: Final = "已按要求完成，有关文件、台账和网页截图存档备查。"


def assessment_plays(cast: Cast, day: date) -> list[tuple[date, Play]]:
    """Return the assessments with the days on which they begin."""
    last, this = day.year - 1, day.year
    began = max(day - timedelta(days=THIS_YEAR), date(this, 1, 1))
    return [
        (day - timedelta(days=LAST_YEAR), _finished(cast, last)),
        (day - timedelta(days=LAST_YEAR - 1), _awaiting_approval(cast, last)),
        (began, _self_assessing(cast, this, day)),
        (began, _planned_for_the_county(cast, this)),
    ]


def _finished(cast: Cast, year: int) -> Play:
    who, leader = cast.actor("organiser"), cast.actor("leader")
    made = _drafted(cast, "organiser", "office", TOWN_UNITS, year)
    for one in made.assessed:
        _find(cast, made, one)
    yield 2
    yield from _reported(cast, made, "organiser")
    for one in made.assessed:
        _rectified(cast, one)
        _ticked_off(one, who)
    assessments.review(made, who, seen_version=made.version)
    housing = made.assessed[2]
    assessed.mark_falsification(
        housing, who, points=2, reason="上报的主动公开数量与网站实际不符。",
        seen_version=housing.version,
    )  # fmt: skip
    yield 2
    _propose(made, who)
    yield 1
    finance = made.assessed[0]
    assessed.object_to(
        finance,
        cast.actor("liaison-finance"),
        text="部门决算系按上级统一要求推迟公开，已在网站说明，请予复核。",
        seen_version=finance.version,
    )
    yield 2
    late = next(one for one in finance.deductions if one.points == Decimal(2))
    assessed.withdraw(
        finance, who, deduction_id=late.id, reason="经核实，系按上级统一安排推迟公开。",
        seen_version=finance.version,
    )  # fmt: skip
    assessed.answer(
        finance, who, text="异议成立，撤销该项扣分，其余扣分不变。", seen_version=finance.version
    )
    yield OBJECTION_DAYS
    assessments.freeze(made, who, seen_version=made.version)
    yield 2
    assessments.approve(made, leader, opinion="同意考核结果。", seen_version=made.version)
    yield 1
    assessments.circulate(made, who, seen_version=made.version)


def _awaiting_approval(cast: Cast, year: int) -> Play:
    who = cast.actor("county-organiser")
    made = _drafted(cast, "county-organiser", "county-office", COUNTY_UNITS, year)
    _give_points(made, cast)
    yield 1
    yield from _reported(cast, made, "county-organiser")
    assessments.review(made, who, seen_version=made.version)
    _take_off(cast, made.assessed[0], "organisation", "2.5", "没有配备政务公开专职人员。")
    _take_off(cast, made.assessed[0], "content", "8", "重点领域信息公开不全。")
    _take_off(cast, made.assessed[1], "supervision", "15", "两件群众投诉未按期答复。")
    _take_off(cast, made.assessed[1], "form", "10.5", "政务公开栏长期未更新。")
    yield 2
    _propose(made, who)
    yield OBJECTION_DAYS + 1
    assessments.freeze(made, who, seen_version=made.version)


def _self_assessing(cast: Cast, year: int, day: date) -> Play:
    """Notify so that on the day of the demo the units are filling in their self-assessment."""
    who = cast.actor("organiser")
    made = _drafted(cast, "organiser", "office", TOWN_UNITS, year)
    yield 10
    _find(cast, made, made.assessed[1])
    yield 25
    _find(cast, made, made.assessed[3], order=False)
    assess_on = day + timedelta(days=6)
    assessments.schedule(made, who, assess_on=assess_on, seen_version=made.version)
    assessments.notify(made, who, seen_version=made.version)
    _rectified(cast, made.assessed[1])
    yield 2
    _report(cast, made.assessed[1])
    _fill_in(cast, made.assessed[0], len(made.items))


def _planned_for_the_county(cast: Cast, year: int) -> Play:
    made = _drafted(cast, "county-organiser", "county-office", COUNTY_UNITS, year)
    _give_points(made, cast)
    yield 12
    one, who = made.assessed[0], cast.actor("county-organiser")
    assessed.record_check(
        one, who, method_code="covert", on=moment.today(), findings="公开栏内容是上一年的。",
        seen_version=one.version,
    )  # fmt: skip
    _take_off(cast, one, "form", "3", "公开栏内容是上一年的。")


def _drafted(
    cast: Cast, organiser: str, office: str, keys: tuple[str, ...], year: int
) -> Assessment:
    unit: Unit = cast.units[office]
    plan = assessments.Plan(
        title=f"{year}年度政府信息公开考核",
        plan=PLAN,
        panel=PANEL,
        unit_ids=[cast.units[key].id for key in keys],
    )
    return assessments.create_assessment(cast.actor(organiser), unit=unit, year=year, plan=plan)


def _give_points(made: Assessment, cast: Cast) -> None:
    assessments.set_points(
        made,
        cast.actor("county-organiser"),
        points={i.id: Decimal(n) for i, n in zip(made.items, COUNTY_POINTS, strict=True)},
        seen_version=made.version,
    )


def _reported(cast: Cast, made: Assessment, organiser: str) -> Play:
    """Set the day, notify, and let every unit report on itself; ends on the day."""
    who = cast.actor(organiser)
    assess_on = moment.today() + timedelta(days=NOTICE_DAYS)
    assessments.schedule(made, who, assess_on=assess_on, seen_version=made.version)
    assessments.notify(made, who, seen_version=made.version)
    yield 4
    for one in made.assessed:
        _report(cast, one)
    yield NOTICE_DAYS


def _find(cast: Cast, made: Assessment, one: AssessedUnit, *, order: bool = True) -> None:
    """Record a check of the unit and deduct what was found; with the notice to rectify it."""
    who, key = cast.actor("organiser"), _key(cast, one)
    found = [row for row in FOUND if row[0] == key]
    assessed.record_check(
        one,
        who,
        method_code="website" if key in ("finance", "education") else "on_site",
        on=moment.today(),
        findings="".join(row[4] for row in found),
        seen_version=one.version,
    )
    for _unit, code, cut, times, why in found:
        item = next(item for item in made.items if item.code == code)
        finding = assessed.Finding(
            item_id=item.id,
            reason=why,
            found_on=moment.today(),
            code=cut,
            times=times,
            check_id=one.checks[-1].id,
        )
        assessed.deduct(one, who, finding, seen_version=one.version)
    if not order:
        return
    assessed.order_rectification(
        one,
        who,
        check_id=one.checks[-1].id,
        due_on=moment.today() + timedelta(days=RECTIFY_DAYS),
        seen_version=one.version,
    )


def _rectified(cast: Cast, one: AssessedUnit) -> None:
    """Let the unit report what it did about the notices that checks brought."""
    for found in orders_of(one).values():
        rectifications.report_rectification(
            found,
            cast.actor(f"liaison-{_key(cast, one)}"),
            text="已按整改通知书逐项改正，并举一反三，对全部栏目作了自查。",
            deeds={item.id: ("已改正，有关网页截图附后。", moment.today()) for item in found.items},
            seen_version=found.version,
        )


def _ticked_off(one: AssessedUnit, who: Actor) -> None:
    """Accept every item and close."""
    for found in orders_of(one).values():
        for item in found.items:
            rectifications.accept_item(found, who, item_id=item.id, seen_version=found.version)
        rectifications.close_rectification(found, who, seen_version=found.version)


def _take_off(cast: Cast, one: AssessedUnit, code: str, points: str, why: str) -> None:
    item = next(item for item in one.assessment.items if item.code == code)
    finding = assessed.Finding(item.id, why, moment.today(), points=Decimal(points))
    assessed.deduct(one, cast.actor("county-organiser"), finding, seen_version=one.version)


def _propose(made: Assessment, who: Actor) -> None:
    assessments.propose(
        made,
        who,
        objections_until=moment.today() + timedelta(days=OBJECTION_DAYS),
        seen_version=made.version,
    )


def _report(cast: Cast, one: AssessedUnit) -> None:
    _fill_in(cast, one, len(one.assessment.items))
    assessed.self_report(
        one,
        cast.actor(f"liaison-{_key(cast, one)}"),
        summary="一年来，本单位健全工作机制，及时公开信息，认真办理申请，现将总结和自评情况报上。",
        seen_version=one.version,
    )


def _fill_in(cast: Cast, one: AssessedUnit, count: int) -> None:
    for item in one.assessment.items[:count]:
        assessed.fill_in(
            one,
            cast.actor(f"liaison-{_key(cast, one)}"),
            item_id=item.id,
            score=item.points,
            text=SAID,
            seen_version=one.version,
        )


def _key(cast: Cast, one: AssessedUnit) -> str:
    return next(key for key, found in cast.units.items() if found.id == one.unit_id)
