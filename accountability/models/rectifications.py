"""Rectification by the unit or person it was ordered of, item by item.

A decision on a case orders it of a respondent; anything else that orders one (a round of
evaluation) names itself as the origin and says which unit checks it, under which pack.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.decisions import Decision
from accountability.rules import CourtRuling, ItemState, RectificationState
from casework.models import Case, CaseRespondent
from core.db import Model, Versioned, enum_type
from core.identity.models import Unit, User
from regulations.codes import TermId

if TYPE_CHECKING:
    from accountability.models.feedbacks import RectificationFeedback
    from accountability.models.urgings import RectificationUrging
    from accountability.models.visits import RectificationVisit


class Rectification(Versioned, Model):
    """The duty to correct and to report it in writing (ACC-15), of one respondent or unit."""

    __tablename__ = "rectifications"
    __table_args__ = (
        UniqueConstraint("decision_id", "respondent_id"),
        UniqueConstraint("origin_type", "origin_id"),
        CheckConstraint(
            "(decision_id IS NULL) = (respondent_id IS NULL)"
            " AND (decision_id IS NULL) = (origin_type IS NOT NULL)"
            " AND (origin_type IS NULL) = (origin_id IS NULL)"
            " AND (origin_type IS NULL) = (owner_unit_id IS NULL)"
            " AND (origin_type IS NULL) = (pack_id IS NULL)"
            " AND (origin_type IS NULL) = (title IS NULL)",
            name="one_origin",
        ),
        CheckConstraint(
            "(explanation IS NULL) = (explained_on IS NULL)", name="explanation_has_date"
        ),
        Index("ix_rectifications_unit_id_id", "unit_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    respondent_id: Mapped[int | None] = mapped_column(ForeignKey("case_respondents.id"))
    origin_type: Mapped[str | None] = mapped_column(String(60))
    origin_id: Mapped[int | None]
    owner_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    pack_id: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str | None] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(120))
    #: The rule by which it was ordered, where no decision did.
    term_id: Mapped[str | None] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    state: Mapped[RectificationState] = mapped_column(
        enum_type(RectificationState), default=RectificationState.ORDERED
    )
    ordered_on: Mapped[date]
    due_on: Mapped[date]
    report_text: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date | None]
    reported_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    explanation: Mapped[str | None] = mapped_column(Text)
    explained_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    closed_on: Mapped[date | None]

    decision: Mapped[Decision | None] = relationship()
    respondent: Mapped[CaseRespondent | None] = relationship()
    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    owner_unit: Mapped[Unit | None] = relationship(foreign_keys=[owner_unit_id])
    items: Mapped[list[RectificationItem]] = relationship(
        back_populates="rectification", order_by="RectificationItem.id"
    )
    enforcements: Mapped[list[Enforcement]] = relationship(
        back_populates="rectification", order_by="Enforcement.id"
    )

    visits: Mapped[list[RectificationVisit]] = relationship(
        back_populates="rectification",
        order_by="RectificationVisit.visited_on, RectificationVisit.id",
    )
    urgings: Mapped[list[RectificationUrging]] = relationship(
        back_populates="rectification", order_by="RectificationUrging.id"
    )
    feedbacks: Mapped[list[RectificationFeedback]] = relationship(
        back_populates="rectification",
        order_by="RectificationFeedback.sent_on, RectificationFeedback.id",
    )

    @property
    def case(self) -> Case | None:
        """The case whose decision ordered it, None where something else did."""
        return self.decision.case if self.decision else None

    @property
    def owner(self) -> Unit:
        """The unit that ordered it and checks it."""
        owner = self.case.unit if self.case else self.owner_unit
        assert owner is not None  # the table says so
        return owner

    @property
    def is_of_evaluation(self) -> bool:
        """Tell whether a notice of social evaluation ordered it."""
        return self.term_id == TermId.EVALUATION_RECTIFY

    @property
    def name(self) -> str:
        """Who has to correct something."""
        return self.respondent.display_name if self.respondent else self.unit.name

    @property
    def subject(self) -> str:
        """What it follows from, in words."""
        return self.case.title if self.case else self.title or ""

    @property
    def subject_number(self) -> str:
        """The number of what it follows from."""
        if self.decision is None:
            return self.number or ""
        return self.decision.number or self.decision.case.number


class RectificationItem(Model):
    """One thing to correct: what was wrong, who is to do what until when, what was done, and
    whether that is accepted (销号).
    """

    __tablename__ = "rectification_items"
    __table_args__ = (
        CheckConstraint("(done_text IS NULL) = (done_on IS NULL)", name="deed_has_date"),
        CheckConstraint(
            "(measure IS NULL) = (responsible IS NULL)"
            " AND (measure IS NULL) = (planned_on IS NULL)",
            name="plan_is_whole",
        ),
        CheckConstraint(
            "accepted_on IS NULL OR (done_on IS NOT NULL AND accepted_by_id IS NOT NULL)",
            name="accepted_was_done",
        ),
        Index("ix_rectification_items_rectification_id", "rectification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    problem: Mapped[str] = mapped_column(Text)
    measure: Mapped[str | None] = mapped_column(Text)
    responsible: Mapped[str | None] = mapped_column(String(60))
    planned_on: Mapped[date | None]
    done_text: Mapped[str | None] = mapped_column(Text)
    done_on: Mapped[date | None]
    return_reason: Mapped[str | None] = mapped_column(Text)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted_on: Mapped[date | None]

    rectification: Mapped[Rectification] = relationship(back_populates="items")
    accepted_by: Mapped[User | None] = relationship()

    @property
    def status(self) -> ItemState:
        """Where the item stands, derived from what was recorded."""
        if self.accepted_on is not None:
            return ItemState.ACCEPTED
        if self.return_reason is not None:
            return ItemState.RETURNED
        return ItemState.OPEN if self.done_on is None else ItemState.REPORTED


class Enforcement(Model):
    """The application to a court to enforce a decision that is not carried out (CMP-09), and what
    the court said.
    """

    __tablename__ = "enforcements"
    __table_args__ = (
        CheckConstraint("(ruling IS NULL) = (ruled_on IS NULL)", name="ruling_has_date"),
        CheckConstraint("ruled_on IS NULL OR ruled_on >= applied_on", name="ruled_after_applied"),
        CheckConstraint("(carried_out IS NULL) = (carried_out_on IS NULL)", name="deed_has_date"),
        Index("ix_enforcements_rectification_id", "rectification_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rectification_id: Mapped[int] = mapped_column(ForeignKey("rectifications.id"))
    court: Mapped[str] = mapped_column(String(120))
    applied_on: Mapped[date]
    grounds: Mapped[str] = mapped_column(Text)
    applied_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ruling: Mapped[CourtRuling | None] = mapped_column(enum_type(CourtRuling))
    ruled_on: Mapped[date | None]
    ruling_number: Mapped[str | None] = mapped_column(String(60))
    carried_out: Mapped[str | None] = mapped_column(Text)
    carried_out_on: Mapped[date | None]

    rectification: Mapped[Rectification] = relationship(back_populates="enforcements")
