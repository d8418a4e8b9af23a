"""Pages of an assessment: the list, the plan, the whole with its units, and its acts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import forms, labels
from assessment.documents import ASSESSMENT_NOTICE, CIRCULAR
from assessment.models import Assessment
from assessment.procedure import ASSESSMENT_PROCEDURE
from assessment.procedure.assessments import to_rectify
from assessment.queries import assessments as queries
from assessment.queries.packs import areas, article_of, methods, pack_of, standard_of
from assessment.queries.scores import score_of
from assessment.rules import (
    SHOWN_TO_UNITS,
    AssessmentAction,
    AssessmentState,
    differences,
    points_words,
)
from assessment.services import assessments as services
from assessment.views.blueprint import bp
from assessment.views.offering import Step, offered
from assessment.views.results import results_url
from core import moment
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.clocks.presenting import shown
from core.clocks.queries import for_subject
from core.documents.services import pdf_bytes
from core.files.sending import handed_out
from core.identity.models import Unit
from core.identity.queries import all_units
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from regulations.codes import GuardId, TermId
from regulations.rules import find_term, guard, has_points, wording

A = AssessmentAction
BY_ORGANISER = 0


@bp.get("/assessments")
@requires(Permission.EVALUATION_READ)
def assessment_list() -> ResponseReturnValue:
    """List the assessments the reader may see, newest first."""
    found = list_page(queries.visible_to(actor()), [Assessment.id], counted=True)
    return page(
        "assessment/assessment_list.html",
        assessments=found,
        labels=labels,
        assigned=queries.assigned_to(actor()),
        may_plan=actor().has(Permission.EVALUATION_ORGANISE),
    )


@bp.route("/assessments/new", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_new() -> ResponseReturnValue:
    """Draft the assessment of a year for the reader's own unit."""
    unit, year = _organiser(actor()), moment.today().year
    form = forms.PlanForm(data={"seen_version": 1, "year": year})
    form.year.choices = [(one, str(one)) for one in (year, year - 1)]
    form.unit_ids.choices = [(below.id, below.name) for below in queries.units_below(unit)]
    made: list[Assessment] = []

    def create() -> None:
        made.append(
            services.create_assessment(
                actor(),
                unit=unit,
                year=form.year.data,
                plan=_plan(form),
                token=form.form_token.data,
            )
        )

    if form.validate_on_submit() and acted(form, create):
        if not made:
            return redirect_to(url_for("assessment.assessment_list"))
        return redirect_to(url_for("assessment.assessment_detail", assessment_id=made[0].id))
    show = invalid if form.is_submitted() else page
    return show("assessment/assessment_form.html", form=form, assessment=None, unit=unit)


@bp.get("/assessments/<int:assessment_id>")
@requires(Permission.EVALUATION_READ)
def assessment_detail(assessment_id: int) -> ResponseReturnValue:
    """Show an assessment: steps, what to do now, units with their scores, items, papers."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    pack, standard = pack_of(assessment), standard_of(assessment)
    states = list(AssessmentState)
    place = states.index(assessment.state)
    last = assessment.state is states[-1]
    frozen = assessment.frozen_on is not None
    changed = differences(
        (one.unit.name, one.proposed_score, one.score) for one in assessment.assessed
    )
    notice = find_term(pack, TermId.ASSESSMENT_NOTICE)
    return page(
        "assessment/assessment_detail.html",
        assessment=assessment,
        steps=[
            (
                str(labels.STATES[state]),
                "done" if n < place or last else "current" if n == place else "coming",
            )
            for n, state in enumerate(states)
        ],
        actions=offered(ASSESSMENT_PROCEDURE, assessment, _beside(assessment)),
        scores={one.id: score_of(one) for one in assessment.assessed},
        scored=has_points(standard),
        told=assessment.state in SHOWN_TO_UNITS or not has_points(standard),
        changed=changed if frozen else (),
        papers=queries.papers_of(assessment),
        clocks=[shown(one) for one in for_subject(Assessment.__tablename__, assessment.id)],
        silent_notice=notice.value if notice and notice.value.length is None else None,
        approval_article=article_of(pack, GuardId.ASSESSMENT_APPROVAL),
        standard=standard,
        areas=areas(pack, standard),
        points=points_words,
        kinds={"notice": ASSESSMENT_NOTICE, "circular": CIRCULAR},
        results_url=results_url(assessment),
        ways=_methods_used(assessment),
        labels=labels,
    )


@bp.route("/assessments/<int:assessment_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_edit(assessment_id: int) -> ResponseReturnValue:
    """Change the plan until the notice."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    names = ("title", "plan", "panel", "year")
    form = forms.PlanForm(
        data={
            "seen_version": assessment.version,
            "unit_ids": [one.unit_id for one in assessment.assessed],
            **{name: getattr(assessment, name) for name in names},
        }
    )
    form.year.choices = [(assessment.year, str(assessment.year))]
    below = queries.units_below(assessment.unit)
    form.unit_ids.choices = [(unit.id, unit.name) for unit in below]
    step = _step(
        assessment,
        A.EDIT,
        services.edit_assessment,
        template="assessment/assessment_form.html",
        context={"assessment": assessment, "unit": assessment.unit},
    )
    return step.show(form, lambda: {"plan": _plan(form)})


