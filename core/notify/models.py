"""Tables of notices."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core import moment
from core.db import Model, UtcDateTime, enum_type


class Level(StrEnum):
    """How near the clock is."""

    PLAIN = "plain"
    YELLOW = "yellow"
    RED = "red"


#: What comes later is worse.
LEVELS = tuple(Level)


class Notice(Model):
    """One thing that waits, or waited, for one person. It names no case facts: number, action,
    clock with article, and where to go. `file_type` and `file_id` name the file it is about, by
    which others see that it waits (`core.watching`).
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_user_id_done_at", "user_id", "done_at"),
        Index("ix_notices_file", "file_type", "file_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    number: Mapped[str] = mapped_column(String(120))
    action: Mapped[str] = mapped_column(String(200))
    term: Mapped[str | None] = mapped_column(String(300))
    due_on: Mapped[date | None]
    url: Mapped[str] = mapped_column(String(300))
    file_type: Mapped[str | None] = mapped_column(String(60))
    file_id: Mapped[int | None]
    level: Mapped[Level] = mapped_column(enum_type(Level, "level"))
    mailed_level: Mapped[Level | None] = mapped_column(enum_type(Level, "mailed_level"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NoticeAddress(Model):
    """Where a person wants the daily digest, if they want it, and when they last had one."""

    __tablename__ = "notice_addresses"
    __table_args__ = (
        CheckConstraint("NOT wants_mail OR email IS NOT NULL", name="mail_needs_address"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(200))
    wants_mail: Mapped[bool]
    last_digest_on: Mapped[date | None]
