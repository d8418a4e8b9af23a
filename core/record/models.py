"""Tables of the record."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class RecordEntry(Model):
    """One act, as it was recorded. The instant is kept as text so that the link covers its exact
    form.
    """

    __tablename__ = "record_entries"
    __table_args__ = (Index("ix_record_entries_subject", "subject_type", "subject_id", "seq"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    action: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[int]
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    link: Mapped[str]


class RecordHead(Model):
    """The single row that says how long the chain is and what its last link is; writers queue on
    it.
    """

    __tablename__ = "record_head"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    link: Mapped[str]
    seal: Mapped[str]
