"""What the nightly check found that nobody follows, and when it looked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, UtcDateTime, enum_type
from core.identity.models import Unit
from oversight.rules import Lapse


class Unattended(Model):
    """An open thing that nobody follows, as the newest check found it.

    `file_type` and `file_id` name the file it is kept in, which decides who sees it; without a file
    it is counted only. `detail` holds what the words of `cause` need, `since` the day on which a
    check first found it.
    """

    __tablename__ = "unattended_things"
    __table_args__ = (
        CheckConstraint("(file_type IS NULL) = (file_id IS NULL)", name="file_is_whole"),
        UniqueConstraint("subject_type", "subject_id"),
        Index("ix_unattended_things_file", "file_type", "file_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    state: Mapped[str] = mapped_column(String(40))
    file_type: Mapped[str | None] = mapped_column(String(60))
    file_id: Mapped[int | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    cause: Mapped[Lapse] = mapped_column(enum_type(Lapse))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    since: Mapped[date]

    unit: Mapped[Unit] = relationship()


class FollowUpCheck(Model):
    """One check: when, how many open things it looked at, and how many nobody follows."""

    __tablename__ = "follow_up_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    looked_at: Mapped[int]
    found: Mapped[int]
