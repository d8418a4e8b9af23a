"""The page of those who take part in a case, and the forms for their entries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.forms import participants as forms
from casework.forms.cases import CaseForm
from casework.models import CaseParticipant
from casework.participants import labels
from casework.participants.queries import get_participant, participants_of
from casework.procedure.participants import PARTICIPANT_PROCEDURE
from casework.rules import TEAM_STATES, ParticipantAction
from casework.services import participating as services
from casework.views.blueprint import bp
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.procedure import Forbidden, available_actions
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step


@bp.get("/cases/<int:case_id>/participants")
@requires(Permission.CASE_READ)
def participant_detail(case_id: int) -> ResponseReturnValue:
    """List the organisations, witnesses and experts that take part in a case."""
    case = queries.get_visible_case(case_id, actor())
    found = participants_of(case)
    may = services.may_invite(case, actor()) and case.state in TEAM_STATES
    return page(
        "casework/participant_detail.html",
        case=case,
        participants=found,
        acts={one.id: _acts(one) for one in found},
        may_invite=may,
        words=labels,
    )


@bp.route("/cases/<int:case_id>/participants/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def participant_new(case_id: int) -> ResponseReturnValue:
    """Enter an organisation, a witness or an expert."""
    case = queries.get_visible_case(case_id, actor())
    if not services.may_invite(case, actor()):
        raise Forbidden(ParticipantAction.STATE)
    form = forms.ParticipantForm(data={"seen_version": 1, "invited_on": moment.today()})
    back = url_for("casework.participant_detail", case_id=case.id)
    if form.validate_on_submit() and acted(
        form, services.invite, case, actor(), **form.values, token=form.form_token.data
    ):
        flash(_("参与人已登记。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "back": back, "back_label": labels.SUBJECT}
    return show("casework/entry_form.html", **context, label=_("登记参与人"), about=())


@bp.route("/cases/<int:case_id>/participants/<int:participant_id>/state", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def participant_state(case_id: int, participant_id: int) -> ResponseReturnValue:
    """Record what a participant stated, or correct it."""
    return _act(
        case_id,
        participant_id,
        ParticipantAction.STATE,
        services.record_statement,
        forms.StatementForm,
        lambda one: {"stated_on": one.stated_on or moment.today(), "statement": one.statement},
    )


@bp.route(
    "/cases/<int:case_id>/participants/<int:participant_id>/note-absence",
    methods=["GET", "POST"],
)
@requires(Permission.CASE_INVESTIGATE)
def participant_note_absence(case_id: int, participant_id: int) -> ResponseReturnValue:
    """Record that somebody who was invited did not take part."""
    return _act(
        case_id,
        participant_id,
        ParticipantAction.NOTE_ABSENCE,
        services.note_absence,
        forms.AbsenceForm,
        lambda _one: {},
    )


def _act(
    case_id: int,
    participant_id: int,
    action: ParticipantAction,
    service: Callable[..., Any],
    form_type: type[CaseForm],
    preset: Callable[[CaseParticipant], Mapping[str, Any]],
) -> ResponseReturnValue:
    case = queries.get_visible_case(case_id, actor())
    participant = get_participant(case, participant_id)
    form = form_type(data={"seen_version": participant.version, **preset(participant)})
    about = [
        (labels.ROLES[participant.role], participant.name),
        (_("所在单位和职务"), participant.affiliation),
        (_("参加事项"), participant.matter),
    ]
    back = url_for("casework.participant_detail", case_id=case.id)
    context = {"case": case, "about": about, "back_label": labels.SUBJECT}
    step = Step(
        PARTICIPANT_PROCEDURE,
        participant,
        action,
        service,
        "casework/entry_form.html",
        back,
        context,
    )
    return step.show(form, lambda: form.values)


def _acts(participant: CaseParticipant) -> list[tuple[str, str]]:
    """Return the acts open to the reader: what they are called, and where."""
    return [
        (
            str(found.transition.label),
            url_for(
                f"casework.participant_{found.transition.action.value}",
                case_id=participant.case_id,
                participant_id=participant.id,
            ),
        )
        for found in available_actions(PARTICIPANT_PROCEDURE, participant, actor())
        if found.refusal is None
    ]
