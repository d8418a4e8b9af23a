"""What can be found, one row a thing; what it can be found by is in the engine's own index."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Index, String, Table, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from core import moment
from core.db import Model, UtcDateTime
from core.identity.models import Unit
from core.search import engines


class SearchEntry(Model):
    """One thing that can be found: its name and text as they are shown, nothing sealed.

    Ids are given in order of entry: what is newest has the highest. `keys` are further tokens, not
    shown: who may reach the entry, and the initials of names.
    """

    __tablename__ = "search_entries"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id"),
        Index("ix_search_entries_number", "number"),
        Index("ix_search_entries_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    unit_id: Mapped[int]  # no foreign key: an entry follows its thing and hinders nobody
    number: Mapped[str] = mapped_column(String(60), default="")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    keys: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    unit: Mapped[Unit] = relationship(
        primaryjoin=lambda: foreign(SearchEntry.unit_id) == Unit.id, viewonly=True
    )


@event.listens_for(SearchEntry.__table__, "after_create")
def _create_index(_table: Table, connection: Connection, **_options: Any) -> None:
    """Create the index where tables are made without the migrations (tests)."""
    for statement in engines.CREATE[connection.dialect.name]:
        connection.exec_driver_sql(statement)
