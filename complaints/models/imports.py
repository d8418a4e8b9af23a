"""Imports of the hotline's work orders."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from complaints.models.complaints import Complaint, looked_up
from complaints.rules import ImportState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import Unit, User


class HotlineImport(Versioned, Model):
    """A spreadsheet of work orders, from its upload to what became of it.

    `content` is the file, sealed, while it waits to be confirmed; `rejected` the rows that could
    not be taken, masked and sealed, for who confirmed it. Both are gone when their time is over.
    `columns` holds what each column means. The counts are set with the confirmation:
    `unseen_count` was registered and `withheld_count` was not, both out of sight of the importer,
    whom or whose unit these rows are about.
    """

    __tablename__ = "hotline_imports"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("state = 'waiting' OR content IS NULL", name="content_while_waiting"),
        CheckConstraint("state = 'done' OR rejected IS NULL", name="rejected_of_done"),
        CheckConstraint(
            "state != 'done' OR (confirmed_by_id IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="done_has_confirmer",
        ),
        Index("ix_hotline_imports_unit_id_id", "unit_id", "id"),
        Index("ix_hotline_imports_expires_at", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[ImportState] = mapped_column(enum_type(ImportState), default=ImportState.WAITING)
    sha256: Mapped[str] = mapped_column(String(64))
    file_kind: Mapped[str] = mapped_column(String(4))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    rejected: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    columns: Mapped[list[str | None]] = mapped_column(JSON)
    takes_names_out: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    row_count: Mapped[int]
    imported_count: Mapped[int] = mapped_column(default=0)
    known_count: Mapped[int] = mapped_column(default=0)
    faulty_count: Mapped[int] = mapped_column(default=0)
    unseen_count: Mapped[int] = mapped_column(default=0)
    withheld_count: Mapped[int] = mapped_column(default=0)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship()
    uploaded_by: Mapped[User] = relationship(foreign_keys=[uploaded_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])

    def waits_at(self, instant: datetime) -> bool:
        """Tell whether it can still be confirmed at `instant`, swept away or not."""
        waits = self.state is ImportState.WAITING
        return waits and self.expires_at is not None and instant < self.expires_at


class ImportColumns(Model):
    """What the columns of a spreadsheet with these headings mean to a unit.

    The headings are known by a keyed hash (where a sheet has none, they are data), `columns` goes
    by their alphabetical order.
    """

    __tablename__ = "import_columns"
    __table_args__ = (UniqueConstraint("unit_id", "headings_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    headings_index: Mapped[str] = mapped_column(String(64))
    columns: Mapped[list[str | None]] = mapped_column(JSON)
    takes_names_out: Mapped[bool]
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)


class WorkOrder(Model):
    """The hotline's work order that a complaint came from; its number comes once per register. It
    came in a table, or the hotline handed it in by its token.
    """

    __tablename__ = "work_orders"
    __table_args__ = (
        UniqueConstraint("unit_id", "number"),
        Index("ix_work_orders_number", "number"),
        Index("ix_work_orders_import_id", "import_id"),
        CheckConstraint("(import_id IS NULL) <> (api_token_id IS NULL)", name="one_origin"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaints.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    number: Mapped[str] = mapped_column(looked_up(60))
    origin: Mapped[str | None] = mapped_column(String(40))
    deadline: Mapped[date | None]
    wants_secrecy: Mapped[bool]
    import_id: Mapped[int | None] = mapped_column(ForeignKey("hotline_imports.id"))
    api_token_id: Mapped[int | None] = mapped_column(ForeignKey("api_tokens.id"))

    complaint: Mapped[Complaint] = relationship(back_populates="work_order")
    import_: Mapped[HotlineImport | None] = relationship()
