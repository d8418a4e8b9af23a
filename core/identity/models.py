"""Units, users, posts and sign-in sessions."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.access.permissions import Role
from core.db import Model, UtcDateTime, enum_type
from core.sealed.fields import Sealed, SealedText


class UnitKind(StrEnum):
    """What a unit is; the words are in `labels`."""

    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    TOWN = "town"
    SUBDISTRICT = "subdistrict"


class Unit(Model):
    """An organ in the unit tree. `path` lists the ids from the root down: `/1/4/`."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    short_name: Mapped[str] = mapped_column(String(20))
    kind: Mapped[UnitKind] = mapped_column(enum_type(UnitKind))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    path: Mapped[str] = mapped_column(
        String(200).with_variant(String(200, collation="C"), "postgresql"), unique=True
    )
    document_prefix: Mapped[str | None] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20), unique=True, index=True)
    #: The public may address reports to it on the page for them.
    takes_public_reports: Mapped[bool] = mapped_column(default=False)

    parent: Mapped[Unit | None] = relationship(remote_side=[id])


class UnitPack(Model):
    """From which day a unit, and what lies below it, follows a rule pack."""

    __tablename__ = "unit_packs"
    __table_args__ = (UniqueConstraint("unit_id", "effective_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    pack_id: Mapped[str] = mapped_column(String(60))
    effective_from: Mapped[date]


class User(Model):
    """A person with an account. `superior_id` is the next in the line of command."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(40))
    post_title: Mapped[str | None] = mapped_column(String(60))
    #: The rank (职级), which the letter of a decision states where it is known (domain E-3).
    rank: Mapped[str | None] = mapped_column(String(40))
    password_hash: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    #: The last day in service; from the day after it the account is closed.
    leaves_on: Mapped[date | None]
    #: Set while the password is one that somebody else gave out: until when it opens the account.
    one_time_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: The secret of the second factor; there is none before it was enrolled.
    totp_secret: Mapped[Sealed | None] = mapped_column(SealedText)
    #: The step of time of the last code that was taken: no code is taken twice.
    totp_step: Mapped[int | None]
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    locale: Mapped[str] = mapped_column(String(5), default="zh")

    unit: Mapped[Unit] = relationship()


class PastPassword(Model):
    """The hash of a password a user had, so that it is not chosen again."""

    __tablename__ = "past_passwords"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))


class RecoveryCode(Model):
    """The hash of a code that opens an account once when the second factor is out of reach."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Post(Model):
    """A role held by a user in a unit between two dates (both included; no end: still held).

    A stand-in holds it in place of `stands_in_for`, and never without an end. Triggers keep the
    three administrators apart: from each other and from every other role, day by day.
    """

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint(
            "stands_in_for_id IS NULL OR (stands_in_for_id <> user_id AND ends_on IS NOT NULL)",
            name="stand_in_for_another_and_with_end",
        ),
        Index("ix_posts_user_id", "user_id"),
        Index("ix_posts_unit_id", "unit_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    role: Mapped[Role] = mapped_column(enum_type(Role))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    stands_in_for_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    stands_in_for: Mapped[User | None] = relationship(foreign_keys=[stands_in_for_id])
    unit: Mapped[Unit] = relationship()


class SignInAddress(Model):
    """How often signing in failed from one address, known by a hash that changes every day."""

    __tablename__ = "sign_in_addresses"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    failures: Mapped[int]


class WebSession(Model):
    """A browser session kept on the server; the browser holds only a random token, we only its
    hash.
    """

    __tablename__ = "web_sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
