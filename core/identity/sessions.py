"""Server-side sessions: revocable, bounded in time, with a new token at every sign-in.

Flask's own session is a signed cookie: it cannot be ended from the server and dies when the clock
is set. Here the cookie is a random token; what it stands for is a row. Flask-Login and the CSRF
token live in it.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import Flask, session
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request, Response
from flask_login import current_user
from sqlalchemy import delete, select, update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import CallbackDict

from config import Settings
from core import moment
from core.db import db, writing
from core.identity.models import WebSession

log = logging.getLogger(__name__)

TOUCH_EVERY = timedelta(minutes=1)


class ServerSession(CallbackDict[str, Any], SessionMixin):
    """The session of one browser while a request runs; `is_unread` where the database was away."""

    def __init__(
        self,
        token: str | None,
        data: dict[str, Any],
        *,
        due_touch: bool = False,
        is_unread: bool = False,
    ) -> None:
        def changed(session: CallbackDict[str, Any]) -> None:
            session.modified = True  # type: ignore[attr-defined]

        super().__init__(data, changed)
        self.token = token
        self.modified = False
        self.accessed = True
        self.due_touch = due_touch
        self.is_unread = is_unread
        self.is_to_be_renewed = False

    def renew(self) -> None:
        """Have this session go on under a new token: what was known before signing in is worth
        nothing.
        """
        self.is_to_be_renewed = True
        self.modified = True


class ServerSessionInterface(SessionInterface):
    """Load and save `ServerSession` rows."""

    def __init__(self, settings: Settings) -> None:
        self._idle = timedelta(minutes=settings.idle_minutes)
        self._absolute = timedelta(hours=settings.session_hours)
        self._secure = settings.secure_cookies
        self._cookie = "__Host-wenze" if settings.secure_cookies else "wenze"

    def open_session(self, _app: Flask, request: Request) -> ServerSession:
        """Return the session of the request's cookie, or an empty one."""
        token = request.cookies.get(self._cookie)
        if not token or request.endpoint == "static":
            return ServerSession(None, {})
        try:
            row = db.session.get(WebSession, _hash(token))
        except OperationalError as error:  # raised here it would pass by the error pages
            log.error("could not read a session: %s", type(error.orig).__name__)
            return ServerSession(None, {}, is_unread=True)
        now = moment.now()
        if (
            row is None
            or now - row.last_seen_at > self._idle
            or now - row.created_at > self._absolute
        ):
            return ServerSession(None, {})
        return ServerSession(
            token, dict(row.data), due_touch=abs(now - row.last_seen_at) > TOUCH_EVERY
        )

    def save_session(self, _app: Flask, session: SessionMixin, response: Response) -> None:
        """Write the session back if it changed, and set the cookie when its token is new."""
        if not isinstance(session, ServerSession) or not (session.modified or session.due_touch):
            return
        old = session.token
        if not session and old is None:
            return
        if not session.modified:
            _touch(old)
            return
        if session.is_to_be_renewed or old is None:
            session.token = secrets.token_urlsafe(32)
        _store(old, session)
        if session.token != old and session.token is not None:
            response.set_cookie(
                self._cookie,
                session.token,
                path="/",
                httponly=True,
                secure=self._secure,
                samesite="Lax",
            )


def current_user_id() -> int | None:
    """Return the id of the signed-in user of this request, or None."""
    if not current_user.is_authenticated:
        return None
    return int(current_user.id)


def current_token_hash() -> str:
    """Return by what the database knows the session of this request."""
    return _hash(getattr(session, "token", None))


def sessions_of(user_id: int) -> Sequence[WebSession]:
    """Return the sessions of `user_id` that are kept, the one used last first."""
    return db.session.scalars(
        select(WebSession)
        .where(WebSession.user_id == user_id)
        .order_by(WebSession.last_seen_at.desc())
        .limit(50)
    ).all()


def end_other_sessions(user_id: int, keep: str) -> int:
    """End every session of `user_id` but the one known by the hash `keep`; return how many."""
    ended = db.session.execute(
        delete(WebSession).where(WebSession.user_id == user_id, WebSession.token_hash != keep)
    )
    return ended.rowcount  # type: ignore[attr-defined, no-any-return]


def end_sessions_of(user_id: int) -> None:
    """End every session of `user_id`; in force at the next request after the commit."""
    db.session.execute(delete(WebSession).where(WebSession.user_id == user_id))


def drop_expired(idle_minutes: int) -> None:
    """Delete the sessions that are too old to be used."""
    limit = moment.now() - timedelta(minutes=idle_minutes)
    db.session.execute(delete(WebSession).where(WebSession.last_seen_at < limit))


def _touch(token: str | None) -> None:
    """Note that the session is in use; a page that could be read is not lost if this cannot be."""
    db.session.rollback()
    statement = update(WebSession).where(WebSession.token_hash == _hash(token))
    try:
        with writing():
            db.session.execute(statement.values(last_seen_at=moment.now()))
            db.session.commit()
    except OperationalError:
        db.session.rollback()
        log.warning("could not note that a session is in use", exc_info=True)


def _store(old: str | None, session: ServerSession) -> None:
    """Write in a transaction of its own: the request's is over."""
    db.session.rollback()
    now = moment.now()
    with writing():
        row = db.session.get(WebSession, _hash(old), with_for_update=True) if old else None
        if old and row is None:
            db.session.rollback()
            return  # ended meanwhile (kick-out): it must not come back
        if row is not None and session.token != old:
            db.session.delete(row)
            row = None
        user_id = session.get("_user_id")
        if row is None and session.token is not None:
            row = WebSession(
                token_hash=_hash(session.token), created_at=now, last_seen_at=now, data={}
            )
            db.session.add(row)
        if row is not None:
            row.user_id = int(user_id) if user_id else None
            row.data = dict(session)
            row.last_seen_at = now
        db.session.commit()


def _hash(token: str | None) -> str:
    return hashlib.sha256((token or "").encode("utf-8", "replace")).hexdigest()


def init_app(app: Flask, settings: Settings) -> None:
    """Keep the sessions of `app` on the server."""
    app.session_interface = ServerSessionInterface(settings)
