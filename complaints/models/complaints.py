"""Complaints, whom they are about, and what protects who reported."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.rules import (
    OF_ITSELF,
    AnswerBy,
    Channel,
    ComplaintKind,
    ComplaintState,
    OpeningState,
    ReporterKind,
)
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import Unit, User
from core.sealed import Sealed, SealedText

if TYPE_CHECKING:
    from complaints.models.handling import (
        CallBack,
        ComplaintTransfer,
        ReplyDraft,
        SupplementRequest,
    )
    from complaints.models.imports import WorkOrder


def looked_up(length: int) -> String:
    """Return the type of a text that is looked up by how it begins: ordered by code point."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class Complaint(Versioned, Model):
    """A complaint or report as it was received. Who made it stands apart, sealed (`Reporter`).

    A lead is one that nobody made: the sweep found the duty of `clock_id` breached, an act was
    overturned in a review or a lawsuit, or the public was dissatisfied with a unit (lawsuit and
    evaluated unit keep the id of their lead). One about the
    same matter as another may be joined to it (`leading`); it keeps number, clock and answer.
    `doubted_on`: since when who reported waits for another answer. One about retaliation may name
    the earlier report (`retaliates`); it is kept from whom that one is about, too (SEC-05).
    """

    __tablename__ = "complaints"
    __table_args__ = (
        CheckConstraint(
            "state != 'declined' OR (decline_code IS NOT NULL AND decline_reason IS NOT NULL"
            " AND decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name="declined_has_reason_and_decider",
        ),
        CheckConstraint(
            "state != 'accepted' OR (decided_by_id IS NOT NULL AND decided_on IS NOT NULL)",
            name="accepted_has_decider",
        ),
        CheckConstraint(
            "state != 'replied' OR (reply_text IS NOT NULL AND replied_on IS NOT NULL)",
            name="replied_has_reply",
        ),
        CheckConstraint(
            "(channel = 'breached_duty') = (clock_id IS NOT NULL)", name="lead_has_clock"
        ),
        CheckConstraint(
            "created_by_id IS NOT NULL OR clock_id IS NOT NULL"
            " OR channel IN ('web', 'hotline', 'overturned_act', 'evaluation_result')",
            name="registered_by_somebody",
        ),
        CheckConstraint(
            "occurred_to IS NULL OR occurred_from IS NULL OR occurred_to >= occurred_from",
            name="period_in_order",
        ),
        CheckConstraint("leading_id != id", name="not_joined_to_itself"),
        CheckConstraint("retaliates_id != id", name="not_retaliation_for_itself"),
        CheckConstraint("retaliates_id IS NULL OR is_retaliation", name="linked_is_retaliation"),
        Index("ix_complaints_leading_id", "leading_id"),
        Index("ix_complaints_retaliates_id", "retaliates_id"),
        Index("ix_complaints_unit_id_id", "unit_id", "id"),
        Index("ix_complaints_state_id", "state", "id"),
        Index("ix_complaints_title", "title"),
        Index("ix_complaints_received_on", "received_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(looked_up(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    procedure_pack_id: Mapped[str] = mapped_column(String(60))
    kind: Mapped[ComplaintKind] = mapped_column(enum_type(ComplaintKind))
    channel: Mapped[Channel] = mapped_column(enum_type(Channel))
    received_on: Mapped[date]
    title: Mapped[str] = mapped_column(looked_up(120))
    facts: Mapped[str] = mapped_column(Text)
    occurred_from: Mapped[date | None]
    occurred_to: Mapped[date | None]
    trigger_code: Mapped[str | None] = mapped_column(String(60))
    is_anonymous: Mapped[bool]
    state: Mapped[ComplaintState] = mapped_column(
        enum_type(ComplaintState), default=ComplaintState.REGISTERED
    )
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decline_code: Mapped[str | None] = mapped_column(String(60))
    decline_reason: Mapped[str | None] = mapped_column(Text)
    withdrawn_on: Mapped[date | None]
    reply_text: Mapped[str | None] = mapped_column(Text)
    replied_on: Mapped[date | None]
    reply_method: Mapped[str | None] = mapped_column(String(200))
    doubted_on: Mapped[date | None]
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clocks.id"), unique=True)
    leading_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"))
    is_retaliation: Mapped[bool] = mapped_column(default=False)
    retaliates_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"))

    unit: Mapped[Unit] = relationship()
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    leading: Mapped[Complaint | None] = relationship(
        back_populates="joined", remote_side=[id], foreign_keys=[leading_id]
    )
    joined: Mapped[list[Complaint]] = relationship(
        back_populates="leading", order_by="Complaint.id", foreign_keys=[leading_id]
    )
    retaliates: Mapped[Complaint | None] = relationship(
        remote_side=[id], foreign_keys=[retaliates_id]
    )
    reporter: Mapped[Reporter | None] = relationship(back_populates="complaint")
    respondents: Mapped[list[ComplaintRespondent]] = relationship(
        back_populates="complaint",
        order_by="ComplaintRespondent.id",
        foreign_keys="ComplaintRespondent.complaint_id",
    )
    work_order: Mapped[WorkOrder | None] = relationship(back_populates="complaint")
    call_backs: Mapped[list[CallBack]] = relationship(
        back_populates="complaint", order_by="CallBack.id"
    )
    transfers: Mapped[list[ComplaintTransfer]] = relationship(
        back_populates="complaint", order_by="ComplaintTransfer.id"
    )
    reply_drafts: Mapped[list[ReplyDraft]] = relationship(
        back_populates="complaint", order_by="ReplyDraft.id"
    )
    supplements: Mapped[list[SupplementRequest]] = relationship(
        back_populates="complaint", order_by="SupplementRequest.id"
    )

    @property
    def is_lead(self) -> bool:
        """Tell whether nobody reported it: it came of a clock, a lawsuit or an evaluation."""
        return self.channel in OF_ITSELF

    @property
    def handled_with_id(self) -> int:
        """The complaint with which it is handled: the one that leads, or itself."""
        return self.leading_id or self.id


class Reporter(Model):
    """Who reported: sealed, in a table of its own, opened only with a reason (SEC-01).

    `phone_index` is the keyed hash by which a number is looked up. Of a joint report (`joint_count`
    people) this is who speaks for all, and `joint_names` are the others, sealed like the rest.
    """

    __tablename__ = "reporters"
    __table_args__ = (
        CheckConstraint("(kind = 'joint') = (joint_count IS NOT NULL)", name="joint_has_count"),
        CheckConstraint("kind = 'joint' OR joint_names IS NULL", name="joint_has_names"),
        Index("ix_reporters_phone_index", "phone_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), unique=True)
    kind: Mapped[ReporterKind] = mapped_column(enum_type(ReporterKind))
    name: Mapped[Sealed | None] = mapped_column(SealedText)
    phone: Mapped[Sealed | None] = mapped_column(SealedText)
    address: Mapped[Sealed | None] = mapped_column(SealedText)
    phone_index: Mapped[str | None] = mapped_column(String(64))
    joint_count: Mapped[int | None]
    joint_names: Mapped[Sealed | None] = mapped_column(SealedText)
    answer_by: Mapped[AnswerBy | None] = mapped_column(enum_type(AnswerBy))

    complaint: Mapped[Complaint] = relationship(back_populates="reporter")


class ComplaintRespondent(Model):
    """A unit reported, or a person in it; `person_id` where that person is known to the system.

    `named_by_id` is the complaint that names them where this one does not: of those handled
    together each is kept from all whom one of them is about.
    """

    __tablename__ = "complaint_respondents"
    __table_args__ = (
        Index("ix_complaint_respondents_complaint_id", "complaint_id"),
        Index("ix_complaint_respondents_unit_id", "unit_id"),
        Index("ix_complaint_respondents_person_id", "person_id"),
        Index("ix_complaint_respondents_named_by_id", "named_by_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    person_name: Mapped[str | None] = mapped_column(String(40))
    post_title: Mapped[str | None] = mapped_column(String(60))
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"))

    complaint: Mapped[Complaint] = relationship(
        back_populates="respondents", foreign_keys=[complaint_id]
    )
    unit: Mapped[Unit] = relationship()


class ReporterOpening(Versioned, Model):
    """A request of one officer to see who reported, and what a second person said to it."""

    __tablename__ = "reporter_openings"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id != requested_by_id", name="second_person"
        ),
        CheckConstraint(
            "state NOT IN ('consented', 'used', 'expired')"
            " OR (decided_by_id IS NOT NULL AND expires_at IS NOT NULL)",
            name="consented_has_decider_and_end",
        ),
        CheckConstraint(
            "state != 'refused' OR (decided_by_id IS NOT NULL AND refused_because IS NOT NULL)",
            name="refused_has_decider_and_reason",
        ),
        CheckConstraint("(view_count > 0) OR state != 'used'", name="used_was_viewed"),
        Index("ix_reporter_openings_complaint_id_id", "complaint_id", "id"),
        Index("ix_reporter_openings_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[OpeningState] = mapped_column(
        enum_type(OpeningState), default=OpeningState.REQUESTED
    )
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_because: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    view_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    complaint: Mapped[Complaint] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    def is_open_for(self, user_id: int | None) -> bool:
        """Tell whether `user_id` asked and may still be answered or look."""
        waits = self.state is OpeningState.REQUESTED or self.runs_at(moment.now())
        return self.requested_by_id == user_id and waits

    def runs_at(self, instant: datetime) -> bool:
        """Tell whether the consent still holds at `instant`."""
        return self.expires_at is not None and instant < self.expires_at


class ComplaintReceipt(Model):
    """The code with which who reported asks how it stands; only its slow keyed hash is kept."""

    __tablename__ = "complaint_receipts"

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    issued_on: Mapped[date]

    complaint: Mapped[Complaint] = relationship()


class ReporterMessage(Model):
    """A message between who reported and intake, sealed. Times are days: an hour may tell who it
    was. `author_id` is the officer, None for who reported.
    """

    __tablename__ = "reporter_messages"
    __table_args__ = (
        Index("ix_reporter_messages_complaint_id_id", "complaint_id", "id"),
        Index("ix_reporter_messages_is_unread", "is_unread", "complaint_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    body: Mapped[Sealed] = mapped_column(SealedText)
    sent_on: Mapped[date]
    is_unread: Mapped[bool]
    form_token: Mapped[str] = mapped_column(String(40), unique=True)

    complaint: Mapped[Complaint] = relationship()
