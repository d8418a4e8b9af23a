"""A case, or a clue in it, that is referred to another body."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from casework.rules.referrals import ReferralCourse, ReferralKind, ReferralState
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class CaseReferral(Versioned, Model):
    """A referral (移送): to whom, what and why, by which article, with which papers; who approved
    it, the receipt that came back and the answer.

    `materials` is one paper a line. What stands here goes into the letter, so that it never names
    who reported.
    """

    __tablename__ = "case_referrals"
    __table_args__ = (
        CheckConstraint(
            "state = 'proposed' OR (decided_on IS NOT NULL AND decided_by_id IS NOT NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint(
            "state != 'received' OR (received_on IS NOT NULL AND received_by IS NOT NULL)",
            name="received_by_somebody",
        ),
        CheckConstraint(
            "state NOT IN ('taken','not_taken')"
            " OR (answered_on IS NOT NULL AND answer IS NOT NULL)",
            name="answered_in_words",
        ),
        Index("ix_case_referrals_case_id", "case_id"),
        Index("ix_case_referrals_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[ReferralKind] = mapped_column(enum_type(ReferralKind))
    state: Mapped[ReferralState] = mapped_column(
        enum_type(ReferralState), default=ReferralState.PROPOSED
    )
    course: Mapped[ReferralCourse] = mapped_column(enum_type(ReferralCourse))
    receiver: Mapped[str] = mapped_column(String(120))
    article: Mapped[str] = mapped_column(String(120))
    matter: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    materials: Mapped[str] = mapped_column(Text)
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    opinion: Mapped[str | None] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    received_on: Mapped[date | None]
    received_by: Mapped[str | None] = mapped_column(String(60))
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    answered_on: Mapped[date | None]
    answer: Mapped[str | None] = mapped_column(Text)
    answer_number: Mapped[str | None] = mapped_column(String(60))

    case: Mapped[Case] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    document: Mapped[IssuedDocument | None] = relationship()

    @property
    def papers(self) -> list[str]:
        """The papers that go along, in their order."""
        return [line.strip() for line in self.materials.splitlines() if line.strip()]
