"""Scans of paper sheets: attached by who typed them, seen by who types again or settles."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.kinds import Origin
from core.files.labels import KIND_WORDS
from core.files.receiving import accepts_files
from core.files.sending import download
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import labels
from evaluation.forms import ScanForm
from evaluation.queries import rounds, scans, surveys
from evaluation.rules import RoundState, SheetSource
from evaluation.services.scanning import attach_scan
from evaluation.views.blueprint import bp


@bp.route("/sheet-batches/<int:batch_id>/scans", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ENTER)
@accepts_files(Origin.STAFF)
def batch_scans(batch_id: int) -> ResponseReturnValue:
    """List the scans of a batch and attach further ones."""
    batch = surveys.get_own_batch(batch_id, actor())
    form = ScanForm(data={"seen_version": 1})
    typed = {"seq": form.seq.data or 0, "uploads": form.files.data}
    if form.validate_on_submit() and acted(form, attach_scan, batch, actor(), **typed):
        flash(_("已附上第%(n)s份的扫描件。", n=form.seq.data), "success")
        return redirect_to(request.path)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/batch_scans.html",
        batch=batch,
        form=form,
        found=scans.scans_in(batch),
        open=batch.channel is SheetSource.PAPER
        and batch.round_unit.round.state is RoundState.COLLECTING,
        files=KIND_WORDS,
        address=lambda row: url_for(
            "evaluation.batch_scan", batch_id=batch.id, attachment_id=row.id
        ),
        groups=labels.GROUPS,
    )


@bp.get("/sheet-batches/<int:batch_id>/scans/<int:attachment_id>")
@requires(Permission.EVALUATION_ENTER)
def batch_scan(batch_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a scan to who typed the sheet or types it again."""
    return download(scans.get_scan_of_batch(batch_id, attachment_id, actor()), actor())


@bp.get("/evaluation-rounds/<int:round_id>/scans/<int:attachment_id>")
@requires(Permission.EVALUATION_ORGANISE)
def round_scan(round_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a scan to who settles where two entries differ."""
    round_ = rounds.get_visible_round(round_id, actor())
    return download(scans.get_scan_of_round(round_, attachment_id), actor())
