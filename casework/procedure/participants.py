"""Who may take part in a case, and what may be recorded of them: by the team, while it is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from casework import queries
from casework.models import Case, CaseParticipant
from casework.participants.labels import ACTIONS, EVENTS, STATES
from casework.rules import TEAM_STATES, ParticipantAction, ParticipantRole, ParticipantState
from core import moment
from core.access.actor import Actor
from core.access.permissions import Permission
from core.procedure import Procedure, Refusal, Transition

S, A, P = ParticipantState, ParticipantAction, Permission
Data = Mapping[str, Any]


def sound_invitation(case: Case, data: Data) -> Refusal | None:
    """Refuse who is a respondent or of the team, an expert of an accused unit, a day to come."""
    if case.state not in TEAM_STATES:
        return Refusal("participant_case_ended")
    name, role = data["name"], data["role"]
    persons = role is not ParticipantRole.ORGANISATION
    if persons and name in {r.name for r in case.respondents if r.name}:
        return Refusal("participant_is_respondent", {"name": name})
    if persons and name in {m.user.name for m in case.members if m.left_on is None}:
        return Refusal("participant_of_team", {"name": name})
    accused = {words for r in case.respondents for words in (r.unit.name, r.unit.short_name)}
    if role is ParticipantRole.EXPERT and data["affiliation"] in accused:
        return Refusal("participant_of_accused_unit", {"unit": data["affiliation"]})
    late = data["invited_on"] > moment.today()
    return Refusal("participant_date_wrong", {"on": data["invited_on"]}) if late else None


def _open_case(participant: CaseParticipant, _actor: Actor) -> Refusal | None:
    is_open = participant.case.state in TEAM_STATES
    return None if is_open else Refusal("participant_case_ended")


def _sound_statement(participant: CaseParticipant, _actor: Actor, data: Data) -> Refusal | None:
    if not participant.invited_on <= data["stated_on"] <= moment.today():
        return Refusal("participant_date_wrong", {"on": participant.invited_on})
    return None if data["statement"] else Refusal("participant_words_missing")


def _with_reason(_participant: CaseParticipant, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["reason"] else Refusal("case_reason_missing")


def _state(participant: CaseParticipant, _actor: Actor, data: Data) -> dict[str, Any]:
    """Keep what was stated; what was said before stays in the record."""
    was = {"stated_on": participant.stated_on, "statement": participant.statement}
    participant.stated_on, participant.statement = data["stated_on"], data["statement"]
    participant.absence_reason = None
    return {"stated_on": participant.stated_on, "was": was if was["statement"] else None}


def _note_absence(participant: CaseParticipant, _actor: Actor, data: Data) -> None:
    participant.absence_reason = data["reason"]


def _row(
    action: ParticipantAction,
    sources: set[ParticipantState],
    target: ParticipantState,
    **more: Any,
) -> Transition:
    return Transition(
        action,
        frozenset(sources),
        target,
        P.CASE_INVESTIGATE,
        ACTIONS[action],
        who=lambda participant, actor: queries.is_member(participant.case, actor),
        guard=_open_case,
        **more,
    )


PARTICIPANT_PROCEDURE = Procedure(
    name="participant",
    model=CaseParticipant,
    states=ParticipantState,
    unit_path=lambda participant: participant.case.unit.path,
    path=(S.INVITED, S.STATED),
    state_labels=STATES,
    rests={S.ABSENT: _("未参加已经记明，之后愿意陈述的仍可补记")},
    extra_labels=EVENTS,
    transitions=(
        _row(A.STATE, set(S), S.STATED, check=_sound_statement, effect=_state),
        _row(A.NOTE_ABSENCE, {S.INVITED}, S.ABSENT, check=_with_reason, effect=_note_absence),
    ),
)
