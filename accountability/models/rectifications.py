"""Rectification by the unit or person decided upon, item by item."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.decisions import Decision
from accountability.rules import ItemState, RectificationState
from casework.models import CaseRespondent
from core.db import Model, Versioned, enum_type
from core.identity.models import Unit


class Rectification(Versioned, Model):
    """The duty to correct and to report it in writing (ACC-15), for one respondent."""

    __tablename__ = "rectifications"
    __table_args__ = (
        UniqueConstraint("decision_id", "respondent_id"),
        Index("ix_rectifications_unit_id_id", "unit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[RectificationState] = mapped_column(
        enum_type(RectificationState), default=RectificationState.ORDERED
    )
    ordered_on: Mapped[date]
    due_on: Mapped[date]
    report_text: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_on: Mapped[date | None]

    decision: Mapped[Decision] = relationship()
    respondent: Mapped[CaseRespondent] = relationship()
    unit: Mapped[Unit] = relationship()
    items: Mapped[list[RectificationItem]] = relationship(
        back_populates="rectification", order_by="RectificationItem.id"
    )


class RectificationItem(Model):
    """One thing to correct: what was wrong, what was done, and whether that is accepted (销号)."""

    __tablename__ = "rectification_items"
    __table_args__ = (
        CheckConstraint("(done_text IS NULL) = (done_on IS NULL)", name="deed_has_date"),
        CheckConstraint(
            "accepted_on IS NULL OR (done_on IS NOT NULL AND accepted_by_id IS NOT NULL)",
            name="accepted_was_done",
        ),
        Index("ix_rectification_items_rectification_id", "rectification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    problem: Mapped[str] = mapped_column(Text)
    done_text: Mapped[str | None] = mapped_column(Text)
    done_on: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(Text)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_on: Mapped[date | None]

    rectification: Mapped[Rectification] = relationship(back_populates="items")

    @property
    def status(self) -> ItemState:
        """Where the item stands, derived from what was recorded."""
        if self.accepted_on is not None:
            return ItemState.ACCEPTED
        if self.return_reason is not None:
            return ItemState.RETURNED
        return ItemState.OPEN if self.done_on is None else ItemState.REPORTED
