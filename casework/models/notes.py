"""What the team of a case writes down for itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.models.cases import Case
from core import moment
from core.db import Model, UtcDateTime
from core.identity.models import User


class CaseNote(Model):
    """A working note (工作笔记): the team's alone, in no letter, no copy and no archived file.

    It is no evidence and proves nothing; it is written once and stays as it is.
    """

    __tablename__ = "case_notes"
    __table_args__ = (Index("ix_case_notes_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship()
    written_by: Mapped[User] = relationship()
