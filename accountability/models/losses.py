"""Loss that a breach caused to somebody, and its compensation (004-05 art. 18)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accountability.compensating import LossState
from casework.models import Case
from core.db import Model, Versioned, enum_type
from core.identity.models import User


class Loss(Versioned, Model):
    """A loss of one unit or person in a case: how much, by which article it is compensated.

    `loss` and `award` are in 分. `sufferer` may be who reported: it is a designation (受损人甲),
    and a text that names who reported is refused. `body` decided in `ruling`; `payer` pays.
    """

    __tablename__ = "losses"
    __table_args__ = (
        CheckConstraint("loss > 0 AND (award IS NULL OR award > 0)", name="amounts_positive"),
        CheckConstraint(
            "(state = 'registered') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (body IS NULL)"
            " AND (decided_on IS NULL) = (ruling IS NULL)",
            name="decided_by_body",
        ),
        CheckConstraint(
            "(state IN ('awarded','paid')) = (award IS NOT NULL)"
            " AND (award IS NULL) = (payer IS NULL)",
            name="award_has_payer",
        ),
        CheckConstraint(
            "(state = 'paid') = (paid_on IS NOT NULL) AND (paid_on IS NULL) = (proof IS NULL)",
            name="paid_has_proof",
        ),
        Index("ix_losses_case_id", "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    state: Mapped[LossState] = mapped_column(enum_type(LossState), default=LossState.REGISTERED)
    sufferer: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(Text)
    loss: Mapped[int] = mapped_column(BigInteger)
    basis: Mapped[str] = mapped_column(String(200))
    registered_on: Mapped[date]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str | None] = mapped_column(String(120))
    number: Mapped[str | None] = mapped_column(String(60))
    decided_on: Mapped[date | None]
    ruling: Mapped[str | None] = mapped_column(Text)
    award: Mapped[int | None] = mapped_column(BigInteger)
    payer: Mapped[str | None] = mapped_column(String(120))
    paid_on: Mapped[date | None]
    proof: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship()
    registered_by: Mapped[User] = relationship()
