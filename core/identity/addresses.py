"""Many wrong passwords from one address: it has to wait, whatever names it tries. And many for a
name that nobody bears: it is locked like one that somebody does.

Kept in the database, so that all server processes count together. An address or a name is kept only
as a keyed hash that changes every day, and stands in no record; rows of earlier days are deleted.
The machine itself (a proxy in front, a test) is not counted: `WENZE_PROXIES` tells clients apart.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core import moment
from core.db import db, transactional
from core.identity.models import SignInAddress

#: So many failures within the window; an office behind one address mistypes less often.
LIMIT: Final = 30
WINDOW: Final = timedelta(minutes=10)
_ITSELF = frozenset({"127.0.0.1", "::1"})


def wait_of(address: str | None) -> timedelta | None:
    """Return how long `address` still has to wait; None where it may try."""
    if address is None or address in _ITSELF:
        return None
    row = db.session.get(SignInAddress, _hash(address))
    if row is None or row.failures < LIMIT:
        return None
    left = row.since + WINDOW - moment.now()
    return left if timedelta(0) < left <= WINDOW else None


@transactional
def count_failure(address: str | None) -> None:
    """Count a wrong password or code from `address`; the thirtieth within ten minutes shuts it out
    until ten minutes after it.
    """
    if address is None or address in _ITSELF:
        return
    now = moment.now()
    row = _row(_hash(address), now)
    if not timedelta(0) <= now - row.since < WINDOW:
        row.failures, row.since = 0, now
    row.failures += 1
    if row.failures == LIMIT:
        row.since = now


def count_name(name: str, most: int, lock_for: timedelta) -> datetime | None:
    """Count a wrong password for a name; return until when it is locked if nobody bears it.

    What it says, and how long that takes, is the same as for a name that somebody bears: nobody
    learns by guessing who has an account (ASVS 6.3.8).
    """
    now = moment.now()
    row = _row(_hash(f"name {name}"), now)
    if row.failures >= most:
        if now < row.since + lock_for:
            return row.since + lock_for
        row.failures = 0
    row.failures, row.since = row.failures + 1, now
    return now + lock_for if row.failures >= most else None


def _row(address_hash: str, now: datetime) -> SignInAddress:
    today = moment.local(now).date()
    db.session.execute(delete(SignInAddress).where(SignInAddress.day < today))
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(SignInAddress)
        .values(address_hash=address_hash, day=today, since=now, failures=0)
        .on_conflict_do_nothing(index_elements=["address_hash"])
    )
    return db.session.scalars(
        select(SignInAddress)
        .where(SignInAddress.address_hash == address_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _hash(address: str) -> str:
    key: bytes = current_app.config["SECRET_KEY"]
    salted = f"{moment.today().isoformat()} {address}"
    return hmac.new(key, salted.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
