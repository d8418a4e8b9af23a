"""The plan of an investigation and its steps."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from casework.planning import PlanState, StepState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import User


class InvestigationPlan(Versioned, Model):
    """What an investigation is to find out, and by which steps; one for a case, changed as it goes.

    `checklist` is the code of the list it was begun from.
    """

    __tablename__ = "investigation_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    state: Mapped[PlanState] = mapped_column(enum_type(PlanState), default=PlanState.IN_USE)
    checklist: Mapped[str] = mapped_column(String(40))
    goals: Mapped[str] = mapped_column(Text)
    questions: Mapped[str] = mapped_column(Text)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship()
    drafted_by: Mapped[User] = relationship()
    steps: Mapped[list[PlanStep]] = relationship(back_populates="plan", order_by="PlanStep.number")


class PlanStep(Versioned, Model):
    """A step: what, by whom of the team, until when; done by whom, or why it is not taken.

    `basis` is the article that demands it, as the rules of the case had it.
    """

    __tablename__ = "plan_steps"
    __table_args__ = (
        UniqueConstraint("plan_id", "number"),
        CheckConstraint(
            "(state = 'done') = (done_on IS NOT NULL) AND (done_on IS NULL) = (done_by_id IS NULL)",
            name="done_by_somebody",
        ),
        CheckConstraint("state != 'dropped' OR note IS NOT NULL", name="dropped_for_a_reason"),
        Index("ix_plan_steps_owner_id", "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("investigation_plans.id"))
    number: Mapped[int]
    state: Mapped[StepState] = mapped_column(enum_type(StepState), default=StepState.OPEN)
    text: Mapped[str] = mapped_column(String(200))
    basis: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str | None] = mapped_column(Text)

    plan: Mapped[InvestigationPlan] = relationship(back_populates="steps")
    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])
