"""What who is accused is told of a case: that it is investigated, that it is closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case, CaseRespondent
from casework.rules.notices import TellingKind, TellingState
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User
from core.serving.models import Served


class CaseNotice(Served, Versioned, Model):
    """A notice (立案调查通知书, 结案通知书) to one respondent: what it says, and how it was served.

    `text` is what is investigated, or how the case ended; `request` what is asked of who reads it.
    Both go into the letter, so that they never name who reported. One draft of a kind at a time.
    """

    __tablename__ = "case_notices"
    __table_args__ = (
        CheckConstraint(
            "state = 'drafted' OR (document_id IS NOT NULL AND issued_on IS NOT NULL)",
            name="issued_has_document",
        ),
        CheckConstraint(
            "state != 'served' OR (method IS NOT NULL AND received_on IS NOT NULL"
            " AND proof IS NOT NULL)",
            name="served_has_method_date_proof",
        ),
        Index("ix_case_notices_case_id", "case_id"),
        Index("ix_case_notices_respondent_id", "respondent_id"),
        Index(
            "uq_case_notices_draft",
            "respondent_id",
            "kind",
            unique=True,
            sqlite_where=text("state = 'drafted'"),
            postgresql_where=text("state = 'drafted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    kind: Mapped[TellingKind] = mapped_column(enum_type(TellingKind))
    state: Mapped[TellingState] = mapped_column(
        enum_type(TellingState), default=TellingState.DRAFTED
    )
    text: Mapped[str] = mapped_column(Text)
    request: Mapped[str | None] = mapped_column(Text)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    issued_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    respondent: Mapped[CaseRespondent] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    document: Mapped[IssuedDocument | None] = relationship(foreign_keys=[document_id])
