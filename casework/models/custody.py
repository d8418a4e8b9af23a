"""Who has which piece of evidence, since when, and from whom: nothing is lost on the way."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Evidence
from casework.rules import CustodyState, EvidenceForm, EvidenceOrigin
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import User

#: The kind of the first event; the others are named after their acts (`rules.CustodyAction`).
RECEIVE = "receive"


class EvidenceCustody(Versioned, Model):
    """A piece of evidence that is kept: whence, in what form, and who has it now.

    `source` is who gave it or where it was taken; `amount` what there is of it (1册36页). `keeper`
    answers for it, also while it is lent: `holder` then has it, and brings it back by `due_on`.
    """

    __tablename__ = "evidence_custodies"
    __table_args__ = (
        CheckConstraint("(state = 'lent') = (due_on IS NOT NULL)", name="lent_until_a_day"),
        Index("ix_evidence_custodies_due_on", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), unique=True)
    state: Mapped[CustodyState] = mapped_column(enum_type(CustodyState), default=CustodyState.HELD)
    title: Mapped[str] = mapped_column(String(120))
    origin: Mapped[EvidenceOrigin] = mapped_column(enum_type(EvidenceOrigin))
    source: Mapped[str] = mapped_column(String(120))
    form: Mapped[EvidenceForm] = mapped_column(enum_type(EvidenceForm))
    amount: Mapped[str] = mapped_column(String(40))
    keeper: Mapped[str] = mapped_column(String(60))
    holder: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date | None]

    evidence: Mapped[Evidence] = relationship()
    events: Mapped[list[CustodyEvent]] = relationship(
        back_populates="custody", order_by="CustodyEvent.id"
    )


class CustodyEvent(Model):
    """One change of hands or of the seal: what, when, from whom, to whom."""

    __tablename__ = "custody_events"
    __table_args__ = (Index("ix_custody_events_custody_id", "custody_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    custody_id: Mapped[int] = mapped_column(ForeignKey("evidence_custodies.id"))
    kind: Mapped[str] = mapped_column(String(40))
    on_date: Mapped[date]
    from_whom: Mapped[str] = mapped_column(String(120))
    to_whom: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    custody: Mapped[EvidenceCustody] = relationship(back_populates="events")
    recorded_by: Mapped[User] = relationship()
