"""Append to the record, read it, export it, verify it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import Connection, and_, func, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction, aliased

from config import Settings
from core import moment
from core.db import Base, db
from core.record import chain, checkpoints
from core.record.models import RecordEntry, RecordHead

_PENDING = "wenze.record.pending"


class HeadMissing(RuntimeError):
    """The head of the chain is gone; nothing can be recorded, so nothing may be done."""


@dataclass(frozen=True)
class _Pending:
    at: datetime
    actor_id: int | None
    action: str
    subject: Base
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    reason: str | None
    savepoint: SessionTransaction | None


def append(
    action: str,
    subject: Base,
    *,
    actor_id: int | None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Record that `actor_id` (None: the system) did `action` to `subject`, in the current
    transaction.

    The entry is numbered and linked last, just before the commit, so that writers hold the head of
    the chain only for a moment. `before` and `after` hold plain values; never a sealed one.
    """
    pending = db.session.info.setdefault(_PENDING, [])
    pending.append(
        _Pending(
            moment.now(),
            actor_id,
            action,
            subject,
            before,
            after,
            reason,
            db.session().get_nested_transaction(),
        )
    )


def write_pending(session: Session) -> None:
    """Link what was recorded in this transaction to the chain (session event before_commit)."""
    if session.in_nested_transaction() or not session.info.get(_PENDING):
        return
    session.flush()
    pending: list[_Pending] = session.info.pop(_PENDING)
    key: bytes = current_app.extensions["wenze.record"]
    head = session.execute(
        select(RecordHead.seq, RecordHead.link).where(RecordHead.id == 1).with_for_update()
    ).first()
    if head is None:
        raise HeadMissing("the record has lost its head: see `flask record verify`")
    seq, last = head
    rows = []
    for item in pending:
        seq += 1
        row = {
            "seq": seq,
            "at": item.at.isoformat(),
            "actor_id": item.actor_id,
            "action": item.action,
            "subject_type": item.subject.__tablename__,
            "subject_id": item.subject.id,  # type: ignore[attr-defined]
            "before": _text(item.before),
            "after": _text(item.after),
            "reason": item.reason,
        }
        last = chain.link(key, last, row)
        rows.append({**row, "link": last})
    session.execute(insert(RecordEntry), rows)
    session.execute(
        update(RecordHead)
        .where(RecordHead.id == 1)
        .values(seq=seq, link=last, seal=chain.seal_head(key, seq, last))
    )


def forget_pending(session: Session, undone: SessionTransaction) -> None:
    """Drop what was to be recorded in what is `undone` (session event after_soft_rollback)."""
    pending: list[_Pending] = session.info.get(_PENDING, [])
    pending[:] = [item for item in pending if not _is_within(item.savepoint, undone)]


def start_chain(connection: Connection) -> None:
    """Write the head of the empty chain; called once, by the migration that installs the triggers.

    A head that is missing later is a fault and is never mended silently: no act can be
    recorded then, and hence none be done. A record that has entries or a head is left as it is.
    """
    if any(
        connection.execute(select(t.__table__).limit(1)).first() for t in (RecordEntry, RecordHead)
    ):
        return
    key: bytes = current_app.extensions["wenze.record"]
    seal = chain.seal_head(key, 0, chain.GENESIS)
    connection.execute(insert(RecordHead).values(id=1, seq=0, link=chain.GENESIS, seal=seal))


def verify() -> Iterator[chain.Fault]:
    """Yield the faults of the stored record, each with the number of its entry: what contradicts
    the chain, then what contradicts the checkpoints kept outside the database.
    """
    key: bytes = current_app.extensions["wenze.record"]
    yield from verify_chain()
    try:
        points = checkpoints.read(checkpoint_file())
    except checkpoints.Unreadable as error:
        yield chain.Fault(0, "checkpoint_altered", f"核验点文件第 {error.line} 行不能读取")
        return
    at = {point.seq for point in points}
    rows = select(RecordEntry.seq, RecordEntry.link).where(RecordEntry.seq.in_(at))
    links = {row.seq: row.link for row in db.session.execute(rows)}
    length = db.session.scalar(select(func.max(RecordEntry.seq))) or 0
    yield from checkpoints.verify(key, points, links, length)


def verify_chain() -> Iterator[chain.Fault]:
    """Yield what contradicts the chain; what lies outside the database is not asked."""
    key: bytes = current_app.extensions["wenze.record"]
    yield from chain.verify(key, entries(), head())


def checkpoint_file() -> Path:
    """Return where the checkpoints are kept."""
    settings: Settings = current_app.extensions["wenze.settings"]
    return settings.checkpoints


def set_checkpoint(restored: str | None = None) -> checkpoints.Checkpoint:
    """Note the head of the record outside the database; `restored` says why it is shorter than
    before. Raises HeadMissing where the head is gone, OSError where the file cannot be written.
    """
    found = head()
    if found is None:
        raise HeadMissing
    key: bytes = current_app.extensions["wenze.record"]
    point = checkpoints.made(key, moment.now().isoformat(), found, restored)
    checkpoints.write(checkpoint_file(), point)
    return point


def latest_checkpoints(count: int) -> list[checkpoints.Checkpoint]:
    """Return the latest checkpoints, newest first; none where the file cannot be read."""
    try:
        return checkpoints.read(checkpoint_file())[: -count - 1 : -1]
    except checkpoints.Unreadable:
        return []


def entries() -> Iterator[Mapping[str, Any]]:
    """Yield all entries in order, streamed: memory stays flat however long the record is."""
    statement = select(RecordEntry.__table__).order_by(RecordEntry.seq)
    result = db.session.execute(statement, execution_options={"yield_per": 2000})
    for row in result.mappings():
        yield dict(row)


def excerpt(subjects: Any) -> list[dict[str, Any]]:
    """Return the entries about `subjects` (a subquery of type and id) in order, each with the link
    it leans on as `previous`: so the key proves each of them without the rest of the record.
    """
    before = aliased(RecordEntry)
    statement = (
        select(RecordEntry.__table__, before.link.label("previous"))
        .join(
            subjects,
            and_(
                RecordEntry.subject_type == subjects.c.subject_type,
                RecordEntry.subject_id == subjects.c.subject_id,
            ),
        )
        .outerjoin(before, before.seq == RecordEntry.seq - 1)
        .order_by(RecordEntry.seq)
    )
    rows = db.session.execute(statement).mappings()
    return [{**row, "previous": row["previous"] or chain.GENESIS} for row in rows]


def package_seal(manifest_sha256: str) -> str:
    """Return the seal of this house over the list of contents of a package."""
    return chain.seal_package(current_app.extensions["wenze.record"], manifest_sha256)


def head() -> Mapping[str, Any] | None:
    """Return the head of the chain, or None where it is gone."""
    table = RecordHead.__table__
    row = db.session.execute(select(table)).mappings().first()
    return None if row is None else dict(row)


def of_subject(subject_type: str, subject_id: int, limit: int = 100) -> list[RecordEntry]:
    """Return the latest entries about one subject, newest first."""
    statement = (
        select(RecordEntry)
        .where(RecordEntry.subject_type == subject_type, RecordEntry.subject_id == subject_id)
        .order_by(RecordEntry.seq.desc())
        .limit(limit)
    )
    return list(db.session.scalars(statement))


def _is_within(savepoint: SessionTransaction | None, undone: SessionTransaction) -> bool:
    if not undone.nested:
        return True
    while savepoint is not None and savepoint is not undone:
        savepoint = savepoint.parent
    return savepoint is undone


def _text(values: Mapping[str, Any] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"not a plain value for the record: {type(value).__name__}")
