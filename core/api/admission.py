"""Where a token is asked for: before every operation, in the gate of all requests.

A wrong token, a withdrawn one and one whose time is over get the same answer after the same work:
one keyed hash and one look into an index. Each use is noted in the access log before the answer
leaves, granted or not.
"""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Final

from flask import g, request
from sqlalchemy import update

from core import moment
from core.access.permissions import Scope
from core.access_log import AccessKind, note_key
from core.api import tokens
from core.api.models import ApiToken
from core.api.problems import Problem
from core.db import db, writing
from core.identity.models import Unit
from core.throttle import Throttle

WINDOW: Final = timedelta(minutes=1)
#: Tokens that are none, of one origin and of all, in a minute.
guesses = Throttle(limit=20, limit_all=300, window=WINDOW)
#: Requests of one token, and of all, in a minute.
uses = Throttle(limit=120, limit_all=1_200, window=WINDOW)
#: The largest body, in bytes: twenty thousand characters of facts, and what stands beside them.
MAX_BODY: Final = 128 * 1024
#: Longer than any token; what is longer is not even looked for.
MAX_TOKEN: Final = 100
#: What somebody reports or asks about is not noted by the hour: it could tell who it was.
_BY_THE_DAY: Final = frozenset({Scope.REPORT_WRITE, Scope.REPORT_STATUS})


def admit(scope: Scope) -> None:
    """Let a request go on whose token is valid and has `scope`; it is then `token()`.

    Problem 401, 403 or 429 otherwise.
    """
    request.max_content_length = MAX_BODY
    shown = _shown()
    if shown is None:
        raise _unknown()
    found = tokens.find(shown)
    if found is None or not found.is_valid_on(moment.today()):
        # a valid token is let in whoever else guesses: nobody can shut the others out
        if not guesses.is_open(request.remote_addr):
            raise _too_many()
        guesses.note_failure(request.remote_addr)
        raise _unknown()
    if not uses.is_open(f"token {found.id}"):
        raise _too_many()
    uses.note_failure(f"token {found.id}")
    _note(found, scope)
    if not found.has(scope):
        raise Problem(403, "scope_missing", f"这一操作需要权限 {scope.value}。")
    g.api_token = found


def token() -> ApiToken:
    """Return the token of this request. Behind the gate there always is one."""
    found: ApiToken = g.api_token
    return found


def reaches(found: ApiToken, unit: Unit) -> bool:
    """Tell whether `unit` is that of the token or lies below it."""
    return unit.path.startswith(found.unit.path)


def _shown() -> str | None:
    """Return the token in the header, None where there is none or no token can look like that."""
    scheme, _blank, shown = request.headers.get("Authorization", "").partition(" ")
    shown = shown.strip()
    if scheme.lower() != "bearer" or not shown.isascii() or not 0 < len(shown) <= MAX_TOKEN:
        return None
    return shown


def _note(found: ApiToken, scope: Scope) -> None:
    """Note the use, and once a day on the token itself."""
    with moment.by_the_day() if scope in _BY_THE_DAY else nullcontext():
        note_key(None, AccessKind.READ, ApiToken.__tablename__, found.id)
    if found.last_used_on != moment.today():
        key = found.id
        db.session.rollback()  # the look-up may have been a reader's
        with writing():
            db.session.execute(
                update(ApiToken).where(ApiToken.id == key).values(last_used_on=moment.today())
            )
            db.session.commit()


def _unknown() -> Problem:
    return Problem(
        401,
        "token_unknown",
        "请在 Authorization 请求头中以 Bearer 方式出示有效的令牌。",
        headers={"WWW-Authenticate": 'Bearer realm="wenze"'},
    )


def _too_many() -> Problem:
    seconds = int(WINDOW.total_seconds())
    return Problem(
        429,
        "too_many_requests",
        f"请在 {seconds} 秒后重试。",
        headers={"Retry-After": str(seconds)},
    )
