"""Draft a reply, have it signed by the leader in charge, and note that it went out."""

from __future__ import annotations

from complaints.models import Complaint, ReplyDraft
from complaints.procedure import COMPLAINT_PROCEDURE, REPLY_PROCEDURE
from complaints.procedure.replies import DRAFT, signed_draft
from complaints.rules import ComplaintAction, ReplyAction
from complaints.services.identity import refuse_naming
from core import record
from core.access import Actor
from core.db import db, transactional
from core.documents.models import IssuedDocument
from core.procedure import perform


@transactional
def draft_reply(
    complaint: Complaint,
    actor: Actor,
    *,
    text: str,
    method: str | None = None,
    is_kept: bool = False,
    seen_version: int | None,
    token: str | None = None,
) -> ReplyDraft:
    """Draft a reply and put it to the leader, unless it `is_kept` for later (NET-08).

    `method` is how who reported is told; none for another answer to who is in doubt. Refused while
    a draft is open, without text or means, and where either names who reported.
    """
    refuse_naming(complaint, actor, text, method)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.DRAFT_REPLY,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text, "method": method},
    )
    draft = complaint.reply_drafts[-1]
    record.append(DRAFT, draft, actor_id=actor.id, after={"complaint_id": complaint.id})
    if not is_kept:
        submit_reply(draft, actor, text=text, method=method, seen_version=draft.version)
    return draft


@transactional
def submit_reply(
    draft: ReplyDraft,
    actor: Actor,
    *,
    text: str,
    method: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Put a draft to the leader as it reads now; what was signed before has to be signed again.

    Refused without text or means, and where either names who reported.
    """
    refuse_naming(draft.complaint, actor, text, method)
    data = {"text": text, "method": method}
    _act(draft, ReplyAction.SUBMIT, actor, data, seen_version, token)


@transactional
def approve_reply(
    draft: ReplyDraft,
    actor: Actor,
    *,
    text: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Sign the reply, with an opinion or without; refused to whoever wrote at it. 003-06 art. 7."""
    _act(draft, ReplyAction.APPROVE, actor, {"text": text}, seen_version, token)


@transactional
def send_back_reply(
    draft: ReplyDraft,
    actor: Actor,
    *,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Send the draft back with the reasons; refused without, and to whoever wrote at it."""
    _act(draft, ReplyAction.SEND_BACK, actor, {"text": text}, seen_version, token)


def note_delivered(complaint: Complaint, actor: Actor, document: IssuedDocument) -> None:
    """Note, after the act of replying, that the signed draft went out as `document`; nothing where
    none was signed.
    """
    draft = signed_draft(complaint)
    if draft is None:
        return
    perform(
        REPLY_PROCEDURE,
        draft,
        ReplyAction.DELIVER,
        actor,
        seen_version=None,
        data={"document": document},
        following=True,
    )


def _act(
    draft: ReplyDraft,
    action: ReplyAction,
    actor: Actor,
    data: dict[str, str | None],
    seen_version: int | None,
    token: str | None,
) -> None:
    perform(
        REPLY_PROCEDURE,
        draft,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=None if action is ReplyAction.SUBMIT else data["text"],
    )
    db.session.flush()
