"""What collation counted, kept so that a result is read without its sheets."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, enum_type
from evaluation.rules import GapReason, InvalidReason, ParticipantGroup, SheetSource


class SheetCount(Model):
    """So many sheets of a unit came in this way, from this group, and count or do not."""

    __tablename__ = "evaluation_sheet_counts"
    __table_args__ = (Index("ix_evaluation_sheet_counts_round_unit_id", "round_unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    source: Mapped[SheetSource] = mapped_column(enum_type(SheetSource))
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup))
    invalid_reason: Mapped[InvalidReason | None] = mapped_column(enum_type(InvalidReason))
    gap_reason: Mapped[GapReason | None] = mapped_column(enum_type(GapReason))
    sheets: Mapped[int]


class OptionCount(Model):
    """So many valid sheets of a unit, a way and a group chose an option."""

    __tablename__ = "evaluation_option_counts"
    __table_args__ = (Index("ix_evaluation_option_counts_round_unit_id", "round_unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    source: Mapped[SheetSource] = mapped_column(enum_type(SheetSource))
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup))
    option_id: Mapped[int] = mapped_column(ForeignKey("survey_options.id"))
    sheets: Mapped[int]


class PeopleCount(Model):
    """So many valid sheets of a unit answered a question of which several options may be chosen."""

    __tablename__ = "evaluation_people_counts"

    round_unit_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round_units.id"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("survey_questions.id"), primary_key=True, autoincrement=False
    )
    sheets: Mapped[int]
