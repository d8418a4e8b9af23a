"""The versions of wordings."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import User


class TemplateState(StrEnum):
    """The life of a version: written, approved by a second person, or given up."""

    DRAFT = "draft"
    APPROVED = "approved"
    DISCARDED = "discarded"


class TemplateVersion(Versioned, Model):
    """One wording of a kind of letter.

    A shipped one came with the code: nobody wrote or approved it here, and it has no date; it is
    in force while no other is. `drafted_by` is who wrote the words as they stand.
    """

    __tablename__ = "template_versions"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> drafted_by_id", name="second_person"
        ),
        CheckConstraint("is_shipped = (drafted_by_id IS NULL)", name="written_by_somebody"),
        CheckConstraint(
            "state <> 'approved' OR is_shipped OR (approved_by_id IS NOT NULL"
            " AND approved_at IS NOT NULL AND effective_from IS NOT NULL)",
            name="approved_by_somebody",
        ),
        Index(
            "uq_template_versions_kind_draft",
            "kind",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[TemplateState] = mapped_column(enum_type(TemplateState))
    effective_from: Mapped[date | None]
    is_shipped: Mapped[bool] = mapped_column(default=False)
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    drafted_by: Mapped[User | None] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
