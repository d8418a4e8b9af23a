"""Holiday notices that an office entered itself, beside those that come with the program."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, UtcDateTime
from core.identity.models import User
from core.workdays import Notice, NoticeDay


class CalendarNotice(Model):
    """A notice as typed, and the days it was read as. Never changed: a correction is a further row.

    `version` counts the notices of a year, those that come with the program included. `days` are
    (ISO date, free or not, name of the holiday); they are kept because the calendar must stay what
    two persons saw, however texts are read one day. `moved` open clocks got another date by it,
    `settled` others lost or gained the mark 暂算. `digest` tells one content from another.
    """

    __tablename__ = "calendar_notices"
    __table_args__ = (
        UniqueConstraint("year", "version"),
        CheckConstraint("proposed_by_id <> confirmed_by_id", name="two_persons"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    issued_on: Mapped[date]
    url: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    days: Mapped[list[list[Any]]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    moved: Mapped[int]
    settled: Mapped[int]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User] = relationship(foreign_keys=[confirmed_by_id])

    def as_notice(self) -> Notice:
        """Return the notice as the calendar takes it."""
        days = tuple(
            NoticeDay(date.fromisoformat(on), is_rest, name) for on, is_rest, name in self.days
        )
        return Notice(self.year, self.number, self.issued_on, days, self.url)
