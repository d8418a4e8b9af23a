"""Pages of a round: the list, the plan, the round itself, and its acts."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.identity.models import Unit
from core.identity.queries import pack_id_of
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from evaluation import forms, labels
from evaluation.models import EvaluationRound
from evaluation.procedure import leads
from evaluation.procedure.drafting import usual_scale
from evaluation.queries import notices, results
from evaluation.queries import rounds as queries
from evaluation.queries.packs import article_of, course_of, grades, method_label, pack_of
from evaluation.queries.progress import Progress, progress_of
from evaluation.queries.steps import steps_of
from evaluation.rules import (
    ASKED,
    NoticeState,
    ResultRange,
    RoundAction,
    RoundState,
    Screening,
)
from evaluation.services import feedback
from evaluation.services import rounds as services
from evaluation.views.blueprint import bp
from evaluation.views.leads import unit_asked_for
from evaluation.views.offering import Step, can, offered, open_acts_of
from regulations.codes import GuardId, WordList
from regulations.registry import get_pack
from regulations.rules import is_on, words

#: How long a round collects if nothing else is typed.
USUAL_DAYS = 14


@bp.get("/evaluation-rounds")
@requires(Permission.EVALUATION_READ)
def round_list() -> ResponseReturnValue:
    """List the rounds the reader may see, newest first."""
    found = list_page(queries.visible_to(actor()), [EvaluationRound.id], counted=True)
    return page(
        "evaluation/round_list.html",
        rounds=found,
        states=labels.STATES,
        tones=labels.TONES,
        may_plan=actor().has(Permission.EVALUATION_ORGANISE),
        towns_report=actor().has(Permission.EVALUATION_ORGANISE) and _towns_report(),
    )


@bp.route("/evaluation-rounds/new", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_new() -> ResponseReturnValue:
    """Draft a round of the reader's own unit."""
    unit = queries.organiser_of(actor())
    today = moment.today()
    form = forms.RoundPlanForm(
        data={
            "seen_version": 1,
            "starts_on": today,
            "ends_on": today + timedelta(days=USUAL_DAYS),
            "copied_id": 0,
        }
    )
    if not form.scale.data:
        pack_id = pack_id_of(unit, today)
        form.scale.data = usual_scale(get_pack(pack_id)) if pack_id else ""
    earlier = queries.earlier_questionnaires(unit)
    _offer(form, unit, None)
    form.copied_id.choices = [
        (0, _("按制度的评议内容生成")),
        *((r.id, _("沿用：%(title)s", title=r.title)) for r in earlier),
    ]
    made: list[EvaluationRound] = []

    def create() -> None:
        copied = next((r for r in earlier if r.id == form.copied_id.data), None)
        made.append(
            services.create_round(
                actor(),
                unit=unit,
                plan=_plan(form),
                copied=copied,
                token=form.form_token.data,
            )
        )

    if form.validate_on_submit() and acted(form, create):
        if not made:
            return redirect_to(url_for("evaluation.round_list"))
        return redirect_to(url_for("evaluation.round_detail", round_id=made[0].id))
    show = invalid if form.is_submitted() else page
    return show("evaluation/round_form.html", form=form, round=None, unit=unit)


