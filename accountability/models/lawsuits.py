"""Administrative reviews and lawsuits against a unit's act or a decision of this house (XAC-12)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.challenging import LawsuitKind, LawsuitState, Outcome
from accountability.models.decisions import Decision
from core.db import Model, Versioned, enum_type
from core.identity.models import Unit, User


class Lawsuit(Versioned, Model):
    """An act of `sued_unit` challenged before a review organ or a court, kept by `unit`.

    `decision` where the act is a decision of this house. Who brought it is not kept: they may be
    who reported. `lead_id` is the report that a lost result opened, at most one.
    """

    __tablename__ = "lawsuits"
    __table_args__ = (
        CheckConstraint("(state = 'ended') = (outcome IS NOT NULL)", name="ended_has_outcome"),
        CheckConstraint(
            "(outcome IS NULL) = (decided_on IS NULL) AND (outcome IS NULL) = (result IS NULL)"
            " AND (outcome IS NULL) = (effective_on IS NULL)",
            name="result_is_whole",
        ),
        CheckConstraint("state != 'accepted' OR accepted_on IS NOT NULL", name="accepted_has_day"),
        CheckConstraint(
            "(accepted_on IS NULL OR accepted_on >= filed_on)"
            " AND (decided_on IS NULL OR decided_on >= filed_on)"
            " AND (effective_on IS NULL OR effective_on >= decided_on)",
            name="days_in_order",
        ),
        CheckConstraint("lead_id IS NULL OR outcome IS NOT NULL", name="lead_has_outcome"),
        CheckConstraint(
            "carried_out_on IS NULL OR decision_id IS NOT NULL", name="carried_out_on_decision"
        ),
        Index("ix_lawsuits_unit_id_id", "unit_id", "id"),
        Index("ix_lawsuits_decision_id", "decision_id"),
        Index("ix_lawsuits_filed_on", "filed_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    sued_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    kind: Mapped[LawsuitKind] = mapped_column(enum_type(LawsuitKind))
    state: Mapped[LawsuitState] = mapped_column(enum_type(LawsuitState), default=LawsuitState.FILED)
    body: Mapped[str] = mapped_column(String(120))
    body_number: Mapped[str | None] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(Text)
    acted_on: Mapped[date]
    filed_on: Mapped[date]
    accepted_on: Mapped[date | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_type(Outcome))
    result_number: Mapped[str | None] = mapped_column(String(60))
    decided_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    result: Mapped[str | None] = mapped_column(Text)
    carried_out_on: Mapped[date | None]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"), unique=True)
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    sued_unit: Mapped[Unit] = relationship(foreign_keys=[sued_unit_id])
    decision: Mapped[Decision | None] = relationship()
    registered_by: Mapped[User] = relationship()
    corrections: Mapped[list[LawsuitCorrection]] = relationship(order_by="LawsuitCorrection.id")


class LawsuitCorrection(Model):
    """A result that was recorded wrongly, as it stood, and why and by whom it was corrected."""

    __tablename__ = "lawsuit_corrections"
    __table_args__ = (Index("ix_lawsuit_corrections_lawsuit_id", "lawsuit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    lawsuit_id: Mapped[int] = mapped_column(ForeignKey("lawsuits.id"))
    outcome: Mapped[Outcome] = mapped_column(enum_type(Outcome))
    result_number: Mapped[str | None] = mapped_column(String(60))
    decided_on: Mapped[date]
    effective_on: Mapped[date]
    result: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    corrected_on: Mapped[date]
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    corrected_by: Mapped[User] = relationship()
