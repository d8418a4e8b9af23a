"""Tell who is accused that a case is investigated, or closed. Each function is one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from casework.models import Case, CaseNotice
from casework.procedure.notices import TELLING_PROCEDURE, sound_text, write
from casework.rules.notices import TellingAction, TellingKind
from casework.services.inviting import DRAFT, may_invite
from casework.telling.queries import open_draft
from core import record
from core.access.actor import Actor
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from core.serving.rules import Delivery

#: Whoever may invite a respondent may tell them: of the team, with the permission.
may_tell = may_invite


@transactional
def draft_telling(
    case: Case,
    actor: Actor,
    *,
    kind: TellingKind,
    respondent_id: int,
    text: str,
    request: str | None = None,
    token: str | None = None,
) -> CaseNotice:
    """Write a notice to one respondent.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice; Refused outside
    its stage, once the file is bound, for a respondent of another case, one whose draft of the
    kind is open, and words that name or hint at who reported or testified (SEC-04).
    """
    db.session.scalars(select(Case.id).where(Case.id == case.id).with_for_update()).one()
    if not may_tell(case, actor) or actor.id is None:
        raise Forbidden(DRAFT)
    drafter_id = actor.id
    data = {"text": text, "request": request}

    def build() -> CaseNotice:
        respondent = next((r for r in case.respondents if r.id == respondent_id), None)
        if respondent is None:
            raise Refused(Refusal("case_unknown_respondent"))
        if refusal := sound_text(case, kind, actor, data):
            raise Refused(refusal)
        if open_draft(respondent.id, kind) is not None:
            raise Refused(Refusal("telling_draft_exists", {"name": respondent.display_name}))
        made = CaseNotice(case=case, respondent=respondent, kind=kind, drafted_by_id=drafter_id)
        write(made, data)
        return made

    notice: CaseNotice = create_once(token, CaseNotice, build)
    after = {"kind": kind, "respondent_id": respondent_id}
    record.append(DRAFT, notice, actor_id=actor.id, after=after)
    return notice


@transactional
def edit_telling(
    notice: CaseNotice,
    actor: Actor,
    *,
    text: str,
    request: str | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Change what a draft says. Refused as `draft_telling`."""
    data = {"text": text, "request": request}
    _act(notice, TellingAction.EDIT, actor, seen_version, token, data)


@transactional
def issue_telling(
    notice: CaseNotice, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Number and issue the notice; refused where it may no longer leave the house."""
    _act(notice, TellingAction.ISSUE, actor, seen_version, token)


@transactional
def serve_telling(
    notice: CaseNotice,
    actor: Actor,
    delivery: Delivery,
    *,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record how it was served. Refused: what the method lacks, days out of order."""
    _act(notice, TellingAction.SERVE, actor, seen_version, token, {"delivery": delivery})


def _act(
    notice: CaseNotice,
    action: TellingAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: dict[str, Any] | None = None,
) -> None:
    perform(
        TELLING_PROCEDURE,
        notice,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )
