"""One act on one complaint: its form, what bars it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue

from complaints import presenting
from complaints.models import Complaint
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import ComplaintAction
from core.access.gate import actor
from core.procedure import available_actions
from core.refusals import Refusal, say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to


def acted_on(
    form: ActionForm, service: Callable[..., object], complaint: Complaint, **values: Any
) -> bool:
    """Do an act with what a sound form says; tell whether it is done."""
    return form.validate_on_submit() and acted(
        form,
        service,
        complaint,
        actor(),
        **values,
        seen_version=form.version,
        token=form.form_token.data,
    )


def done(complaint_id: int, words: str) -> ResponseReturnValue:
    """Say that it is done, and go back to the complaint."""
    flash(words, "success")
    return redirect_to(url_for("complaints.complaint_detail", complaint_id=complaint_id))


def ask(
    complaint: Complaint, action: ComplaintAction, form: ActionForm, **shown: Any
) -> ResponseReturnValue:
    """Show the form of an act; back to the complaint with the reason where it cannot be done."""
    template = f"complaints/complaint_{presenting.page_name(action)}.html"
    if form.is_submitted():
        return invalid(template, complaint=complaint, form=form, **shown)
    row = COMPLAINT_PROCEDURE.row(action)
    offered = {
        item.transition.action: item.refusal
        for item in available_actions(COMPLAINT_PROCEDURE, complaint, actor())
    }
    if action in offered and offered[action] is None:
        return page(template, complaint=complaint, form=form, **shown)
    if action not in offered and complaint.state in row.sources:
        abort(403)
    state = str(COMPLAINT_PROCEDURE.state_labels[complaint.state])
    wrong = Refusal("wrong_state", {"state": state, "action": str(row.label)})
    flash(say(offered.get(action) or wrong), "warning")
    return redirect_to(url_for("complaints.complaint_detail", complaint_id=complaint.id))
