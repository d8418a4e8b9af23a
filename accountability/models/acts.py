"""The acts of a case, who took part, and the share each bears."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.rules import (
    ActState,
    ApprovalState,
    DecidedBy,
    ReviewState,
    Role,
    ShareValue,
    Vote,
)
from casework.models import Case, CaseRespondent
from core.db import Model, Versioned, enum_type


class ResponsibleAct(Versioned, Model):
    """One act, with the facts that decide who answers for it (requirements 4.1), and the days of
    what led to it, as far as they are known (LIF-02).

    `proposal` is what the pack proposed when the shares were confirmed; None before.
    """

    __tablename__ = "responsible_acts"
    __table_args__ = (
        CheckConstraint(
            "NOT objection_made OR objection_by_id IS NOT NULL", name="objection_has_person"
        ),
        Index("ix_responsible_acts_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    title: Mapped[str] = mapped_column(String(120))
    on_date: Mapped[date]
    state: Mapped[ActState] = mapped_column(enum_type(ActState), default=ActState.DRAFT)
    decided_by: Mapped[DecidedBy] = mapped_column(enum_type(DecidedBy))
    approval_state: Mapped[ApprovalState] = mapped_column(enum_type(ApprovalState))
    approval_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_respondents.id"))
    review_state: Mapped[ReviewState] = mapped_column(enum_type(ReviewState))
    review_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_respondents.id"))
    instruction_given: Mapped[bool] = mapped_column(default=False)
    instruction_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_respondents.id"))
    objection_made: Mapped[bool] = mapped_column(default=False)
    objection_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_respondents.id"))
    objection_evidence: Mapped[str | None] = mapped_column(Text)
    drafted_on: Mapped[date | None]
    review_on: Mapped[date | None]
    instruction_on: Mapped[date | None]
    objection_on: Mapped[date | None]
    approval_on: Mapped[date | None]
    chosen_rows: Mapped[str | None] = mapped_column(String(40))
    choice_reason: Mapped[str | None] = mapped_column(Text)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)

    case: Mapped[Case] = relationship()
    people: Mapped[list[ActPerson]] = relationship(back_populates="act", order_by="ActPerson.id")
    shares: Mapped[list[ActShare]] = relationship(back_populates="act", order_by="ActShare.id")


class ActPerson(Model):
    """A person's part in an act, and the vote where a collective decided."""

    __tablename__ = "act_people"
    __table_args__ = (UniqueConstraint("act_id", "respondent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("responsible_acts.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    vote: Mapped[Vote | None] = mapped_column(enum_type(Vote))

    act: Mapped[ResponsibleAct] = relationship(back_populates="people")
    respondent: Mapped[CaseRespondent] = relationship()


class ActShare(Model):
    """The share proposed by the pack and the one confirmed by the deciding body; both are kept.

    `row` and `article` are None where no row of the pack speaks of the person.
    """

    __tablename__ = "act_shares"
    __table_args__ = (
        UniqueConstraint("act_id", "respondent_id"),
        CheckConstraint(
            "share = proposed_share OR departure_reason IS NOT NULL", name="departure_has_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    act_id: Mapped[int] = mapped_column(ForeignKey("responsible_acts.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    proposed_share: Mapped[ShareValue] = mapped_column(enum_type(ShareValue, name="proposed_share"))
    row: Mapped[str | None] = mapped_column(String(20))
    article: Mapped[str | None] = mapped_column(String(120))
    share: Mapped[ShareValue] = mapped_column(enum_type(ShareValue))
    departure_reason: Mapped[str | None] = mapped_column(Text)

    act: Mapped[ResponsibleAct] = relationship(back_populates="shares")
    respondent: Mapped[CaseRespondent] = relationship()
