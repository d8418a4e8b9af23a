"""Requests of parties to see the file of their case (查阅案卷)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.notices import NoticeService
from accountability.viewing import FileRequestState
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class FileRequest(Versioned, Model):
    """A request from the desk of one respondent, or on paper, and what they were shown.

    On paper it was received on `asked_on`, posted on `posted_on`, and registered by `asked_by`.
    `fact_ids` and `evidence_ids` are the pieces of the case in the answer, `withheld` how many
    were kept back for which reason. One request of a notice waits at a time.
    """

    __tablename__ = "file_requests"
    __table_args__ = (
        CheckConstraint(
            "state = 'requested' OR (document_id IS NOT NULL AND answered_on IS NOT NULL"
            " AND answered_by_id IS NOT NULL)",
            name="answered_with_document",
        ),
        CheckConstraint(
            "state NOT IN ('partly','refused') OR reason IS NOT NULL", name="kept_back_with_reason"
        ),
        Index("ix_file_requests_service_id", "service_id"),
        Index(
            "uq_file_requests_waiting",
            "service_id",
            unique=True,
            sqlite_where=text("state = 'requested'"),
            postgresql_where=text("state = 'requested'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("notice_services.id"))
    state: Mapped[FileRequestState] = mapped_column(
        enum_type(FileRequestState), default=FileRequestState.REQUESTED
    )
    asked_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    on_paper: Mapped[bool] = mapped_column(default=False)
    posted_on: Mapped[date | None]
    wanted: Mapped[str] = mapped_column(Text)
    fact_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    evidence_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    withheld: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    reason: Mapped[str | None] = mapped_column(Text)
    basis: Mapped[str | None] = mapped_column(String(200))
    answered_on: Mapped[date | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))

    service: Mapped[NoticeService] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    document: Mapped[IssuedDocument | None] = relationship()

    @property
    def sent_on(self) -> date:
        """The day the party asked: that of the postmark where it came by post."""
        return self.posted_on or self.asked_on
