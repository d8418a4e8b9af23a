"""Tokens of other systems, and what they asked for once."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.access.permissions import Scope
from core.db import Model
from core.identity.models import Unit, User


class ApiToken(Model):
    """What another system shows instead of signing in. `unit` bounds what it reaches: that unit
    and what lies below it. It is made by one person and confirmed by another; `hint` is the part of
    it that may be shown, by which its holder knows which one it is.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> proposed_by_id", name="confirmed_by_another"),
        CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_on IS NULL) = (withdrawal_reason IS NULL)",
            name="withdrawn_by_somebody",
        ),
        CheckConstraint("expires_on >= made_on", name="ends_after_start"),
        CheckConstraint("length(token_hash) = 64", name="hash_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    made_on: Mapped[date]
    expires_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    withdrawn_on: Mapped[date | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawal_reason: Mapped[str | None] = mapped_column(Text)
    #: Written once a day; each use stands in the access log.
    last_used_on: Mapped[date | None]

    unit: Mapped[Unit] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User] = relationship(foreign_keys=[confirmed_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    def has(self, scope: Scope) -> bool:
        """Tell whether it was made for `scope`."""
        return scope.value in self.scopes

    def is_valid_on(self, day: date) -> bool:
        """Tell whether it opens anything on `day`, its last day included."""
        return self.withdrawn_on is None and day <= self.expires_on


class ApiRequest(Model):
    """What a token asked for under a key of its own making, so that asking again does it once.

    Key and body are kept as keyed hashes; `answer` holds nothing secret, and the day is all that
    is known of the time.
    """

    __tablename__ = "api_requests"
    __table_args__ = (
        UniqueConstraint("token_id", "key_index"),
        Index("ix_api_requests_subject_type_subject_id", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_tokens.id"))
    key_index: Mapped[str] = mapped_column(String(64))
    body_index: Mapped[str] = mapped_column(String(64))
    asked_on: Mapped[date]
    subject_type: Mapped[str | None] = mapped_column(String(60))
    subject_id: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
