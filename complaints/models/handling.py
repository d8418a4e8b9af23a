"""What happens to a complaint while it is handled: supplements, transfers, urgings, drafts of the
reply, calls back.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.models.complaints import Complaint
from complaints.rules import PASSED_ON, ReplyState, Satisfaction, TransferState, UrgingStep
from core import moment
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import Unit, User


class SupplementRequest(Model):
    """What who reported is asked to add, until when, and what came of it.

    Open while `ended_on` is empty; `received` is what came, None where the period ran out.
    """

    __tablename__ = "supplement_requests"
    __table_args__ = (
        CheckConstraint("due_on >= asked_on", name="due_after_asked"),
        CheckConstraint("ended_on IS NOT NULL OR received IS NULL", name="received_is_ended"),
        Index("ix_supplement_requests_complaint_id_id", "complaint_id", "id"),
        Index("ix_supplement_requests_ended_on", "ended_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    missing: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]
    received: Mapped[str | None] = mapped_column(Text)

    complaint: Mapped[Complaint] = relationship(back_populates="supplements")
    asked_by: Mapped[User] = relationship()


class ComplaintTransfer(Versioned, Model):
    """A complaint passed on to the unit whose business it is: the stub of the slip (NET-12).

    `content` is what the unit reads: nothing of who reported travels with it. `outcome` is why it
    was returned or taken back, or what was done; `approved_by` the leader who signed that (NET-08);
    `is_late`: returned after the period for it; `due_on` moves where more time was given
    (`extensions`); `urged` the gravest step by which the unit was urged.
    """

    __tablename__ = "complaint_transfers"
    __table_args__ = (
        CheckConstraint("due_on > sent_on", name="due_after_sent"),
        CheckConstraint(
            "state NOT IN ('returned', 'reported', 'recalled')"
            " OR (ended_on IS NOT NULL AND ended_by_id IS NOT NULL AND outcome IS NOT NULL)",
            name="ended_has_outcome",
        ),
        CheckConstraint("state != 'signed' OR signed_on IS NOT NULL", name="signed_has_day"),
        CheckConstraint("NOT is_late OR state = 'returned'", name="late_is_returned"),
        Index("ix_complaint_transfers_complaint_id_id", "complaint_id", "id"),
        Index("ix_complaint_transfers_unit_id_state", "unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    state: Mapped[TransferState] = mapped_column(
        enum_type(TransferState), default=TransferState.SENT
    )
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[date]
    due_on: Mapped[date]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signed_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    outcome: Mapped[str | None] = mapped_column(Text)
    approved_by: Mapped[str | None] = mapped_column(String(40))
    is_late: Mapped[bool] = mapped_column(default=False)
    urged: Mapped[UrgingStep | None] = mapped_column(enum_type(UrgingStep))

    complaint: Mapped[Complaint] = relationship(back_populates="transfers")
    unit: Mapped[Unit] = relationship()
    document: Mapped[IssuedDocument | None] = relationship()
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id])
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    urgings: Mapped[list[TransferUrging]] = relationship(
        back_populates="transfer", order_by="TransferUrging.id"
    )
    extensions: Mapped[list[TransferExtension]] = relationship(
        back_populates="transfer", order_by="TransferExtension.id"
    )

    @property
    def is_overdue(self) -> bool:
        """Tell whether the unit still has it after the last day."""
        return self.state in PASSED_ON and moment.today() > self.due_on


class TransferUrging(Model):
    """One step by which a unit was urged; on one day each step has one record, to which more is
    added. `talk_on` is the day of the talk that goes with a red card, `answer` what the unit says.
    """

    __tablename__ = "transfer_urgings"
    __table_args__ = (
        UniqueConstraint("transfer_id", "step", "raised_on"),
        CheckConstraint("(step = 'red') = (talk_on IS NOT NULL)", name="red_has_talk"),
        CheckConstraint(
            "(answer IS NULL) = (answered_on IS NULL)"
            " AND (answer IS NULL) = (answered_by_id IS NULL)",
            name="answer_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("complaint_transfers.id"))
    step: Mapped[UrgingStep] = mapped_column(enum_type(UrgingStep))
    raised_on: Mapped[date]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    talk_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    transfer: Mapped[ComplaintTransfer] = relationship(back_populates="urgings")
    document: Mapped[IssuedDocument | None] = relationship()
    raised_by: Mapped[User] = relationship(foreign_keys=[raised_by_id])


class TransferExtension(Model):
    """More time that a unit asked for, with the reasons, and what was answered.

    Open while `decided_on` is empty; decided without `granted_until` it was not granted.
    """

    __tablename__ = "transfer_extensions"
    __table_args__ = (
        CheckConstraint("wanted_until > asked_on", name="wanted_after_asked"),
        CheckConstraint(
            "(decided_on IS NULL) = (decided_by_id IS NULL)", name="decided_has_decider"
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != asked_by_id", name="decided_by_another"
        ),
        CheckConstraint(
            "decided_on IS NOT NULL OR granted_until IS NULL", name="granted_is_decided"
        ),
        CheckConstraint(
            "decided_on IS NULL OR granted_until IS NOT NULL OR opinion IS NOT NULL",
            name="refused_has_reason",
        ),
        Index("ix_transfer_extensions_transfer_id_id", "transfer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("complaint_transfers.id"))
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text)
    wanted_until: Mapped[date]
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_until: Mapped[date | None]
    opinion: Mapped[str | None] = mapped_column(Text)

    transfer: Mapped[ComplaintTransfer] = relationship(back_populates="extensions")
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class ReplyDraft(Versioned, Model):
    """A reply to who reported, from its draft to the letter, as the leader in charge signs it
    (NET-08).

    `method` is the means by which they are told, None for another answer to who is in doubt.
    `opinion` is what the leader said last: to the signature, or why it was sent back.
    """

    __tablename__ = "reply_drafts"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id IS NULL"
            " OR (decided_by_id != drafted_by_id AND decided_by_id != submitted_by_id)",
            name="signed_by_another",
        ),
        CheckConstraint(
            "state NOT IN ('approved', 'delivered', 'returned')"
            " OR (decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name="decided_has_decider",
        ),
        CheckConstraint("state != 'returned' OR opinion IS NOT NULL", name="returned_has_reason"),
        CheckConstraint(
            "(state = 'delivered') = (document_id IS NOT NULL)", name="delivered_has_letter"
        ),
        Index("ix_reply_drafts_complaint_id_id", "complaint_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    state: Mapped[ReplyState] = mapped_column(enum_type(ReplyState), default=ReplyState.DRAFTED)
    text: Mapped[str] = mapped_column(Text)
    method: Mapped[str | None] = mapped_column(String(200))
    drafted_on: Mapped[date]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_on: Mapped[date | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opinion: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))

    complaint: Mapped[Complaint] = relationship(back_populates="reply_drafts")
    document: Mapped[IssuedDocument | None] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    submitted_by: Mapped[User | None] = relationship(foreign_keys=[submitted_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class CallBack(Model):
    """What who reported said of the answer when called back; `answer` is the one given then to
    who was in doubt (NET-09).
    """

    __tablename__ = "call_backs"
    __table_args__ = (
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer_has_day"),
        Index("ix_call_backs_complaint_id_id", "complaint_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    called_on: Mapped[date]
    called_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    satisfaction: Mapped[Satisfaction] = mapped_column(enum_type(Satisfaction))
    note: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]

    complaint: Mapped[Complaint] = relationship(back_populates="call_backs")
