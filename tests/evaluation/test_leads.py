"""What an evaluation asks of a unit is a duty: not performed, it comes in as a lead (XSE-09).

So does a dissatisfying result, made one by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.queries.rectifications import find_rectification
from accountability.services import rectifications
from complaints import services as complaints
from complaints.models import Complaint
from complaints.rules import Channel, ComplaintState
from core import moment
from core.access.permissions import Role
from core.clocks import sweeping
from core.clocks.queries import for_subject
from core.db import db
from core.identity.models import User
from core.record.services import of_subject
from core.refusals import Refused
from evaluation.models import EvaluationRound
from evaluation.queries.rounds import rectifications_of
from evaluation.rules import RoundState
from evaluation.services import notices, rounds
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

RECEIVED = "2026-03-10"


def asked() -> int:
    """Let the department sign for its feedback notice; return the rectification it now owes."""
    made = make.round_(RoundState.FED_BACK)
    notice = made.units[0].notice
    assert notice is not None
    with moment.frozen(RECEIVED):
        notices.acknowledge(notice, actor("liaison"), seen_version=notice.version)
    (owed,) = rectifications_of(made).values()
    return owed.id


def swept_after(due_on: date | None) -> list[Complaint]:
    assert due_on is not None
    with moment.frozen(str(due_on + timedelta(days=1))):
        assert sweeping.sweep().failed == ()
    return list(db.session.scalars(select(Complaint).where(Complaint.clock_id.is_not(None))))


@pytest.mark.requirement("XSE-09", "INF-14")
def test_a_unit_that_does_not_report_in_ten_working_days_comes_in_as_a_lead(app: Flask) -> None:
    (clock,) = for_subject("rectifications", asked())
    (lead,) = swept_after(clock.due_on)
    assert (lead.clock_id, lead.channel) == (clock.id, Channel.BREACHED_DUTY)
    assert [item.unit for item in lead.respondents] == [unit("department")]
    with moment.frozen(str(lead.received_on)):
        supervisor = actor("supervisor")
        complaints.accept_complaint(lead, supervisor, seen_version=lead.version)
        complaints.put_in_case(lead, supervisor)
    assert lead.state is ComplaintState.IN_CASE


def test_an_explanation_in_time_opens_none(app: Flask) -> None:
    owed = asked()
    ordered = find_rectification(owed)
    assert ordered is not None
    with moment.frozen("2026-03-12"):
        rectifications.explain_rectification(
            ordered,
            actor("liaison"),
            text="等待升级。",
            expected_on=None,
            seen_version=ordered.version,
        )
    (clock,) = for_subject("rectifications", owed)
    assert swept_after(clock.due_on) == []


def graded(places: str, code: str = "dissatisfied") -> EvaluationRound:
    """Return a round fed back, in which each digit of `places` is one sheet."""
    made = make.drafted()
    make.publish(made)
    make.start(made)
    for token, place in zip(make.slips(made, len(places)), places, strict=True):
        make.answer(token, made, int(place))
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)
        make.grade(made, code)
        make.consent(made)
        make.feed_back(made)
    return made


def lead_of(made: EvaluationRound, *positions: int, reason: str = "公开的内容长期不更新。") -> None:
    """Make the first unit's result a lead, by the questions at these places."""
    asked = [q.id for q in made.questionnaire.questions if q.position in positions]
    with moment.frozen(made.ends_on + timedelta(days=2)):
        rounds.open_lead(
            made,
            make.organiser(),
            round_unit_id=made.units[0].id,
            question_ids=asked,
            reason=reason,
            seen_version=made.version,
        )


