"""A sanction proposed to the organ that may decide it, and what that organ decided."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.models.notices import NoticeService
from accountability.sanctioning import Organ, SanctionKind, SanctionState
from core.db import Model, Versioned, enum_type
from core.documents.models import IssuedDocument
from core.identity.models import User


class Sanction(Versioned, Model):
    """The sanction of one person: proposed by a decision's notice (its service), decided elsewhere.

    `receiver` decides; `document` is the letter to it, with `materials`, one paper a line. Where
    the organ of the case decides itself there is no letter, and `own_basis` says by what right.
    `other_act_reason`: why it is no second sanction for the same act. `note`: why there is none.
    `ended_on` and what follows: when and by which document it was lifted or revoked. What the
    competent organ decided before it changed the sanction stands in `changes`.
    """

    __tablename__ = "sanctions"
    __table_args__ = (
        CheckConstraint("document_id IS NULL OR own_basis IS NULL", name="by_letter_or_own_right"),
        CheckConstraint(
            "state IN ('waiting','spared') OR (kind IS NOT NULL AND body IS NOT NULL"
            " AND number IS NOT NULL AND decided_on IS NOT NULL AND effective_on IS NOT NULL)",
            name="imposed_as_decided",
        ),
        CheckConstraint("state != 'spared' OR note IS NOT NULL", name="spared_has_reason"),
        CheckConstraint(
            "state NOT IN ('ended','revoked') OR ended_on IS NOT NULL", name="ended_has_day"
        ),
        Index("ix_sanctions_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("notice_services.id"), unique=True)
    state: Mapped[SanctionState] = mapped_column(
        enum_type(SanctionState), default=SanctionState.WAITING
    )
    organ: Mapped[Organ] = mapped_column(enum_type(Organ))
    receiver: Mapped[str] = mapped_column(String(120))
    own_basis: Mapped[str | None] = mapped_column(Text)
    materials: Mapped[str] = mapped_column(Text)
    other_act_reason: Mapped[str | None] = mapped_column(Text)
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("issued_documents.id"))
    received_on: Mapped[date | None]
    received_by: Mapped[str | None] = mapped_column(String(60))
    receipt_number: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[SanctionKind | None] = mapped_column(enum_type(SanctionKind))
    body: Mapped[str | None] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(String(60))
    decided_on: Mapped[date | None]
    effective_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    ended_on: Mapped[date | None]
    ended_number: Mapped[str | None] = mapped_column(String(60))
    ended_note: Mapped[str | None] = mapped_column(Text)

    service: Mapped[NoticeService] = relationship()
    proposed_by: Mapped[User] = relationship()
    document: Mapped[IssuedDocument | None] = relationship()
    changes: Mapped[list[SanctionChange]] = relationship(order_by="SanctionChange.id")

    @property
    def papers(self) -> list[str]:
        """The papers that go along, in their order."""
        return [line.strip() for line in self.materials.splitlines() if line.strip()]


class SanctionChange(Model):
    """A sanction as it stood until the competent organ changed it, and why it did."""

    __tablename__ = "sanction_changes"
    __table_args__ = (Index("ix_sanction_changes_sanction_id", "sanction_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sanction_id: Mapped[int] = mapped_column(ForeignKey("sanctions.id"))
    kind: Mapped[SanctionKind] = mapped_column(enum_type(SanctionKind))
    body: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(60))
    decided_on: Mapped[date]
    effective_on: Mapped[date]
    ends_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    changed_on: Mapped[date]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    changed_by: Mapped[User] = relationship()
