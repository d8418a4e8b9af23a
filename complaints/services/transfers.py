"""Pass a complaint on to the unit whose business it is; sign for it, return it, report on it."""

from __future__ import annotations

from datetime import date

from complaints import documents
from complaints.models import Complaint, ComplaintTransfer
from complaints.procedure import COMPLAINT_PROCEDURE, TRANSFER_PROCEDURE
from complaints.procedure.transfers import return_rule
from complaints.queries import kept_from
from complaints.rules import HANDLING, RETURN, ComplaintAction, DocumentKind, TransferAction
from complaints.services.identity import keep_reporters_out
from complaints.services.letters import issue_letter
from complaints.services.routing import has_handler
from core import record
from core.access import Actor
from core.db import db, transactional
from core.identity.models import Unit
from core.procedure import perform, start_clock
from core.refusals import Refusal, Refused


@transactional
def transfer_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    unit: Unit,
    reason: str,
    content: str,
    due_on: date,
    seen_version: int | None,
    token: str | None = None,
) -> ComplaintTransfer:
    """Pass a complaint on to `unit`, which reads `content` and reports until `due_on`; issue the
    slip. The report stays here, with its clock and with who reported.

    Refused to whom it is about and who stands under them (NET-11), where nobody of the unit may
    know of it, and for a text that names who reported. Starts the clock of the last day, and that
    of the return where the pack has one (NET-07).
    """
    keep_reporters_out(complaint, actor, reason, content)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.TRANSFER,
        actor,
        seen_version=seen_version,
        token=token,
        data={"unit": unit, "reason": reason, "content": content, "due_on": due_on},
        reason=reason,
    )
    if not has_handler(unit, [(row.person_id, row.unit_id) for row in kept_from(complaint)]):
        raise Refused(Refusal("transfer_no_handler", {"unit": unit.name}))
    transfer = complaint.transfers[-1]
    slip = documents.Slip(unit.name, reason, content, due_on, return_rule(complaint))
    transfer.document = issue_letter(
        complaint,
        actor,
        DocumentKind.TRANSFER_SLIP,
        content,
        lambda facts: documents.transfer_slip(facts, slip),
    )
    db.session.flush()
    record.append("send", transfer, actor_id=actor.id, after={"complaint_id": complaint.id})
    for term in (RETURN, HANDLING):
        start_clock(TRANSFER_PROCEDURE, transfer, term, actor, is_first=True)
    return transfer


@transactional
def recall_transfer(
    complaint: Complaint,
    actor: Actor,
    *,
    transfer: ComplaintTransfer | None,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Take back what the unit has not signed for; the unit sees it no more, its clocks are called
    off. Refused once it is signed for, and without reasons.
    """
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.RECALL_TRANSFER,
        actor,
        seen_version=seen_version,
        token=token,
        data={"transfer": transfer, "text": text},
        reason=text,
    )
    assert transfer is not None  # refused otherwise
    perform(
        TRANSFER_PROCEDURE,
        transfer,
        TransferAction.RECALL,
        actor,
        seen_version=None,
        data={"text": text},
        reason=text,
        following=True,
    )


@transactional
def ask_time(
    transfer: ComplaintTransfer,
    actor: Actor,
    *,
    text: str,
    until: date,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Ask for more time, with the reasons, before the last day is over (003-06 art. 6 (2))."""
    perform(
        TRANSFER_PROCEDURE,
        transfer,
        TransferAction.ASK_TIME,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text, "until": until},
        reason=text,
    )


@transactional
def answer_extension(
    complaint: Complaint,
    actor: Actor,
    *,
    transfer: ComplaintTransfer | None,
    is_granted: bool,
    until: date | None = None,
    text: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Answer a unit that asks for more time: granted `until` a day, or not, with the reasons.

    Granted, the last day moves and its clock is extended. Refused for a day that is not later, when
    the last day is over, without reasons where it is not granted, and to who asked.
    """
    values = {"transfer": transfer, "is_granted": is_granted, "until": until, "text": text}
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.EXTEND_TRANSFER,
        actor,
        seen_version=seen_version,
        token=token,
        data=values,
        reason=text,
    )


@transactional
def sign_transfer(
    transfer: ComplaintTransfer,
    actor: Actor,
    *,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Sign for what was passed on: it is the business of the unit."""
    _act(transfer, TransferAction.SIGN, actor, seen_version, token)


@transactional
def return_transfer(
    transfer: ComplaintTransfer,
    actor: Actor,
    *,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Send it back with the reasons; noted as late after the day the pack gives. NET-07."""
    _act(transfer, TransferAction.RETURN, actor, seen_version, token, text=text)


@transactional
def report_transfer(
    transfer: ComplaintTransfer,
    actor: Actor,
    *,
    text: str,
    approved_by: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Report what was done to the unit that answers. Refused unsigned where the pack wants the
    leader in charge to sign (NET-08).
    """
    _act(
        transfer,
        TransferAction.REPORT,
        actor,
        seen_version,
        token,
        text=text,
        approved_by=approved_by,
    )


def _act(
    transfer: ComplaintTransfer,
    action: TransferAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    **data: str | None,
) -> None:
    perform(
        TRANSFER_PROCEDURE,
        transfer,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=data.get("text") if action is TransferAction.RETURN else None,
    )