@pytest.mark.requirement("XSE-09")
def test_a_dissatisfying_result_becomes_a_lead_by_hand(app: Flask) -> None:
    made = graded("222210")
    question = made.questionnaire.questions[1]
    lead_of(made, question.position)
    (one,) = made.units
    lead = db.session.get_one(Complaint, one.lead_id)
    assert (lead.channel, lead.is_lead) == (Channel.EVALUATION_RESULT, True)
    assert [item.unit for item in lead.respondents] == [unit("department")]
    assert lead.title == f"{one.unit.short_name}社会评议结果为“不满意”（{made.number}）"
    for said in (
        *(made.title, made.number, one.unit.name, "公开的内容长期不更新。"),
        f"{question.position}.{question.text}：满意1人，基本满意1人，不满意4人，不了解0人",
        "《政务公开社会评议制度》第十条",
        "任何单位和个人不得追查参评人员",
    ):
        assert said in lead.facts
    entry = of_subject("evaluation_rounds", made.id, limit=1)[0]
    assert (entry.action, entry.actor_id) == ("open_lead", make.organiser().id)
    assert f'"lead_id":{lead.id}' in str(entry.after).replace(" ", "")
    with moment.frozen(lead.received_on):
        leader = actor("supervisor")
        complaints.accept_complaint(lead, leader, seen_version=lead.version)
        complaints.put_in_case(lead, leader)
    assert lead.state is ComplaintState.IN_CASE


@pytest.mark.parametrize(
    ("places", "grade", "position", "reason", "code"),
    [
        ("222210", "basically_satisfied", 2, "不更新。", "lead_grade"),
        ("2222", "dissatisfied", 2, "不更新。", "lead_too_few"),
        # six sheets, of whom two do not know: four took a side
        ("222233", "dissatisfied", 2, "不更新。", "lead_items"),
        ("000000", "dissatisfied", 2, "不更新。", "lead_items"),
        ("222210", "dissatisfied", 0, "不更新。", "lead_items"),
        ("222210", "dissatisfied", 2, "", "round_reason_needed"),
    ],
)
def test_no_lead_of_another_grade_nor_of_fewer_than_five(
    app: Flask, places: str, grade: str, position: int, reason: str, code: str
) -> None:
    made = graded(places, grade)
    with pytest.raises(Refused) as refused:
        lead_of(made, position, reason=reason)
    assert refused.value.refusal.code == code


def test_a_result_becomes_one_lead_only(app: Flask) -> None:
    made = graded("222210")
    lead_of(made, 1, 2)
    with pytest.raises(Refused) as refused:
        lead_of(made, 2)
    assert refused.value.refusal.code == "lead_there"


def test_nobody_makes_a_lead_of_their_own_unit(app: Flask) -> None:
    made = graded("222210")
    own = new_user("own", "钱进", "office", (Role.EVALUATION_ORGANISER,))
    own.unit_id = unit("department").id
    db.session.commit()
    with pytest.raises(Refused) as refused:
        rounds.open_lead(
            made,
            actor(own),
            round_unit_id=made.units[0].id,
            question_ids=[made.questionnaire.questions[0].id],
            reason="不更新。",
            seen_version=made.version,
        )
    assert refused.value.refusal.code == "lead_own_unit"


@pytest.mark.requirement("XSE-09")
def test_the_page_of_the_round_leads_to_it_and_the_lead_back(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    made = graded("222210")
    with moment.frozen(made.ends_on + timedelta(days=2)):
        desk = sign_in(person("organiser"))
        page = desk.get(f"/evaluation-rounds/{made.id}").follow("提出线索")
        refused = page.submit(status=422, reason="不更新。")
        assert "请选择评议内容。" in refused.text
        page.submit(question_ids=[str(made.questionnaire.questions[1].id)], reason="不更新。")
        page = desk.get(f"/evaluation-rounds/{made.id}")
        assert "已提出线索" in page.text
        assert "open-lead" not in page.text
        lead = db.session.get_one(Complaint, made.units[0].lead_id)
        shown = sign_in(person("supervisor")).get(f"/complaints/{lead.id}")
        assert made.number in shown.text
        sign_in(person("liaison")).get(f"/complaints/{lead.id}", status=403)
