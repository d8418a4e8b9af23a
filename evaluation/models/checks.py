"""Sheets typed a second time by somebody else, and where the two differ."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, enum_type
from evaluation.models.questionnaires import SurveyQuestion
from evaluation.models.sheets import AnswerSheet, SheetBatch
from evaluation.rules import Entry


class SheetCheck(Model):
    """A sheet of a batch of paper that was drawn to be typed again, and whether it was."""

    __tablename__ = "sheet_checks"
    __table_args__ = (
        CheckConstraint("(checked_on IS NULL) = (checked_by_id IS NULL)", name="check_has_person"),
        Index("ix_sheet_checks_batch_id", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("sheet_batches.id"))
    sheet_id: Mapped[int] = mapped_column(ForeignKey("answer_sheets.id"), unique=True)
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    batch: Mapped[SheetBatch] = relationship()
    sheet: Mapped[AnswerSheet] = relationship()
    differences: Mapped[list[SheetDifference]] = relationship(
        back_populates="check", order_by="SheetDifference.id"
    )


class SheetDifference(Model):
    """A question that the two typed otherwise: the places of the options, as “1,3”; empty: none.
    `kept` says which of the two stands.
    """

    __tablename__ = "sheet_differences"
    __table_args__ = (
        UniqueConstraint("check_id", "question_id"),
        CheckConstraint("(kept IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    check_id: Mapped[int] = mapped_column(ForeignKey("sheet_checks.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_questions.id"))
    first: Mapped[str] = mapped_column(String(60))
    second: Mapped[str] = mapped_column(String(60))
    kept: Mapped[Entry | None] = mapped_column(enum_type(Entry))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    check: Mapped[SheetCheck] = relationship(back_populates="differences")
    question: Mapped[SurveyQuestion] = relationship()
