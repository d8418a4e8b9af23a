"""A round of social evaluation: its plan, its units, their grades and feedback notices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import Unit
from evaluation.models.questionnaires import Questionnaire
from evaluation.rules import NoticeState, ParticipantGroup, ResultRange, RoundState, SheetSource


class EvaluationRound(Versioned, Model):
    """One round from its plan to its publication. `unit` organises it; the pack is pinned."""

    __tablename__ = "evaluation_rounds"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "(consented_on IS NULL) = (consented_by_id IS NULL)", name="consent_has_person"
        ),
        CheckConstraint(
            "(results_on IS NULL) = (result_range IS NULL)", name="publication_has_range"
        ),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_date"),
        Index("ix_evaluation_rounds_unit_id_id", "unit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    pack_id: Mapped[str] = mapped_column(String(60))
    method_code: Mapped[str] = mapped_column(String(60))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"), unique=True)
    state: Mapped[RoundState] = mapped_column(enum_type(RoundState), default=RoundState.DRAFTED)
    plan: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    has_open_link: Mapped[bool] = mapped_column(default=False)
    published_on: Mapped[date | None]
    published_at_places: Mapped[str | None] = mapped_column(Text)
    collated_on: Mapped[date | None]
    graded_on: Mapped[date | None]
    graded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consented_on: Mapped[date | None]
    consented_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    consent_opinion: Mapped[str | None] = mapped_column(Text)
    fed_back_on: Mapped[date | None]
    results_on: Mapped[date | None]
    result_range: Mapped[ResultRange | None] = mapped_column(enum_type(ResultRange))
    results_text: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship()
    questionnaire: Mapped[Questionnaire] = relationship()
    units: Mapped[list[RoundUnit]] = relationship(
        back_populates="round", order_by="RoundUnit.id", cascade="all, delete-orphan"
    )
    channels: Mapped[list[RoundChannel]] = relationship(cascade="all, delete-orphan")
    steps: Mapped[list[RoundStep]] = relationship(order_by="RoundStep.on_date")


class RoundChannel(Model):
    """What one way of answering weighs in the index of a round; none set: sheets weigh alike."""

    __tablename__ = "evaluation_channels"
    __table_args__ = (CheckConstraint("weight > 0", name="weight_positive"),)

    round_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_rounds.id"), primary_key=True, autoincrement=False
    )
    source: Mapped[SheetSource] = mapped_column(enum_type(SheetSource), primary_key=True)
    weight: Mapped[int]


class RoundStep(Model):
    """A step of the rules that only people know of: the day it was taken, and what was done."""

    __tablename__ = "evaluation_steps"
    __table_args__ = (UniqueConstraint("round_id", "step_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("evaluation_rounds.id"))
    step_code: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[date]
    note: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class RoundUnit(Model):
    """One evaluated unit of a round, with its figures (frozen by collation) and its grade.

    `open_token` stands in the address that anybody may answer at; it is no secret. `valid` is
    without what came in there.
    """

    __tablename__ = "evaluation_round_units"
    __table_args__ = (
        UniqueConstraint("round_id", "unit_id"),
        CheckConstraint("(grade_code IS NULL) = (grade_reason IS NULL)", name="grade_has_reason"),
        CheckConstraint("valid IS NULL OR valid <= returned", name="valid_were_returned"),
        Index("ix_evaluation_round_units_open_token", "open_token", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("evaluation_rounds.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    is_by_analogy: Mapped[bool] = mapped_column(default=False)
    slips: Mapped[int] = mapped_column(default=0)
    papers: Mapped[int] = mapped_column(default=0)
    open_token: Mapped[str | None] = mapped_column(String(24))
    returned: Mapped[int | None]
    valid: Mapped[int | None]
    grade_code: Mapped[str | None] = mapped_column(String(60))
    grade_reason: Mapped[str | None] = mapped_column(Text)
    opinions: Mapped[str | None] = mapped_column(Text)
    #: The lead that its dissatisfying result was made, by hand (003-17 art. 10).
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"), unique=True)

    round: Mapped[EvaluationRound] = relationship(back_populates="units")
    unit: Mapped[Unit] = relationship()
    notice: Mapped[FeedbackNotice | None] = relationship(back_populates="round_unit")
    inspections: Mapped[list[RoundInspection]] = relationship(order_by="RoundInspection.id")
    quotas: Mapped[list[RoundQuota]] = relationship(cascade="all, delete-orphan")
    feedback: Mapped[list[PublicFeedback]] = relationship(order_by="PublicFeedback.id")


class RoundQuota(Model):
    """How many sheets are wanted of a unit from one group; none planned: no row."""

    __tablename__ = "evaluation_quotas"
    __table_args__ = (CheckConstraint("planned > 0", name="planned_positive"),)

    round_unit_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation_round_units.id"), primary_key=True, autoincrement=False
    )
    group: Mapped[ParticipantGroup] = mapped_column(enum_type(ParticipantGroup), primary_key=True)
    planned: Mapped[int]


class RoundInspection(Model):
    """One inspection of a unit in a round: by which form, on which day, what was found."""

    __tablename__ = "evaluation_inspections"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"), index=True)
    method_code: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[date]
    findings: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class FeedbackNotice(Versioned, Model):
    """The notice that tells a unit its grade and what people say; its receipt starts the days."""

    __tablename__ = "feedback_notices"
    __table_args__ = (
        CheckConstraint(
            "(state = 'received') = (received_on IS NOT NULL AND received_by IS NOT NULL)",
            name="received_has_date_and_person",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"), unique=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    state: Mapped[NoticeState] = mapped_column(enum_type(NoticeState), default=NoticeState.PREPARED)
    received_on: Mapped[date | None]
    received_by: Mapped[str | None] = mapped_column(String(40))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    round_unit: Mapped[RoundUnit] = relationship(back_populates="notice")
    document: Mapped[IssuedDocument | None] = relationship()


class PublicFeedback(Model):
    """How and when a unit told the public of its report or explanation (003-17 art. 8)."""

    __tablename__ = "public_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_unit_id: Mapped[int] = mapped_column(ForeignKey("evaluation_round_units.id"), index=True)
    method_code: Mapped[str] = mapped_column(String(60))
    on_date: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class TownReport(Model):
    """That a town reported the results of its evaluations to the office above (003-17 art. 9)."""

    __tablename__ = "town_reports"
    __table_args__ = (Index("ix_town_reports_owner_unit_id_year", "owner_unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    owner_unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    year: Mapped[int]
    reported_on: Mapped[date]
    summary: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
