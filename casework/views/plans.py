"""The page of the plan of an investigation, and the forms for it and its steps."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.forms import plans as forms
from casework.forms.cases import CaseForm
from casework.models import Case, InvestigationPlan, PlanStep
from casework.planning import PlanAction, StepAction
from casework.plans import labels
from casework.plans.checklists import checklists, proposed_for
from casework.plans.queries import get_plan, get_step, is_overdue, plan_of
from casework.procedure import present_team
from casework.procedure.plans import PLAN_PROCEDURE, STEP_PROCEDURE
from casework.rules import TEAM_STATES
from casework.services import noting
from casework.services import planning as services
from casework.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.procedure import Forbidden, available_actions
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step

STEP_FORMS: dict[StepAction, type[CaseForm]] = {
    StepAction.TICK: forms.PlanTickForm,
    StepAction.DROP: forms.PlanDropForm,
    StepAction.REOPEN: forms.PlanReopenForm,
}
ENTRY = "casework/entry_form.html"


@bp.get("/cases/<int:case_id>/plan")
@requires(Permission.CASE_READ)
def plan_detail(case_id: int) -> ResponseReturnValue:
    """Show the plan of a case: goals, questions, and how far its steps are."""
    case = queries.get_visible_case(case_id, actor())
    plan = plan_of(case)
    return page(
        "casework/plan_detail.html",
        case=case,
        plan=plan,
        lists=checklists(),
        may_note=noting.may_note(case, actor()),
        may_plan=plan is None and case.state in TEAM_STATES and services.may_plan(case, actor()),
        actions=_acts(plan) if plan is not None else (),
        step_acts={one.id: _step_acts(case, one) for one in plan.steps} if plan else {},
        overdue={one.id for one in plan.steps if is_overdue(one)} if plan else set(),
        words=labels,
    )


@bp.route("/cases/<int:case_id>/plan/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_new(case_id: int) -> ResponseReturnValue:
    """Write the plan of a case, with the steps of a list."""
    case = queries.get_visible_case(case_id, actor())
    if not services.may_plan(case, actor()):
        raise Forbidden(services.DRAFT)
    form = forms.PlanNewForm(data={"seen_version": 1, "checklist": proposed_for(case)})
    form.offer([(code, one.label) for code, one in checklists().items()])
    if form.validate_on_submit() and acted(
        form, services.draft_plan, case, actor(), **form.values, token=form.form_token.data
    ):
        flash(_("调查方案已制定，请安排人员和时间。"), "success")
        return redirect_to(_url(case))
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "back": _url(case), "back_label": labels.SUBJECT}
    return show(ENTRY, **context, label=_("制定调查方案"), about=())


@bp.route("/cases/<int:case_id>/plan/edit", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_edit(case_id: int) -> ResponseReturnValue:
    """Change goals and questions."""
    case = queries.get_visible_case(case_id, actor())
    plan = get_plan(case)
    known = {"seen_version": plan.version, "goals": plan.goals, "questions": plan.questions}
    form = forms.PlanEditForm(data=known)
    context = _context(case)
    step = Step(
        PLAN_PROCEDURE, plan, PlanAction.EDIT, services.edit_plan, ENTRY, _url(case), context
    )
    return step.show(form, lambda: form.values)


@bp.route("/cases/<int:case_id>/plan/arrange", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_arrange(case_id: int) -> ResponseReturnValue:
    """Say who takes which open step until when."""
    case = queries.get_visible_case(case_id, actor())
    plan = get_plan(case)
    form = forms.arrange_form(plan, _people(case))
    template, act = "casework/plan_arrange.html", services.arrange_steps
    step = Step(PLAN_PROCEDURE, plan, PlanAction.ARRANGE, act, template, _url(case), _context(case))
    return step.show(form, lambda: {"steps": form.arranged})


@bp.route("/cases/<int:case_id>/plan/add-step", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_add_step(case_id: int) -> ResponseReturnValue:
    """Add a step of the team's own."""
    case = queries.get_visible_case(case_id, actor())
    plan = get_plan(case)
    form = forms.PlanStepForm(data={"seen_version": plan.version})
    form.offer(_people(case))
    context = _context(case)
    step = Step(
        PLAN_PROCEDURE, plan, PlanAction.ADD_STEP, services.add_step, ENTRY, _url(case), context
    )
    return step.show(form, lambda: form.values)


@bp.route("/cases/<int:case_id>/plan/steps/<int:step_id>/tick", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_step_tick(case_id: int, step_id: int) -> ResponseReturnValue:
    """Tick a step."""
    return _move(case_id, step_id, StepAction.TICK)


@bp.route("/cases/<int:case_id>/plan/steps/<int:step_id>/drop", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_step_drop(case_id: int, step_id: int) -> ResponseReturnValue:
    """Drop a step."""
    return _move(case_id, step_id, StepAction.DROP)


@bp.route("/cases/<int:case_id>/plan/steps/<int:step_id>/reopen", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def plan_step_reopen(case_id: int, step_id: int) -> ResponseReturnValue:
    """Take a step up again."""
    return _move(case_id, step_id, StepAction.REOPEN)


def _move(case_id: int, step_id: int, action: StepAction) -> ResponseReturnValue:
    case = queries.get_visible_case(case_id, actor())
    step = get_step(case, step_id)
    form = STEP_FORMS[action](data={"seen_version": step.version})
    about = [
        (_("步骤"), step.text),
        (_("依据"), step.basis),
        (_("负责人"), step.owner.name if step.owner else None),
        (_("完成日期"), cn_date(step.due_on) if step.due_on else None),
    ]
    context = _context(case, about)
    act = Step(STEP_PROCEDURE, step, action, services.move_step, ENTRY, _url(case), context)
    return act.show(form, lambda: {"action": action, **form.values})


def _people(case: Case) -> list[tuple[str, str]]:
    """Return the present team as options."""
    present = set(present_team(case))
    return [
        (str(m.user_id), m.user.name)
        for m in case.members
        if m.left_on is None and m.user_id in present
    ]


def _acts(plan: InvestigationPlan) -> list[tuple[str, str]]:
    """Return the acts on the plan open to the reader: what they are called, and where."""
    return [
        (
            str(found.transition.label),
            url_for(f"casework.plan_{found.transition.action.value}", case_id=plan.case_id),
        )
        for found in available_actions(PLAN_PROCEDURE, plan, actor())
        if found.refusal is None
    ]


def _step_acts(case: Case, step: PlanStep) -> list[tuple[str, str]]:
    """Return the acts on a step open to the reader."""
    return [
        (
            str(found.transition.label),
            url_for(
                f"casework.plan_step_{found.transition.action.value}",
                case_id=case.id,
                step_id=step.id,
            ),
        )
        for found in available_actions(STEP_PROCEDURE, step, actor())
        if found.refusal is None
    ]


def _context(case: Case, about: Any = ()) -> dict[str, Any]:
    return {"case": case, "about": about, "back_label": labels.SUBJECT}


def _url(case: Case) -> str:
    return url_for("casework.plan_detail", case_id=case.id)
