"""The assessment of a year, its items with their points, the units assessed, what was deducted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    and_,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship
from sqlalchemy.types import TypeDecorator

from accountability.models import Rectification
from assessment.rules import AssessedState, AssessmentState
from core.db import Model, Versioned, enum_type
from core.identity.models import Unit

TENTH = Decimal("0.1")


class Points(TypeDecorator[Decimal]):
    """Points with one decimal, kept as whole tenths: the same number on both engines."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Store tenths."""
        return None if value is None else int(Decimal(value) * 10)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read points."""
        return None if value is None else Decimal(value) * TENTH


class Assessment(Versioned, Model):
    """The assessment of one year. `unit` organises it; the pack is pinned; one a year (art. 8)."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("unit_id", "year"),
        CheckConstraint(
            "(approved_on IS NULL) = (approved_by_id IS NULL)", name="approval_has_person"
        ),
        CheckConstraint("(frozen_on IS NULL) = (frozen_by_id IS NULL)", name="freeze_has_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    pack_id: Mapped[str] = mapped_column(String(60))
    state: Mapped[AssessmentState] = mapped_column(
        enum_type(AssessmentState), default=AssessmentState.DRAFTED
    )
    plan: Mapped[str] = mapped_column(Text)
    panel: Mapped[str] = mapped_column(Text)
    assess_on: Mapped[date | None]
    notified_on: Mapped[date | None]
    proposed_on: Mapped[date | None]
    objections_until: Mapped[date | None]
    frozen_on: Mapped[date | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approval_opinion: Mapped[str | None] = mapped_column(Text)
    circulated_on: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    items: Mapped[list[AssessmentItem]] = relationship(order_by="AssessmentItem.position")
    assessed: Mapped[list[AssessedUnit]] = relationship(
        back_populates="assessment", order_by="AssessedUnit.id", cascade="all, delete-orphan"
    )


class AssessmentItem(Model):
    """What is scored: a row of the pack's standard, copied when the assessment is drafted.

    `points` None: set by the office before the notice, or a standard without points.
    """

    __tablename__ = "assessment_items"
    __table_args__ = (UniqueConstraint("assessment_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    area: Mapped[str | None] = mapped_column(String(100))
    label: Mapped[str] = mapped_column(String(200))
    points: Mapped[Decimal | None] = mapped_column(Points)
    article: Mapped[str] = mapped_column(String(200))


class AssessedUnit(Versioned, Model):
    """One unit in the assessment of a year: what it says of itself, what was found, its band.

    `proposed_score` is what the unit was shown, `score` what was frozen after objections.
    """

    __tablename__ = "assessed_units"
    __table_args__ = (
        UniqueConstraint("assessment_id", "unit_id"),
        CheckConstraint(
            "(falsification = 0) = (falsification_reason IS NULL)", name="falsification_has_reason"
        ),
        CheckConstraint("(objection IS NULL) = (objected_on IS NULL)", name="objection_has_date"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answer_has_date"),
        Index("ix_assessed_units_unit_id", "unit_id"),
        Index("ix_assessed_units_assessor_id", "assessor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    #: Who assesses it in the organiser's place: the superior of a public service body (003-15).
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    state: Mapped[AssessedState] = mapped_column(
        enum_type(AssessedState), default=AssessedState.AWAITED
    )
    summary: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    falsification: Mapped[int] = mapped_column(default=0)
    falsification_reason: Mapped[str | None] = mapped_column(Text)
    proposed_score: Mapped[Decimal | None] = mapped_column(Points)
    score: Mapped[Decimal | None] = mapped_column(Points)
    band_code: Mapped[str | None] = mapped_column(String(60))
    band_reason: Mapped[str | None] = mapped_column(Text)
    objection: Mapped[str | None] = mapped_column(Text)
    objected_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    assessment: Mapped[Assessment] = relationship(back_populates="assessed")
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    assessor: Mapped[Unit | None] = relationship(foreign_keys=[assessor_id])
    self_scores: Mapped[list[SelfScore]] = relationship(order_by="SelfScore.id")
    checks: Mapped[list[SpotCheck]] = relationship(order_by="SpotCheck.id")
    deductions: Mapped[list[PointDeduction]] = relationship(order_by="PointDeduction.id")

    #: What its unqualified result ordered to be rectified.
    order: Mapped[Rectification | None] = relationship(
        primaryjoin=lambda: _ordered_by(AssessedUnit), viewonly=True, uselist=False
    )

    @property
    def assessed_by(self) -> Unit:
        """The unit that checks and deducts: its own assessor, else the organiser."""
        return self.assessor or self.assessment.unit


def _ordered_by(row: type[AssessedUnit | SpotCheck]) -> Any:
    """Join a row to what it ordered to be rectified."""
    return and_(
        foreign(Rectification.origin_id) == row.id,
        Rectification.origin_type == row.__tablename__,
    )


class SelfScore(Model):
    """What a unit says of itself on one item, with its evidence attached."""

    __tablename__ = "assessment_self_scores"
    __table_args__ = (UniqueConstraint("assessed_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessed_id: Mapped[int] = mapped_column(ForeignKey("assessed_units.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("assessment_items.id"))
    score: Mapped[Decimal | None] = mapped_column(Points)
    text: Mapped[str] = mapped_column(Text)


class SpotCheck(Model):
    """A check through the year: by which method, on which day, what was found."""

    __tablename__ = "assessment_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessed_id: Mapped[int] = mapped_column(ForeignKey("assessed_units.id"), index=True)
    method_code: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[date]
    findings: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    #: What it ordered to be rectified.
    order: Mapped[Rectification | None] = relationship(
        primaryjoin=lambda: _ordered_by(SpotCheck), viewonly=True, uselist=False
    )


class PointDeduction(Model):
    """Points off one item for one problem, with the reason; a withdrawn one stays to be read.

    `problem` says which problem it is: of those that stand, no two have the same (annex, note 2).
    """

    __tablename__ = "assessment_deductions"
    __table_args__ = (
        CheckConstraint("points > 0 AND times > 0", name="takes_something_off"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name="withdrawal_has_reason"
        ),
        CheckConstraint(
            "(evidence_type IS NULL) = (evidence_id IS NULL)", name="evidence_is_whole"
        ),
        Index(
            "uq_assessment_deductions_one_problem_once",
            "assessed_id",
            "problem",
            unique=True,
            sqlite_where=text("withdrawn_on IS NULL"),
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessed_id: Mapped[int] = mapped_column(ForeignKey("assessed_units.id"), index=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("assessment_items.id"))
    check_id: Mapped[int | None] = mapped_column(ForeignKey("assessment_checks.id"))
    code: Mapped[str | None] = mapped_column(String(60))
    times: Mapped[int] = mapped_column(default=1)
    points: Mapped[Decimal] = mapped_column(Points)
    reason: Mapped[str] = mapped_column(Text)
    found_on: Mapped[date]
    problem: Mapped[str] = mapped_column(String(200))
    evidence_type: Mapped[str | None] = mapped_column(String(60))
    evidence_id: Mapped[int | None]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str | None] = mapped_column(Text)
