"""A case that goes to the organ above."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from casework.rules.elevations import ElevationGround, ElevationKind, ElevationState
from core.db import Model, Versioned, enum_type
from core.identity.models import Unit, User


class CaseElevation(Versioned, Model):
    """A stub (提级): from which unit a case went to which organ above, why and by which article.

    It is all that the unit which had the case still reads of it.
    """

    __tablename__ = "case_elevations"
    __table_args__ = (
        CheckConstraint(
            "state = 'asked' OR (decided_on IS NOT NULL AND decided_by_id IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("state != 'refused' OR opinion IS NOT NULL", name="refused_in_words"),
        CheckConstraint("from_unit_id != to_unit_id", name="goes_to_another"),
        Index("ix_case_elevations_case_id", "case_id"),
        Index("ix_case_elevations_from_unit_id", "from_unit_id"),
        Index("ix_case_elevations_to_unit_id", "to_unit_id"),
        Index(
            "uq_case_elevations_asked",
            "case_id",
            unique=True,
            sqlite_where=text("state = 'asked'"),
            postgresql_where=text("state = 'asked'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ElevationKind] = mapped_column(enum_type(ElevationKind))
    ground: Mapped[ElevationGround] = mapped_column(enum_type(ElevationGround))
    state: Mapped[ElevationState] = mapped_column(
        enum_type(ElevationState), default=ElevationState.ASKED
    )
    from_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    article: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opinion: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship()
    from_unit: Mapped[Unit] = relationship(foreign_keys=[from_unit_id])
    to_unit: Mapped[Unit] = relationship(foreign_keys=[to_unit_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
