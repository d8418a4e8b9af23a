"""The changes that two persons make."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from administration.rules import ChangeKind, ChangeState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import Unit, User


class PendingChange(Versioned, Model):
    """What one person proposed. `details` holds the values that take effect when another confirms.

    `unit` is where it takes effect, `user` whom it concerns (none for a pack, a
    period, the calendar or a token).
    """

    __tablename__ = "pending_changes"
    __table_args__ = (
        CheckConstraint(
            "state <> 'confirmed'"
            " OR (decided_by_id IS NOT NULL AND decided_by_id <> proposed_by_id)",
            name="confirmed_by_another",
        ),
        CheckConstraint(
            "user_id IS NOT NULL"
            " OR kind IN ('pack_assign', 'calendar_import', 'period_set', 'token_make')",
            name="concerns_a_user",
        ),
        Index("ix_pending_changes_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[ChangeKind] = mapped_column(enum_type(ChangeKind))
    state: Mapped[ChangeState] = mapped_column(enum_type(ChangeState), default=ChangeState.PROPOSED)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
