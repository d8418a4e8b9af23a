"""The service of a notice on one addressee (送达)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.decisions import Decision
from accountability.rules import ServiceState
from casework.models import CaseRespondent
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.serving.models import Served


class NoticeService(Served, Versioned, Model):
    """One notice to one respondent. What was posted and what was received are two dates.

    `filed_on` and what follows: when a copy was handed over for the person's own file (个人档案),
    to which office, by whom to whom; or why none is.
    """

    __tablename__ = "notice_services"
    __table_args__ = (
        UniqueConstraint("decision_id", "respondent_id"),
        CheckConstraint(
            "state != 'served' OR (method IS NOT NULL AND received_on IS NOT NULL"
            " AND proof IS NOT NULL)",
            name="served_has_method_date_proof",
        ),
        CheckConstraint(
            "dispatched_on IS NULL OR received_on IS NULL OR received_on >= dispatched_on",
            name="received_after_dispatch",
        ),
        Index("ix_notice_services_respondent_id", "respondent_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("issued_documents.id"))
    state: Mapped[ServiceState] = mapped_column(
        enum_type(ServiceState), default=ServiceState.PREPARED
    )
    failure_reason: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    filed_on: Mapped[date | None]
    filed_with: Mapped[str | None] = mapped_column(String(120))
    filed_by: Mapped[str | None] = mapped_column(String(60))
    filed_to: Mapped[str | None] = mapped_column(String(60))
    not_filed_reason: Mapped[str | None] = mapped_column(Text)

    decision: Mapped[Decision] = relationship()
    respondent: Mapped[CaseRespondent] = relationship()
    document: Mapped[IssuedDocument] = relationship()
