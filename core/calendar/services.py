"""Put a notice in force: the calendar changes, and every open clock with it, in one transaction."""

from __future__ import annotations

import hashlib
import json
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core import moment, record
from core.calendar import impact, queries
from core.calendar.models import CalendarNotice
from core.calendar.typed import read_notice
from core.clocks import services as clocks
from core.clocks.models import Clock
from core.clocks.queries import reading
from core.db import db
from core.refusals import Refusal, Refused
from core.workdays import Notice

_AT_ONCE = 200


def adopt(text: str, proposed_by_id: int, confirmed_by_id: int) -> CalendarNotice:
    """Store the notice that `text` is and recompute the open clocks by it, old dates kept.

    In the caller's transaction; nobody counts by the calendar meanwhile. Raises FaultyNotice for a
    text that became unfit since it was proposed, Refused where it says what is in force already.
    """
    queries.hold_unchanged(against_all=True)
    queries.forget(db.session())
    before = queries.in_force()
    notice = read_notice(text, before)
    refusal = may_adopt(notice)
    if refusal is not None:
        raise Refused(refusal)
    days = [[day.on.isoformat(), day.is_rest, day.name] for day in notice.days]
    row = CalendarNotice(
        year=notice.year,
        version=len(queries.versions_of(notice.year)) + 1,
        number=notice.number,
        issued_on=notice.issued_on,
        url=notice.url,
        text=text,
        days=days,
        digest=_digest([notice.year, notice.number, notice.issued_on.isoformat(), days]),
        moved=0,
        settled=0,
        proposed_by_id=proposed_by_id,
        confirmed_by_id=confirmed_by_id,
        confirmed_at=moment.now(),
    )
    db.session.add(row)
    db.session.flush()
    queries.forget(db.session())
    counted = impact.Summary()
    affected = impact.affected(before, queries.in_force())
    while some := list(islice(affected, _AT_ONCE)):
        for found in some:
            counted.add(found)
        _recompute([found.clock_id for found in some], confirmed_by_id, notice)
    row.moved, row.settled = counted.moved, counted.settled
    record.append(
        "calendar_changed",
        row,
        actor_id=confirmed_by_id,
        after={
            "year": row.year,
            "version": row.version,
            "number": row.number,
            "digest": row.digest,
            "moved": row.moved,
            "settled": row.settled,
        },
    )
    return row


def may_adopt(notice: Notice) -> Refusal | None:
    """Return why `notice` cannot be put in force, or None: it must be issued, and say something
    new.
    """
    if notice.issued_on > moment.today():
        return Refusal("notice_of_the_future")
    known = [n for n in queries.in_force().notices if n.number == notice.number]
    if [(n.year, n.issued_on, n.days) for n in known] == [
        (notice.year, notice.issued_on, notice.days)
    ]:
        return Refusal("notice_in_force_already", {"number": notice.number})
    return None


def _recompute(clock_ids: list[int], actor_id: int, notice: Notice) -> None:
    rows = db.session.scalars(
        select(Clock)
        .where(Clock.id.in_(clock_ids))
        .order_by(Clock.id)
        .options(selectinload(Clock.events))
    )
    for clock in rows:
        reason = f"工作日历变更：{notice.number}"
        clocks.keep_recomputed(clock, reading(clock), actor_id, reason)
    db.session.flush()


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
