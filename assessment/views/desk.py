"""The assessed unit's own desk: self-assessment item by item, its result, its objection."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.labels.rectifications import STATES as ORDER_STATES
from accountability.models import Rectification
from assessment import forms, labels
from assessment.documents import ASSESSMENT_NOTICE
from assessment.models import AssessedUnit, SelfScore
from assessment.procedure import ASSESSED_PROCEDURE
from assessment.procedure.assessed import self_report_article
from assessment.queries import assessments as queries
from assessment.queries.packs import bands, methods, pack_of, standard_of
from assessment.queries.rectifications import assessed_of, own_orders
from assessment.queries.scores import build_up, score_of
from assessment.rules import (
    SHOWN_TO_UNITS,
    AssessedAction,
    AssessedState,
    AssessmentState,
    points_words,
)
from assessment.services import assessed as services
from assessment.views.assessed import item_asked_for
from assessment.views.blueprint import bp
from assessment.views.offering import Step
from core import moment
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.clocks.presenting import shown
from core.clocks.queries import for_subject
from core.documents.services import pdf_bytes
from core.files.kinds import Origin
from core.files.labels import KIND_WORDS
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download, handed_out
from core.web.pages import page
from regulations.codes import TermId
from regulations.rules import find_term, has_points

A = AssessedAction


@bp.get("/desk/assessments/<int:assessed_id>")
@requires(Permission.EVALUATION_ANSWER)
def desk_assessment(assessed_id: int) -> ResponseReturnValue:
    """Show the unit its assessment: what to fill in, then what came of it and why."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    assessment = assessed.assessment
    told = assessment.state in SHOWN_TO_UNITS
    is_open = assessment.state is AssessmentState.NOTIFIED
    until = assessment.objections_until
    silent = (AssessedState.AWAITED, AssessedState.REPORTED)
    period = find_term(pack_of(assessment), TermId.ASSESSMENT_SELF_REPORT)
    score = score_of(assessed)
    return page(
        "assessment/desk_assessment.html",
        assessed=assessed,
        assessment=assessment,
        score=score,
        bars=build_up(score) if told else [],
        scored=has_points(standard_of(assessment)),
        told=told,
        may_fill=is_open and assessed.state is AssessedState.AWAITED,
        may_object=assessment.state is AssessmentState.PROPOSED
        and assessed.state in silent
        and until is not None
        and moment.today() <= until,
        attachments=attachments_of(SelfScore, [said.id for said in assessed.self_scores]),
        attachment_url=lambda row: url_for(
            "assessment.desk_attachment", assessed_id=assessed.id, attachment_id=row.id
        ),
        file_words=KIND_WORDS,
        clocks=[shown(one) for one in for_subject(AssessedUnit.__tablename__, assessed.id)],
        period=period.value if period and period.value.length is not None else None,
        article=self_report_article(assessed),
        points=points_words,
        labels=labels,
    )


@bp.route("/desk/assessments/<int:assessed_id>/item", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
@accepts_files(Origin.STAFF)
def desk_fill_in(assessed_id: int) -> ResponseReturnValue:
    """Fill in one item (`?item=` says which)."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    item = item_asked_for(assessed)
    said = next((one for one in assessed.self_scores if one.item_id == item.id), None)
    start = {
        "seen_version": assessed.version,
        "score": said.score if said else item.points,
        "text": said.text if said else "",
    }
    form = forms.SelfScoreForm(data=start)
    if item.points is None:
        del form.score
    note = (
        item.label
        if item.points is None
        else _("%(item)s（%(n)s分）", item=item.label, n=points_words(item.points))
    )
    hidden = {"item": item.id}
    step = _step(assessed, A.FILL_IN, services.fill_in, note=note, files=True, hidden=hidden)
    return step.show(
        form,
        lambda: {
            "item_id": item.id,
            "score": form.score.data if item.points is not None else None,
            "text": form.text.data or "",
            "files": form.files.data,
        },
    )


@bp.route("/desk/assessments/<int:assessed_id>/self-report", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
def desk_self_report(assessed_id: int) -> ResponseReturnValue:
    """Hand in summary and self-assessment."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    form = forms.SummaryForm(data={"seen_version": assessed.version})
    note = _("报送以后自评不能再改。")
    step = _step(assessed, A.SELF_REPORT, services.self_report, note=note)
    return step.show(form, lambda: {"summary": form.summary.data or ""})


@bp.route("/desk/assessments/<int:assessed_id>/object", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ANSWER)
def desk_object(assessed_id: int) -> ResponseReturnValue:
    """Object to the proposed result."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    form = forms.WordsForm(data={"seen_version": assessed.version})
    note = _("请逐条写明对哪一条扣分有异议、理由和依据。异议只提一次。")
    step = _step(assessed, A.OBJECT, services.object_to, note=note)
    return step.show(form, lambda: {"text": form.text.data or ""})


@bp.get("/desk/assessments/<int:assessed_id>/notice")
@requires(Permission.EVALUATION_ANSWER)
def desk_assessment_notice(assessed_id: int) -> ResponseReturnValue:
    """Hand out the notice byte for byte as it was issued."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    document = queries.papers_of(assessed.assessment)[ASSESSMENT_NOTICE]
    return handed_out(pdf_bytes(document), f"notice-{assessed.id}.pdf", "application/pdf")


@bp.get("/desk/assessments/<int:assessed_id>/attachments/<int:attachment_id>")
@requires(Permission.EVALUATION_ANSWER)
def desk_attachment(assessed_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a piece of the unit's own evidence."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    said = [one.id for one in assessed.self_scores]
    return download(get_attachment(attachment_id, SelfScore, said), actor())


def desk_panel(_subject: None, reader: Actor) -> Markup | None:
    """Draw the assessments of the reader's unit, and what they ordered, on their desk."""
    found, orders = queries.own_assessed(reader), own_orders(reader)
    if not found and not orders:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "assessment/_desk.html",
            found=found,
            orders=orders,
            order_words=ORDER_STATES,
            labels=labels,
        )
    )


def origin_panel(rectification: Rectification, _reader: Actor) -> Markup | None:
    """Draw where a rectification comes from, on its page, if it comes from an assessment."""
    found = assessed_of(rectification)
    if found is None:
        return None
    assessed, check = found
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "assessment/_origin.html",
            assessed=assessed,
            check=check,
            methods=methods(pack_of(assessed.assessment)),
            bands=bands(standard_of(assessed.assessment)),
        )
    )


def _step(assessed: AssessedUnit, action: AssessedAction, service: Any, **more: Any) -> Step:
    back = url_for("assessment.desk_assessment", assessed_id=assessed.id)
    return Step(
        ASSESSED_PROCEDURE,
        assessed,
        action,
        service,
        back,
        assessed.unit.name,
        [(_("送达我的文书"), url_for("accountability.desk")), (assessed.assessment.title, back)],
        is_own=True,
        **more,
    )
