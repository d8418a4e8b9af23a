"""Circulars of criticism, and what corrects them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.circulating import CircularKind, CircularState
from accountability.models.decisions import Decision
from core.db import Model, Versioned, db, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import Unit, User

circular_recipients = Table(
    "circular_recipients",
    db.metadata,
    Column("circular_id", ForeignKey("circulars.id"), primary_key=True),
    Column("unit_id", ForeignKey("units.id"), primary_key=True),
)


class Circular(Versioned, Model):
    """A circular on a decision: one of criticism, and a correction each time it was changed.

    `modification` says after which modification of the decision it was made (0: before any).

    It names everybody on whom the decision laid circulated criticism. `text` is what the team
    wrote; it goes into the letter, so that it never names who reported.
    """

    __tablename__ = "circulars"
    __table_args__ = (
        UniqueConstraint("decision_id", "kind", "modification"),
        CheckConstraint(
            "state != 'sent' OR (sent_on IS NOT NULL AND sent_by IS NOT NULL)",
            name="sent_has_day_and_way",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    kind: Mapped[CircularKind] = mapped_column(enum_type(CircularKind))
    state: Mapped[CircularState] = mapped_column(
        enum_type(CircularState), default=CircularState.ISSUED
    )
    modification: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    sent_on: Mapped[date | None]
    sent_by: Mapped[str | None] = mapped_column(String(120))

    decision: Mapped[Decision] = relationship()
    issued_by: Mapped[User] = relationship()
    document: Mapped[IssuedDocument | None] = relationship()
    recipients: Mapped[list[Unit]] = relationship(secondary=circular_recipients, order_by=Unit.path)
