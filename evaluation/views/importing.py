"""Sheets from a table: the empty table, its upload, what its rows are, confirmed or given up."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.kinds import KINDS, FileKind
from core.files.receiving import accepts_files
from core.files.sending import handed_out
from core.files.sheets import write
from core.refusals import say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import forms, labels
from evaluation.models import SheetBatch
from evaluation.queries import imports, surveys
from evaluation.queries.tables import Line, headings_of
from evaluation.services import importing as services
from evaluation.views.blueprint import bp

#: How many sound rows and faults a page shows.
SHOWN, SHOWN_FAULTS = 10, 200


@bp.route("/sheet-batches/<int:batch_id>/import", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ENTER)
@accepts_files(None)  # a table to read, no file to keep
def batch_import(batch_id: int) -> ResponseReturnValue:
    """Take a table in; where one waits, show what its rows are."""
    batch = surveys.get_own_batch(batch_id, actor())
    form = forms.ImportSheetsForm(data={"seen_version": 1})
    if form.validate_on_submit() and acted(
        form, services.upload_sheets, batch, actor(), form.sheet.data
    ):
        return redirect_to(request.path)
    if form.form_errors:  # whatever is refused here is refused for the table
        form.sheet.errors, form.form_errors = [*form.form_errors], []
    return _shown(batch, form)


@bp.post("/sheet-batches/<int:batch_id>/import/confirm")
@requires(Permission.EVALUATION_ENTER)
def batch_import_confirm(batch_id: int) -> ResponseReturnValue:
    """Count what was looked through."""
    batch = surveys.get_own_batch(batch_id, actor())
    form = forms.ConfirmForm()
    taken: list[int] = []

    def confirm() -> None:
        taken.append(services.confirm_sheets(batch, actor(), digest=request.form.get("digest", "")))

    if acted(form, confirm):
        flash(_("已导入%(n)s份。", n=taken[0]), "success")
        return redirect_to(url_for("evaluation.batch_detail", batch_id=batch.id))
    flash("；".join(form.form_errors), "warning")
    return redirect_to(url_for("evaluation.batch_import", batch_id=batch.id))


@bp.post("/sheet-batches/<int:batch_id>/import/discard")
@requires(Permission.EVALUATION_ENTER)
def batch_import_discard(batch_id: int) -> ResponseReturnValue:
    """Forget the table."""
    batch = surveys.get_own_batch(batch_id, actor())
    form = forms.ConfirmForm()
    if acted(form, services.discard_sheets, batch, actor()):
        flash(_("已放弃，表格已删除，没有计入任何答卷。"), "success")
    else:
        flash("；".join(form.form_errors), "warning")
    return redirect_to(url_for("evaluation.batch_import", batch_id=batch.id))


@bp.get("/sheet-batches/<int:batch_id>/import/template")
@requires(Permission.EVALUATION_ENTER)
def batch_import_template(batch_id: int) -> ResponseReturnValue:
    """Hand out the empty table of the questionnaire."""
    batch = surveys.get_own_batch(batch_id, actor())
    body = write(headings_of(batch.round_unit.round.questionnaire), [], _("答卷"))
    name = _("%(round)s答卷导入表.xlsx", round=batch.round_unit.round.number)
    return handed_out(body, name, KINDS[FileKind.XLSX].media_type)


def _shown(batch: SheetBatch, form: forms.ImportSheetsForm) -> ResponseReturnValue:
    waiting = None if form.is_submitted() else imports.waiting_of(batch)
    looked = services.looked_through(batch, waiting) if waiting else None
    show = invalid if form.is_submitted() else page
    bounds = services.BOUNDS
    hint = _(
        "接受xlsx和csv表格，不超过%(mb)s MB、%(rows)s份。",
        mb=bounds.file // 2**20,
        rows=services.MOST_SHEETS,
    )
    return show(
        "evaluation/batch_import.html",
        batch=batch,
        form=form,
        hint=hint,
        waiting=waiting,
        looked=looked,
        good=[(line, _said(batch, line)) for line in looked.good[:SHOWN]] if looked else [],
        faults=[(f.row, f.column, say(f.refusal)) for f in looked.faults[:SHOWN_FAULTS]]
        if looked
        else [],
        groups=labels.GROUPS,
        source=labels.SOURCES[batch.channel],
        gap_words="、".join(map(str, labels.GAP_REASONS.values())),
        invalid_words="、".join(map(str, labels.INVALID_REASONS.values())),
    )


def _said(batch: SheetBatch, line: Line) -> str:
    """Return what a sheet says as one line: the places of the options, or why it does not count."""
    if line.invalid is not None:
        return str(labels.INVALID_REASONS[line.invalid])
    parts = []
    for n, question in enumerate(batch.round_unit.round.questionnaire.questions, 1):
        picked = line.choices.get(question.id, ())
        labels_ = [option.label for option in question.options if option.id in picked]
        text = "、".join(labels_) or line.texts.get(question.id, "")
        if text:
            parts.append(f"{n}. {text}")
    if line.gap is not None:
        parts.append(str(labels.GAP_REASONS[line.gap]))
    return "；".join(parts)
