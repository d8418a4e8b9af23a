"""Pages of the unit to which a complaint was passed on: sign for it, return it, report on it.

What stands here is what was written for the unit. Who reported, their letters and their files do
not travel; out of scope, and about the reader, is 404.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Response, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, presenting, queries, services
from complaints.models import ComplaintTransfer
from complaints.procedure import TRANSFER_PROCEDURE
from complaints.procedure.extending import explaining_rule
from complaints.procedure.transfers import return_rule, sign_off_rule
from complaints.rules import TransferAction
from complaints.views.blueprint import bp
from complaints.views.transfers import WORDS, history
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks.queries import for_subject
from core.documents.services import pdf_bytes
from core.procedure import available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to


@bp.get("/assigned")
@requires(Permission.TRANSFER_HANDLE)
def assigned_list() -> ResponseReturnValue:
    """List what was passed on to the reader's unit, newest first."""
    found = list_page(queries.assigned_to(actor()), [ComplaintTransfer.id], counted=True)
    return page("complaints/assigned_list.html", transfers=found, words=WORDS)


@bp.get("/assigned/<int:transfer_id>")
@requires(Permission.TRANSFER_HANDLE)
def assigned_detail(transfer_id: int) -> ResponseReturnValue:
    """Show what was passed on, and what can be done."""
    transfer = queries.get_assigned(transfer_id, actor())
    offered = available_actions(TRANSFER_PROCEDURE, transfer, actor())
    actions = [item.transition for item in offered if item.refusal is None]
    return page(
        "complaints/assigned_detail.html",
        transfer=transfer,
        actions=[
            (str(row.label), _address(transfer, row.action), _kind(row.action)) for row in actions
        ],
        barred=[say(item.refusal) for item in offered if item.refusal is not None][:1],
        clocks=presenting.clock_panels(for_subject(ComplaintTransfer.__tablename__, transfer.id)),
        history=history(transfer),
        words=WORDS,
    )


@bp.route("/assigned/<int:transfer_id>/sign", methods=["GET", "POST"])
@requires(Permission.TRANSFER_HANDLE)
def assigned_sign(transfer_id: int) -> ResponseReturnValue:
    """Sign for it."""
    transfer = queries.get_assigned(transfer_id, actor())
    form = forms.TransferSignForm(data={"seen_version": transfer.version})
    if _acted(form, services.sign_transfer, transfer):
        return _done(transfer, _("已签收。"))
    return _ask(transfer, TransferAction.SIGN, form)


@bp.route("/assigned/<int:transfer_id>/return", methods=["GET", "POST"])
@requires(Permission.TRANSFER_HANDLE)
def assigned_return(transfer_id: int) -> ResponseReturnValue:
    """Send it back with the reasons."""
    transfer = queries.get_assigned(transfer_id, actor())
    form = forms.TransferReturnForm(data={"seen_version": transfer.version})
    if _acted(form, services.return_transfer, transfer, text=form.text.data):
        return _done(transfer, _("已退回。"))
    return _ask(transfer, TransferAction.RETURN, form, return_rule(transfer.complaint))


@bp.route("/assigned/<int:transfer_id>/report", methods=["GET", "POST"])
@requires(Permission.TRANSFER_HANDLE)
def assigned_report(transfer_id: int) -> ResponseReturnValue:
    """Report what was done."""
    transfer = queries.get_assigned(transfer_id, actor())
    form = forms.TransferReportForm(data={"seen_version": transfer.version})
    if _acted(
        form,
        services.report_transfer,
        transfer,
        text=form.text.data,
        approved_by=form.approved_by.data or None,
    ):
        return _done(transfer, _("已反馈办理情况。"))
    return _ask(transfer, TransferAction.REPORT, form, sign_off_rule(transfer.complaint))


@bp.route("/assigned/<int:transfer_id>/ask-time", methods=["GET", "POST"])
@requires(Permission.TRANSFER_HANDLE)
def assigned_ask_time(transfer_id: int) -> ResponseReturnValue:
    """Ask for more time."""
    transfer = queries.get_assigned(transfer_id, actor())
    form = forms.AskTimeForm(data={"seen_version": transfer.version})
    if _acted(form, services.ask_time, transfer, text=form.text.data, until=form.until.data):
        return _done(transfer, _("已申请延期，待转办单位答复。"))
    return _ask(transfer, TransferAction.ASK_TIME, form, explaining_rule(transfer.complaint))


@bp.route("/assigned/<int:transfer_id>/explain", methods=["GET", "POST"])
@requires(Permission.TRANSFER_HANDLE)
def assigned_explain(transfer_id: int) -> ResponseReturnValue:
    """Explain in writing why it was not handled in time."""
    transfer = queries.get_assigned(transfer_id, actor())
    form = forms.UrgingExplainForm(data={"seen_version": transfer.version})
    if _acted(form, services.explain_urging, transfer, text=form.text.data):
        return _done(transfer, _("已作出书面说明。"))
    return _ask(transfer, TransferAction.EXPLAIN, form)


@bp.get("/assigned/<int:transfer_id>/documents/<int:document_id>")
@requires(Permission.TRANSFER_HANDLE)
def assigned_document(transfer_id: int, document_id: int) -> ResponseReturnValue:
    """Hand out the slip, or a letter by which the unit was urged, byte for byte as issued."""
    transfer = queries.get_assigned(transfer_id, actor())
    theirs = (transfer.document, *(one.document for one in transfer.urgings))
    document = next((one for one in theirs if one and one.id == document_id), None)
    if document is None:
        abort(404)
    response = Response(pdf_bytes(document), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{document.id}.pdf")
    return response


def _kind(action: str) -> str:
    quiet = (TransferAction.RETURN, TransferAction.ASK_TIME)
    return "quiet" if action in quiet else "primary"


def _address(transfer: ComplaintTransfer, action: str = "detail") -> str:
    return url_for(f"complaints.assigned_{action}", transfer_id=transfer.id)


def _acted(
    form: ActionForm,
    service: Callable[..., object],
    transfer: ComplaintTransfer,
    **values: str | date | None,
) -> bool:
    return form.validate_on_submit() and acted(
        form,
        service,
        transfer,
        actor(),
        **values,
        seen_version=form.version,
        token=form.form_token.data,
    )


def _done(transfer: ComplaintTransfer, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect_to(_address(transfer))


def _ask(
    transfer: ComplaintTransfer, action: TransferAction, form: ActionForm, rule: str | None = None
) -> ResponseReturnValue:
    """Show the form of an act; back to what was passed on where it cannot be done."""
    template = f"complaints/assigned_{action}.html"
    if form.is_submitted():
        return invalid(template, transfer=transfer, form=form, rule=rule)
    offered = available_actions(TRANSFER_PROCEDURE, transfer, actor())
    if any(item.transition.action == action and item.refusal is None for item in offered):
        return page(template, transfer=transfer, form=form, rule=rule)
    flash(_("本件的状态已经变化。"), "warning")
    return redirect_to(_address(transfer))
