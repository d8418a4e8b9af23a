"""A round of public participation under the town's own rules: six steps, no grades; and what a
town of the county reported.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from core import moment
from demo.stage import Cast, Play
from evaluation.models import EvaluationRound
from evaluation.queries import surveys
from evaluation.rules import ParticipantGroup, ResultRange
from evaluation.services import answering, handing_out, rounds
from evaluation.services.answering import Answers
from evaluation.services.town_reports import record_town_report

#: Days before the day of the demo on which the rounds begin, and how long people may answer.
PUBLISHED, COLLATED, ANSWER_DAYS = 70, 27, 10
REPORTED: Final = 20
UNITS: Final = ("finance", "housing", "pine-town")
PLAN: Final = (
    "组织方：市政务公开领导小组。邀请人大代表、政协委员和群众代表，对政府信息公开工作进行评议。\n"
    "步骤：下发通知，编制测评表格，确定参评人员，查阅资料和听取汇报，发放和回收测评表，汇总公开。"
)
SCALE: Final = "好 100\n较好 80\n一般 60\n差 0"
#: Which option of the scale the sheets choose, in turn.
PATTERN: Final = (0, 1, 0, 2, 1, 0, 1, 4, 0, 3)


def city_plays(cast: Cast, day: date) -> list[tuple[date, Play]]:
    """Return the rounds and the report with the days on which they begin."""
    return [
        (day - timedelta(days=PUBLISHED), _round(cast, "公众参与评议", "invited", ends=True)),
        (day - timedelta(days=COLLATED), _round(cast, "网上公众评议", "public", ends=False)),
        (day - timedelta(days=REPORTED), _report(cast)),
    ]


def _round(cast: Cast, title: str, method: str, *, ends: bool) -> Play:
    who, today = cast.actor("organiser"), moment.today()
    plan = rounds.Plan(
        title=f"{today.year}年{title}",
        method_code=method,
        plan=PLAN,
        starts_on=today,
        ends_on=today + timedelta(days=ANSWER_DAYS),
        unit_ids=[cast.units[key].id for key in UNITS],
        scale=SCALE,
    )
    made = rounds.create_round(who, unit=cast.units["office"], plan=plan)
    rounds.publish_round(made, who, places="市政府门户网站", seen_version=made.version)
    yield 1
    _step(cast, made, "participants", "人大代表3名、政协委员3名、群众代表6名。")
    rounds.start_round(made, who, seen_version=made.version)
    _step(cast, made, "reading", "参评人员查阅主动公开目录和台账，听取各单位汇报。")
    _collect(cast, made)
    yield ANSWER_DAYS + 1
    rounds.collate_round(made, who, seen_version=made.version)
    if not ends:
        return
    yield 2
    rounds.publish_results(
        made,
        who,
        result_range=ResultRange.EVERYBODY,
        text="现将本次公众参与评议的汇总结果予以公开。",
        seen_version=made.version,
    )
    rounds.close_round(made, who, seen_version=made.version)


def _step(cast: Cast, made: EvaluationRound, code: str, note: str) -> None:
    rounds.record_step(
        made,
        cast.actor("organiser"),
        step_code=code,
        on=moment.today(),
        note=note,
        seen_version=made.version,
    )


def _collect(cast: Cast, made: EvaluationRound) -> None:
    for turn, unit in enumerate(made.units):
        tokens = handing_out.hand_out(
            made,
            cast.actor("organiser"),
            round_unit_id=unit.id,
            group=ParticipantGroup.RESIDENT,
            count=12,
            is_paper=False,
            seen_version=made.version,
        )
        for n, token in enumerate(tokens):
            slip = surveys.find_slip(token)
            assert slip is not None  # just handed out
            answering.answer(slip, _answers(made, n + 3 * turn))


def _answers(made: EvaluationRound, turn: int) -> Answers:
    return Answers(
        {
            q.id: [q.options[PATTERN[(turn + q.position) % len(PATTERN)]].id]
            for q in made.questionnaire.questions
            if q.options
        }
    )


def _report(cast: Cast) -> Play:
    """Let the county's town report; a play of one day."""
    record_town_report(
        cast.units["county-office"],
        cast.actor("county-organiser"),
        unit_id=cast.units["county-town"].id,
        reported_on=moment.today(),
        summary="上半年组织一次问卷评议，收回有效问卷86份，满意和基本满意占91%，意见集中在办事指南更新。",
    )
    yield from ()
