"""Create users, check passwords, lock accounts."""

from __future__ import annotations

import functools
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import select

from config import Settings
from core import moment, record
from core.access.permissions import Role
from core.db import db, transactional
from core.identity import addresses, sessions
from core.identity.models import Post, Unit, UnitKind, User
from core.identity.passwords import PROFILES, Policy
from core.identity.queries import is_in_service
from core.refusals import Refusal, Refused

MAX_FAILURES = 5
LOCK_FOR = timedelta(minutes=30)
MIN_PASSWORD = 10
#: So long a password given out by an administrator opens the account once.
ONE_TIME_FOR = timedelta(days=7)

_hasher = PasswordHasher()


@functools.cache
def _nobody() -> str:
    """A hash to verify where there is no such user: an unknown name takes as long as a wrong
    password.
    """
    return _hasher.hash(secrets.token_hex())


@dataclass(frozen=True)
class SignIn:
    """The outcome of an attempt: the user's id or None; `locked_until` where locked,
    `has_expired` where the password is a one-time password that came too late.
    """

    user_id: int | None
    locked_until: datetime | None = None
    has_expired: bool = False
    is_password_old: bool = False
    needs_code: bool = False


def hash_password(password: str) -> str:
    """Return the Argon2id hash of `password`."""
    return _hasher.hash(password)


@transactional
def attempt_sign_in(username: str, password: str) -> SignIn:
    """Check a password; after five failures the account is locked for thirty minutes.

    While locked, even the right password is refused, and the answer takes as long as any other. A
    name that nobody bears is counted and locked alike.
    """
    user = db.session.scalars(
        select(User).where(User.username == username).with_for_update()
    ).one_or_none()
    right = verify(user.password_hash if user else _nobody(), password)
    if user is None or not is_in_service(user):
        return SignIn(None, addresses.count_name(username, MAX_FAILURES, LOCK_FOR))
    now = moment.now()
    if user.locked_until is not None and now < user.locked_until:
        return SignIn(None, user.locked_until)
    if right and user.one_time_until is not None and now >= user.one_time_until:
        return SignIn(None, has_expired=True)
    if right and user.totp_secret is not None:
        return SignIn(user.id, needs_code=True)  # wrong codes count on: nothing is forgotten yet
    if right:
        user.failed_count, user.locked_until = 0, None
        if _hasher.check_needs_rehash(user.password_hash):
            user.password_hash = hash_password(password)
        record.append("signed_in", user, actor_id=user.id)
        return SignIn(user.id, is_password_old=_is_old(user))
    user.locked_until = None  # an old lock is over, or it would have been said above
    count_failure(user)
    # counted here as well, only so that it takes as long as for a name that nobody bears
    addresses.count_name(username, MAX_FAILURES, LOCK_FOR)
    return SignIn(None, user.locked_until)


def policy_in_force() -> Policy:
    """Return the password policy of the profile that the settings name."""
    settings: Settings = current_app.extensions["wenze.settings"]
    return PROFILES[settings.password_profile]


def _is_old(user: User) -> bool:
    """Tell whether the policy prompts `user` to choose another password."""
    age = policy_in_force().max_age_days
    if age is None or user.password_set_at is None:
        return False
    return moment.now() - user.password_set_at >= timedelta(days=age)


@transactional
def end_sessions_by_policy(user_id: int) -> None:
    """End the sessions of who signs in anew, where one session at a time is the policy."""
    settings: Settings = current_app.extensions["wenze.settings"]
    if settings.one_session:
        sessions.end_sessions_of(user_id)


def count_failure(user: User) -> None:
    """Count a wrong password or code; the fifth locks the account."""
    user.failed_count += 1
    if user.failed_count >= MAX_FAILURES:
        user.failed_count, user.locked_until = 0, moment.now() + LOCK_FOR
        record.append("account_locked", user, actor_id=None)


@transactional
def create_unit(
    name: str,
    short_name: str,
    kind: UnitKind,
    parent: Unit | None,
    document_prefix: str | None = None,
    *,
    actor_id: int | None = None,
) -> Unit:
    """Add a unit below `parent` (None: the root of the tree)."""
    unit = Unit(
        name=name,
        short_name=short_name,
        kind=kind,
        parent_id=parent.id if parent else None,
        document_prefix=document_prefix,
        path=f"new:{name}",
    )
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    record.append("unit_created", unit, actor_id=actor_id, after={"name": name})
    return unit


@transactional
def create_user(
    username: str,
    name: str,
    unit: Unit,
    password: str,
    *,
    post_title: str | None = None,
    rank: str | None = None,
    roles: tuple[Role, ...] = (),
    since: date | None = None,
    superior: User | None = None,
    one_time: bool = False,
    actor_id: int | None = None,
) -> User:
    """Add a user who works in `unit` and holds `roles` there from `since` (today).

    A `one_time` password opens nothing but the page on which another one is chosen. Refuses a
    password shorter than ten characters or one that holds the user's name.
    """
    if len(password) < MIN_PASSWORD or username in password:
        raise Refused(Refusal("password_too_weak", {"length": MIN_PASSWORD}))
    if db.session.scalars(select(User.id).where(User.username == username)).first() is not None:
        raise Refused(Refusal("username_taken", {"username": username}))
    user = User(
        username=username,
        name=name,
        unit_id=unit.id,
        post_title=post_title,
        rank=rank,
        password_hash=hash_password(password),
        superior_id=superior.id if superior else None,
        one_time_until=moment.now() + ONE_TIME_FOR if one_time else None,
        password_set_at=moment.now(),
    )
    db.session.add(user)
    db.session.flush()
    for role in roles:
        db.session.add(Post(user=user, unit=unit, role=role, starts_on=since or moment.today()))
    record.append(
        "user_created", user, actor_id=actor_id, after={"username": username, "roles": list(roles)}
    )
    return user


def verify(password_hash: str, password: str) -> bool:
    """Tell whether `password` is the one of `password_hash`."""
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
