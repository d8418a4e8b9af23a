"""Remedies against a decision: reconsideration (复核) and appeal (申诉)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.decisions import Decision
from accountability.models.notices import NoticeService
from accountability.rules import FiledVia, RemedyKind, RemedyState
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class Remedy(Versioned, Model):
    """A remedy brought by one respondent from the notice served on them."""

    __tablename__ = "remedies"
    __table_args__ = (
        CheckConstraint(
            "state != 'rejected' OR rejection_reason IS NOT NULL", name="rejected_has_reason"
        ),
        CheckConstraint(
            "state NOT IN ('upheld','modified','revoked','remanded') OR (ruling IS NOT NULL"
            " AND ruled_on IS NOT NULL AND ruled_by_id IS NOT NULL)",
            name="ruled_has_ruling",
        ),
        Index("ix_remedies_decision_id", "decision_id"),
        Index("ix_remedies_service_id", "service_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("notice_services.id"))
    kind: Mapped[RemedyKind] = mapped_column(enum_type(RemedyKind))
    state: Mapped[RemedyState] = mapped_column(enum_type(RemedyState), default=RemedyState.FILED)
    filed_on: Mapped[date]
    posted_on: Mapped[date | None]
    filed_via: Mapped[FiledVia] = mapped_column(enum_type(FiledVia))
    filed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    grounds: Mapped[str] = mapped_column(Text)
    request: Mapped[str] = mapped_column(Text)
    is_late: Mapped[bool]
    late_reason: Mapped[str | None] = mapped_column(Text)
    admitted_on: Mapped[date | None]
    rejection_reason: Mapped[str | None] = mapped_column(Text)
    ruling: Mapped[str | None] = mapped_column(Text)
    ruled_on: Mapped[date | None]
    ruled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))

    decision: Mapped[Decision] = relationship()
    service: Mapped[NoticeService] = relationship()
    filed_by: Mapped[User] = relationship(foreign_keys=[filed_by_id])
    ruled_by: Mapped[User | None] = relationship(foreign_keys=[ruled_by_id])
    document: Mapped[IssuedDocument | None] = relationship()
