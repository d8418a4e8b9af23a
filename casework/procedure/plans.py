"""What may be done to the plan of an investigation and its steps: by the team, while it is open.

No source asks for a plan to be approved; who leads the team writes it, anybody of it ticks steps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from casework import queries
from casework.models import Case, InvestigationPlan, PlanStep
from casework.planning import PlanAction, PlanState, StepAction, StepState
from casework.plans.labels import ACTIONS, EVENTS, STATES, STEP_ACTIONS, STEP_STATES
from casework.procedure.team import present_team
from casework.rules import TEAM_STATES
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.procedure import Procedure, Refusal, Transition

Data = Mapping[str, Any]


def leads(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` leads the team, or is of a team that nobody leads at present."""
    if not queries.is_member(case, actor):
        return False
    present = [member for member in case.members if member.left_on is None]
    heads = [member.user_id for member in present if member.is_lead]
    return actor.id in heads or not heads


def open_case(case: Case) -> Refusal | None:
    """Refuse once the case has ended."""
    return None if case.state in TEAM_STATES else Refusal("plan_case_ended")


def _open(plan: InvestigationPlan, _actor: Actor) -> Refusal | None:
    return open_case(plan.case)


def _step_open(step: PlanStep, _actor: Actor) -> Refusal | None:
    return open_case(step.plan.case)


def _of_team(case: Case, owner_ids: set[int | None]) -> Refusal | None:
    strangers = owner_ids - {None, *present_team(case)}
    return Refusal("plan_owner_not_of_team") if strangers else None


def _sound_step(plan: InvestigationPlan, _actor: Actor, data: Data) -> Refusal | None:
    return _of_team(plan.case, {data["owner_id"]})


def _sound_arrangement(plan: InvestigationPlan, _actor: Actor, data: Data) -> Refusal | None:
    return _of_team(plan.case, {owner for owner, _due in data["steps"].values()})


def _with_reason(_step: PlanStep, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["note"] else Refusal("plan_step_reason_missing")


def _edit(plan: InvestigationPlan, _actor: Actor, data: Data) -> dict[str, Any]:
    was = {"goals": plan.goals, "questions": plan.questions}
    plan.goals, plan.questions = data["goals"], data["questions"]
    return {"was": was}


def _arrange(plan: InvestigationPlan, _actor: Actor, data: Data) -> dict[str, Any]:
    """Say who takes which open step until when; done ones stay as they were."""
    written = {}
    for step in plan.steps:
        if step.id in data["steps"] and step.state is StepState.OPEN:
            step.owner_id, step.due_on = data["steps"][step.id]
            step.touch()
            written[str(step.number)] = {"owner_id": step.owner_id, "due_on": step.due_on}
    return {"steps": written}


def _add_step(plan: InvestigationPlan, _actor: Actor, data: Data) -> dict[str, Any]:
    number = max((step.number for step in plan.steps), default=0) + 1
    step = PlanStep(
        number=number, text=data["text"], owner_id=data["owner_id"], due_on=data["due_on"]
    )
    plan.steps.append(step)
    return {"number": number, "text": step.text, "user_id": step.owner_id, "due_on": step.due_on}


def _tick(step: PlanStep, actor: Actor, data: Data) -> dict[str, Any]:
    step.done_on, step.done_by_id, step.note = moment.today(), actor.id, data["note"]
    return {"number": step.number, "text": step.text}


def _drop(step: PlanStep, _actor: Actor, data: Data) -> dict[str, Any]:
    step.note = data["note"]
    return {"number": step.number, "text": step.text}


def _reopen(step: PlanStep, _actor: Actor, _data: Data) -> dict[str, Any]:
    was = {"done_on": step.done_on, "done_by_id": step.done_by_id, "note": step.note}
    step.done_on = step.done_by_id = step.note = None
    return {"number": step.number, "was": was}


def _row(action: PlanAction, **more: Any) -> Transition:
    return Transition(
        action,
        frozenset({PlanState.IN_USE}),
        None,
        Permission.CASE_INVESTIGATE,
        ACTIONS[action],
        who=lambda plan, actor: leads(plan.case, actor),
        guard=_open,
        **more,
    )


def _step_row(
    action: StepAction, sources: set[StepState], target: StepState, **more: Any
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        target,
        Permission.CASE_INVESTIGATE,
        STEP_ACTIONS[action],
        guard=_step_open,
        **more,
    )


PLAN_PROCEDURE = Procedure(
    name="plan",
    model=InvestigationPlan,
    states=PlanState,
    unit_path=lambda plan: plan.case.unit.path,
    path=(PlanState.IN_USE,),
    state_labels=STATES,
    extra_labels=EVENTS,
    transitions=(
        _row(PlanAction.EDIT, effect=_edit),
        _row(PlanAction.ARRANGE, check=_sound_arrangement, effect=_arrange),
        _row(PlanAction.ADD_STEP, check=_sound_step, effect=_add_step),
    ),
)

STEP_PROCEDURE = Procedure(
    name="step",
    model=PlanStep,
    states=StepState,
    unit_path=lambda step: step.plan.case.unit.path,
    path=(StepState.OPEN, StepState.DONE),
    state_labels=STEP_STATES,
    rests={
        StepState.DONE: _("已经完成，需要时可以重新打开"),
        StepState.DROPPED: _("不再进行，需要时可以重新打开"),
    },
    transitions=(
        _step_row(
            StepAction.TICK,
            {StepState.OPEN},
            StepState.DONE,
            who=lambda step, actor: queries.is_member(step.plan.case, actor),
            effect=_tick,
        ),
        _step_row(
            StepAction.DROP,
            {StepState.OPEN},
            StepState.DROPPED,
            who=lambda step, actor: leads(step.plan.case, actor),
            check=_with_reason,
            effect=_drop,
        ),
        _step_row(
            StepAction.REOPEN,
            {StepState.DONE, StepState.DROPPED},
            StepState.OPEN,
            who=lambda step, actor: leads(step.plan.case, actor),
            effect=_reopen,
        ),
    ),
)
