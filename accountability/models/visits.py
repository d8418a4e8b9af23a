"""Visits on the spot (现场核查) by which a report of correction is verified."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.rectifications import Rectification, RectificationItem
from accountability.rules import VisitFinding
from core.db import Model, enum_type
from core.identity.models import User


class RectificationVisit(Model):
    """Who went where, when, and what was found: of one item, or of the whole without `item_id`."""

    __tablename__ = "rectification_visits"
    __table_args__ = (Index("ix_rectification_visits_rectification_id", "rectification_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("rectification_items.id"))
    visited_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    visitors: Mapped[str] = mapped_column(String(120))
    finding: Mapped[VisitFinding] = mapped_column(enum_type(VisitFinding))
    found: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    rectification: Mapped[Rectification] = relationship(back_populates="visits")
    item: Mapped[RectificationItem | None] = relationship()
    recorded_by: Mapped[User] = relationship(lazy="joined")
