"""Write the plan of an investigation and keep it going. Each function is one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from casework.models import Case, InvestigationPlan, PlanStep
from casework.planning import PlanAction, StepAction
from casework.plans.checklists import checklists, steps_for
from casework.procedure.plans import PLAN_PROCEDURE, STEP_PROCEDURE, leads, open_case
from core import record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused

DRAFT = "draft"


def may_plan(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may write the plan of a case: who leads its team, with permission."""
    return actor.may(Permission.CASE_INVESTIGATE, case.unit.path) and leads(case, actor)


@transactional
def draft_plan(
    case: Case,
    actor: Actor,
    *,
    checklist: str,
    goals: str,
    questions: str,
    token: str | None = None,
) -> InvestigationPlan:
    """Write the plan, with the steps of a checklist and the articles that demand them.

    Raises Forbidden for who does not lead the team, AlreadyDone for a form sent twice; Refused for
    a case that ended, a second plan, a list that is not known.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_plan(case, actor) or actor.id is None:
        raise Forbidden(DRAFT)
    drafter_id = actor.id

    def build() -> InvestigationPlan:
        if refusal := open_case(case):
            raise Refused(refusal)
        if checklist not in checklists():
            raise Refused(Refusal("plan_unknown_checklist"))
        known = select(InvestigationPlan.id).where(InvestigationPlan.case_id == case.id)
        if db.session.scalar(known) is not None:
            raise Refused(Refusal("plan_exists"))
        steps = [
            PlanStep(number=number, text=text, basis=basis)
            for number, (text, basis) in enumerate(steps_for(case, checklist), 1)
        ]
        return InvestigationPlan(
            case=case,
            checklist=checklist,
            goals=goals,
            questions=questions,
            drafted_by_id=drafter_id,
            steps=steps,
        )

    plan: InvestigationPlan = create_once(token, InvestigationPlan, build)
    after = {"checklist": checklist, "steps": len(plan.steps)}
    record.append(DRAFT, plan, actor_id=actor.id, after=after)
    return plan


@transactional
def edit_plan(
    plan: InvestigationPlan,
    actor: Actor,
    *,
    goals: str,
    questions: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Change goals and questions; what they were stays in the record."""
    data = {"goals": goals, "questions": questions}
    _act(plan, PlanAction.EDIT, actor, seen_version, token, data)


@transactional
def arrange_steps(
    plan: InvestigationPlan,
    actor: Actor,
    *,
    steps: Mapping[int, tuple[int | None, date | None]],
    seen_version: int,
    token: str | None = None,
) -> None:
    """Say who takes which open step until when; refused for who is not of the present team."""
    _act(plan, PlanAction.ARRANGE, actor, seen_version, token, {"steps": steps})


@transactional
def add_step(
    plan: InvestigationPlan,
    actor: Actor,
    *,
    text: str,
    owner_id: int | None = None,
    due_on: date | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Add a step of the team's own; refused for an owner who is not of the present team."""
    data = {"text": text, "owner_id": owner_id, "due_on": due_on}
    _act(plan, PlanAction.ADD_STEP, actor, seen_version, token, data)


@transactional
def move_step(
    step: PlanStep,
    actor: Actor,
    *,
    action: StepAction,
    note: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Tick a step, drop it for a written reason, or take it up again."""
    perform(
        STEP_PROCEDURE,
        step,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data={"note": note or None},
        reason=note or None,
    )


def _act(
    plan: InvestigationPlan,
    action: PlanAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: Mapping[str, Any],
) -> None:
    perform(
        PLAN_PROCEDURE,
        plan,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )
