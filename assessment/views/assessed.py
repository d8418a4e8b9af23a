"""One assessed unit from the organiser's side: checks, deductions, objection, and its acts."""

from __future__ import annotations

from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accountability.labels.rectifications import STATES as ORDER_STATES
from assessment import forms, labels
from assessment.models import AssessedUnit, AssessmentItem, SelfScore
from assessment.procedure import ASSESSED_PROCEDURE
from assessment.procedure.assessed import to_be_ordered
from assessment.queries import assessments as queries
from assessment.queries.packs import deductions_of, methods, pack_of, standard_of
from assessment.queries.rectifications import orders_of
from assessment.queries.scores import build_up, score_of
from assessment.queries.suggestions import Suggestion, suggestions_for
from assessment.rules import WHILE_CHECKING, WHILE_CORRECTING, AssessedAction, points_words
from assessment.services import assessed as services
from assessment.views.blueprint import bp
from assessment.views.offering import Step, offered
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.clocks.presenting import shown
from core.clocks.queries import for_subject
from core.files.labels import KIND_WORDS
from core.files.queries import attachments_of, get_attachment
from core.files.sending import download
from core.web.filters import cn_date
from core.web.pages import page
from regulations.codes import TermId
from regulations.model import Band
from regulations.rules import find_term, has_points

A = AssessedAction
#: Offered beside an item or a deduction, or on the unit's own desk.
BESIDE = frozenset({A.DEDUCT.value, A.WITHDRAW.value})
NO_CHECK = 0


@bp.get("/assessed-units/<int:assessed_id>")
@requires(Permission.EVALUATION_READ)
def assessed_detail(assessed_id: int) -> ResponseReturnValue:
    """Show one unit: item by item its own word beside the panel's, checks, objection."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    assessment = assessed.assessment
    may_organise = actor().may(Permission.EVALUATION_ORGANISE, assessed.assessed_by.path)
    standard = standard_of(assessment)
    scored = has_points(standard)
    beside = set(BESIDE)
    beside.add(A.SET_BAND.value if scored else A.MARK_FALSIFICATION.value)
    if standard.falsification is None:
        beside.add(A.MARK_FALSIFICATION.value)
    if not _asks_to_rectify(assessed):
        beside.add(A.ORDER_RECTIFICATION.value)
    score = score_of(assessed)
    return page(
        "assessment/assessed_detail.html",
        assessed=assessed,
        assessment=assessment,
        score=score,
        bars=build_up(score),
        scored=scored,
        actions=offered(ASSESSED_PROCEDURE, assessed, frozenset(beside)),
        may_deduct=may_organise and scored and assessment.state in WHILE_CHECKING,
        suggested=_suggestions(assessed),
        whole_url=_whole_url(assessed),
        may_withdraw=may_organise and assessment.state in WHILE_CORRECTING,
        attachments=attachments_of(SelfScore, [said.id for said in assessed.self_scores]),
        attachment_url=lambda row: url_for(
            "assessment.assessed_attachment", assessed_id=assessed.id, attachment_id=row.id
        ),
        withdraw_url=lambda one: url_for(
            "assessment.assessed_withdraw", assessed_id=assessed.id, deduction=one.id
        ),
        file_words=KIND_WORDS,
        methods=methods(pack_of(assessment)),
        orders=orders_of(assessed),
        order_words=ORDER_STATES,
        clocks=[shown(one) for one in for_subject(AssessedUnit.__tablename__, assessed.id)],
        points=points_words,
        labels=labels,
    )


@bp.get("/assessed-units/<int:assessed_id>/attachments/<int:attachment_id>")
@requires(Permission.EVALUATION_READ)
def assessed_attachment(assessed_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a piece of evidence bit by bit as it was attached."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    said = [one.id for one in assessed.self_scores]
    return download(get_attachment(attachment_id, SelfScore, said), actor())


@bp.route("/assessed-units/<int:assessed_id>/record-check", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_record_check(assessed_id: int) -> ResponseReturnValue:
    """Record a check."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    form = forms.CheckForm(data={"seen_version": assessed.version, "on": moment.today()})
    form.method_code.choices = list(methods(pack_of(assessed.assessment)).items())
    note = _("检查中发现的问题，登记以后在对应的考核内容上逐条扣分。")
    return _step(assessed, A.RECORD_CHECK, services.record_check, note=note).show(
        form,
        lambda: {
            "method_code": form.method_code.data,
            "on": form.on.data,
            "findings": form.findings.data,
        },
    )


