"""Remarks read before they are shown, and feedback notices where the round lies."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.services import pdf_bytes
from core.web import exports
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import forms
from evaluation.procedure.notices import NOTICE_PROCEDURE
from evaluation.queries import comparison, export, notices, results
from evaluation.queries import rounds as queries
from evaluation.rules import NoticeAction, Screening
from evaluation.services import notices as notice_services
from evaluation.services import screening
from evaluation.views.blueprint import bp
from evaluation.views.offering import pdf


@bp.route("/evaluation-rounds/<int:round_id>/remarks", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_remarks(round_id: int) -> ResponseReturnValue:
    """Read the remarks one by one before anybody else sees them."""
    round_ = queries.get_visible_round(round_id, actor())
    waiting = results.remarks_of(round_, Screening.WAITING)
    form = forms.ScreenForm(data={"seen_version": round_.version})
    remark = next((r for r in waiting if r.id == request.values.get("remark", type=int)), None)
    if form.validate_on_submit() and (
        remark is None
        or acted(
            form,
            screening.screen_remark,
            round_,
            remark,
            actor(),
            verdict=Screening(form.verdict.data),
            reason=form.reason.data or "",
        )
    ):
        return redirect_to(url_for("evaluation.round_remarks", round_id=round_.id))
    first = remark or (waiting[0] if waiting else None)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/round_remarks.html",
        round=round_,
        remark=first,
        left=len(waiting),
        form=form,
        units={unit.id: unit.unit.name for unit in round_.units},
    )


@bp.route("/feedback-notices/<int:notice_id>/record-receipt", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def notice_record_receipt(notice_id: int) -> ResponseReturnValue:
    """Record that a unit has its notice."""
    notice = notices.get_visible_notice(notice_id, actor())
    round_ = notice.round_unit.round
    back = url_for("evaluation.round_detail", round_id=round_.id)
    form = forms.ReceiptForm(data={"seen_version": notice.version, "received_on": moment.today()})
    row = NOTICE_PROCEDURE.row(NoticeAction.RECORD_RECEIPT)
    if notice.state not in row.sources and not form.is_submitted():
        flash(_("已经签收。"), "warning")
        return redirect_to(back)
    typed = {"received_on": form.received_on.data, "received_by": form.received_by.data}
    if form.validate_on_submit() and acted(
        form,
        notice_services.record_receipt,
        notice,
        actor(),
        **typed,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已登记签收。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/step.html",
        form=form,
        back=back,
        label=row.label,
        lead=notice.round_unit.unit.name,
        note="",
        crumb_list=[(round_.number, back)],
    )


@bp.get("/evaluation-rounds/<int:round_id>/results-sheet")
@requires(Permission.EVALUATION_READ)
def round_results_sheet(round_id: int) -> ResponseReturnValue:
    """Hand out the results of a collated round as a spreadsheet; what is too few stays out."""
    round_ = queries.get_visible_round(round_id, actor())
    if round_.collated_on is None:
        abort(404)
    headings = [_("单位"), _("题目"), _("选项"), _("人数"), _("占比"), _("指数")]
    lines = export.lines_of(results.results_of(round_))
    subject = (round_.__tablename__, round_.id)
    return exports.sheet(actor(), subject, headings, lines, _("评议结果"), round_.title)


@bp.get("/evaluation-rounds/<int:round_id>/comparison")
@requires(Permission.EVALUATION_READ)
def round_comparison(round_id: int) -> ResponseReturnValue:
    """Show the indexes of a collated round beside those of the rounds before it."""
    round_ = queries.get_visible_round(round_id, actor())
    if round_.collated_on is None:
        abort(404)
    courses = comparison.courses_of(round_)
    return page(
        "evaluation/round_comparison.html",
        round=round_,
        courses=courses,
        units=[
            _bar(course.standings[-1], course.unit.name, f"#unit-{course.unit.id}")
            for course in courses
        ],
        rows=lambda course: [
            _bar(
                standing,
                f"{n}. {standing.round.title}",
                url_for("evaluation.round_detail", round_id=standing.round.id),
            )
            for n, standing in enumerate(course.standings, 1)
        ],
        times=lambda course: [_("第%(n)s次", n=n + 1) for n in range(len(course.standings))],
        items=_items,
    )


def _bar(standing: comparison.Standing, label: str, url: str) -> dict[str, Any]:
    """Return the overall index of a unit in a round as a row of a chart."""
    index = standing.indexes.get(comparison.OVERALL)
    return {
        "label": label,
        "url": url,
        "value": index.value if index else None,
        "low": index.low if index else None,
        "high": index.high if index else None,
    }


def _items(course: comparison.UnitCourse) -> list[dict[str, Any]]:
    """Return the indexes of each item over the rounds as rows of a chart."""
    rows = []
    for key, text in course.items.items():
        found = [standing.indexes.get(key) for standing in course.standings]
        change = course.change(key)
        signed = "—" if change is None else f"{round(change, 1) or 0:+.1f}".replace("-", "−")
        rows.append(
            {
                "label": text,
                "values": [index.value if index else None for index in found],
                "change": signed.replace("+0.0", "0.0"),
            }
        )
    return rows


@bp.get("/evaluation-rounds/<int:round_id>/notice")
@requires(Permission.EVALUATION_READ)
def round_notice(round_id: int) -> ResponseReturnValue:
    """Hand out the notice that the round is held, byte for byte as it was issued."""
    document = notices.notice_that_held(queries.get_visible_round(round_id, actor()))
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"round-{round_id}.pdf")


@bp.get("/feedback-notices/<int:notice_id>/document")
@requires(Permission.EVALUATION_READ)
def notice_document(notice_id: int) -> ResponseReturnValue:
    """Hand out a notice byte for byte as it was issued."""
    notice = notices.get_visible_notice(notice_id, actor())
    if notice.document is None:
        abort(404)
    return pdf(pdf_bytes(notice.document), f"feedback-{notice.id}.pdf")
