"""How an overdue rectification was pressed: reminded, supervised by a letter, criticised."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.rectifications import Rectification
from accountability.urging import OverdueStep
from core.db import Model, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class RectificationUrging(Model):
    """One step: when, by whom, in which words; `article` and `recipients` of a criticism.

    A reminder has a way by which it was given and no letter. `text` goes into the letter of the
    others, so that it never names who reported.
    """

    __tablename__ = "rectification_urgings"
    __table_args__ = (
        CheckConstraint("step != 'criticise' OR article IS NOT NULL", name="criticised_by_rule"),
        CheckConstraint("step != 'remind' OR way IS NOT NULL", name="reminded_by_some_way"),
        Index("ix_rectification_urgings_rectification_id", "rectification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    step: Mapped[OverdueStep] = mapped_column(enum_type(OverdueStep))
    due_on: Mapped[date]
    raised_on: Mapped[date]
    raised_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[str] = mapped_column(Text)
    way: Mapped[str | None] = mapped_column(String(120))
    article: Mapped[str | None] = mapped_column(String(120))
    recipients: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))

    rectification: Mapped[Rectification] = relationship(back_populates="urgings")
    raised_by: Mapped[User] = relationship(lazy="joined")
    document: Mapped[IssuedDocument | None] = relationship(lazy="joined")