@bp.route("/assessed-units/<int:assessed_id>/deduct", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_deduct(assessed_id: int) -> ResponseReturnValue:
    """Take points off one item (`?item=` says which, `&decision=` what suggested it)."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    item = item_asked_for(assessed)
    proof = _suggested(assessed, item)
    cuts = deductions_of(standard_of(assessed.assessment), item)
    start: dict[str, Any] = {
        "seen_version": assessed.version,
        "found_on": moment.today(),
        "check_id": NO_CHECK,
    }
    if proof is not None:
        start |= {
            "code": next(cut.code for row, cut in proof.rows if row.id == item.id),
            "found_on": proof.decision.issued_on,
            "reason": _("处理决定%(number)s认定的问题。", number=proof.decision.number),
        }
    coded, free = forms.CodedDeductionForm(data={**start, "times": 1}), None
    if not cuts:
        free = forms.FreeDeductionForm(data=start)
    if not _asks_to_rectify(assessed):
        del coded.rectify_by
    form = free or coded
    coded.code.choices = [
        (cut.code, _("%(what)s，扣%(n)s分", what=cut.label, n=cut.points)) for cut in cuts
    ]
    ways = methods(pack_of(assessed.assessment))
    form.check_id.choices = [
        (NO_CHECK, _("不是检查中发现的")),
        *(
            (one.id, f"{one.on_date.isoformat()} {ways.get(one.method_code, '')}")
            for one in assessed.checks
        ),
    ]
    assert form.reason is not None

    def values() -> dict[str, Any]:
        found_on = form.found_on.data
        assert found_on is not None  # the form was valid
        return {
            "finding": services.Finding(
                item_id=item.id,
                reason=form.reason.data or "",
                found_on=found_on,
                code=coded.code.data if cuts else None,
                times=coded.times.data or 0 if cuts else 1,
                points=free.points.data if free else None,
                check_id=form.check_id.data or None,
                evidence=proof.evidence if proof else None,
                rectify_by=coded.rectify_by.data if cuts and "rectify_by" in coded else None,
            )
        }

    note = _(
        "%(item)s（%(n)s分）。扣完为止，同一个问题只在一处扣分。依据：%(article)s",
        item=item.label,
        n=points_words(item.points),
        article=item.article,
    )
    hidden = {"item": item.id, **({"decision": proof.decision.id} if proof else {})}
    step = _step(assessed, A.DEDUCT, services.deduct, note=note, hidden=hidden)
    return step.show(form, values)


@bp.route("/assessed-units/<int:assessed_id>/order-rectification", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_order_rectification(assessed_id: int) -> ResponseReturnValue:
    """Issue the notice to rectify what a check found."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    waiting = to_be_ordered(assessed)
    form = forms.OrderForm(
        data={
            "seen_version": assessed.version,
            "check_id": waiting[0].id if len(waiting) == 1 else None,
        }
    )
    form.check_id.choices = [
        (check.id, f"{cn_date(check.on_date)}　{check.findings}") for check in waiting
    ]
    note = _("列明这次检查中扣分的全部问题；被考核单位在自己的工作台逐项报告，逐项销号。")
    step = _step(assessed, A.ORDER_RECTIFICATION, services.order_rectification, note=note)
    return step.show(form, lambda: {"check_id": form.check_id.data, "due_on": form.due_on.data})


@bp.route("/assessed-units/<int:assessed_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_withdraw(assessed_id: int) -> ResponseReturnValue:
    """Take a deduction back (`?deduction=` says which)."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    wanted = request.values.get("deduction", type=int)
    deduction = next((one for one in assessed.deductions if one.id == wanted), None)
    if deduction is None:
        abort(404)
    form = forms.ReasonForm(data={"seen_version": assessed.version})
    hidden = {"deduction": deduction.id}
    step = _step(assessed, A.WITHDRAW, services.withdraw, note=deduction.reason, hidden=hidden)
    return step.show(form, lambda: {"deduction_id": deduction.id, "reason": form.reason.data})


@bp.route("/assessed-units/<int:assessed_id>/mark-falsification", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_mark_falsification(assessed_id: int) -> ResponseReturnValue:
    """Take points off the total for faking."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    bounds = standard_of(assessed.assessment).falsification
    form = forms.FalsificationForm(
        data={"seen_version": assessed.version, "points": assessed.falsification}
    )
    note = (
        _(
            "在考核中弄虚作假的，视情节轻重从总分中扣减%(low)s至%(high)s分；撤销认定的填0。依据：%(article)s",
            low=bounds.minimum,
            high=bounds.maximum,
            article=bounds.article,
        )
        if bounds
        else ""
    )
    step = _step(assessed, A.MARK_FALSIFICATION, services.mark_falsification, note=note)
    return step.show(form, lambda: {"points": form.points.data, "reason": form.reason.data})


@bp.route("/assessed-units/<int:assessed_id>/set-band", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_set_band(assessed_id: int) -> ResponseReturnValue:
    """Choose a band in words."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    form = forms.BandForm(
        data={
            "seen_version": assessed.version,
            "band_code": assessed.band_code,
            "reason": assessed.band_reason,
        }
    )
    form.band_code.choices = [
        (band.code, _band_words(band)) for band in standard_of(assessed.assessment).band
    ]
    step = _step(assessed, A.SET_BAND, services.set_band)
    return step.show(form, lambda: {"band_code": form.band_code.data, "reason": form.reason.data})


@bp.route("/assessed-units/<int:assessed_id>/answer", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def assessed_answer(assessed_id: int) -> ResponseReturnValue:
    """Answer an objection."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    form = forms.WordsForm(data={"seen_version": assessed.version})
    note = _("异议成立的，请先撤销有关扣分，再答复。")
    step = _step(assessed, A.ANSWER, services.answer, note=note)
    return step.show(form, lambda: {"text": form.text.data})


def item_asked_for(assessed: AssessedUnit) -> AssessmentItem:
    """Return the item that `?item=` names; 404 for none of this assessment."""
    wanted = request.values.get("item", type=int)
    found = next((item for item in assessed.assessment.items if item.id == wanted), None)
    if found is None:
        abort(404)
    return found


def _asks_to_rectify(assessed: AssessedUnit) -> bool:
    """Tell whether the pack asks for a notice to rectify after a check (002-11 art. 7)."""
    return find_term(pack_of(assessed.assessment), TermId.ASSESSMENT_CHECK_RECTIFY) is not None


def _suggested(assessed: AssessedUnit, item: AssessmentItem) -> Suggestion | None:
    """Return what `?decision=` names, if it is suggested for this item; 404 for anything else."""
    wanted = request.values.get("decision", type=int)
    if wanted is None:
        return None
    fitting = (
        one
        for one in _suggestions(assessed)
        if one.decision.id == wanted and any(row.id == item.id for row, _cut in one.rows)
    )
    return next(fitting, None) or abort(404)


def _suggestions(assessed: AssessedUnit) -> list[Suggestion]:
    """Return what the organiser's own cases suggest, for the organiser only."""
    if not actor().may(Permission.EVALUATION_ORGANISE, assessed.assessment.unit.path):
        return []
    return suggestions_for(assessed, actor())


def _whole_url(assessed: AssessedUnit) -> str | None:
    """Return where the whole assessment stands, for who may see more of it than one unit."""
    assessment = assessed.assessment
    if not actor().may(Permission.EVALUATION_READ, assessment.unit.path):
        return None
    return url_for("assessment.assessment_detail", assessment_id=assessment.id)


def _band_words(band: Band) -> str:
    return str(_("%(band)s：%(words)s", band=band.label, words=band.wording))


def _step(assessed: AssessedUnit, action: AssessedAction, service: Any, **more: Any) -> Step:
    assessment = assessed.assessment
    back = url_for("assessment.assessed_detail", assessed_id=assessed.id)
    whole = _whole_url(assessed)
    crumbs = [
        (_("年度考核"), url_for("assessment.assessment_list")),
        *([(assessment.number, whole)] if whole else []),
        (assessed.unit.short_name, back),
    ]
    lead = _("%(title)s · %(unit)s", title=assessment.title, unit=assessed.unit.name)
    return Step(ASSESSED_PROCEDURE, assessed, action, service, back, lead, crumbs, **more)
