"""Rounds of social evaluation in a county with rules of its own, one in each state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from accountability.models import Rectification
from accountability.queries.rectifications import find_rectification
from accountability.services import rectifications
from core import moment
from demo.stage import Cast, Play
from evaluation.models import EvaluationRound, RoundUnit
from evaluation.queries import results, surveys
from evaluation.queries.notices import rectification_of
from evaluation.rules import ParticipantGroup, QuestionKind, ResultRange, RoundState, Screening
from evaluation.services import (
    answering,
    entering,
    feedback,
    handing_out,
    notices,
    rounds,
    screening,
)
from evaluation.services.answering import Answers

#: Days before the day of the demo on which the two rounds begin, and how long people may answer.
FINISHED, COLLECTING, ANSWER_DAYS = 100, 9, 21

#: Rounds that stand midway: title, days before the day of the demo, how far they came (to be
#: collected no more, to be closed).
MIDWAY: Final = (
    ("门户网站专项评议", 2, RoundState.DRAFTED),
    ("办事指南专项评议", 3, RoundState.PUBLISHED),
    ("政策解读专项评议", 30, RoundState.COLLATED),
    ("依申请公开专项评议", 31, RoundState.GRADED),
    ("基层政务公开专项评议", 34, RoundState.CONSENTED),
    ("政务公开栏专项评议", 38, RoundState.FED_BACK),
    ("网民留言办理专项评议", 29, RoundState.COLLECTING),
    ("信息公开申请专项评议", 45, RoundState.CLOSED),
)

PLAN: Final = (
    "由县政府办公室组织，对县级部门的政务公开工作开展问卷评议。\n"
    "参评人员：办事群众、企业代表、人大代表、政协委员。\n"
    "步骤：公布方案，发放问卷（网上和纸质），汇总，评定，经同意后反馈和公开。"
)
REMARKS: Final = (
    "办事指南上的电话打不通。",
    "网站上的招生政策找起来不方便。",
    "希望多发一些解读。",
)
OPINIONS: Final = {
    "county-education": "办事指南公布的咨询电话无人接听\n招生政策在网站上不易查找",
    "county-health": "医疗机构收费标准公开不够及时",
}
LIAISONS: Final = {
    "county-education": "liaison-county-education",
    "county-health": "liaison-county-health",
}
#: How many sheets are wanted about each unit.
PLANNED: Final = {ParticipantGroup.RESIDENT: 20, ParticipantGroup.DEPUTY: 5}
#: Which option of the scale the sheets choose, in turn.
PATTERN: Final = (0, 0, 1, 0, 1, 2, 0, 1, 0, 3)
#: The one round in which the public is dissatisfied with one unit, and what its sheets choose.
BLEAK_ROUND, BLEAK_UNIT = "政务公开栏专项评议", "county-health"
BLEAK: Final = (2, 1, 2, 2, 0, 2, 1, 2, 2, 3)


def county_plays(cast: Cast, day: date) -> list[tuple[date, Play]]:
    """Return the two rounds with the days on which they begin."""
    return [
        (day - timedelta(days=FINISHED), _finished(cast)),
        (day - timedelta(days=COLLECTING), _collecting(cast)),
        *(
            (day - timedelta(days=days), _midway(cast, title, until))
            for title, days, until in MIDWAY
        ),
    ]


def _midway(cast: Cast, title: str, until: RoundState) -> Play:
    """Play a small round as far as `until`."""
    who = cast.actor("county-organiser")
    made = _planned(cast, title, publish=until is not RoundState.DRAFTED)
    if until in (RoundState.DRAFTED, RoundState.PUBLISHED):
        return
    yield 1
    rounds.start_round(made, who, seen_version=made.version)
    for unit in made.units:
        _ask_on_web(cast, made, unit, 8, ParticipantGroup.RESIDENT)
    yield ANSWER_DAYS + 2
    if until is RoundState.COLLECTING:
        return
    rounds.collate_round(made, who, seen_version=made.version)
    for unit in made.units:
        _grade(cast, made, unit)
    if until is RoundState.COLLATED:
        return
    rounds.grade_round(made, who, seen_version=made.version)
    if until is RoundState.GRADED:
        return
    yield 1
    leader = cast.actor("county-leader")
    rounds.consent_round(made, leader, opinion="同意。", seen_version=made.version)
    if until is RoundState.CONSENTED:
        return
    yield 1
    feedback.feed_back(made, who, seen_version=made.version)
    if until is RoundState.FED_BACK:
        return
    _make_public(cast, made)
    for unit in made.units:
        _acknowledge(cast, unit)
        _explain(cast, unit)


def _finished(cast: Cast) -> Play:
    who, leader = cast.actor("county-organiser"), cast.actor("county-leader")
    made = _planned(cast, "上半年政务公开社会评议")
    yield 1
    rounds.start_round(made, who, seen_version=made.version)
    for unit in made.units:
        _ask_on_web(cast, made, unit, 14, ParticipantGroup.RESIDENT)
        _ask_on_web(cast, made, unit, 6, ParticipantGroup.ENTERPRISE)
    yield 3
    for unit in made.units:
        _type(cast, made, unit, 8)
    yield ANSWER_DAYS + 2
    rounds.collate_round(made, who, seen_version=made.version)
    for remark in results.remarks_of(made, Screening.WAITING):
        screening.screen_remark(made, remark, who, verdict=Screening.SHOWN)
    for unit in made.units:
        _grade(cast, made, unit)
    rounds.grade_round(made, who, seen_version=made.version)
    yield 2
    rounds.consent_round(made, leader, opinion="同意评定结果。", seen_version=made.version)
    yield 1
    feedback.feed_back(made, who, seen_version=made.version)
    _make_public(cast, made)
    yield 1
    for unit in made.units:
        _acknowledge(cast, unit)
    yield 7
    _report(cast, made.units[0])
    _explain(cast, made.units[1])
    yield 4
    _accept(cast, made.units[0])
    rounds.close_round(made, who, seen_version=made.version)


def _collecting(cast: Cast) -> Play:
    who = cast.actor("county-organiser")
    made = _planned(cast, "年度政务公开社会评议", has_open_link=True)
    yield 1
    rounds.start_round(made, who, seen_version=made.version)
    for unit in made.units:
        _ask_on_web(cast, made, unit, 12, ParticipantGroup.RESIDENT)
    for n in range(7):
        answering.answer_open(made.units[0], _answers(made, n + 3))
    yield 2
    _type(cast, made, made.units[1], 6)
    batch = entering.open_batch(
        made.units[0],
        cast.actor("county-evaluator"),
        number="教育1",
        group=ParticipantGroup.DEPUTY,
    )
    for n in range(4):
        entering.enter_sheet(batch, cast.actor("county-evaluator"), _answers(made, n))


def _make_public(cast: Cast, made: EvaluationRound) -> None:
    rounds.publish_results(
        made,
        cast.actor("county-organiser"),
        result_range=ResultRange.EVERYBODY,
        text="现将本次政务公开社会评议结果予以公开。各被评议单位正在按照反馈意见整改。",
        seen_version=made.version,
    )


def _acknowledge(cast: Cast, unit: RoundUnit) -> None:
    notice = unit.notice
    assert notice is not None  # just issued
    liaison = cast.actor(LIAISONS[_key(cast, unit)])
    notices.acknowledge(notice, liaison, seen_version=notice.version)


def _planned(
    cast: Cast, title: str, *, publish: bool = True, has_open_link: bool = False
) -> EvaluationRound:
    who, today = cast.actor("county-organiser"), moment.today()
    plan = rounds.Plan(
        title=f"{today.year}年{title}",
        method_code="questionnaire",
        plan=PLAN,
        starts_on=today,
        ends_on=today + timedelta(days=ANSWER_DAYS),
        unit_ids=[cast.units[key].id for key in OPINIONS],
        has_open_link=has_open_link,
    )
    made = rounds.create_round(who, unit=cast.units["county-office"], plan=plan)
    rounds.plan_sample(made, who, quotas=_quotas(made), seen_version=made.version)
    if not publish:
        return made
    rounds.publish_round(
        made, who, places="县政府门户网站和被评议单位网站", seen_version=made.version
    )
    return made


def _quotas(made: EvaluationRound) -> dict[tuple[int, ParticipantGroup], int]:
    return {(unit.id, group): n for unit in made.units for group, n in PLANNED.items()}


def _ask_on_web(
    cast: Cast, made: EvaluationRound, unit: RoundUnit, count: int, group: ParticipantGroup
) -> None:
    """Hand out slips of which one in four comes to nothing."""
    tokens = handing_out.hand_out(
        made,
        cast.actor("county-organiser"),
        round_unit_id=unit.id,
        group=group,
        count=count,
        is_paper=False,
        seen_version=made.version,
    )
    pattern = BLEAK if _is_bleak(cast, unit) else PATTERN
    for n, token in enumerate(tokens[: count - count // 4]):
        slip = surveys.find_slip(token)
        assert slip is not None  # just handed out
        answering.answer(slip, _answers(made, n, pattern))


def _type(cast: Cast, made: EvaluationRound, unit: RoundUnit, count: int) -> None:
    typist = cast.actor("county-evaluator")
    batch = entering.open_batch(unit, typist, number="纸质1", group=ParticipantGroup.RESIDENT)
    for n in range(count):
        entering.enter_sheet(batch, typist, _answers(made, n + 3))
    entering.close_batch(batch, typist)


def _answers(made: EvaluationRound, turn: int, pattern: tuple[int, ...] = PATTERN) -> Answers:
    questions = made.questionnaire.questions
    chosen = {
        q.id: [q.options[pattern[(turn + q.position) % len(pattern)]].id]
        for q in questions
        if q.options
    }
    texts = {q.id: REMARKS[turn] for q in questions if q.kind is QuestionKind.TEXT and turn < 3}
    return Answers(chosen, texts)


def _is_bleak(cast: Cast, unit: RoundUnit) -> bool:
    return unit.round.title.endswith(BLEAK_ROUND) and _key(cast, unit) == BLEAK_UNIT


def _grade(cast: Cast, made: EvaluationRound, unit: RoundUnit) -> None:
    bleak = _is_bleak(cast, unit)
    rounds.set_grade(
        made,
        cast.actor("county-organiser"),
        round_unit_id=unit.id,
        grade_code="dissatisfied" if bleak else "basically_satisfied",
        reason="多数参评人员不满意，反映公开栏长期没有更新。"
        if bleak
        else "多数参评人员满意或者基本满意，意见集中在咨询渠道和信息查找。",
        opinions=OPINIONS[_key(cast, unit)],
        seen_version=made.version,
    )


def _report(cast: Cast, unit: RoundUnit) -> None:
    ordered = _ordered(unit)
    rectifications.report_rectification(
        ordered,
        cast.actor(LIAISONS[_key(cast, unit)]),
        text="已逐项整改，现将情况报告如下。",
        deeds={item.id: ("已安排专人负责并完成调整。", moment.today()) for item in ordered.items},
        seen_version=ordered.version,
    )
    notice = unit.notice
    assert notice is not None  # its receipt ordered the rectification
    notices.tell_public(
        notice,
        cast.actor(LIAISONS[_key(cast, unit)]),
        method_code="online",
        on=moment.today(),
        text="整改情况已在门户网站公告。",
    )


def _explain(cast: Cast, unit: RoundUnit) -> None:
    ordered = _ordered(unit)
    rectifications.explain_rectification(
        ordered,
        cast.actor(LIAISONS[_key(cast, unit)]),
        text="收费标准由市级平台统一发布，须待平台接口开通后才能同步公开。",
        expected_on=None,
        seen_version=ordered.version,
    )


def _accept(cast: Cast, unit: RoundUnit) -> None:
    ordered, who = _ordered(unit), cast.actor("county-organiser")
    for item in ordered.items:
        rectifications.accept_item(ordered, who, item_id=item.id, seen_version=ordered.version)
    rectifications.close_rectification(ordered, who, seen_version=ordered.version)


def _ordered(unit: RoundUnit) -> Rectification:
    notice = unit.notice
    assert notice is not None  # its receipt ordered it
    found = rectification_of(notice)
    ordered = find_rectification(found.id) if found else None
    assert ordered is not None  # opinions were given
    return ordered


def _key(cast: Cast, unit: RoundUnit) -> str:
    return next(key for key, found in cast.units.items() if found.id == unit.unit_id)
