"""Ask who reported for what is missing, and keep what came of it."""

from __future__ import annotations

from datetime import date

from complaints import documents
from complaints.models import Complaint
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import ComplaintAction, DocumentKind
from complaints.services.identity import refuse_naming
from complaints.services.letters import issue_letter
from core.access import Actor
from core.db import transactional
from core.documents.models import IssuedDocument
from core.procedure import perform


@transactional
def ask_supplement(
    complaint: Complaint,
    actor: Actor,
    *,
    missing: str,
    due_on: date,
    seen_version: int | None,
    token: str | None = None,
) -> IssuedDocument:
    """Ask for what is `missing` until `due_on` and issue the notice; the receipt code shows it too.

    Stops the clock of acceptance where the pack says so. Refused while another request runs, for a
    day that is not later than today, where the report is anonymous without a receipt code, and for
    a text that names who reported.
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.ASK_SUPPLEMENT,
        actor,
        seen_version=seen_version,
        token=token,
        data={"missing": missing, "due_on": due_on},
    )
    return issue_letter(
        complaint,
        actor,
        DocumentKind.SUPPLEMENT_NOTICE,
        missing,
        lambda facts: documents.supplement_letter(facts, missing, due_on),
    )


@transactional
def receive_supplement(
    complaint: Complaint,
    actor: Actor,
    *,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Enter what came; the decision is due again. Refused where the text names who reported."""
    refuse_naming(complaint, actor, text)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.RECEIVE_SUPPLEMENT,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text},
    )


@transactional
def end_supplement(
    complaint: Complaint, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Enter that nothing came in time; the decision is taken on what there is. Refused before the
    day that was told is over.
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.END_SUPPLEMENT,
        actor,
        seen_version=seen_version,
        token=token,
    )
