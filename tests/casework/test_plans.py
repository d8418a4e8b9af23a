"""The plan of an investigation: begun from a checklist, arranged, ticked, kept in the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from casework import services
from casework.models import Case, InvestigationPlan
from casework.planning import StepAction, StepState
from casework.plans import checklists
from casework.plans.queries import is_overdue
from casework.procedure import plans as procedure
from casework.rules import CaseState
from casework.services import planning
from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden, Stale
from core.record.services import of_subject
from core.refusals import Refused, say
from core.worklist import tasks_of
from regulations.model import GuardId
from tests.support import archives
from tests.support import casework as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person
from tests.support.statements import counted

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]
DAY = date(2026, 3, 6)


def planned() -> InvestigationPlan:
    """Return the plan of a case under investigation; `handler` leads its team."""
    return make.plan(make.case(CaseState.INVESTIGATING))


def move(plan: InvestigationPlan, action: StepAction, by: str = "handler", **more: Any) -> None:
    """Act on the first step."""
    step = plan.steps[0]
    values = {"seen_version": step.version, **more}
    planning.move_step(step, actor(by), action=action, **values)


def arrange(plan: InvestigationPlan, owner: str = "colleague", due: date | None = DAY) -> None:
    """Let one person take all steps until a day."""
    steps = {step.id: (person(owner).id, due) for step in plan.steps}
    planning.arrange_steps(plan, actor("handler"), steps=steps, seen_version=plan.version)


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    assert say(error.value.refusal)
    return error.value.refusal.code


def test_the_lists_are_data_and_each_names_what_rules_demand() -> None:
    lists = checklists.checklists()
    assert next(iter(lists)) == "general"
    demanded = {GuardId.MIN_INVESTIGATORS, GuardId.CREDENTIALS, GuardId.STATEMENT_AND_DEFENCE}
    for one in lists.values():
        assert demanded <= {step.guard for step in one.steps}, one.code
        assert all(len(step.text) <= 200 for step in one.steps)
        assert not any("条" in step.text for step in one.steps), "articles come from the rules"


STEP = '[[checklist.step]]\ntext = "查"\n'


@pytest.mark.parametrize(
    "text",
    [
        "",
        '[[checklist]]\ncode = "a"\nlabel = "甲"\ntriggers = []',
        f'[[checklist]]\ncode = "a"\nlabel = "甲"\ntriggers = []\n{STEP}guard = "no.such"',
        f'[[checklist]]\ncode = "a"\nlabel = "甲"\ntriggers = []\n{STEP}article = "第八条"',
        f'[[checklist]]\ncode = "a"\nlabel = "甲"\ntriggers = ["x", "x"]\n{STEP}',
        f'[[checklist]]\ncode = "a"\nlabel = "甲"\ntriggers = []\n{STEP}' * 2,
        "not toml",
    ],
)
def test_a_faulty_list_is_refused(text: str) -> None:
    with pytest.raises(checklists.FaultyChecklist):
        checklists.read(text)


@pytest.mark.requirement("CMP-05")
@pytest.mark.requirement("CMP-06")
def test_the_steps_cite_the_article_of_the_cases_own_rules() -> None:
    plan = planned()
    assert checklists.proposed_for(plan.case) == "disclosure"
    cited = {step.text: step.basis for step in plan.steps}
    assert "调查程序" in (cited["向被调查人出示证件，告知调查事项"] or "")
    assert "第八条" in (cited["告知并听取责任单位和人员的陈述申辩"] or "")
    assert cited["调取收文登记、申请登记和答复文书，核对每个期限"] is None
    assert [step.number for step in plan.steps] == list(range(1, len(plan.steps) + 1))


def test_one_plan_by_who_leads_the_team_and_from_a_known_list() -> None:
    case = make.case(CaseState.INVESTIGATING)
    for username in ("colleague", "supervisor", "stranger"):
        with pytest.raises(Forbidden):
            make.plan(case, by=username)
    with pytest.raises(Refused) as caught:
        make.plan(case, checklist="no_such")
    assert refusal(caught) == "plan_unknown_checklist"
    make.plan(case)
    with pytest.raises(Refused) as caught:
        make.plan(case)
    assert refusal(caught) == "plan_exists"


def test_a_team_that_nobody_leads_is_not_without_a_plan() -> None:
    case = make.case(CaseState.INVESTIGATING)
    for member in case.members:
        member.is_lead = False
    assert make.plan(case, by="colleague").steps


def test_steps_are_arranged_added_ticked_dropped_and_taken_up_again() -> None:
    plan = planned()
    arrange(plan)
    assert {(step.owner_id, step.due_on) for step in plan.steps} == {(person("colleague").id, DAY)}
    planning.add_step(plan, actor("handler"), text="走访邻近商户", seen_version=plan.version)
    assert (plan.steps[-1].text, plan.steps[-1].basis) == ("走访邻近商户", None)
    step = plan.steps[0]
    move(plan, StepAction.TICK, by="colleague", note="两人，无回避情形。")
    assert (step.state, step.done_on, step.done_by) == (
        StepState.DONE,
        moment.today(),
        person("colleague"),
    )
    move(plan, StepAction.REOPEN)
    assert (step.state, step.done_on, step.done_by_id) == (StepState.OPEN, None, None)
    with pytest.raises(Refused) as caught:
        move(plan, StepAction.DROP)
    assert refusal(caught) == "plan_step_reason_missing"
    move(plan, StepAction.DROP, note="不需要。")
    acts = [entry.action for entry in of_subject("plan_steps", step.id)]
    assert acts == ["drop", "reopen", "tick"]
    arrange(plan, "handler")
    assert step.owner_id == person("colleague").id, "what is not open stays as it was"


def test_only_the_lead_drops_and_only_the_team_ticks() -> None:
    plan = planned()
    with pytest.raises(Forbidden):
        move(plan, StepAction.DROP, by="colleague", note="不需要。")
    new_user("outsider", "外人", "office", (Role.INVESTIGATOR,))
    for username in ("outsider", "supervisor"):
        with pytest.raises(Forbidden):
            move(plan, StepAction.TICK, by=username)


def test_a_step_goes_to_nobody_outside_the_present_team() -> None:
    plan = planned()
    with pytest.raises(Refused) as caught:
        arrange(plan, "supervisor")
    assert refusal(caught) == "plan_owner_not_of_team"
    with pytest.raises(Refused):
        planning.add_step(
            plan,
            actor("handler"),
            text="走访",
            owner_id=person("supervisor").id,
            seen_version=plan.version,
        )


def test_without_its_checks_a_stranger_could_own_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = tuple(
        replace(row, check=lambda _s, _a, _d: None) for row in procedure.PLAN_PROCEDURE.transitions
    )
    monkeypatch.setattr(
        planning, "PLAN_PROCEDURE", replace(procedure.PLAN_PROCEDURE, transitions=rows)
    )
    plan = planned()
    arrange(plan, "supervisor")
    assert plan.steps[0].owner_id == person("supervisor").id


def test_of_two_who_tick_at_once_the_second_reads_who_was_first() -> None:
    plan = planned()
    seen = plan.steps[0].version
    move(plan, StepAction.TICK)
    with pytest.raises(Stale):
        move(plan, StepAction.TICK, by="colleague", seen_version=seen)


def test_after_the_end_a_plan_stands_as_it_is() -> None:
    plan = planned()
    case = plan.case
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    with pytest.raises(Refused) as caught:
        move(plan, StepAction.TICK)
    assert refusal(caught) == "plan_case_ended"
    with pytest.raises(Refused) as caught:
        arrange(plan)
    assert refusal(caught) == "plan_case_ended"


def test_a_step_waits_for_its_owner_from_its_day_on(app: Flask) -> None:
    plan = planned()
    arrange(plan)

    def waiting(username: str) -> list[tuple[str, date | None]]:
        with app.test_request_context():
            found = [(str(task.action), task.due_on) for task in tasks_of(actor(username))]
        return [one for one in found if one[0].startswith("调查方案：")]

    assert waiting("colleague") == []
    with moment.frozen("2026-03-09"):
        assert waiting("colleague")[0] == (f"调查方案：{plan.steps[0].text}", DAY)
        assert len(waiting("colleague")) == len(plan.steps)
        assert waiting("handler") == waiting("supervisor") == []
        assert is_overdue(plan.steps[0])
        move(plan, StepAction.TICK)
        assert len(waiting("colleague")) == len(plan.steps) - 1


@pytest.mark.requirement("ARC-02")
def test_the_plan_is_kept_in_the_file_and_out_of_copies_for_others(app: Flask) -> None:
    plan = planned()
    case: Case = plan.case
    services.dismiss_case(case, actor("supervisor"), reason="不实。", seen_version=case.version)
    made = archives.archive(case)
    line = next(line for line in made.contents if line["title"] == "调查方案")
    assert line
    from casework.archive.own import opening

    piece = next(one for one in opening(case) if one.title == "调查方案")
    assert piece.inner


def test_the_page_writes_arranges_and_ticks(sign_in: SignIn) -> None:
    case = make.case(CaseState.INVESTIGATING)
    team, leader = sign_in(person("handler")), sign_in(person("supervisor"))
    page = team.get(f"/cases/{case.id}").follow("调查方案")
    assert "尚未制定调查方案" in page.text
    form = page.follow("制定调查方案")
    refused = form.submit(status=422, goals="查明原因。")
    assert "请写明需要查清的问题。" in refused.text
    refused.submit(questions="1.由谁收件。")
    form = team.get(f"/cases/{case.id}/plan").follow("安排人员和时间")
    owners = [field["name"] for field in form.all("select") if field["name"].startswith("owner_")]
    typed: dict[str, Any] = {
        owners[0]: str(person("colleague").id),
        owners[0].replace("owner_", "due_"): "2026-03-06",
    }
    form.submit(**typed)
    team.get(f"/cases/{case.id}/plan").follow("增加步骤").submit(text="走访邻近商户")
    team.get(f"/cases/{case.id}/plan").follow("修改调查方案").submit(goals="查明原因和责任。")
    page = sign_in(person("colleague")).get(f"/cases/{case.id}/plan")
    assert "查明原因和责任。" in page.text
    assert not page.has("a", text="增加步骤")
    with moment.frozen("2026-03-09"):
        assert "已逾期" in sign_in(person("supervisor")).get(f"/cases/{case.id}/plan").text
    links = sign_in(person("colleague")).get(f"/cases/{case.id}/plan").all("a", text="完成")
    sign_in(person("colleague")).get(links[0]["href"]).submit(note="两人，无回避情形。")
    leader = sign_in(person("supervisor"))
    page = leader.get(f"/cases/{case.id}/plan")
    assert "1项已完成，共10项" in page.text
    assert not page.has("a", text="恢复")
    other = make.case(CaseState.INVESTIGATING)
    team = sign_in(person("handler"))
    team.get(links[0]["href"].replace(f"/{case.id}/", f"/{other.id}/"), status=404)
    db.session.expire_all()
    with counted() as sent:
        assert leader.raw("GET", f"/cases/{case.id}/plan").status_code == 200
    assert len(sent) <= 12, "\n\n".join(sent)


@pytest.mark.parametrize("username", ["official", "liaison", "intake", "stranger"])
def test_nobody_beside_the_case_sees_its_plan(username: str, sign_in: SignIn) -> None:
    plan = planned()
    answer = sign_in(person(username)).raw("GET", f"/cases/{plan.case_id}/plan")
    assert answer.status_code in (403, 404)
