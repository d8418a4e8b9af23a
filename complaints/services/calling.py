"""Call who reported back about the answer, and answer again."""

from __future__ import annotations

from complaints import documents
from complaints.models import Complaint
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import ComplaintAction, DocumentKind, Satisfaction
from complaints.services.identity import refuse_naming
from complaints.services.letters import issue_letter
from complaints.services.replies import note_delivered
from core.access import Actor
from core.db import transactional
from core.documents.models import IssuedDocument
from core.procedure import perform


@transactional
def call_back(
    complaint: Complaint,
    actor: Actor,
    *,
    satisfaction: Satisfaction | None,
    note: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Enter what who reported says of the answer; a doubt waits for another one (NET-09).

    Content after all, they are owed none. Refused before an answer, for a doubt without what it is
    about, and where the note names who reported.
    """
    refuse_naming(complaint, actor, note)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.CALL_BACK,
        actor,
        seen_version=seen_version,
        token=token,
        data={"satisfaction": satisfaction, "note": note},
        reason=note,
    )


@transactional
def reply_again(
    complaint: Complaint,
    actor: Actor,
    *,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> IssuedDocument:
    """Answer who is in doubt, and issue the letter; the first answer stays as it was (NET-09).

    Signed like the first one (NET-08).
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.REPLY_AGAIN,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text},
    )
    letter = issue_letter(
        complaint,
        actor,
        DocumentKind.RESULT_NOTICE,
        text,
        lambda facts: documents.result_letter(facts, text),
    )
    note_delivered(complaint, actor, letter)
    return letter
