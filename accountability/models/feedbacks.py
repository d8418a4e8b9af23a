"""That what came of a case was fed back (反馈) to the body that its rules name, as a dated act."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.rectifications import Rectification
from core.db import Model
from core.identity.models import User


class RectificationFeedback(Model):
    """To whom, on which day and by what way the correction and the outcome were fed back."""

    __tablename__ = "rectification_feedbacks"
    __table_args__ = (Index("ix_rectification_feedbacks_rectification_id", "rectification_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    to_whom: Mapped[str] = mapped_column(String(120))
    sent_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    rectification: Mapped[Rectification] = relationship(back_populates="feedbacks")
    recorded_by: Mapped[User] = relationship(lazy="joined")
