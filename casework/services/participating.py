"""Enter who takes part in a case, and what they stated. Each function is one transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from casework import queries
from casework.models import Case, CaseParticipant
from casework.procedure.participants import PARTICIPANT_PROCEDURE, sound_invitation
from casework.rules import ParticipantAction, ParticipantRole
from core import record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refused


def may_invite(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may enter who takes part: of the team, with the permission."""
    may = actor.may(Permission.CASE_INVESTIGATE, case.unit.path)
    return may and queries.is_member(case, actor)


@transactional
def invite(
    case: Case,
    actor: Actor,
    *,
    role: ParticipantRole,
    name: str,
    affiliation: str | None,
    matter: str,
    invited_on: date,
    token: str | None = None,
) -> CaseParticipant:
    """Enter an organisation, a witness or an expert (CMP-08).

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused for an
    ended case, a respondent, a member of the team, an expert of an accused unit, a day to come.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_invite(case, actor) or actor.id is None:
        raise Forbidden(ParticipantAction.STATE)
    values: dict[str, Any] = {
        "role": role,
        "name": name,
        "affiliation": affiliation or None,
        "matter": matter,
        "invited_on": invited_on,
    }
    recorded_by_id = actor.id

    def build() -> CaseParticipant:
        if refusal := sound_invitation(case, values):
            raise Refused(refusal)
        return CaseParticipant(case=case, recorded_by_id=recorded_by_id, **values)

    participant: CaseParticipant = create_once(token, CaseParticipant, build)
    after = {"role": role, "invited_on": invited_on.isoformat()}
    record.append("invite", participant, actor_id=actor.id, after=after)
    return participant


@transactional
def record_statement(
    participant: CaseParticipant,
    actor: Actor,
    *,
    stated_on: date,
    statement: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record what was stated, or correct it; refused without words and for a wrong day."""
    perform(
        PARTICIPANT_PROCEDURE,
        participant,
        ParticipantAction.STATE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"stated_on": stated_on, "statement": statement},
    )


@transactional
def note_absence(
    participant: CaseParticipant,
    actor: Actor,
    *,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record that somebody invited did not take part, and why."""
    perform(
        PARTICIPANT_PROCEDURE,
        participant,
        ParticipantAction.NOTE_ABSENCE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )
