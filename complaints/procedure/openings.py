"""The opening of who reported: asked for with a reason, consented to by a second person, timed.

It is for the one who asked and nobody else, it runs out, and each view is recorded. SEC-01,
ASVS 2.3.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from flask import current_app
from flask_babel import lazy_gettext as _

from complaints import labels
from complaints.models import ReporterOpening
from complaints.queries import about
from complaints.rules import OpeningAction, OpeningState, concerns
from config import Settings
from core import moment
from core.access import Actor, Permission
from core.procedure import Procedure, Transition
from core.refusals import Refusal

State = OpeningState
Data = Mapping[str, Any]


def _is_second_person(opening: ReporterOpening, actor: Actor) -> bool:
    """Tell whether `actor` is neither who asks nor somebody the report is about."""
    respondents = [(item.person_id, item.unit_id) for item in opening.complaint.respondents]
    return actor.id != opening.requested_by_id and not concerns(*about(actor), respondents)


def _is_who_asked(opening: ReporterOpening, actor: Actor) -> bool:
    return actor.id == opening.requested_by_id


def _consent(opening: ReporterOpening, actor: Actor, _data: Data) -> Data:
    settings: Settings = current_app.extensions["wenze.settings"]
    opening.decided_by_id = actor.id
    opening.decided_at = moment.now()
    opening.expires_at = moment.now() + timedelta(minutes=settings.opening_minutes)
    return {"expires_at": opening.expires_at}


def _refuse(opening: ReporterOpening, actor: Actor, data: Data) -> None:
    opening.decided_by_id = actor.id
    opening.decided_at = moment.now()
    opening.refused_because = data["reason"]


def _has_reason(_opening: ReporterOpening, _actor: Actor, data: Data) -> Refusal | None:
    if not (data.get("reason") or "").strip():
        return Refusal("opening_refusal_needs_reason")
    return None


def _has_time_left(opening: ReporterOpening, _actor: Actor) -> Refusal | None:
    return None if opening.runs_at(moment.now()) else Refusal("opening_expired")


def _count_view(opening: ReporterOpening, _actor: Actor, _data: Data) -> Data:
    opening.view_count += 1
    return {"view": opening.view_count}


OPENING_PROCEDURE: Final = Procedure(
    name="opening",
    model=ReporterOpening,
    states=State,
    transitions=(
        Transition(
            OpeningAction.CONSENT,
            frozenset({State.REQUESTED}),
            State.CONSENTED,
            Permission.REPORTER_CONSENT,
            _("同意查看"),
            who=_is_second_person,
            effect=_consent,
        ),
        Transition(
            OpeningAction.REFUSE,
            frozenset({State.REQUESTED}),
            State.REFUSED,
            Permission.REPORTER_CONSENT,
            _("不同意查看"),
            who=_is_second_person,
            check=_has_reason,
            effect=_refuse,
        ),
        Transition(
            OpeningAction.VIEW,
            frozenset({State.CONSENTED, State.USED}),
            State.USED,
            Permission.REPORTER_OPEN,
            _("查看身份信息"),
            who=_is_who_asked,
            guard=_has_time_left,
            effect=_count_view,
        ),
        Transition(
            OpeningAction.EXPIRE,
            frozenset({State.CONSENTED, State.USED}),
            State.EXPIRED,
            Permission.REPORTER_OPEN,
            _("查看期限届满"),
            by_system=True,
        ),
    ),
    unit_path=lambda opening: opening.complaint.unit.path,
    path=(State.REQUESTED, State.CONSENTED, State.USED, State.EXPIRED),
    rests={
        State.CONSENTED: _("是否查看由申请人决定，期满自动失效"),
        State.USED: _("已经查看，期满自动失效"),
    },
    state_labels=labels.OPENING_STATES,
    extra_labels=labels.OPENING_EXTRA_ACTIONS,
)
