"""Pages on which who reported is asked for, consented to, and seen."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, presenting, queries, services
from complaints.models import Complaint, ReporterOpening
from complaints.procedure import OPENING_PROCEDURE
from complaints.rules import OpeningAction
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires
from core.identity.stepup import requires_fresh
from core.procedure import available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to

_OPENING = "/complaints/<int:complaint_id>/openings/<int:opening_id>"


@bp.route("/complaints/<int:complaint_id>/openings/new", methods=["GET", "POST"])
@requires(Permission.REPORTER_OPEN)
def opening_request(complaint_id: int) -> ResponseReturnValue:
    """Ask to see who reported."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.OpeningRequestForm(data={"seen_version": complaint.version})
    request_opening = presenting.Kept(services.request_opening)
    if form.validate_on_submit() and acted(
        form,
        request_opening,
        complaint,
        actor(),
        reason=form.reason.data,
        token=form.form_token.data,
    ):
        flash(_("已提出申请，待另一人同意。"), "success")
        return redirect_to(url_for("complaints.complaint_detail", complaint_id=complaint_id))
    show = invalid if form.is_submitted() else page
    return show("complaints/opening_request.html", complaint=complaint, form=form)


@bp.get(_OPENING)
@requires(Permission.COMPLAINT_READ)
def opening_detail(complaint_id: int, opening_id: int) -> ResponseReturnValue:
    """Show a request, where it stands, and what can be done."""
    complaint, opening = _load(complaint_id, opening_id)
    offered = available_actions(OPENING_PROCEDURE, opening, actor())
    return page(
        "complaints/opening_detail.html",
        complaint=complaint,
        opening=opening,
        words=presenting.WORDS,
        history=presenting.opening_history(opening),
        actions=[
            (str(item.transition.label), _address(opening, item.transition.action), kind)
            for item in offered
            if item.refusal is None
            for kind in ["quiet" if item.transition.action == OpeningAction.REFUSE else "primary"]
        ],
        barred=[say(item.refusal) for item in offered if item.refusal is not None],
    )


@bp.route(f"{_OPENING}/consent", methods=["GET", "POST"])
@requires(Permission.REPORTER_CONSENT)
@requires_fresh()
def opening_consent(complaint_id: int, opening_id: int) -> ResponseReturnValue:
    """Consent, as the second person."""
    _complaint, opening = _load(complaint_id, opening_id)
    form = forms.OpeningActForm(data={"seen_version": opening.version})
    if form.validate_on_submit() and acted(
        form,
        services.consent_opening,
        opening,
        actor(),
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已同意查看。"), "success")
        return redirect_to(_address(opening))
    return _ask(opening, OpeningAction.CONSENT, form)


@bp.route(f"{_OPENING}/refuse", methods=["GET", "POST"])
@requires(Permission.REPORTER_CONSENT)
def opening_refuse(complaint_id: int, opening_id: int) -> ResponseReturnValue:
    """Do not consent."""
    _complaint, opening = _load(complaint_id, opening_id)
    form = forms.OpeningRefuseForm(data={"seen_version": opening.version})
    if form.validate_on_submit() and acted(
        form,
        services.refuse_opening,
        opening,
        actor(),
        reason=form.reason.data,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已答复不同意查看。"), "success")
        return redirect_to(_address(opening))
    return _ask(opening, OpeningAction.REFUSE, form)


@bp.route(f"{_OPENING}/view", methods=["GET", "POST"])
@requires(Permission.REPORTER_OPEN)
@requires_fresh()
def opening_view(complaint_id: int, opening_id: int) -> ResponseReturnValue:
    """Show who reported, masked; in clear as an act of its own, on this answer only."""
    complaint, opening = _load(complaint_id, opening_id)
    form = forms.OpeningActForm(data={"seen_version": opening.version})
    view_reporter = presenting.Kept(services.view_reporter)
    if form.validate_on_submit() and acted(
        form,
        view_reporter,
        opening,
        actor(),
        seen_version=form.version,
        token=form.form_token.data,
    ):
        if view_reporter.value is None:  # the same form again: nothing is shown twice
            return redirect_to(_address(opening, OpeningAction.VIEW))
        return page(
            "complaints/reporter.html",
            complaint=complaint,
            opening=opening,
            identity=view_reporter.value,
            words=presenting.WORDS,
        )
    masked = services.masked_reporter(opening, actor())
    return _ask(opening, OpeningAction.VIEW, form, masked=masked, words=presenting.WORDS)


@bp.route("/complaints/find-by-phone", methods=["GET", "POST"])
@requires(Permission.REPORTER_OPEN)
@requires_fresh()
def reporter_look_up() -> ResponseReturnValue:
    """Find what came from a telephone number; counts as an opening."""
    form = forms.ReporterLookUpForm(data={"seen_version": 1})
    look_up = presenting.Kept(services.look_up_phone)
    done = form.validate_on_submit() and acted(
        form, look_up, actor(), number=form.number.data, reason=form.reason.data
    )
    show = invalid if form.is_submitted() and not done else page
    found = look_up.value
    return show("complaints/reporter_look_up.html", form=form, found=found, words=presenting.WORDS)


def _load(complaint_id: int, opening_id: int) -> tuple[Complaint, ReporterOpening]:
    complaint = queries.get_visible_complaint(complaint_id, actor())
    return complaint, queries.get_opening(complaint, opening_id)


def _address(opening: ReporterOpening, action: str = "detail") -> str:
    return url_for(
        f"complaints.opening_{action}",
        complaint_id=opening.complaint_id,
        opening_id=opening.id,
    )


def _ask(
    opening: ReporterOpening, action: OpeningAction, form: ActionForm, **shown: Any
) -> ResponseReturnValue:
    """Show the form of an act; back to the request with the reason where it cannot be done."""
    template = f"complaints/opening_{action}.html"
    values: dict[str, Any] = {
        "complaint": opening.complaint,
        "opening": opening,
        "form": form,
        **shown,
    }
    if form.is_submitted():
        return invalid(template, **values)
    offered = {
        item.transition.action: item.refusal
        for item in available_actions(OPENING_PROCEDURE, opening, actor())
    }
    if action in offered and offered[action] is None:
        return page(template, **values)
    if action not in offered and opening.state in OPENING_PROCEDURE.row(action).sources:
        abort(403)
    if offered.get(action) is None:  # the page of the request says what stands in the way
        flash(_("该申请的状态已经变化。"), "warning")
    return redirect_to(_address(opening))