@bp.route("/evaluation-rounds/<int:round_id>/edit", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_edit(round_id: int) -> ResponseReturnValue:
    """Change the plan of a draft."""
    round_ = queries.get_visible_round(round_id, actor())
    names = ("title", "method_code", "plan", "starts_on", "ends_on", "has_open_link")
    form = forms.RoundPlanForm(
        data={
            "seen_version": round_.version,
            "unit_ids": [unit.unit_id for unit in round_.units],
            "copied_id": 0,
            "scale": round_.questionnaire.scale,
            **{f"weight_{channel.source}": channel.weight for channel in round_.channels},
            **{name: getattr(round_, name) for name in names},
        }
    )
    _offer(form, round_.unit, round_)
    form.copied_id.choices = [(0, _("在问卷一栏修改"))]
    step = Step(
        round_,
        RoundAction.EDIT,
        services.edit_round,
        "evaluation/round_form.html",
        context={"round": round_, "unit": round_.unit},
    )
    return step.show(form, lambda: {"plan": _plan(form)})


@bp.get("/evaluation-rounds/<int:round_id>")
@requires(Permission.EVALUATION_READ)
def round_detail(round_id: int) -> ResponseReturnValue:
    """Show a round: steps, units with figures and grades, questionnaire, notices."""
    round_ = queries.get_visible_round(round_id, actor())
    pack = pack_of(round_)
    collated = round_.collated_on is not None
    states = course_of(pack)
    place = states.index(round_.state)
    found = results.results_of(round_) if collated else []
    figures = {r.unit.id: r.figures for r in found} or results.figures_of(round_)
    open_acts = open_acts_of(round_)
    may_organise = actor().may(Permission.EVALUATION_ORGANISE, round_.unit.path)
    heard = round_.state in (RoundState.COLLECTING, RoundState.COLLATED)
    steps = [
        (
            str(labels.STATES[state]),
            "done" if n < place or state is RoundState.CLOSED is round_.state else
            "current" if n == place else "coming",
        )
        for n, state in enumerate(states)
    ]  # fmt: skip
    return page(
        "evaluation/round_detail.html",
        round=round_,
        steps=steps,
        actions=offered(round_, open_acts),
        figures=figures,
        results={r.unit.id: r for r in found},
        progress=_progress(round_),
        rectifications=queries.rectifications_of(round_),
        waiting=len(results.remarks_of(round_, Screening.WAITING)) if heard else 0,
        grades=grades(pack),
        bounds_article=article_of(pack, GuardId.EVALUATION_GRADE_BOUNDS),
        method=method_label(pack, round_.method_code),
        inspections={w.code: w.label for w in words(pack, WordList.EVALUATION_INSPECTION)},
        may_grade=can(open_acts, RoundAction.SET_GRADE),
        may_ask=can(open_acts, RoundAction.ADD_QUESTION),
        may_organise=may_organise,
        has_lead={
            unit.id
            for unit in round_.units
            if may_organise and unit.lead_id and not leads.is_concerned(unit, actor())
        },
        may_lead={
            unit.id
            for unit in round_.units
            if may_organise and round_.fed_back_on and leads.open_to(unit, actor())
        },
        public=round_.result_range is ResultRange.EVERYBODY,
        waits=NoticeState.PREPARED,
        course=steps_of(round_),
        held=notices.notice_that_held(round_) if round_.published_on else None,
        labels=labels,
    )


@bp.route("/evaluation-rounds/<int:round_id>/publish", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_publish(round_id: int) -> ResponseReturnValue:
    """Publish the plan."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.PublishForm(
        data={
            "seen_version": round_.version,
            "places": _(
                "%(unit)s门户网站和被评议单位网站",
                unit=(round_.unit.parent or round_.unit).name,
            ),
        }
    )
    note = _("公布以后问卷不能再改，答卷始终不记名。")
    step = Step(round_, RoundAction.PUBLISH, services.publish_round, note=note)
    return step.show(form, lambda: {"places": form.places.data})


@bp.route("/evaluation-rounds/<int:round_id>/start", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_start(round_id: int) -> ResponseReturnValue:
    """Begin to collect."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConfirmForm(data={"seen_version": round_.version})
    return Step(round_, RoundAction.START, services.start_round).show(form)


@bp.route("/evaluation-rounds/<int:round_id>/record-inspection", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_record_inspection(round_id: int) -> ResponseReturnValue:
    """Record an inspection."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.InspectionForm(data={"seen_version": round_.version, "on": moment.today()})
    form.round_unit_id.choices = [(unit.id, unit.unit.name) for unit in round_.units]
    form.method_code.choices = [
        (w.code, w.label) for w in words(pack_of(round_), WordList.EVALUATION_INSPECTION)
    ]
    step = Step(round_, RoundAction.RECORD_INSPECTION, services.record_inspection)
    return step.show(
        form,
        lambda: {
            "round_unit_id": form.round_unit_id.data,
            "method_code": form.method_code.data,
            "on": form.on.data,
            "findings": form.findings.data,
        },
    )


@bp.route("/evaluation-rounds/<int:round_id>/collate", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_collate(round_id: int) -> ResponseReturnValue:
    """End the collection."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConfirmForm(data={"seen_version": round_.version})
    note = _("汇总以后不再收集问卷，所有答题链接的记录随即删除。")
    return Step(round_, RoundAction.COLLATE, services.collate_round, note=note).show(form)


@bp.route("/evaluation-rounds/<int:round_id>/set-grade", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_set_grade(round_id: int) -> ResponseReturnValue:
    """Grade one unit (`?unit=` says which)."""
    round_ = queries.get_visible_round(round_id, actor())
    unit = unit_asked_for(round_)
    pack = pack_of(round_)
    names = {"grade_code": unit.grade_code, "reason": unit.grade_reason, "opinions": unit.opinions}
    form = forms.SetGradeForm(data={"seen_version": round_.version, **names})
    form.grade_code.choices = list(grades(pack).items())
    result = next(r for r in results.results_of(round_) if r.unit.id == unit.id)
    remarks = [
        remark
        for remark in results.remarks_of(round_, Screening.SHOWN)
        if remark.round_unit_id == unit.id
    ]
    context = {
        "result": result,
        "unit": unit,
        "remarks": remarks,
        "here": url_for("evaluation.round_set_grade", round_id=round_.id),
        "labels": labels,
        "bounds_article": article_of(pack, GuardId.EVALUATION_GRADE_BOUNDS),
    }
    step = Step(
        round_, RoundAction.SET_GRADE, services.set_grade, "evaluation/set_grade.html",
        context=context,
    )  # fmt: skip
    return step.show(
        form,
        lambda: {
            "round_unit_id": unit.id,
            "grade_code": form.grade_code.data,
            "reason": form.reason.data,
            "opinions": form.opinions.data,
        },
    )


@bp.route("/evaluation-rounds/<int:round_id>/grade", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_grade(round_id: int) -> ResponseReturnValue:
    """Report the grades."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConfirmForm(data={"seen_version": round_.version})
    note = _("评定结果报政务公开工作主管部门，经同意后向被评议单位反馈。")
    return Step(round_, RoundAction.GRADE, services.grade_round, note=note).show(form)


@bp.route("/evaluation-rounds/<int:round_id>/consent", methods=["GET", "POST"])
@requires(Permission.EVALUATION_CONSENT)
def round_consent(round_id: int) -> ResponseReturnValue:
    """Consent to the grades."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConsentForm(data={"seen_version": round_.version})
    step = Step(round_, RoundAction.CONSENT, services.consent_round)
    return step.show(form, lambda: {"opinion": form.opinion.data})


@bp.route("/evaluation-rounds/<int:round_id>/return-grades", methods=["GET", "POST"])
@requires(Permission.EVALUATION_CONSENT)
def round_return_grades(round_id: int) -> ResponseReturnValue:
    """Send the grades back."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ReasonForm(data={"seen_version": round_.version})
    step = Step(round_, RoundAction.RETURN_GRADES, services.return_grades)
    return step.show(form, lambda: {"reason": form.reason.data})


@bp.route("/evaluation-rounds/<int:round_id>/feed-back", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_feed_back(round_id: int) -> ResponseReturnValue:
    """Issue the notices."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConfirmForm(data={"seen_version": round_.version})
    note = _("将向每个被评议单位印发反馈通知书；各单位签收之日起计算整改报告期限。")
    return Step(round_, RoundAction.FEED_BACK, feedback.feed_back, note=note).show(form)


@bp.route("/evaluation-rounds/<int:round_id>/publish-results", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_publish_results(round_id: int) -> ResponseReturnValue:
    """Publish the results."""
    round_ = queries.get_visible_round(round_id, actor())
    names = {"result_range": round_.result_range, "text": round_.results_text}
    form = forms.PublishResultsForm(data={"seen_version": round_.version, **names})
    step = Step(round_, RoundAction.PUBLISH_RESULTS, services.publish_results)
    return step.show(
        form,
        lambda: {
            "result_range": ResultRange(form.result_range.data),
            "text": form.text.data,
        },
    )


@bp.route("/evaluation-rounds/<int:round_id>/close", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_close(round_id: int) -> ResponseReturnValue:
    """Close the round."""
    round_ = queries.get_visible_round(round_id, actor())
    form = forms.ConfirmForm(data={"seen_version": round_.version})
    return Step(round_, RoundAction.CLOSE, services.close_round).show(form)


def _progress(round_: EvaluationRound) -> list[tuple[str, Progress]]:
    """Return the lines of the sample, each with the name of its unit."""
    lines = progress_of(round_)
    return [(unit.unit.name, line) for unit in round_.units for line in lines.get(unit.id, ())]


def _towns_report() -> bool:
    """Tell whether the rules of the reader's unit ask towns for their results (003-17 art. 9)."""
    pack_id = pack_id_of(queries.organiser_of(actor()), moment.today())
    return pack_id is not None and is_on(get_pack(pack_id), GuardId.EVALUATION_UPWARD_REPORT)


def _offer(form: forms.RoundPlanForm, unit: Unit, round_: EvaluationRound | None) -> None:
    pack_id = round_.pack_id if round_ else pack_id_of(unit, moment.today())
    methods = words(get_pack(pack_id), WordList.EVALUATION_METHOD) if pack_id else ()
    form.method_code.choices = [(word.code, word.label) for word in methods]
    form.unit_ids.choices = [(below.id, below.name) for below in queries.units_below(unit)]


def _plan(form: forms.RoundPlanForm) -> services.Plan:
    starts_on, ends_on = form.starts_on.data, form.ends_on.data
    assert starts_on is not None  # the form was valid
    assert ends_on is not None  # the form was valid
    return services.Plan(
        title=form.title.data or "",
        method_code=form.method_code.data,
        plan=form.plan.data or "",
        starts_on=starts_on,
        ends_on=ends_on,
        unit_ids=form.unit_ids.data or [],
        scale=form.scale.data or "",
        has_open_link=bool(form.has_open_link.data),
        weights={
            source: weight
            for source in ASKED
            if (weight := form[f"weight_{source}"].data) is not None
        },
    )
