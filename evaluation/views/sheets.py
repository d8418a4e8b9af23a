"""Typing sheets from paper or as people answer: one screen, digits choose, Enter goes on."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import labels
from evaluation.forms import ConfirmForm, OpenBatchForm, survey_form
from evaluation.models import SheetBatch
from evaluation.queries import checks, imports, surveys
from evaluation.rules import GapReason, InvalidReason, SheetSource
from evaluation.services import entering
from evaluation.views.blueprint import bp
from evaluation.views.public import answers_in, numbered_fields


@bp.route("/sheet-batches", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ENTER)
def batch_list() -> ResponseReturnValue:
    """Show what can be typed and one's own batches; begin a new batch."""
    units = {unit.id: unit for unit in surveys.units_to_type(actor())}
    form = OpenBatchForm(data={"seen_version": 1, "round_unit_id": request.args.get("unit")})
    form.round_unit_id.choices = [
        (unit.id, f"{unit.unit.name}（{unit.round.title}）") for unit in units.values()
    ]
    opened: list[SheetBatch] = []

    def open_batch() -> None:
        unit = units[form.round_unit_id.data]
        group = next(g for g in labels.GROUPS if g == form.group.data)
        opened.append(
            entering.open_batch(
                unit,
                actor(),
                number=form.number.data or "",
                group=group,
                channel=SheetSource(form.channel.data),
                token=form.form_token.data,
            )
        )

    if form.validate_on_submit() and acted(form, open_batch):
        to = url_for("evaluation.batch_detail", batch_id=opened[0].id) if opened else request.path
        return redirect_to(to)
    batches = surveys.batches_of(actor())
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/batch_list.html",
        form=form,
        units=units,
        batches=batches,
        counts=surveys.counts_of(batches),
        sources=labels.SOURCES,
        to_check=checks.batches_to_check(actor()),
        groups=labels.GROUPS,
    )


@bp.route("/sheet-batches/<int:batch_id>", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ENTER)
def batch_detail(batch_id: int) -> ResponseReturnValue:
    """Type the next sheet of a batch."""
    batch = surveys.get_own_batch(batch_id, actor())
    questionnaire = batch.round_unit.round.questionnaire
    form = survey_form(questionnaire, is_typed=True)(data={"seen_version": 1})

    def enter() -> None:
        reason, gap = form.invalid_reason.data, form.gap_reason.data
        entering.enter_sheet(
            batch,
            actor(),
            answers_in(form, questionnaire),
            invalid_reason=InvalidReason(reason) if reason else None,
            gap_reason=GapReason(gap) if gap else None,
            token=form.form_token.data,
        )

    if form.validate_on_submit() and acted(form, enter):
        return redirect_to(request.path)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/batch_detail.html",
        batch=batch,
        form=form,
        numbered=numbered_fields(form, questionnaire),
        seq=entering.last_seq(batch) + 1,
        count=surveys.counts_of([batch]).get(batch.id, 0),
        imports=imports.taken_into(batch),
        paper=batch.channel is SheetSource.PAPER,
        source=labels.SOURCES[batch.channel],
        groups=labels.GROUPS,
    )


@bp.post("/sheet-batches/<int:batch_id>/undo")
@requires(Permission.EVALUATION_ENTER)
def batch_undo(batch_id: int) -> ResponseReturnValue:
    """Take the last sheet out again."""
    return _then(batch_id, entering.undo_last, _("已撤销最后录入的一份。"))


@bp.post("/sheet-batches/<int:batch_id>/finish")
@requires(Permission.EVALUATION_ENTER)
def batch_finish(batch_id: int) -> ResponseReturnValue:
    """Finish the batch."""
    return _then(batch_id, entering.close_batch, _("这一批已经录完。"))


def _then(batch_id: int, act: Callable[..., None], words: str) -> ResponseReturnValue:
    batch = surveys.get_own_batch(batch_id, actor())
    form = ConfirmForm()
    if acted(form, act, batch, actor()):
        flash(words, "success")
    else:
        flash("；".join(form.form_errors), "warning")
    finished = batch.closed_on is not None
    return redirect_to(
        url_for("evaluation.batch_list")
        if finished
        else url_for("evaluation.batch_detail", batch_id=batch.id)
    )
