"""Answers, kept apart from who was asked.

A slip that was handed out and the sheet that was filled in share no key, no time and no transaction
of the database: what comes in waits in a box until enough of them can be put down together, in
random order, and the row of a slip is never written again (decision 0225). Sheets and remarks have
random ids; their tables keep no order of arrival (on SQLite the id is the row's place, or the table
has no place of its own); a day is all that is kept of when. What somebody typed from paper carries
the typist and the batch, and says so.
"""

from __future__ import annotations

import secrets
from datetime import date

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import MAX_ID, Model, enum_type
from core.identity.models import User
from evaluation.models.rounds import RoundUnit
from evaluation.rules import GapReason, InvalidReason, ParticipantGroup, Screening, SheetSource


def random_id() -> int:
    """Return an id that tells nothing of when it was given."""
    return 1 + secrets.randbelow(MAX_ID - 1)


class SurveyToken(Model):
    """A slip that was handed out: only the hash of what stands on it. Its row never changes."""

    __tablename__ = "survey_tokens"
    __table_args__ = (
        CheckConstraint("length(token_hash) = 64", name="hash_length"),
        Index("ix_survey_tokens_round_unit_id", "round_unit_id"),
        {"sqlite_with_rowid": False},
    )

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup))

    round_unit: Mapped[RoundUnit] = relationship()


class SurveyBox(Model):
    """What is being answered about one unit by one group behind slips, or at an open link; one row
    written anew with each answer.

    `used`: marks of the slips that were used, sorted, MARK bytes each; an open link has none.
    `waiting`: sheets and remarks that came in since the box was last emptied, as sorted JSON,
    neither beside the other.
    """

    __tablename__ = "survey_boxes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    round_unit_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round_units.id"), primary_key=True, autoincrement=False
    )
    source: Mapped[SheetSource] = mapped_column(
        enum_type(SheetSource), primary_key=True, default=SheetSource.ONLINE
    )
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup), primary_key=True)
    used: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    waiting: Mapped[str] = mapped_column(Text, default="")
    waiting_sheets: Mapped[int] = mapped_column(default=0)


class SheetBatch(Model):
    """Sheets of one unit and one group, typed by one person: from paper, or as people answer by
    telephone or on the spot.
    """

    __tablename__ = "sheet_batches"
    __table_args__ = (UniqueConstraint("round_unit_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    number: Mapped[str] = mapped_column(String(20))
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup))
    channel: Mapped[SheetSource] = mapped_column(enum_type(SheetSource), default=SheetSource.PAPER)
    typist_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]

    round_unit: Mapped[RoundUnit] = relationship()
    typist: Mapped[User] = relationship()


class SheetImport(Model):
    """A table of sheets for a batch: who put it in, and what was taken of it.

    `content` is the table, sealed, while it waits to be confirmed; nothing of it counts until then.
    """

    __tablename__ = "sheet_imports"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint(
            "(confirmed_on IS NULL) = (content IS NOT NULL)", name="content_while_waiting"
        ),
        Index("ix_sheet_imports_batch_id", "batch_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("sheet_batches.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    file_kind: Mapped[str] = mapped_column(String(4))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_on: Mapped[date | None]
    taken: Mapped[int] = mapped_column(default=0)
    faulty: Mapped[int] = mapped_column(default=0)

    batch: Mapped[SheetBatch] = relationship()
    uploaded_by: Mapped[User] = relationship()


class AnswerSheet(Model):
    """One filled-in sheet. `seq` counts the sheets of a batch; a sheet from the web has none.
    `gap_reason` says why a required question has no answer.
    """

    __tablename__ = "answer_sheets"
    __table_args__ = (
        UniqueConstraint("batch_id", "seq"),
        CheckConstraint(
            "(source NOT IN ('online', 'open_link')) = (batch_id IS NOT NULL AND seq IS NOT NULL)",
            name="typed_has_batch",
        ),
        CheckConstraint(
            "source NOT IN ('online', 'open_link')"
            " OR (invalid_reason IS NULL AND gap_reason IS NULL)",
            name="web_is_whole",
        ),
        Index("ix_answer_sheets_round_unit_id", "round_unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=random_id)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup))
    source: Mapped[SheetSource] = mapped_column(enum_type(SheetSource))
    answered_on: Mapped[date]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("sheet_batches.id"))
    seq: Mapped[int | None]
    invalid_reason: Mapped[InvalidReason | None] = mapped_column(enum_type(InvalidReason))
    gap_reason: Mapped[GapReason | None] = mapped_column(enum_type(GapReason))


class SurveyChoice(Model):
    """One option chosen on one sheet."""

    __tablename__ = "survey_choices"
    __table_args__ = (
        Index("ix_survey_choices_option_id", "option_id"),
        {"sqlite_with_rowid": False},
    )

    sheet_id: Mapped[int] = mapped_column(
        ForeignKey("answer_sheets.id"), primary_key=True, autoincrement=False
    )
    option_id: Mapped[int] = mapped_column(
        ForeignKey("survey_options.id"), primary_key=True, autoincrement=False
    )


class SurveyRemark(Model):
    """What somebody wrote. A remark from the web belongs to a unit, not to a sheet."""

    __tablename__ = "survey_remarks"
    __table_args__ = (
        CheckConstraint(
            "(screening = 'waiting') = (screened_by_id IS NULL)", name="screened_by_somebody"
        ),
        CheckConstraint(
            "screening != 'withheld' OR withheld_reason IS NOT NULL", name="withheld_has_reason"
        ),
        Index("ix_survey_remarks_round_unit_id", "round_unit_id"),
        Index("ix_survey_remarks_sheet_id", "sheet_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, default=random_id)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_questions.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("answer_sheets.id"))
    text: Mapped[str] = mapped_column(Text)
    screening: Mapped[Screening] = mapped_column(enum_type(Screening), default=Screening.WAITING)
    screened_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withheld_reason: Mapped[str | None] = mapped_column(Text)

    round_unit: Mapped[RoundUnit] = relationship()
