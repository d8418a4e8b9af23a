"""Receipt codes and messages: who reported asks how it stands, without account or name.

A code has sixteen digits (53 bits) and is kept as a slow keyed hash only. Whoever shows it is taken
for who reported; what they write is sealed, and its time is a day.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select

from complaints import queries
from complaints.models import Complaint, ComplaintReceipt, ReporterMessage
from complaints.rules import receipt_digits
from complaints.services.identity import refuse_naming
from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from core.sealed import Sealed, lookup

DIGITS = 16
#: Messages of one reporter that may wait to be read.
MAX_UNREAD = 10
USE = "receipt code"


@transactional
def issue_receipt(
    complaint: Complaint, actor: Actor, *, reason: str | None = None, code: str | None = None
) -> str:
    """Return a fresh receipt code (`code`: the one made with a form of the public); it is shown
    now and never again.

    Where there is one already it is replaced and holds no longer; that needs a reason. Forbidden
    without the permission to register in the unit.
    """
    if not actor.may(Permission.COMPLAINT_REGISTER, complaint.unit.path):
        raise Forbidden("issue_receipt")
    if complaint.is_lead:
        raise Refused(Refusal("lead_has_no_reporter"))
    receipt = queries.receipt_of(complaint)
    if receipt is not None and not (reason or "").strip():
        raise Refused(Refusal("receipt_replacing_needs_reason"))
    refuse_naming(complaint, actor, reason)
    code = code or f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    action = "issue_receipt" if receipt is None else "replace_receipt"
    if receipt is None:
        receipt = ComplaintReceipt(complaint=complaint)
        db.session.add(receipt)
    receipt.code_hash = lookup.slow_index_of(USE, code)
    receipt.issued_on = moment.today()
    record.append(action, complaint, actor_id=actor.id, reason=reason or None)
    return code


def complaint_of(code: str) -> Complaint | None:
    """Return the complaint of a receipt code; None for a wrong one, after the same work."""
    digits = receipt_digits(code)
    sound = digits if len(digits) == DIGITS else "0" * DIGITS
    complaint = queries.complaint_by_receipt(lookup.slow_index_of(USE, sound))
    return complaint if len(digits) == DIGITS else None


@transactional
def leave_message(complaint: Complaint, *, text: str, token: str) -> None:
    """Keep what who reported wrote. The same form sent twice is kept once.

    The record learns of it when it is read: an entry made now would tell the hour. Refused without
    a text, and while ten messages wait.
    """
    if not text.strip():
        raise Refused(Refusal("message_needs_text"))
    if queries.message_with(token) is not None:
        return
    if queries.unread_number(complaint) >= MAX_UNREAD:
        raise Refused(Refusal("message_too_many"))
    db.session.add(_message(complaint, None, text, token))


@transactional
def answer_message(complaint: Complaint, actor: Actor, *, text: str, token: str) -> None:
    """Write to who reported; what they wrote counts as read.

    Refused without a text, where nobody has a code to read it with, and for a text that names who
    reported: the code may be in other hands. Forbidden without the permission to reply.
    """
    _permit(complaint, actor)
    if queries.message_with(token) is not None:
        return
    if not text.strip():
        raise Refused(Refusal("message_needs_text"))
    if queries.receipt_of(complaint) is None:
        raise Refused(Refusal("message_no_receipt"))
    refuse_naming(complaint, actor, text)
    message = _message(complaint, actor.id, text, token)
    db.session.add(message)
    db.session.flush()
    record.append("answer_message", complaint, actor_id=actor.id, after={"message_id": message.id})
    _mark_read(complaint, actor)


@transactional
def read_messages(complaint: Complaint, actor: Actor) -> None:
    """Mark what who reported wrote as read; the record then knows of it."""
    _permit(complaint, actor)
    _mark_read(complaint, actor)


def _mark_read(complaint: Complaint, actor: Actor) -> None:
    waiting = db.session.scalars(
        select(ReporterMessage).where(
            ReporterMessage.complaint_id == complaint.id, ReporterMessage.is_unread
        )
    ).all()
    for message in waiting:
        message.is_unread = False
    if waiting:
        read = {"message_ids": [message.id for message in waiting]}
        record.append("read_messages", complaint, actor_id=actor.id, after=read)


def _message(complaint: Complaint, author_id: int | None, text: str, token: str) -> ReporterMessage:
    return ReporterMessage(
        complaint_id=complaint.id,
        author_id=author_id,
        body=Sealed.of(text),
        sent_on=moment.today(),
        is_unread=author_id is None,
        form_token=token,
    )


def _permit(complaint: Complaint, actor: Actor) -> None:
    if not actor.may(Permission.COMPLAINT_REPLY, complaint.unit.path):
        raise Forbidden("answer_message")
