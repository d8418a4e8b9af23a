"""The invitation to state and defend, with the extract that goes with it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.defending import InvitationState
from casework.models.cases import Case, CaseRespondent
from core import moment
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User
from core.serving.models import Served


class DefenceInvitation(Served, Versioned, Model):
    """An invitation (陈述申辩告知书) to one respondent: what it puts to them, until when to answer.

    `fact_ids` and `evidence_ids` are the pieces of the case chosen for the extract, `withheld` how
    many were kept back for which reason when it was issued. One draft at a time; another invitation
    may follow an issued one, and then that one counts.
    """

    __tablename__ = "defence_invitations"
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
        CheckConstraint("issued_on IS NULL OR answer_by >= issued_on", name="answered_after_issue"),
        Index("ix_defence_invitations_case_id", "case_id"),
        Index("ix_defence_invitations_respondent_id", "respondent_id"),
        Index(
            "uq_defence_invitations_draft",
            "respondent_id",
            unique=True,
            sqlite_where=text("state = 'drafted'"),
            postgresql_where=text("state = 'drafted'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"))
    state: Mapped[InvitationState] = mapped_column(
        enum_type(InvitationState), default=InvitationState.DRAFTED
    )
    facts_text: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    answer_by: Mapped[date]
    answer_to: Mapped[str] = mapped_column(Text)
    fact_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    evidence_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    withheld: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    issued_on: Mapped[date | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    extract_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    respondent: Mapped[CaseRespondent] = relationship()
    drafted_by: Mapped[User] = relationship(foreign_keys=[drafted_by_id])
    document: Mapped[IssuedDocument | None] = relationship(foreign_keys=[document_id])
    extract: Mapped[IssuedDocument | None] = relationship(foreign_keys=[extract_id])
