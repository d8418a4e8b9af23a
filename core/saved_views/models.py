"""One view of one list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import moment
from core.db import Model, UtcDateTime
from core.identity.models import Unit, User


class SavedView(Model):
    """A list as `owner` wants to find it again; with `unit`, so may all who hold a post there.

    `asked` are the values of the address by name: filters, columns, order.
    """

    __tablename__ = "saved_views"
    __table_args__ = (
        UniqueConstraint("owner_id", "endpoint", "name"),
        Index("ix_saved_views_unit_id_endpoint", "unit_id", "endpoint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    endpoint: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(20))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    owner: Mapped[User] = relationship(foreign_keys=[owner_id])
    unit: Mapped[Unit | None] = relationship()
