"""Beginning a session: after the password, and after the code of who has a second factor."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import flash, request, session
from flask_babel import gettext as _
from flask_login import UserMixin, login_user
from werkzeug.exceptions import TooManyRequests

from core import moment
from core.identity import addresses, services, stepup
from core.identity.services import SignIn

_WAITING = "waiting_for_code"
#: So long the right password waits for its code.
CODE_WITHIN = timedelta(minutes=5)


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a user: the id."""

    def __init__(self, user_id: int) -> None:
        self.id = user_id


def begin(outcome: SignIn) -> None:
    """Begin a fresh session for who signed in; by policy it is the only one."""
    assert outcome.user_id is not None
    session.clear()
    session.renew()  # type: ignore[attr-defined]
    services.end_sessions_by_policy(outcome.user_id)
    login_user(SignedIn(outcome.user_id))
    stepup.confirmed_now()
    if outcome.is_password_old:
        flash(_("密码已使用较长时间，请在“我的账号”中更换。"), "warning")


def wait_for_code(user_id: int) -> None:
    """Remember whose password was right, until the code comes."""
    session.clear()
    session.renew()  # type: ignore[attr-defined]
    session[_WAITING] = [user_id, moment.now().isoformat()]


def waiting_for_code() -> int | None:
    """Return whose code is waited for in this session, or None."""
    waiting = session.get(_WAITING)
    if waiting is None:
        return None
    user_id, since = waiting
    age = moment.now() - datetime.fromisoformat(since)
    return int(user_id) if timedelta(0) <= age < CODE_WITHIN else None


def refuse_hasty_address() -> None:
    """Answer 429 where too many attempts from this address failed."""
    wait = addresses.wait_of(request.remote_addr)
    if wait is not None:
        raise TooManyRequests(retry_after=int(wait.total_seconds()) + 1)


def failed(outcome: SignIn, otherwise: str) -> str:
    """Count the failed attempt for its address and say why it failed: locked, too late, or
    `otherwise`.
    """
    addresses.count_failure(request.remote_addr)
    if outcome.locked_until is not None:
        until = moment.local(outcome.locked_until).strftime("%H:%M")
        return str(_("登录失败次数过多，账号已锁定至 %(until)s。", until=until))
    if outcome.has_expired:
        return str(_("一次性密码已过期，请向系统管理员重新领取。"))
    return otherwise


def safe_target() -> str | None:
    """Return the page to go on to, if it is one of ours."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    if (
        parts.scheme
        or parts.netloc
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
    ):
        return None
    return target if target.isprintable() and len(target) <= 500 else None
