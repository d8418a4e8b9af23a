"""Seal the log into the chain of the record, batch by batch, and verify it.

A batch gets a digest under the key of the record, over every column of every entry; count and
digest become an entry of the record. What is changed, taken out or put in afterwards shows, and so
does a batch that is gone whole, for the record knows of it. What is not sealed yet is protected by
the triggers only, so the command runs often (cron, every few minutes).
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from flask import current_app
from sqlalchemy import func, select

from core import moment, record
from core.access_log.models import AccessEntry, AccessSeal
from core.db import db, transactional
from core.record.models import RecordEntry

BATCH = 1000
#: Entries younger than this may still have companions on the way with a lower number.
SETTLE = timedelta(seconds=10)
SEALED = "access_log_sealed"


@dataclass(frozen=True)
class Fault:
    """A batch that is not as it was sealed: its entries, and what is wrong."""

    first_id: int
    last_id: int
    message: str


def digest(key: bytes, entries: Iterable[AccessEntry]) -> str:
    """Return the keyed digest over `entries` in order, 64 hexadecimal digits."""
    mac = hmac.new(key, b"access\0", hashlib.sha256)
    for entry in entries:
        row = [
            entry.id,
            entry.at.isoformat(),
            entry.actor_id,
            entry.kind,
            entry.subject_type,
            entry.subject_id,
            entry.page,
        ]
        mac.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return mac.hexdigest()


def seal() -> int:
    """Seal all entries that are due; return how many. Each batch is a transaction."""
    total = 0
    while number := seal_batch():
        total += number
    return total


@transactional
def seal_batch() -> int:
    """Seal the next batch; return how many entries it has, 0 where there are none to seal."""
    last = db.session.scalar(
        select(AccessSeal.last_id).order_by(AccessSeal.id.desc()).limit(1).with_for_update()
    )
    found = db.session.scalars(
        select(AccessEntry)
        .where(AccessEntry.id > (last or 0))
        .order_by(AccessEntry.id)
        .limit(BATCH)
        .execution_options(populate_existing=True)
    ).all()
    settled = moment.now() - SETTLE
    batch = list(takewhile(lambda entry: entry.at <= settled, found))
    if not batch:
        return 0
    made = AccessSeal(
        first_id=batch[0].id,
        last_id=batch[-1].id,
        count=len(batch),
        digest=digest(_key(), batch),
    )
    db.session.add(made)
    db.session.flush()
    record.append(SEALED, made, actor_id=None, after=_written(made))
    return len(batch)


def verify() -> Iterator[Fault]:
    """Yield every batch that is not as it was sealed, oldest first."""
    said = _said_by_record()
    before = 0
    for made in db.session.scalars(select(AccessSeal).order_by(AccessSeal.id)).all():
        if said.pop(made.id, None) != _written(made):
            yield Fault(made.first_id, made.last_id, "与操作记录中的封存不符")
        entries = _between(before, made.last_id)
        if len(entries) != made.count:
            message = f"应有 {made.count} 条，实有 {len(entries)} 条"
            yield Fault(made.first_id, made.last_id, message)
        elif not hmac.compare_digest(digest(_key(), entries), made.digest):
            yield Fault(made.first_id, made.last_id, "内容被改动")
        before = made.last_id
    for lost in said.values():
        yield Fault(int(lost["first_id"]), int(lost["last_id"]), "封存记录缺失")


def unsealed() -> int:
    """Return how many entries wait to be sealed."""
    last = db.session.scalar(select(func.max(AccessSeal.last_id))) or 0
    number = select(func.count()).select_from(AccessEntry).where(AccessEntry.id > last)
    return db.session.scalar(number) or 0


def _between(after: int, last: int) -> Sequence[AccessEntry]:
    return db.session.scalars(
        select(AccessEntry)
        .where(AccessEntry.id > after, AccessEntry.id <= last)
        .order_by(AccessEntry.id)
        .execution_options(populate_existing=True)
    ).all()


def _said_by_record() -> dict[int, dict[str, int | str]]:
    entries = db.session.scalars(
        select(RecordEntry).where(
            RecordEntry.subject_type == AccessSeal.__tablename__, RecordEntry.action == SEALED
        )
    )
    return {entry.subject_id: json.loads(entry.after or "{}") for entry in entries}


def _written(made: AccessSeal) -> dict[str, int | str]:
    return {
        "first_id": made.first_id,
        "last_id": made.last_id,
        "count": made.count,
        "digest": made.digest,
    }


def _key() -> bytes:
    key: bytes = current_app.extensions["wenze.record"]
    return key
