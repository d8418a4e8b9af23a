"""Bring the inboxes up to date, and send the digest of the day."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import date

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select, update

from config import Settings
from core import moment
from core.access.actor import Actor
from core.db import db, transactional
from core.identity.models import User
from core.identity.queries import load_actor
from core.notify.mail import Post, digest_text
from core.notify.models import LEVELS, Level, Notice, NoticeAddress
from core.watching import file_of_page
from core.worklist import Task, tasks_of

log = logging.getLogger(__name__)


def sync_all() -> int:
    """Bring every inbox up to date, each in a transaction of its own; return how many are new."""
    users = db.session.scalars(select(User.id).where(User.is_active).order_by(User.id)).all()
    db.session.rollback()
    with _pages():
        return sum(sync(user_id) for user_id in users)


@transactional
def sync(user_id: int) -> int:
    """Compare what waits for a person with what they were told; return how many notices are new.

    Called within a request context: tasks know their pages.
    """
    actor = load_actor(user_id)
    told = {(n.url, n.action): n for n in open_notices(user_id)}
    with force_locale("zh"):
        waiting = {(t.url, str(t.action)): t for t in tasks_of(actor)} if actor else {}
    for key, notice in told.items():
        if key not in waiting:
            notice.done_at = moment.now()
    new = 0
    for key, task in waiting.items():
        notice = told.get(key) or _arrived(user_id, task)
        new += key not in told
        notice.due_on, notice.term = task.due_on, task.term
        if notice.file_type is None:
            notice.file_type, notice.file_id = file_of_page(task.url) or (None, None)
        level = level_of(task, moment.today())
        if LEVELS.index(level) > LEVELS.index(notice.level):
            notice.read_at = None  # it has become urgent: worth another look
        notice.level = level
    return new


def level_of(task: Task, today: date) -> Level:
    """Return how near the clock of a task is: its last day is yellow, the day after it red."""
    if task.due_on is None:
        return Level.PLAIN
    if task.due_on < today:
        return Level.RED
    return Level.YELLOW if (task.warn_on or task.due_on) <= today else Level.PLAIN


def open_notices(user_id: int) -> Sequence[Notice]:
    """Return what waits for a person as far as they were told, what is due first coming first."""
    return db.session.scalars(
        select(Notice)
        .where(Notice.user_id == user_id, Notice.done_at.is_(None))
        .order_by(Notice.due_on.is_(None), Notice.due_on, Notice.id)
    ).all()


@transactional
def read_all(actor: Actor) -> None:
    """Mark all notices of `actor` as read."""
    db.session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.read_at.is_(None), Notice.done_at.is_(None))
        .values(read_at=moment.now())
    )


@transactional
def set_address(actor: Actor, *, email: str | None, wants_mail: bool) -> None:
    """Keep where `actor` wants the digest; without an address none is sent."""
    assert actor.id is not None
    address = db.session.get(NoticeAddress, actor.id)
    if address is None:
        address = NoticeAddress(user_id=actor.id)
        db.session.add(address)
    address.email = email
    address.wants_mail = wants_mail and email is not None


def is_quiet(hour: int, quiet: tuple[int, int]) -> bool:
    """Tell whether nothing is sent at `hour`; (20, 8) is from eight in the evening to eight."""
    begin, end = quiet
    return begin <= hour < end if begin <= end else hour >= begin or hour < end


def send_digests() -> tuple[int, int]:
    """Send what is new or has turned to who wants it, once a day; return how many, and failures.

    In the quiet hours, and where no mail server is set, nothing is sent. What could not be sent is
    tried again by the next run.
    """
    post: Post | None = current_app.extensions["wenze.mail"]
    if post is None or is_quiet(moment.local(moment.now()).hour, post.quiet):
        return 0, 0
    sync_all()
    wanted = select(NoticeAddress.user_id).where(NoticeAddress.wants_mail)
    users = db.session.scalars(wanted.order_by(NoticeAddress.user_id)).all()
    db.session.rollback()
    sent = failed = 0
    for user_id in users:
        try:
            sent += _send_digest(post, user_id)
        except (OSError, smtplib.SMTPException):
            log.exception("the digest of user %d could not be sent", user_id)
            failed += 1
    return sent, failed


@transactional
def _send_digest(post: Post, user_id: int) -> bool:
    """Send one digest and keep what it told; a failed sending keeps nothing."""
    address = db.session.get(NoticeAddress, user_id, with_for_update=True)
    today = moment.today()
    if address is None or not address.email or address.last_digest_on == today:
        return False
    waiting = open_notices(user_id)
    if not any(_is_news(notice) for notice in waiting):
        return False
    with force_locale("zh"):
        subject, text = digest_text(waiting, today, post.base_url)
    post.send(address.email, subject, text)
    address.last_digest_on = today
    for notice in waiting:
        notice.mailed_level = notice.level
    return True


def _is_news(notice: Notice) -> bool:
    told = notice.mailed_level
    return told is None or LEVELS.index(notice.level) > LEVELS.index(told)


def _arrived(user_id: int, task: Task) -> Notice:
    notice = Notice(
        user_id=user_id,
        number=task.number[:120],
        action=str(task.action),
        url=task.url,
        level=Level.PLAIN,
    )
    db.session.add(notice)
    return notice


def _pages() -> AbstractContextManager[object]:
    """Return a context in which tasks can name their pages, for a run without a request."""
    settings: Settings = current_app.extensions["wenze.settings"]
    return current_app.test_request_context(base_url=settings.base_url)
