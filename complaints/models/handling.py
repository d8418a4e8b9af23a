"""What happens to a complaint while it is handled: supplements asked for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.models.complaints import Complaint
from core.db import Model
from core.identity.models import User


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
