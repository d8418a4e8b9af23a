"""Invite a respondent to state and defend. Each function is one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from casework import queries
from casework.defence.queries import open_draft
from casework.defending import InvitationAction
from casework.models import Case, DefenceInvitation
from casework.procedure.defence import INVITATION_PROCEDURE, sound_text, write
from casework.rules import CaseState
from core import record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from core.serving.rules import Delivery

DRAFT = "draft"


def may_invite(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may write invitations: of the team, with the permission."""
    may = actor.may(Permission.CASE_INVESTIGATE, case.unit.path)
    return may and queries.is_member(case, actor)


def is_open(case: Case) -> bool:
    """Tell whether the respondents of a case are being heard."""
    return case.state is CaseState.DEFENCE


@transactional
def draft_invitation(
    case: Case,
    actor: Actor,
    *,
    respondent_id: int,
    facts_text: str,
    basis: str,
    answer_by: date,
    answer_to: str,
    fact_ids: Sequence[int] = (),
    evidence_ids: Sequence[int] = (),
    token: str | None = None,
) -> DefenceInvitation:
    """Write an invitation with the pieces of its extract (SEC-04).

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused outside
    the stage of defence, for a respondent of another case, one whose draft is open, a day that is
    past, pieces that are barred, and words that name or hint at who reported or testified.
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_invite(case, actor) or actor.id is None:
        raise Forbidden(DRAFT)
    drafter_id = actor.id
    data = {
        "facts_text": facts_text,
        "basis": basis,
        "answer_by": answer_by,
        "answer_to": answer_to,
        "fact_ids": list(fact_ids),
        "evidence_ids": list(evidence_ids),
    }
    written: dict[str, Any] = {"respondent_id": respondent_id}

    def build() -> DefenceInvitation:
        respondent = next((r for r in case.respondents if r.id == respondent_id), None)
        if respondent is None:
            raise Refused(Refusal("case_unknown_respondent"))
        if refusal := sound_text(case, actor, data):
            raise Refused(refusal)
        if open_draft(respondent.id) is not None:
            names = {"name": respondent.display_name}
            raise Refused(Refusal("invitation_draft_exists", names))
        made = DefenceInvitation(case=case, respondent=respondent, drafted_by_id=drafter_id)
        written.update(write(made, data))
        return made

    invitation: DefenceInvitation = create_once(token, DefenceInvitation, build)
    record.append(DRAFT, invitation, actor_id=actor.id, after=written)
    return invitation


@transactional
def edit_invitation(
    invitation: DefenceInvitation,
    actor: Actor,
    *,
    seen_version: int,
    token: str | None = None,
    **typed: Any,
) -> None:
    """Change what a draft says and what goes with it. Refused as `draft_invitation`."""
    _act(invitation, InvitationAction.EDIT, actor, seen_version, token, typed)


@transactional
def issue_invitation(
    invitation: DefenceInvitation, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Number and issue the invitation with its extract; the bytes are kept.

    Refused where meanwhile a piece of it may no longer leave the house.
    """
    _act(invitation, InvitationAction.ISSUE, actor, seen_version, token)


@transactional
def serve_invitation(
    invitation: DefenceInvitation,
    actor: Actor,
    delivery: Delivery,
    *,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record how it was served. Refused: what the method lacks, days out of order, a receipt after
    the day by which to answer.
    """
    _act(invitation, InvitationAction.SERVE, actor, seen_version, token, {"delivery": delivery})


def _act(
    invitation: DefenceInvitation,
    action: InvitationAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: Mapping[str, Any] | None = None,
) -> None:
    perform(
        INVITATION_PROCEDURE,
        invitation,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )
