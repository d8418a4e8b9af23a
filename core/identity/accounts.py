"""What happens to an account: its password is changed or given out anew."""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, select

from core import moment, record
from core.db import db, transactional
from core.identity import passwords, sessions
from core.identity.models import PastPassword, RecoveryCode, User
from core.identity.services import (
    ONE_TIME_FOR,
    count_failure,
    hash_password,
    policy_in_force,
    verify,
)
from core.refusals import Refusal, Refused


@transactional
def change_password(user_id: int, current: str, new: str, session_kept: str) -> bool:
    """Change one's own password and end all other sessions; tell whether `current` was right.

    `session_kept` is the hash of the session that goes on. A wrong password counts like one at
    sign-in. Refuses a new password that the policy does not let pass.
    """
    user = _locked(user_id)
    if user.locked_until is not None and moment.now() < user.locked_until:
        return False
    if not verify(user.password_hash, current):
        count_failure(user)
        return False
    policy = policy_in_force()
    names = (user.username, user.name, user.unit.name, user.unit.short_name)
    refusal = passwords.check(new, policy, names)
    if refusal is None and _was_used(user, new, policy.history):
        refusal = Refusal("password_used_before", {"count": policy.history})
    if refusal is None and new == current:
        refusal = Refusal("password_used_before", {"count": 1})
    if refusal is not None:
        raise Refused(refusal)
    set_password(user, new)
    user.one_time_until = None
    user.failed_count = 0
    sessions.end_other_sessions(user.id, session_kept)
    record.append("password_changed", user, actor_id=user.id)
    return True


@transactional
def end_own_sessions(user_id: int, session_kept: str) -> None:
    """End all one's own sessions but the one known by the hash `session_kept`."""
    sessions.end_other_sessions(user_id, session_kept)
    record.append("sessions_ended", _locked(user_id), actor_id=user_id)


@transactional
def reset_password(user_id: int, actor_id: int | None, reason: str) -> str:
    """Give `user_id` a one-time password, end their sessions, and return it: it is kept nowhere."""
    user = _locked(user_id)
    password = passwords.generate()
    set_password(user, password)
    user.one_time_until = moment.now() + ONE_TIME_FOR
    sessions.end_sessions_of(user.id)
    record.append("password_reset", user, actor_id=actor_id, reason=reason)
    return password


@transactional
def set_leaving(user_id: int, last_day: date | None, actor_id: int | None, reason: str) -> None:
    """Let `user_id` leave with `last_day` (None: stay after all); what is left to do is listed by
    `core.worklist` for who takes over.
    """
    user = _locked(user_id)
    before = user.leaves_on
    user.leaves_on = last_day
    record.append(
        "leaving_set",
        user,
        actor_id=actor_id,
        before={"leaves_on": before},
        after={"leaves_on": last_day},
        reason=reason,
    )


@transactional
def set_position(
    user_id: int, post_title: str | None, rank: str | None, actor_id: int | None, reason: str
) -> None:
    """Enter the post and the rank of a person; what papers said of them before stays as it is."""
    user = _locked(user_id)
    before = {"post_title": user.post_title, "rank": user.rank}
    user.post_title, user.rank = post_title, rank
    record.append(
        "position_set",
        user,
        actor_id=actor_id,
        before=before,
        after={"post_title": post_title, "rank": rank},
        reason=reason,
    )


@transactional
def release_lock(user_id: int, actor_id: int | None, reason: str) -> None:
    """Let a locked account be signed in to again."""
    user = _locked(user_id)
    user.failed_count, user.locked_until = 0, None
    record.append("lock_released", user, actor_id=actor_id, reason=reason)


@transactional
def reset_second_factor(user_id: int, actor_id: int | None, reason: str) -> None:
    """Forget the second factor of `user_id` and end their sessions: they enrol anew."""
    user = _locked(user_id)
    user.totp_secret = user.totp_step = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    sessions.end_sessions_of(user_id)
    record.append("second_factor_reset", user, actor_id=actor_id, reason=reason)


def set_password(user: User, password: str) -> None:
    """Replace the password of `user`, keeping the hash of the one before."""
    db.session.add(PastPassword(user_id=user.id, password_hash=user.password_hash))
    user.password_hash = hash_password(password)
    user.password_set_at = moment.now()


def _was_used(user: User, password: str, history: int) -> bool:
    if not history:
        return False
    past = db.session.scalars(
        select(PastPassword.password_hash)
        .where(PastPassword.user_id == user.id)
        .order_by(PastPassword.id.desc())
        .limit(history - 1)
    )
    return any(verify(kept, password) for kept in (user.password_hash, *past))


def _locked(user_id: int) -> User:
    return db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    ).one()