@bp.route("/assessments/<int:assessment_id>/set-points", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_set_points(assessment_id: int) -> ResponseReturnValue:
    """Set the points of the items where the source gives none."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    there = {f"item{item.id}": item.points for item in assessment.items}
    form = forms.points_form(assessment.items)(data={"seen_version": assessment.version, **there})
    note = _("制度的量化标准（附件）已失，分值由组织单位确定，写入考核通知。")
    return _step(assessment, A.SET_POINTS, services.set_points, note=note).show(
        form,
        lambda: {"points": {item.id: form[f"item{item.id}"].data for item in assessment.items}},
    )


@bp.route("/assessments/<int:assessment_id>/set-assessor", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_set_assessor(assessment_id: int) -> ResponseReturnValue:
    """Let a public service body be assessed by its own superior."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.AssessorForm(data={"seen_version": assessment.version})
    form.assessed_id.choices = [(one.id, one.unit.name) for one in assessment.assessed]
    form.assessor_id.choices = [
        (BY_ORGANISER, _("由组织单位考核（%(unit)s）", unit=assessment.unit.name)),
        *((unit.id, unit.name) for unit in queries.units_below(assessment.unit)),
    ]
    rule = guard(pack_of(assessment), GuardId.ASSESSMENT_BY_SUPERIOR)
    note = (
        _("公共企事业单位：%(what)s。依据：%(article)s", what=rule.value.value,
          article=rule.value.article)
        if rule
        else ""
    )  # fmt: skip
    return _step(assessment, A.SET_ASSESSOR, services.set_assessor, note=note).show(
        form,
        lambda: {
            "assessed_id": form.assessed_id.data,
            "assessor_id": form.assessor_id.data or None,
        },
    )


@bp.route("/assessments/<int:assessment_id>/schedule", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_schedule(assessment_id: int) -> ResponseReturnValue:
    """Set the day of the assessment."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ScheduleForm(
        data={"seen_version": assessment.version, "assess_on": assessment.assess_on}
    )
    note = _("方案经审定后确定考核日期；制度规定了通知提前期的，从这一天往前计算。")
    step = _step(assessment, A.SCHEDULE, services.schedule, note=note)
    return step.show(form, lambda: {"assess_on": form.assess_on.data})


@bp.route("/assessments/<int:assessment_id>/notify", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_notify(assessment_id: int) -> ResponseReturnValue:
    """Issue the notice."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ConfirmForm(data={"seen_version": assessment.version})
    note = _("将印发考核通知；各考核对象随即可以在自己的工作台填报自评。")
    return _step(assessment, A.NOTIFY, services.notify, note=note).show(form)


@bp.route("/assessments/<int:assessment_id>/review", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_review(assessment_id: int) -> ResponseReturnValue:
    """Begin the review."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ConfirmForm(data={"seen_version": assessment.version})
    note = _("开始综合评议后，考核对象不能再报送自评。")
    return _step(assessment, A.REVIEW, services.review, note=note).show(form)


@bp.route("/assessments/<int:assessment_id>/propose", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_propose(assessment_id: int) -> ResponseReturnValue:
    """Show the units what came of it."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ProposeForm(data={"seen_version": assessment.version})
    note = _("各考核对象将看到自己的得分和每条扣分的理由，可以在截止日期以前提出异议。")
    step = _step(assessment, A.PROPOSE, services.propose, note=note)
    return step.show(form, lambda: {"objections_until": form.objections_until.data})


@bp.route("/assessments/<int:assessment_id>/freeze", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_freeze(assessment_id: int) -> ResponseReturnValue:
    """Count anew and keep the result."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ConfirmForm(data={"seen_version": assessment.version})
    note = _("得分随即重新汇总并固定，与提出时不同的单位列出差异，报有权机关审定。")
    return _step(assessment, A.FREEZE, services.freeze, note=note).show(form)


@bp.route("/assessments/<int:assessment_id>/approve", methods=["GET", "POST"])
@requires(Permission.EVALUATION_CONSENT)
def assessment_approve(assessment_id: int) -> ResponseReturnValue:
    """Approve the result."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ApproveForm(data={"seen_version": assessment.version})
    step = _step(assessment, A.APPROVE, services.approve)
    return step.show(form, lambda: {"opinion": form.opinion.data})


@bp.route("/assessments/<int:assessment_id>/return-result", methods=["GET", "POST"])
@requires(Permission.EVALUATION_CONSENT)
def assessment_return_result(assessment_id: int) -> ResponseReturnValue:
    """Send the result back."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.ReasonForm(data={"seen_version": assessment.version})
    step = _step(assessment, A.RETURN_RESULT, services.return_result)
    return step.show(form, lambda: {"reason": form.reason.data})


@bp.route("/assessments/<int:assessment_id>/circulate", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessment_circulate(assessment_id: int) -> ResponseReturnValue:
    """Issue the circular."""
    assessment = queries.get_visible_assessment(assessment_id, actor())
    form = forms.CirculateForm(data={"seen_version": assessment.version})
    note, low = _("将印发考核结果通报，考核随即办结。"), to_rectify(assessment)
    if low:
        names = _("、").join(one.unit.name for one in low)
        note += _("同时向不合格单位下达整改通知书：%(units)s。", units=names)
    else:
        del form.rectify_by
    step = _step(assessment, A.CIRCULATE, services.circulate, note=note)
    return step.show(form, lambda: {"rectify_by": form.rectify_by.data} if low else {})


@bp.get("/assessments/<int:assessment_id>/notice")
@requires(Permission.EVALUATION_READ)
def assessment_notice(assessment_id: int) -> ResponseReturnValue:
    """Hand out the notice byte for byte as it was issued."""
    return _paper(assessment_id, ASSESSMENT_NOTICE, "notice")


@bp.get("/assessments/<int:assessment_id>/circular")
@requires(Permission.EVALUATION_READ)
def assessment_circular(assessment_id: int) -> ResponseReturnValue:
    """Hand out the circular byte for byte as it was issued."""
    return _paper(assessment_id, CIRCULAR, "circular")


def _paper(assessment_id: int, kind: str, name: str) -> ResponseReturnValue:
    assessment = queries.get_visible_assessment(assessment_id, actor())
    document = queries.papers_of(assessment).get(kind)
    if document is None:
        abort(404)
    return handed_out(pdf_bytes(document), f"{name}-{assessment.id}.pdf", "application/pdf")


def _step(assessment: Assessment, action: AssessmentAction, service: Any, **more: Any) -> Step:
    back = url_for("assessment.assessment_detail", assessment_id=assessment.id)
    crumbs = [(_("年度考核"), url_for("assessment.assessment_list")), (assessment.number, back)]
    return Step(
        ASSESSMENT_PROCEDURE, assessment, action, service, back, assessment.title, crumbs, **more
    )


def _beside(assessment: Assessment) -> frozenset[str]:
    """Return what the pack does not know, and which is therefore not offered."""
    named = wording(pack_of(assessment), GuardId.ASSESSMENT_BY_SUPERIOR) is not None
    return frozenset() if named else frozenset({A.SET_ASSESSOR.value})


def _methods_used(assessment: Assessment) -> list[tuple[str, int]]:
    """Return the methods used so far with how often, in the order of the pack (XAS-07)."""
    used = Counter(check.method_code for one in assessment.assessed for check in one.checks)
    return [(label, used[code]) for code, label in methods(pack_of(assessment)).items()]


def _organiser(reader: Actor) -> Unit:
    """Return the unit for which the reader organises: the first of such posts in the tree."""
    held = [p for p in reader.posts if reader.may(Permission.EVALUATION_ORGANISE, p.unit_path)]
    found = {unit.id: unit for unit in all_units()}
    return found[held[0].unit_id]


def _plan(form: forms.PlanForm) -> services.Plan:
    return services.Plan(
        title=form.title.data or "",
        plan=form.plan.data or "",
        panel=form.panel.data or "",
        unit_ids=form.unit_ids.data or [],
    )
