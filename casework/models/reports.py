"""The investigation report of a case: its text, who signed it, and every time it was handed in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from casework.rules import ReportState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class InvestigationReport(Versioned, Model):
    """The report that ends an investigation; after a remand the case gets another one.

    `edition` counts the texts: each saved change and each return begins the next, for which the
    signatures are given anew. `respondents_text`, `evidence_count` and `fact_count` say what of
    the case the present text was written from.
    """

    __tablename__ = "investigation_reports"
    __table_args__ = (
        CheckConstraint(
            "state != 'approved' OR (approved_by_id IS NOT NULL AND approved_at IS NOT NULL)",
            name="approved_by_somebody",
        ),
        CheckConstraint("edition >= 1", name="edition_from_one"),
        Index("ix_investigation_reports_case_id", "case_id"),
        Index(
            "uq_investigation_reports_open",
            "case_id",
            unique=True,
            sqlite_where=text("state <> 'approved'"),
            postgresql_where=text("state <> 'approved'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[ReportState] = mapped_column(enum_type(ReportState), default=ReportState.DRAFTED)
    edition: Mapped[int] = mapped_column(default=1)
    course: Mapped[str] = mapped_column(Text)
    facts_text: Mapped[str] = mapped_column(Text)
    evidence_text: Mapped[str] = mapped_column(Text)
    effect_found: Mapped[str] = mapped_column(Text)
    findings: Mapped[str] = mapped_column(Text)
    qualification: Mapped[str] = mapped_column(Text)
    respondents_text: Mapped[str] = mapped_column(Text)
    evidence_count: Mapped[int]
    fact_count: Mapped[int]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))

    case: Mapped[Case] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    document: Mapped[IssuedDocument | None] = relationship()
    signatures: Mapped[list[ReportSignature]] = relationship(
        back_populates="report", order_by="ReportSignature.id"
    )
    hand_ins: Mapped[list[ReportHandIn]] = relationship(
        back_populates="report", order_by="ReportHandIn.id"
    )


class ReportSignature(Model):
    """An investigator stands for an edition of the report; for a later one it says nothing."""

    __tablename__ = "report_signatures"
    __table_args__ = (UniqueConstraint("report_id", "edition", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("investigation_reports.id"))
    edition: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    report: Mapped[InvestigationReport] = relationship(back_populates="signatures")
    user: Mapped[User] = relationship()


class ReportHandIn(Model):
    """A report as it was handed in: its text for good, what the reviewer said, why it came back."""

    __tablename__ = "report_hand_ins"
    __table_args__ = (
        UniqueConstraint("report_id", "edition"),
        CheckConstraint("returned_at IS NULL OR return_reason IS NOT NULL", name="says_why_back"),
        CheckConstraint("reviewed_at IS NULL OR opinion IS NOT NULL", name="reviewed_in_words"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("investigation_reports.id"))
    edition: Mapped[int]
    sections: Mapped[dict[str, str]] = mapped_column(JSON)
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    handed_in_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opinion: Mapped[str | None] = mapped_column(Text)
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    return_reason: Mapped[str | None] = mapped_column(Text)

    report: Mapped[InvestigationReport] = relationship(back_populates="hand_ins")
    handed_in_by: Mapped[User] = relationship(foreign_keys=[handed_in_by_id])
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=[reviewed_by_id])
    returned_by: Mapped[User | None] = relationship(foreign_keys=[returned_by_id])
