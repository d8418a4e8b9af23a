"""Decisions (处理决定) and the measures they lay on units and persons."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.rules import DecisionState, Grade
from casework.models import Case, CaseRespondent
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import User


class Decision(Versioned, Model):
    """The decision on a case: drafted, reviewed, signed with its number, issued as a notice."""

    __tablename__ = "decisions"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('signed','issued','modified','revoked') OR (number IS NOT NULL"
            " AND signed_by_id IS NOT NULL AND signed_at IS NOT NULL)",
            name="signed_has_signer_time_number",
        ),
        Index("ix_decisions_case_id", "case_id"),
        Index("ix_decisions_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[str | None] = mapped_column(String(60), unique=True)
    state: Mapped[DecisionState] = mapped_column(
        enum_type(DecisionState), default=DecisionState.DRAFTED
    )
    facts_text: Mapped[str] = mapped_column(Text)
    grade: Mapped[Grade] = mapped_column(enum_type(Grade))
    is_grave: Mapped[bool] = mapped_column(default=False)
    grade_reason: Mapped[str] = mapped_column(Text)
    circumstances: Mapped[str | None] = mapped_column(Text)
    correction_due_on: Mapped[date]
    requirement: Mapped[str] = mapped_column(Text)
    review_note: Mapped[str | None] = mapped_column(Text)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_on: Mapped[date | None]
    basis: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    times_modified: Mapped[int] = mapped_column(default=0)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship()
    measures: Mapped[list[DecisionMeasure]] = relationship(
        back_populates="decision", order_by="DecisionMeasure.id", cascade="all, delete-orphan"
    )
    discussions: Mapped[list[DecisionDiscussion]] = relationship(
        back_populates="decision", order_by="DecisionDiscussion.id"
    )
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id])


class DecisionMeasure(Model):
    """One measure on one respondent, with the article it rests on when the decision was drafted."""

    __tablename__ = "decision_measures"
    __table_args__ = (
        UniqueConstraint("decision_id", "respondent_id", "code"),
        CheckConstraint(
            "article IS NOT NULL OR departure_reason IS NOT NULL", name="article_or_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    code: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(60))
    article: Mapped[str | None] = mapped_column(String(120))
    departure_reason: Mapped[str | None] = mapped_column(Text)

    decision: Mapped[Decision] = relationship(back_populates="measures")
    respondent: Mapped[CaseRespondent] = relationship()


class DecisionDiscussion(Model):
    """The minutes of a collective discussion of a draft (FIN-32).

    `names` lists by part who was for, against, absent and so on. `stands` until the draft goes back
    to its writer: what is signed is what was discussed.
    """

    __tablename__ = "decision_discussions"
    __table_args__ = (
        Index(
            "uq_decision_discussions_standing",
            "decision_id",
            unique=True,
            sqlite_where=text("stands"),
            postgresql_where=text("stands"),
        ),
        Index("ix_decision_discussions_decision_id", "decision_id"),
        CheckConstraint("is_agreed OR NOT stands", name="only_agreed_stands"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    held_on: Mapped[date]
    place: Mapped[str | None] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(120))
    chair: Mapped[str] = mapped_column(String(60))
    names: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    minutes: Mapped[str] = mapped_column(Text)
    is_agreed: Mapped[bool]
    stands: Mapped[bool]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    decision: Mapped[Decision] = relationship(back_populates="discussions")
    recorded_by: Mapped[User] = relationship()
