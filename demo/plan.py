"""Play the plan of an investigation: written when it begins, ticked as it goes."""

from __future__ import annotations

from datetime import timedelta

from casework.planning import StepAction
from casework.plans.checklists import proposed_for
from casework.plans.queries import get_plan
from casework.services import noting, planning
from core import moment
from demo.scene import Scene

#: A step falls due every so many days.
PACE = timedelta(days=4)
#: What is done by the time the facts are found; the last of these is not taken.
TAKEN = 5


def write_plan(scene: Scene) -> None:
    """Write the plan, and let the two take turns."""
    case = scene.case
    plan = planning.draft_plan(
        case,
        scene.lead,
        checklist=proposed_for(case),
        goals=scene.common.plan_goals,
        questions=scene.common.plan_questions,
    )
    people = [user.id for user in scene.users_of_team()]
    steps = {
        step.id: (people[step.number % len(people)], moment.today() + PACE * step.number)
        for step in plan.steps
    }
    planning.arrange_steps(plan, scene.lead, steps=steps, seen_version=plan.version)
    noting.write_note(case, scene.second, text=scene.common.note)


def follow_plan(scene: Scene) -> None:
    """Tick what is done, and drop what the case did not need."""
    plan = get_plan(scene.case)
    for step in plan.steps[: TAKEN - 1]:
        planning.move_step(step, scene.lead, action=StepAction.TICK, seen_version=step.version)
    dropped = plan.steps[TAKEN - 1]
    planning.move_step(
        dropped,
        scene.lead,
        action=StepAction.DROP,
        note=scene.common.plan_dropped,
        seen_version=dropped.version,
    )
