"""Read the plan of a case, and which of its steps wait for whom."""

from __future__ import annotations

from flask import abort
from sqlalchemy import Select, literal, select
from sqlalchemy.orm import joinedload, selectinload

from casework import queries
from casework.models import Case, CaseMember, InvestigationPlan, PlanStep
from casework.planning import StepState
from casework.rules import TEAM_STATES
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import MAX_ID, db

LIMIT = 100


def plan_of(case: Case) -> InvestigationPlan | None:
    """Return the plan of a case with its steps and their people (two statements)."""
    steps = selectinload(InvestigationPlan.steps)
    return db.session.scalars(
        select(InvestigationPlan)
        .where(InvestigationPlan.case_id == case.id)
        .options(
            joinedload(InvestigationPlan.drafted_by),
            steps.joinedload(PlanStep.owner),
            steps.joinedload(PlanStep.done_by),
        )
    ).one_or_none()


def get_plan(case: Case) -> InvestigationPlan:
    """Return the plan of a case; 404 where there is none."""
    found = plan_of(case)
    if found is None:
        abort(404)
    return found


def get_step(case: Case, step_id: int) -> PlanStep:
    """Return a step of the plan of `case`, 404 for any other."""
    found = db.session.get(PlanStep, step_id) if step_id <= MAX_ID else None
    if found is None or found.plan.case_id != case.id:
        abort(404)
    return found


def is_overdue(step: PlanStep) -> bool:
    """Tell whether the day of an open step has passed."""
    return step.state is StepState.OPEN and step.due_on is not None and step.due_on < moment.today()


def of_cases() -> Select[int, int]:
    """Select the plans with the case of each, for `deadlines.relate`."""
    return select(InvestigationPlan.id, InvestigationPlan.case_id)


def steps_of_cases() -> Select[int, int]:
    """Select the steps with the case of each, for `deadlines.relate`."""
    return select(PlanStep.id, InvestigationPlan.case_id).join(
        InvestigationPlan, InvestigationPlan.id == PlanStep.plan_id
    )


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select the actor's open steps whose day has come, None where nothing can be."""
    if not actor.has(Permission.CASE_INVESTIGATE):
        return None
    mine = select(CaseMember.case_id).where(
        CaseMember.user_id == actor.id, CaseMember.left_on.is_(None)
    )
    return (
        select(
            literal(PlanStep.__tablename__).label("what"),
            InvestigationPlan.case_id,
            PlanStep.text.label("word"),
            PlanStep.due_on.label("on_date"),
        )
        .join(PlanStep.plan)
        .join(Case, Case.id == InvestigationPlan.case_id)
        .where(
            PlanStep.state == StepState.OPEN,
            PlanStep.owner_id == actor.id,
            PlanStep.due_on <= moment.today(),
            Case.state.in_(TEAM_STATES),
            InvestigationPlan.case_id.in_(mine),
            InvestigationPlan.case_id.in_(queries.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(PlanStep.due_on, PlanStep.id)
        .limit(LIMIT)
    )
