"""The second factor: codes of an authenticator without network (TOTP, RFC 6238), recovery codes.

Who must have one is a matter of power: the administrators, and whoever may see who reported. Others
may have one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final

import pyotp
import segno
from flask import current_app
from markupsafe import Markup
from sqlalchemy import delete, select

from config import Settings
from core import moment, record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import db, transactional
from core.identity.models import RecoveryCode, User
from core.identity.posts import ADMINISTRATORS
from core.identity.services import SignIn, count_failure, verify
from core.sealed.fields import Sealed

STEP_SECONDS: Final = 30
#: Codes of the step before and after count: clocks of offices differ.
_STEPS = (0, -1, 1)
RECOVERY_CODES: Final = 10
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_ISSUER = "问责"
_POWER = frozenset({Permission.REPORTER_OPEN, Permission.REPORTER_CONSENT})


def is_required(actor: Actor) -> bool:
    """Tell whether the settings and the posts of `actor` ask for a second factor."""
    settings: Settings = current_app.extensions["wenze.settings"]
    return settings.second_factor and (
        any(post.role in ADMINISTRATORS for post in actor.posts) or bool(actor.permissions & _POWER)
    )


def new_secret() -> str:
    """Return a fresh secret of 160 bits."""
    return pyotp.random_base32()


def picture(user: User, secret: str) -> Markup:
    """Return the QR code that an authenticator scans, as SVG without styles or scripts."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=_ISSUER)
    code = segno.make(address, error="m")
    return Markup(code.svg_inline(scale=4, border=2, dark="#000", light="#fff"))  # noqa: S704 - ours


def step_of(secret: str, code: str, after: int | None = None) -> int | None:
    """Return the step of time whose code this is, if it lies after the step `after`; else None."""
    now = int(moment.now().timestamp()) // STEP_SECONDS
    given = code.replace(" ", "").encode("utf-8", "replace")
    for step in (now + offset for offset in _STEPS):
        wanted = pyotp.TOTP(secret).at(step * STEP_SECONDS).encode("ascii")
        if hmac.compare_digest(wanted, given) and (after is None or step > after):
            return step
    return None


@transactional
def enrol(user_id: int, secret: str, code: str) -> Sequence[str] | None:
    """Take `secret` as the second factor of the user if `code` is a code of it; return the recovery
    codes, which are kept as hashes only. None where the code is wrong.
    """
    user = _locked(user_id)
    step = step_of(secret, code)
    if step is None:
        return None
    user.totp_secret, user.totp_step = Sealed.of(secret), step
    record.append("second_factor_set", user, actor_id=user_id)
    return _fresh_codes(user)


@transactional
def renew_recovery_codes(user_id: int) -> Sequence[str]:
    """Return fresh recovery codes; those before are worth nothing."""
    user = _locked(user_id)
    record.append("recovery_codes_renewed", user, actor_id=user_id)
    return _fresh_codes(user)


@transactional
def attempt_code(user_id: int, code: str) -> SignIn:
    """Check the second factor of a user whose password was right, or a recovery code; five wrong
    ones lock the account like wrong passwords.
    """
    user = _locked(user_id)
    if user.locked_until is not None and moment.now() < user.locked_until:
        return SignIn(None, user.locked_until)
    if not _accepts(user, code):
        count_failure(user)
        return SignIn(None, user.locked_until)
    user.failed_count, user.locked_until = 0, None
    record.append("signed_in", user, actor_id=user.id)
    return SignIn(user.id)


@transactional
def confirm(user_id: int, secret_word: str) -> bool:
    """Tell whether it is still the user who sits there: by a code, or the password of who has no
    second factor. A wrong answer counts like one at sign-in.
    """
    user = _locked(user_id)
    if user.locked_until is not None and moment.now() < user.locked_until:
        return False
    if user.totp_secret is None:
        is_right = verify(user.password_hash, secret_word)
    else:
        is_right = _accepts(user, secret_word)
    if is_right:
        user.failed_count = 0
    else:
        count_failure(user)
    return is_right


def recovery_codes_left(user_id: int) -> int:
    """Return how many recovery codes are not used up."""
    unused = select(RecoveryCode.id).where(
        RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
    )
    return len(db.session.scalars(unused).all())


def _accepts(user: User, code: str) -> bool:
    if user.totp_secret is None:
        return False
    step = step_of(user.totp_secret.open(), code, user.totp_step)
    if step is not None:
        user.totp_step = step
        return True
    kept = db.session.scalars(
        select(RecoveryCode)
        .where(
            RecoveryCode.user_id == user.id,
            RecoveryCode.code_hash == _hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()
    if kept is None:
        return False
    kept.used_at = moment.now()
    record.append("recovery_code_used", user, actor_id=user.id)
    return True


def _fresh_codes(user: User) -> Sequence[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(user_id=user.id, code_hash=_hash(code)) for code in codes)
    return codes


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _hash(code: str) -> str:
    plain = code.strip().lower().replace("-", "").replace(" ", "")
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def _locked(user_id: int) -> User:
    return db.session.scalars(
        select(User)
        .where(User.id == user_id)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    ).one()
