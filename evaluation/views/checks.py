"""Typing a drawn sheet a second time, and settling where two entries differ."""

from __future__ import annotations

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import labels
from evaluation.forms import SettleForm, survey_form
from evaluation.queries import checks as queries
from evaluation.queries import rounds, scans
from evaluation.rules import Entry, QuestionKind, RoundState
from evaluation.services import checking
from evaluation.views.blueprint import bp
from evaluation.views.public import answers_in, numbered_fields


@bp.route("/sheet-batches/<int:batch_id>/check", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ENTER)
def batch_check(batch_id: int) -> ResponseReturnValue:
    """Type the next drawn sheet of somebody else's batch; the first entry is not shown."""
    check = queries.get_next_check(batch_id, actor())
    questionnaire = check.batch.round_unit.round.questionnaire
    form = survey_form(questionnaire, is_typed=True)(data={"seen_version": 1})
    del form.gap_reason, form.invalid_reason
    found: list[int] = []

    def enter() -> None:
        found.append(checking.enter_again(check, actor(), answers_in(form, questionnaire)))

    if form.validate_on_submit() and acted(form, enter):
        words = _("两次录入一致。") if not found[0] else _("有%(n)s题两次录入不一致。", n=found[0])
        flash(words, "success" if not found[0] else "warning")
        left = {batch.id for batch, _n in queries.batches_to_check(actor())}
        return redirect_to(request.path if batch_id in left else url_for("evaluation.batch_list"))
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/batch_check.html",
        batch=check.batch,
        sheet=check.sheet,
        form=form,
        numbered=[
            row
            for row in numbered_fields(form, questionnaire)
            if row[1].kind is not QuestionKind.TEXT
        ],
        groups=labels.GROUPS,
        scans=scans.scans_of([check.sheet_id]).get(check.sheet_id, ()),
    )


@bp.route("/evaluation-rounds/<int:round_id>/checks", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_checks(round_id: int) -> ResponseReturnValue:
    """List what was typed twice and where the entries differ; say which stands."""
    round_ = rounds.get_visible_round(round_id, actor())
    found = queries.checks_of(round_)
    by_id = {d.id: d for check in found for d in check.differences}
    form = SettleForm(data={"seen_version": round_.version})
    difference = by_id.get(request.form.get("difference", 0, type=int))
    if (
        difference is not None
        and form.validate_on_submit()
        and acted(form, checking.settle, round_, difference, actor(), kept=Entry(form.kept.data))
    ):
        return redirect_to(request.path)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/round_checks.html",
        round=round_,
        checks=found,
        done=sum(check.checked_on is not None for check in found),
        differences=list(by_id.values()),
        scans=scans.scans_of({d.check.sheet_id for d in by_id.values()}),
        form=form,
        collecting=round_.state is RoundState.COLLECTING,
        entries=labels.ENTRIES,
        first=Entry.FIRST,
        second=Entry.SECOND,
    )
