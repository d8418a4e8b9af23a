"""Pages on which the unit is urged and supervised to which a report was passed on."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, queries, services
from complaints.models import Complaint
from complaints.procedure.urging import open_transfers
from complaints.rules import ComplaintAction, UrgingStep
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires


@bp.route("/complaints/<int:complaint_id>/urge", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def complaint_urge(complaint_id: int) -> ResponseReturnValue:
    """Urge in writing, or note a spoken reminder."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.UrgeForm(data=_preset(complaint))
    return _raise(complaint, ComplaintAction.URGE, form)


@bp.route("/complaints/<int:complaint_id>/supervise", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_supervise(complaint_id: int) -> ResponseReturnValue:
    """Raise a yellow card or a red one."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.SuperviseForm(data=_preset(complaint))
    return _raise(complaint, ComplaintAction.SUPERVISE, form)


def _preset(complaint: Complaint) -> dict[str, str | int | None]:
    return {"seen_version": complaint.version, "transfer": request.args.get("transfer")}


def _raise(
    complaint: Complaint, action: ComplaintAction, form: forms.UrgeForm
) -> ResponseReturnValue:
    there = {str(one.id): one for one in open_transfers(complaint)}
    form.transfer.choices = [(key, one.unit.name) for key, one in there.items()]
    step = UrgingStep(form.step.data) if form.step.data in set(UrgingStep) else UrgingStep.URGE
    talk = {"talk_on": form.talk_on.data} if isinstance(form, forms.SuperviseForm) else {}
    if acted_on(
        form,
        services.urge_unit,
        complaint,
        transfer=there.get(form.transfer.data or ""),
        step=step,
        text=form.text.data,
        **talk,
    ):
        return done(complaint.id, _("已登记催办、督办，并列入承办单位的待办事项。"))
    return ask(complaint, action, form)
