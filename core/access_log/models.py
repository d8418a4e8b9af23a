"""Tables of the access log; triggers of the migration refuse to change or delete a row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, UtcDateTime, enum_type


class AccessKind(StrEnum):
    """What somebody did without changing anything."""

    READ = "read"
    DOWNLOAD = "download"
    OPEN = "open"
    LOOK_UP = "look_up"
    EXPORT = "export"
    GUESS = "guess"


class AccessEntry(Model):
    """Somebody read something. No content stands here, only what it was."""

    __tablename__ = "access_entries"
    __table_args__ = (
        Index("ix_access_entries_kind_id", "kind", "id"),
        {"sqlite_autoincrement": True},  # a number is never given out twice
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[AccessKind] = mapped_column(enum_type(AccessKind))
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    page: Mapped[str] = mapped_column(String(80))


class AccessSeal(Model):
    """A batch of entries with the keyed digest over them; the record holds the same."""

    __tablename__ = "access_seals"
    __table_args__ = (CheckConstraint("count > 0 AND last_id >= first_id", name="not_empty"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(unique=True)
    count: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
