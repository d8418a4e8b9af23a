"""The unit that has a report is urged, and supervised in three steps, each on a later day."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from complaints import queries, services, tasks
from complaints.models import ComplaintTransfer
from complaints.queries import documents_of
from complaints.rules import ComplaintState, DocumentKind, TransferState, UrgingStep
from core import moment
from core.access import Actor
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import Task
from tests.complaints.test_transfers import refusal
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
Step = UrgingStep
LADDER = ((Step.ORAL, "2026-03-03"), (Step.YELLOW, "2026-03-04"), (Step.RED, "2026-03-05"))


def passed_on() -> ComplaintTransfer:
    """Return a report that the town has signed for."""
    made = make.transfer(make.complaint(ComplaintState.ACCEPTED))
    make.sign(made)
    return made


def up_to(step: Step) -> ComplaintTransfer:
    """Return one on whose unit the ladder was climbed up to `step`, a day each."""
    made = passed_on()
    for reached, day in LADDER:
        with moment.frozen(day):
            make.urge(made, reached)
        if reached is step:
            break
    return made


def explain(made: ComplaintTransfer, text: str = "经办人员休假，现已指定专人。") -> None:
    services.explain_urging(made, actor("town_liaison"), text=text, seen_version=made.version)


def waiting(app: Flask, who: Actor) -> list[Task]:
    with app.test_request_context():
        return list(tasks.transfer_tasks(who))


def letters(made: ComplaintTransfer) -> list[str]:
    found = documents_of(made.complaint)
    return [document.title for document in found if document.kind == DocumentKind.URGING_NOTICE]


@pytest.mark.requirement("NET-12", "NET-13")
def test_an_urging_goes_out_as_a_letter_and_stands_on_the_list_of_the_unit(app: Flask) -> None:
    made = passed_on()
    urging = make.urge(made)
    assert urging.document is not None
    assert letters(made) == ["催办通知单"]
    (task,) = waiting(app, actor("town_liaison"))
    assert task.action == "办理并反馈（已催办）"
    last = of_subject("complaints", made.complaint_id, limit=2)
    assert "urge" in [entry.action for entry in last]


@pytest.mark.requirement("NET-13")
def test_the_ladder_is_climbed_step_by_step_and_a_card_is_a_letter(app: Flask) -> None:
    made = up_to(Step.RED)
    assert [one.step for one in made.urgings] == [Step.ORAL, Step.YELLOW, Step.RED]
    assert letters(made) == ["工作提示（黄牌）", "工作督办函（红牌）"]
    assert made.urged is Step.RED
    assert waiting(app, actor("town_liaison"))[0].action == "办理并反馈（红牌督办）"


@pytest.mark.parametrize(
    ("before", "day", "step", "code"),
    [
        (None, "2026-03-03", Step.YELLOW, "urging_yellow_too_early"),
        (Step.ORAL, "2026-03-03", Step.YELLOW, "urging_yellow_too_early"),
        (Step.ORAL, "2026-03-09", Step.RED, "urging_red_too_early"),
        (Step.YELLOW, "2026-03-04", Step.RED, "urging_red_too_early"),
    ],
)
def test_no_step_comes_before_its_turn(
    before: Step | None, day: str, step: Step, code: str
) -> None:
    made = up_to(before) if before else passed_on()
    with moment.frozen(day):
        assert refusal(lambda: make.urge(made, step)) == code


def test_the_gravest_step_stays_when_a_lighter_one_follows() -> None:
    made = up_to(Step.YELLOW)
    with moment.frozen("2026-03-06"):
        make.urge(made)
    assert made.urged is Step.YELLOW


@pytest.mark.parametrize("step", [Step.URGE, Step.ORAL])
def test_what_is_said_again_on_the_same_day_is_one_record_and_one_letter(step: Step) -> None:
    made = passed_on()
    first = make.urge(made, step)
    again = make.urge(made, step, text="来件人又来电询问。")
    assert again is first
    assert first.text == "请于三日内反馈核实的结果。\n来件人又来电询问。"
    assert len(letters(made)) == (1 if step is Step.URGE else 0)
    with moment.frozen("2026-03-03"):
        assert make.urge(made, step) is not first
    assert len(made.urgings) == 2


@pytest.mark.parametrize(
    ("step", "who"),
    [
        (Step.URGE, "supervisor"),
        (Step.ORAL, "supervisor"),
        (Step.YELLOW, "intake"),
        (Step.RED, "intake"),
        (Step.URGE, "handler"),
        (Step.YELLOW, "town_supervisor"),
    ],
)
def test_each_step_is_raised_by_whose_it_is(step: Step, who: str) -> None:
    made = up_to(Step.YELLOW)
    with moment.frozen("2026-03-05"), pytest.raises(Forbidden):
        make.urge(made, step, by=who)


@pytest.mark.parametrize(
    ("step", "changes", "code"),
    [
        (Step.URGE, {"text": " "}, "urging_needs_text"),
        (Step.RED, {"talk_on": None}, "urging_red_needs_talk"),
        (Step.URGE, {"text": f"{make.REPORTER.name}来电催问。"}, "complaint_text_names_reporter"),
    ],
)
def test_an_unsound_urging_is_refused(step: Step, changes: dict[str, str], code: str) -> None:
    made = up_to(Step.YELLOW)
    with moment.frozen("2026-03-05"):
        assert refusal(lambda: make.urge(made, step, **changes)) == code


def test_a_unit_that_has_nothing_any_more_is_not_urged() -> None:
    made = passed_on()
    make.report(made)
    with pytest.raises(Forbidden):
        make.urge(made)


@pytest.mark.requirement("NET-13")
def test_a_red_card_is_explained_in_writing_before_the_unit_reports() -> None:
    made = up_to(Step.RED)
    with moment.frozen("2026-03-06"):
        assert refusal(lambda: make.report(made)) == "urging_red_unexplained"
        assert refusal(lambda: explain(made, "")) == "urging_needs_explanation"
        explain(made)
        assert [one.answer is not None for one in made.urgings] == [False, True, True]
        make.report(made)
    assert made.state is TransferState.REPORTED


def test_without_a_card_there_is_nothing_to_explain() -> None:
    made = passed_on()
    make.urge(made, Step.ORAL)
    with pytest.raises(Forbidden):
        explain(made)


def test_by_forms_on_both_sides(sign_in: SignIn, intake: User) -> None:
    made = passed_on()
    address = f"/complaints/{made.complaint_id}"
    clerk = sign_in(intake)
    form = clerk.get(f"{address}/urge")
    form.submit(f"{address}/urge", status=422, step="yellow", text="请尽快反馈。")
    form.submit(f"{address}/urge", step="oral", text="已电话提醒，请尽快反馈。")
    with moment.frozen("2026-03-03"):
        leader = sign_in(person("supervisor"))
        leader.get(f"{address}/supervise").submit(
            f"{address}/supervise", step="yellow", text="请三日内反馈。"
        )
        stub = leader.get(f"{address}/transfers/{made.id}")
        assert "已电话提醒，请尽快反馈。" in stub.text
        assert made.complaint.title in leader.get("/transfers?urged=yellow").text
        assert made.complaint.title not in leader.get("/transfers?urged=red").text
        liaison = sign_in(person("town_liaison"))
        page = liaison.get(f"/assigned/{made.id}")
        card = page.one("a", text="工作提示（黄牌）")["href"]
        assert liaison.raw("GET", card).data.startswith(b"%PDF-")
        page.follow("书面说明").submit(f"/assigned/{made.id}/explain", text="已指定专人办理。")
        assert "已指定专人办理。" in leader.get(f"{address}/transfers/{made.id}").text


def test_the_register_finds_what_was_urged() -> None:
    first, second = up_to(Step.YELLOW), passed_on()
    found = queries.transfers_of(actor("supervisor"), {"urged": "yellow"})
    assert db.session.scalars(found).all() == [first]
    assert second not in db.session.scalars(found).all()


def test_an_act_that_does_not_own_the_step_refuses_it() -> None:
    made = passed_on()
    with pytest.raises(Refused) as refused:
        services.urge_unit(
            made.complaint,
            actor("intake"),
            transfer=None,
            step=Step.URGE,
            text="请反馈。",
            seen_version=made.complaint.version,
        )
    assert refused.value.refusal.code == "urging_of_nobody"
