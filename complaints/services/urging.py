"""Urge the unit to which a report was passed on, supervise it, and take its explanation."""

from __future__ import annotations

from datetime import date

from complaints import documents
from complaints.models import Complaint, ComplaintTransfer, TransferUrging
from complaints.procedure import COMPLAINT_PROCEDURE, TRANSFER_PROCEDURE
from complaints.procedure.urging import of_today
from complaints.rules import (
    STEPS_OF,
    DocumentKind,
    TransferAction,
    TransferState,
    UrgingStep,
)
from complaints.services.identity import keep_reporters_out
from complaints.services.letters import issue_letter
from core.access import Actor
from core.db import db, transactional
from core.procedure import perform


@transactional
def urge_unit(
    complaint: Complaint,
    actor: Actor,
    *,
    transfer: ComplaintTransfer | None,
    step: UrgingStep,
    text: str,
    talk_on: date | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> TransferUrging:
    """Urge the unit of `transfer` by `step` and issue its letter (a spoken reminder has none); the
    same step on the same day is added to its record, without another letter.

    Refused before its turn on the ladder, for a unit that has nothing any more, without a text, for
    a red card without the day of a talk, and for a text that names who reported. Who may raise
    which step: `STEPS_OF`.
    """
    keep_reporters_out(complaint, actor, text)
    is_first = transfer is None or of_today(transfer, step) is None
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        next(action for action, steps in STEPS_OF.items() if step in steps),
        actor,
        seen_version=seen_version,
        token=token,
        data={"transfer": transfer, "step": step, "text": text, "talk_on": talk_on},
        reason=text,
    )
    assert transfer is not None  # refused otherwise
    urging = of_today(transfer, step)
    assert urging is not None  # just kept
    if is_first and step in documents.NAMES:
        _issue(complaint, actor, urging)
    db.session.flush()
    return urging


@transactional
def explain_urging(
    transfer: ComplaintTransfer,
    actor: Actor,
    *,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Explain in writing why it was not handled in time; answers each card that waits for it."""
    perform(
        TRANSFER_PROCEDURE,
        transfer,
        TransferAction.EXPLAIN,
        actor,
        seen_version=seen_version,
        token=token,
        data={"text": text},
        reason=text,
    )


def _issue(complaint: Complaint, actor: Actor, urging: TransferUrging) -> None:
    transfer = urging.transfer
    slip = transfer.document.number if transfer.document else None
    said = documents.Urging(
        step=urging.step,
        unit=transfer.unit.name,
        slip_number=slip or complaint.number,
        due_on=transfer.due_on,
        is_signed=transfer.state is TransferState.SIGNED,
        text=urging.text,
        talk_on=urging.talk_on,
    )
    urging.document = issue_letter(
        complaint,
        actor,
        DocumentKind.URGING_NOTICE,
        urging.text,
        lambda facts: documents.urging_letter(facts, said),
    )
