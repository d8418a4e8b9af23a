"""Reports that are not entered: sent up sealed, with nothing kept but that it happened."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.rules import SealedWay
from core import moment
from core.db import Model, UtcDateTime, enum_type
from core.identity.models import Unit, User


class SealedReport(Model):
    """A report that the organ above receives (径送上级): a number, days, and to whom it went.

    What it says, whom it is about and who sent it is written nowhere: no column holds it.
    """

    __tablename__ = "sealed_reports"
    __table_args__ = (
        CheckConstraint("sent_on >= received_on", name="sent_after_received"),
        Index("ix_sealed_reports_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    received_on: Mapped[date]
    sent_on: Mapped[date]
    sent_to: Mapped[str] = mapped_column(String(120))
    way: Mapped[SealedWay] = mapped_column(enum_type(SealedWay))
    taken_by: Mapped[str | None] = mapped_column(String(60))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    unit: Mapped[Unit] = relationship()
    entered_by: Mapped[User] = relationship()
