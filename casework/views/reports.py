"""Pages of the investigation report of a case: its text, who signed it, and each act on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.forms import reports as forms
from casework.models import Case, InvestigationReport, ReportHandIn
from casework.procedure.reports import REPORT_PROCEDURE
from casework.reporting import building, labels, letter
from casework.reporting import queries as reporting
from casework.rules import ReportAction, ReportState, ReportText
from casework.services import reporting as services
from casework.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import MissingGlyphs, render
from core.documents.sending import pdf, word, word_of
from core.documents.services import pdf_bytes
from core.procedure import Forbidden, available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step, why_not

#: What leads back comes last among the acts.
BACK = {ReportAction.RETURN, ReportAction.SEND_BACK}


@bp.get("/cases/<int:case_id>/report")
@requires(Permission.CASE_READ)
def report_detail(case_id: int) -> ResponseReturnValue:
    """Show the report of a case as it stands, or what stands before it."""
    case = queries.get_case_file(case_id, actor())
    reports = reporting.reports_of(case)
    report = reports[0] if reports else None
    may_draft = services.may_draft(case, actor())
    drafting = may_draft and (report is None or report.state is ReportState.APPROVED)
    return page(
        "casework/report_detail.html",
        case=case,
        report=report,
        earlier=reports[1:],
        signed=reporting.signed_by(report) if report else (),
        changed=_changed(report),
        returned=_returned(report),
        actions=_actions(report) if report else (),
        steps=_steps(report) if report else (),
        drafting=drafting,
        barred=_barred(case) if drafting else None,
        words=labels,
    )


@bp.route("/cases/<int:case_id>/report/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def report_new(case_id: int) -> ResponseReturnValue:
    """Draft the report, written from what the case holds."""
    case = queries.get_case_file(case_id, actor())
    if not services.may_draft(case, actor()):
        raise Forbidden(ReportAction.EDIT)
    if not _sent() and (barred := services.draft_refusal(case, actor())):
        flash(say(barred), "warning")
        return redirect_to(_url(case))
    form = forms.ReportForm(data={"seen_version": 1, **_first(case).parts()})
    if form.validate_on_submit() and acted(
        form, services.draft_report, case, actor(), form.text, token=form.form_token.data
    ):
        flash(_("调查报告已起草，请调查人员签署。"), "success")
        return redirect_to(_url(case))
    return _form_page(case, form, url_for("casework.report_new", case_id=case.id))


@bp.route("/cases/<int:case_id>/report/edit", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def report_edit(case_id: int) -> ResponseReturnValue:
    """Change the text; `?from=record` writes anew what comes from the record of the case."""
    report = _current(case_id)
    case = report.case
    words = why_not(REPORT_PROCEDURE, report, ReportAction.EDIT)
    if words and not _sent():
        flash(words, "warning")
        return redirect_to(_url(case))
    text = building.text_of(report)
    if request.args.get("from") == "record":
        text = building.first_text(case, text)
    form = forms.ReportForm(data={"seen_version": report.version, **text.parts()})
    if form.validate_on_submit() and acted(
        form,
        services.edit_report,
        report,
        actor(),
        form.text,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("调查报告已修改，请调查人员重新签署。"), "success")
        return redirect_to(_url(case))
    return _form_page(case, form, url_for("casework.report_edit", case_id=case.id), report)


@bp.route("/cases/<int:case_id>/report/sign", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def report_sign(case_id: int) -> ResponseReturnValue:
    """Sign the present text."""
    return _act(case_id, ReportAction.SIGN, services.sign_report)


@bp.route("/cases/<int:case_id>/report/submit", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def report_submit(case_id: int) -> ResponseReturnValue:
    """Sign and hand in."""
    return _act(case_id, ReportAction.SUBMIT, services.submit_report)


@bp.route("/cases/<int:case_id>/report/review", methods=["GET", "POST"])
@requires(Permission.CASE_REVIEW)
def report_review(case_id: int) -> ResponseReturnValue:
    """Pass the report on with an opinion."""
    return _act(case_id, ReportAction.REVIEW, services.review_report, forms.ReportReviewForm)


@bp.route("/cases/<int:case_id>/report/return", methods=["GET", "POST"])
@requires(Permission.CASE_REVIEW)
def report_return(case_id: int) -> ResponseReturnValue:
    """Give the report back after a review."""
    return _act(case_id, ReportAction.RETURN, services.return_report, forms.ReportReturnForm)


@bp.route("/cases/<int:case_id>/report/approve", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def report_approve(case_id: int) -> ResponseReturnValue:
    """Approve the report; the investigation ends."""
    return _act(case_id, ReportAction.APPROVE, services.approve_report)


@bp.route("/cases/<int:case_id>/report/send-back", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def report_send_back(case_id: int) -> ResponseReturnValue:
    """Give the report back instead of approving it."""
    return _act(case_id, ReportAction.SEND_BACK, services.send_back_report, forms.ReportReturnForm)


@bp.get("/cases/<int:case_id>/report/<int:report_id>/document")
@requires(Permission.CASE_READ)
def report_document(case_id: int, report_id: int) -> ResponseReturnValue:
    """Give the report: the very bytes once approved, before that a marked draft.

    `?format=docx` gives the same as a Word file.
    """
    report = _one(case_id, report_id)
    as_word = request.args.get("format") == "docx"
    if report.document is not None:
        if as_word:
            return word_of(report.document)
        return pdf(pdf_bytes(report.document), f"report-{report.id}.pdf")
    composed = letter.letter(report)
    if as_word:
        return word(composed, f"report-{report.id}.docx")
    try:
        return pdf(render(composed), f"report-{report.id}.pdf")
    except MissingGlyphs as missing:
        characters = "、".join(missing.characters)
        flash(_("字库没有下列字，不能生成文书：%(what)s", what=characters), "warning")
        return redirect_to(_url(report.case))


@bp.get("/cases/<int:case_id>/report/<int:report_id>/editions/<int:edition>")
@requires(Permission.CASE_READ)
def report_edition(case_id: int, report_id: int, edition: int) -> ResponseReturnValue:
    """Show the report as it was handed in."""
    report = _one(case_id, report_id)
    hand_in = next((one for one in report.hand_ins if one.edition == edition), None)
    if hand_in is None:
        abort(404)
    signed = [one for one in report.signatures if one.edition == edition]
    return page(
        "casework/report_edition.html",
        case=report.case,
        hand_in=hand_in,
        signed=signed,
        words=labels,
    )


def _current(case_id: int) -> InvestigationReport:
    """Return the newest report of the case; 404 where there is none for the reader."""
    reports = reporting.reports_of(queries.get_case_file(case_id, actor()))
    if not reports:
        abort(404)
    return reports[0]


def _one(case_id: int, report_id: int) -> InvestigationReport:
    case = queries.get_visible_case(case_id, actor())
    found = [one for one in reporting.reports_of(case) if one.id == report_id]
    if not found:
        abort(404)
    return found[0]


def _act(
    case_id: int,
    action: ReportAction,
    service: Callable[..., Any],
    form_type: type[ActionForm] = forms.ReportSimpleForm,
) -> ResponseReturnValue:
    """Show what the act asks, or do it and go back to the report."""
    report = _current(case_id)
    case = report.case
    form = form_type(data={"seen_version": report.version})
    step = Step(
        REPORT_PROCEDURE,
        report,
        action,
        service,
        "casework/report_act.html",
        _url(case),
        {"case": case, "report": report, "action": action.value, "words": labels},
    )

    def typed() -> Mapping[str, Any]:
        return {name: form[name].data for name in ("opinion", "reason") if name in form}

    return step.show(form, typed)


def _first(case: Case) -> ReportText:
    before = reporting.last_approved(case)
    return building.first_text(case, building.text_of(before) if before else None)


def _form_page(
    case: Case, form: forms.ReportForm, url: str, report: InvestigationReport | None = None
) -> ResponseReturnValue:
    show = invalid if form.is_submitted() else page
    return show(
        "casework/report_form.html",
        case=case,
        form=form,
        save_url=url,
        report=report,
        returned=_returned(report),
        changed=_changed(report),
        respondents=building.respondent_lines(case),
    )


def _returned(report: InvestigationReport | None) -> ReportHandIn | None:
    """Return the last hand-in where it came back and was not handed in again."""
    last = report.hand_ins[-1] if report is not None and report.hand_ins else None
    return last if last is not None and last.returned_at else None


def _changed(report: InvestigationReport | None) -> list[str]:
    if report is None or report.state is ReportState.APPROVED:
        return []
    return building.changes_since(report.case, report)


def _actions(report: InvestigationReport) -> list[dict[str, Any]]:
    """Return the acts open to the reader, what leads on first; the page of each is named by it."""
    found = available_actions(REPORT_PROCEDURE, report, actor())
    found.sort(
        key=lambda one: (
            one.transition.action in BACK,
            one.transition.action != ReportAction.SUBMIT,
        )
    )
    return [
        {
            "label": str(one.transition.label),
            "url": url_for(
                f"casework.report_{one.transition.action.value}", case_id=report.case_id
            ),
            "barred": say(one.refusal) if one.refusal else None,
        }
        for one in found
    ]


def _barred(case: Case) -> str | None:
    refusal = services.draft_refusal(case, actor())
    return say(refusal) if refusal else None


def _steps(report: InvestigationReport) -> list[tuple[str, str, str | None]]:
    """Return the step bar; a returned report is being written again."""
    path = list(REPORT_PROCEDURE.path)
    state = ReportState.DRAFTED if report.state is ReportState.RETURNED else report.state
    here = path.index(state)
    bar: list[tuple[str, str, str | None]] = []
    for n, step in enumerate(path):
        done = n < here or n == here == len(path) - 1
        status = "done" if done else "current" if n == here else "coming"
        shown = report.state if n == here else step
        bar.append((str(labels.STATES[ReportState(shown)]), status, None))
    return bar


def _url(case: Case) -> str:
    return url_for("casework.report_detail", case_id=case.id)


def _sent() -> bool:
    return request.method == "POST"
