"""A round under rules that name no grades: Aershan's three items, two methods and six steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from flask import Flask

from core import moment
from core.access.permissions import Role
from core.db import db
from core.documents.services import pdf_bytes
from core.identity.models import User
from core.refusals import Refused
from evaluation.models import EvaluationRound
from evaluation.queries import results, steps
from evaluation.queries.notices import notice_that_held
from evaluation.queries.packs import method_label, pack_of
from evaluation.rules import ParticipantGroup, QuestionKind, ResultRange, RoundState, read_scale
from evaluation.services import handing_out, rounds
from tests.core.documents import measure
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, unit

ORGANISER = "city-organiser"


def city_organiser() -> User:
    """Return who organises for the office, which follows the city's rules (Aershan's)."""
    made = new_user(ORGANISER, "罗文", "office", (Role.EVALUATION_ORGANISER,))
    db.session.commit()
    return made


def planned(**changes: object) -> EvaluationRound:
    plan = {
        "title": "2026年公众参与评议",
        "method_code": "invited",
        "plan": "邀请人大代表、政协委员和群众代表评议。",
        "starts_on": moment.today(),
        "ends_on": moment.today() + timedelta(days=7),
        "unit_ids": [unit("department").id, unit("town").id],
        **changes,
    }
    return rounds.create_round(
        actor(ORGANISER),
        unit=unit("office"),
        plan=rounds.Plan(**plan),  # type: ignore[arg-type]
    )


def collated(made: EvaluationRound) -> None:
    """Publish, collect six sheets on the first unit, collate."""
    who = actor(ORGANISER)
    rounds.publish_round(made, who, places="市政府网站", seen_version=made.version)
    rounds.start_round(made, who, seen_version=made.version)
    tokens = handing_out.hand_out(
        made, who, round_unit_id=made.units[0].id, group=ParticipantGroup.DEPUTY,
        count=6, is_paper=False, seen_version=made.version,
    )  # fmt: skip
    for n, token in enumerate(tokens):
        make.answer(token, made, n % 3)
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, who, seen_version=made.version)


@contextmanager
def refused(code: str) -> Iterator[Refused]:
    with pytest.raises(Refused) as found:
        yield found  # type: ignore[misc]
    db.session.rollback()
    assert found.value.refusal.code == code


@pytest.fixture(autouse=True)
def _organiser(app: Flask) -> None:
    city_organiser()


@pytest.mark.requirement("PUB-01")
def test_whom_the_city_evaluates_is_a_list_of_units_of_each_round() -> None:
    made = planned()
    assert made.unit == unit("office")
    assert {one.unit for one in made.units} == {unit("department"), unit("town")}
    assert len(planned(unit_ids=[unit("town").id]).units) == 1


@pytest.mark.requirement("PUB-02")
def test_the_two_methods_and_no_period_between_rounds() -> None:
    assert method_label(pack_of(planned()), "invited") == "特邀评议"
    assert planned(method_code="public").method_code == "public"  # the same day again
    with refused("round_method_unknown"):
        planned(method_code="questionnaire")  # the county's word


@pytest.mark.requirement("PUB-03")
def test_the_form_is_made_of_the_three_items_on_the_organisers_own_words() -> None:
    questions = planned(scale="很好 100\n一般 60\n不好 10").questionnaire.questions
    assert [q.item_code for q in questions[:3]] == ["organisation", "lawful_disclosure", "results"]
    assert [q.kind for q in questions[3:]] == [QuestionKind.GRADE, QuestionKind.TEXT]
    for question in questions[:4]:
        assert [(o.label, o.weight) for o in question.options] == [
            ("很好", 100), ("一般", 60), ("不好", 10), ("不了解", None),
        ]  # fmt: skip
        assert {o.grade_code for o in question.options} == {None}


@pytest.mark.parametrize(
    "typed", ["好", "好 100", "好 100\n好 0", "好 101\n差 0", "不了解 1\n差 0"]
)
def test_a_scale_that_cannot_be_read_is_refused(typed: str) -> None:
    with refused("round_scale"):
        planned(scale=typed)


def test_a_scale_is_read_line_by_line() -> None:
    assert read_scale("比较 满意 80\n\n 差 0 ") == [("比较 满意", 80), ("差", 0)]


def test_the_words_of_the_countys_grades_are_not_for_choice(app: Flask) -> None:
    """The twin: where the rules name grades, only their points are chosen."""
    with refused("round_scale_words"):
        make.drafted(scale="好 100\n差 0")
    made = make.drafted(scale="满意 100\n基本满意 60\n不满意 0")
    assert [o.weight for o in made.questionnaire.questions[0].options] == [100, 60, 0, None]


def test_a_changed_plan_changes_the_options_in_place() -> None:
    made = planned()
    plan = rounds.Plan(
        made.title, "public", made.plan, made.starts_on, made.ends_on,
        [unit("town").id], "好 100\n较好 80\n一般 60\n差 0",
    )  # fmt: skip
    rounds.edit_round(made, actor(ORGANISER), plan, seen_version=made.version, token=None)
    db.session.expire_all()
    assert [o.label for o in made.questionnaire.questions[3].options] == [
        "好", "较好", "一般", "差", "不了解",
    ]  # fmt: skip
    shorter = rounds.Plan(
        made.title, "public", made.plan, made.starts_on, made.ends_on, [unit("town").id],
        "好 100\n差 0",
    )  # fmt: skip
    rounds.edit_round(made, actor(ORGANISER), shorter, seen_version=made.version, token=None)
    db.session.expire_all()
    options = made.questionnaire.questions[3].options
    assert [(o.label, o.is_dont_know) for o in options] == [
        ("好", False), ("差", False), ("不了解", True),
    ]  # fmt: skip


@pytest.mark.requirement("PUB-04")
def test_the_six_steps_have_days_and_the_round_closes_without_grades() -> None:
    made = planned()
    assert [step.code for step in steps.steps_of(made)] == [
        "notice", "form", "participants", "reading", "collection", "collation",
    ]  # fmt: skip
    assert not any(step.days for step in steps.steps_of(made))
    collated(made)
    who, day = actor(ORGANISER), made.ends_on + timedelta(days=1)
    assert results.results_of(made)[0].overall is not None
    with refused("round_no_grades"):
        rounds.grade_round(made, who, seen_version=made.version)
    with moment.frozen(day):
        rounds.publish_results(
            made, who, result_range=ResultRange.UNITS, text="结果如下。", seen_version=made.version
        )
        with refused("round_steps_missing"):
            rounds.close_round(made, who, seen_version=made.version)
        for code in ("participants", "reading"):
            rounds.record_step(
                made, who, step_code=code, on=made.starts_on, note="已确定15人。",
                seen_version=made.version,
            )  # fmt: skip
        rounds.close_round(made, who, seen_version=made.version)
    assert made.state is RoundState.CLOSED
    days = {step.code: step.days for step in steps.steps_of(made)}
    assert days == {
        "notice": (made.published_on,),
        "form": (made.published_on,),
        "participants": (made.starts_on,),
        "reading": (made.starts_on,),
        "collection": (made.starts_on, made.ends_on),
        "collation": (day,),
    }


def test_the_steps_of_a_county_have_the_days_of_the_round(app: Flask) -> None:
    made = make.round_(RoundState.FED_BACK)
    days = {step.code: step.days for step in steps.steps_of(made)}
    assert days["questionnaire"] == (made.starts_on, made.ends_on)
    assert days["feedback"] == (made.fed_back_on,)
    assert days["inspection"] == days["publication"] == ()
    assert steps.unrecorded(made) == []


def test_a_step_the_round_knows_or_of_tomorrow_is_not_recorded() -> None:
    made, who = planned(), actor(ORGANISER)
    for code, on, refusal in (
        ("notice", date(2026, 1, 5), "round_step_unknown"),
        ("reading", moment.today() + timedelta(days=1), "round_step_day"),
    ):
        with refused(refusal):
            rounds.record_step(
                made, who, step_code=code, on=on, note="x", seen_version=made.version
            )


def test_a_county_publishes_only_after_feedback(app: Flask) -> None:
    """The twin: with grades, collation is not enough."""
    made = make.round_(RoundState.COLLATED)
    with refused("round_not_fed_back"):
        rounds.publish_results(
            made, make.organiser(), result_range=ResultRange.EVERYBODY, text="x",
            seen_version=made.version,
        )  # fmt: skip


@pytest.mark.requirement("PUB-04")
def test_the_notice_of_such_a_round_promises_no_grade() -> None:
    made = planned()
    rounds.publish_round(made, actor(ORGANISER), places="网站", seen_version=made.version)
    document = notice_that_held(made)
    assert document is not None
    text = measure.text(pdf_bytes(document))
    assert "不评定档次" in text
    assert "评议结果分为" not in text


@pytest.mark.requirement("PUB-01", "PUB-02", "PUB-03", "PUB-04")
def test_the_pages_of_a_round_without_grades(sign_in: Callable[[User], Client]) -> None:
    desk = sign_in(db.session.get_one(User, actor(ORGANISER).id))
    page = desk.get("/evaluation-rounds/new")
    assert page.all("textarea", name="scale")[0].text == "好 100 一般 50 差 0"
    again = page.submit(
        title="公众评议", method_code="public", unit_ids=str(unit("town").id), plan="x",
        scale="好", status=422,
    )  # fmt: skip
    assert "选项和分值" in again.text
    home = page.submit(
        title="公众评议", method_code="public", unit_ids=str(unit("town").id), plan="x"
    ).location
    shown = desk.get(home)
    assert "评议程序" in shown.text
    assert "查阅资料，听取汇报" in shown.text
    assert "报送评定结果" not in shown.text
    desk.get(home + "/record-step").submit(step_code="participants", note="确定15人。")
    assert "确定15人。" in desk.get(home).text
