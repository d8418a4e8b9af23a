"""Who takes part in a case beside team and respondents: organisations, witnesses, experts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from casework.rules import ParticipantRole, ParticipantState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import User


class CaseParticipant(Versioned, Model):
    """Somebody invited to take part (CMP-08): as what, to what, and what they stated.

    `affiliation` is where a person works or what stands behind an organisation. Seen with the case
    alone: neither by the reporter's side nor by respondents, in no search and in no letter.
    """

    __tablename__ = "case_participants"
    __table_args__ = (
        CheckConstraint(
            "state != 'stated' OR (statement IS NOT NULL AND stated_on IS NOT NULL)",
            name="stated_in_words",
        ),
        CheckConstraint(
            "state != 'absent' OR absence_reason IS NOT NULL", name="absent_for_a_reason"
        ),
        Index("ix_case_participants_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    role: Mapped[ParticipantRole] = mapped_column(enum_type(ParticipantRole))
    state: Mapped[ParticipantState] = mapped_column(
        enum_type(ParticipantState), default=ParticipantState.INVITED
    )
    name: Mapped[str] = mapped_column(String(60))
    affiliation: Mapped[str | None] = mapped_column(String(120))
    matter: Mapped[str] = mapped_column(String(200))
    invited_on: Mapped[date]
    stated_on: Mapped[date | None]
    statement: Mapped[str | None] = mapped_column(Text)
    absence_reason: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship()
    recorded_by: Mapped[User] = relationship()
