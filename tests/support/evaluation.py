"""A round of evaluation in every state, reached by calling the services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from core import moment
from core.access import Actor
from core.access.permissions import Role
from core.db import db
from core.identity.models import UnitPack, User
from evaluation.models import EvaluationRound, SheetBatch
from evaluation.queries import surveys
from evaluation.rules import (
    ParticipantGroup,
    QuestionKind,
    ResultRange,
    RoundState,
)
from evaluation.services import answering, entering, feedback, handing_out, notices, rounds
from evaluation.services.answering import Answers
from tests.support.factories import SINCE, actor, new_user, unit

PACK = "xx-county-2022"
PLAN = "由公开办组织，向办事群众发放问卷。"
OPINIONS = "办事指南更新不及时\n咨询电话无人接听"


def organiser() -> Actor:
    """Return who organises for the office, which follows the county's pack."""
    found = db.session.scalars(select(User).where(User.username == "organiser")).first()
    if found is None:
        db.session.add(UnitPack(unit_id=unit("office").id, pack_id=PACK, effective_from=SINCE))
        found = new_user("organiser", "罗文", "office", (Role.EVALUATION_ORGANISER,))
        db.session.commit()
    return actor(found)


def drafted(**changes: object) -> EvaluationRound:
    """Return a drafted round on the department and the town."""
    who = organiser()
    plan = {
        "title": "2026年政务公开社会评议",
        "method_code": "questionnaire",
        "plan": PLAN,
        "starts_on": moment.today(),
        "ends_on": moment.today() + timedelta(days=7),
        "unit_ids": [unit("department").id],
        **changes,
    }
    return rounds.create_round(who, unit=unit("office"), plan=rounds.Plan(**plan))  # type: ignore[arg-type]


def publish(made: EvaluationRound) -> None:
    """Publish the plan."""
    rounds.publish_round(made, organiser(), places="政府网站", seen_version=made.version)


def start(made: EvaluationRound) -> None:
    """Begin to collect."""
    rounds.start_round(made, organiser(), seen_version=made.version)


def slips(
    made: EvaluationRound, count: int, group: ParticipantGroup = ParticipantGroup.RESIDENT
) -> list[str]:
    """Hand out slips for the first unit."""
    return handing_out.hand_out(
        made,
        organiser(),
        round_unit_id=made.units[0].id,
        group=group,
        count=count,
        is_paper=False,
        seen_version=made.version,
    )


def all_chosen(made: EvaluationRound, place: int = 0, text: str = "") -> Answers:
    """Return answers that choose the option at `place` of every question."""
    questions = made.questionnaire.questions
    return Answers(
        {q.id: [q.options[place].id] for q in questions if q.options},
        {q.id: text for q in questions if q.kind is QuestionKind.TEXT},
    )


def answer(token: str, made: EvaluationRound, place: int = 0, text: str = "") -> bool:
    """Answer behind a slip."""
    slip = surveys.find_slip(token)
    assert slip is not None
    return answering.answer(slip, all_chosen(made, place, text))


def batch(made: EvaluationRound, number: str = "1") -> SheetBatch:
    """Open a batch of the first unit."""
    return entering.open_batch(
        made.units[0], actor("evaluator"), number=number, group=ParticipantGroup.RESIDENT
    )


def collect(made: EvaluationRound) -> None:
    """Take in six sheets from the web."""
    for n, token in enumerate(slips(made, 6)):
        answer(token, made, n % 3, "窗口排队时间长。" if n == 0 else "")


def collate(made: EvaluationRound) -> None:
    """Collate the day after the last."""
    collect(made)
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, organiser(), seen_version=made.version)


def grade(made: EvaluationRound, code: str = "basically_satisfied") -> None:
    """Grade each unit and report."""
    for one in made.units:
        rounds.set_grade(
            made,
            organiser(),
            round_unit_id=one.id,
            grade_code=code,
            reason="三分之一的人不满意。",
            opinions=OPINIONS,
            seen_version=made.version,
        )
    rounds.grade_round(made, organiser(), seen_version=made.version)


def consent(made: EvaluationRound) -> None:
    """Consent as the leader."""
    rounds.consent_round(made, actor("supervisor"), opinion="同意。", seen_version=made.version)


def feed_back(made: EvaluationRound) -> None:
    """Issue the notices."""
    feedback.feed_back(made, organiser(), seen_version=made.version)


def finish(made: EvaluationRound) -> None:
    """Publish, have the notice received and explained, close."""
    from accountability.queries.rectifications import find_rectification
    from accountability.services.rectifications import explain_rectification
    from evaluation.queries.rounds import rectifications_of

    rounds.publish_results(
        made,
        organiser(),
        result_range=ResultRange.EVERYBODY,
        text="评议结果公开如下。",
        seen_version=made.version,
    )
    for one in made.units:
        assert one.notice is not None
        notices.acknowledge(one.notice, actor("liaison"), seen_version=one.notice.version)
    for found in rectifications_of(made).values():
        ordered = find_rectification(found.id)
        assert ordered is not None
        explain_rectification(
            ordered,
            actor("liaison"),
            text="须等系统升级。",
            expected_on=None,
            seen_version=ordered.version,
        )
    rounds.close_round(made, organiser(), seen_version=made.version)


_COURSE: tuple[tuple[RoundState, Callable[[EvaluationRound], None]], ...] = (
    (RoundState.PUBLISHED, publish),
    (RoundState.COLLECTING, start),
    (RoundState.COLLATED, collate),
    (RoundState.GRADED, grade),
    (RoundState.CONSENTED, consent),
    (RoundState.FED_BACK, feed_back),
    (RoundState.CLOSED, finish),
)


def round_(state: RoundState = RoundState.DRAFTED) -> EvaluationRound:
    """Return a round in `state`."""
    made = drafted()
    for reached, step in _COURSE:
        if made.state is state:
            break
        step(made)
        assert made.state is reached
    return made
