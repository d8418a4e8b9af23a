"""Pages of who passes a complaint on: the act, the stub, the register."""

from __future__ import annotations

from typing import Any, Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, labels, presenting, queries, services
from complaints.models import ComplaintTransfer
from complaints.procedure.extending import asking, open_request
from complaints.procedure.passing_on import unsigned
from complaints.procedure.transfers import return_rule, withheld_by
from complaints.rules import ComplaintAction
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks.queries import for_subject
from core.identity.queries import all_units
from core.record.services import of_subject
from core.web.lists import list_page
from core.web.pages import page

WORDS: Final = {
    "state": labels.TRANSFER_STATES,
    "tone": labels.TRANSFER_TONES,
    "step": labels.URGING_STEPS,
    "step_tone": labels.URGING_TONES,
}


def history(transfer: ComplaintTransfer) -> list[dict[str, Any]]:
    """Return the record of a transfer, newest first."""
    people = (transfer.sent_by, transfer.signed_by, transfer.ended_by)
    names = {user.id: user.name for user in people if user is not None}
    entries = of_subject(ComplaintTransfer.__tablename__, transfer.id)
    return presenting.timeline([(entry, names.get(entry.actor_id or 0)) for entry in entries])


@bp.route("/complaints/<int:complaint_id>/transfer", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_transfer(complaint_id: int) -> ResponseReturnValue:
    """Pass it on to the unit whose business it is; the slip is made at once."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    units = {str(unit.id): unit for unit in all_units()}
    preset = {"seen_version": complaint.version, "content": complaint.facts}
    form = forms.TransferForm(data=preset)
    form.unit.choices = [
        ("", _("请选择")),
        *((key, unit.name) for key, unit in units.items() if unit.id != complaint.unit_id),
    ]
    if acted_on(
        form,
        services.transfer_complaint,
        complaint,
        unit=units.get(form.unit.data or ""),
        reason=form.reason.data,
        content=form.content.data,
        due_on=form.due_on.data,
    ):
        return done(complaint_id, _("已转办，并生成转办通知单。"))
    return ask(
        complaint,
        ComplaintAction.TRANSFER,
        form,
        withheld_by=withheld_by(complaint),
        return_rule=return_rule(complaint),
    )


@bp.route("/complaints/<int:complaint_id>/extend-transfer", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_extend_transfer(complaint_id: int) -> ResponseReturnValue:
    """Answer a unit that asks for more time."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    there = {str(one.id): one for one in asking(complaint)}
    first = next(iter(there.values()), None)
    wanted = open_request(first) if first is not None else None
    preset = {"seen_version": complaint.version, "until": wanted.wanted_until if wanted else None}
    form = forms.ExtendTransferForm(data=preset)
    form.transfer.choices = [(key, one.unit.name) for key, one in there.items()]
    if acted_on(
        form,
        services.answer_extension,
        complaint,
        transfer=there.get(form.transfer.data or ""),
        is_granted=form.is_granted.data == "yes",
        until=form.until.data,
        text=form.text.data or None,
    ):
        return done(complaint_id, _("已答复延期申请。"))
    requests = [(one, asked) for one in there.values() if (asked := open_request(one))]
    return ask(complaint, ComplaintAction.EXTEND_TRANSFER, form, requests=requests)


@bp.route("/complaints/<int:complaint_id>/recall-transfer", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_recall_transfer(complaint_id: int) -> ResponseReturnValue:
    """Take back what the unit has not signed for."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    there = {str(one.id): one for one in unsigned(complaint)}
    form = forms.RecallTransferForm(data={"seen_version": complaint.version})
    form.transfer.choices = [(key, one.unit.name) for key, one in there.items()]
    if acted_on(
        form,
        services.recall_transfer,
        complaint,
        transfer=there.get(form.transfer.data or ""),
        text=form.text.data,
    ):
        return done(complaint_id, _("已撤回转办，承办单位不再看到本件。"))
    return ask(complaint, ComplaintAction.RECALL_TRANSFER, form)


@bp.get("/complaints/<int:complaint_id>/transfers/<int:transfer_id>")
@requires(Permission.COMPLAINT_READ)
def transfer_detail(complaint_id: int, transfer_id: int) -> ResponseReturnValue:
    """Show the stub: to whom it went, when, why, and what came back."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    transfer = queries.get_transfer(complaint, transfer_id)
    return page(
        "complaints/transfer_detail.html",
        complaint=complaint,
        transfer=transfer,
        clocks=presenting.clock_panels(for_subject(ComplaintTransfer.__tablename__, transfer.id)),
        history=history(transfer),
        words=WORDS,
    )


@bp.get("/transfers")
@requires(Permission.COMPLAINT_READ)
def transfer_list() -> ResponseReturnValue:
    """List what was passed on, newest first: the register."""
    search = forms.TransferSearch(request.args)
    found = queries.transfers_of(actor(), search.values)
    return page(
        "complaints/transfer_list.html",
        fragment="complaints/_transfer_list.html",
        search=search,
        transfers=list_page(found, [ComplaintTransfer.id], counted=True),
        words=WORDS,
    )
