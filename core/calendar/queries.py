"""The calendar in force, and the notices of a year in the order in which they came to be known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app
from sqlalchemy import select, text
from sqlalchemy.orm import Session, SessionTransaction, joinedload

from core.calendar.models import CalendarNotice
from core.db import db, is_reading
from core.workdays import Calendar, Notice, shipped_calendar, shipped_notices

_SEEN = "wenze.calendar.seen"
_BUILT = "wenze.calendar.built"
#: The key of the lock below; any number that no other lock uses.
_LOCK = 20_270_101

Known = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A notice of a year with its place in the row of versions.

    `entered` is the row of a notice that the office entered; None for one that comes with the
    program. `replaced_by` is the version that has the same number and came later, if there is one.
    """

    version: int
    notice: Notice
    entered: CalendarNotice | None
    replaced_by: int | None


def in_force() -> Calendar:
    """Return the calendar of the shipped notices and the confirmed ones.

    Asked once a transaction, so that a transaction counts by one calendar; built once a process and
    content. A transaction that writes keeps the calendar as it is until it ends: no date that was
    counted by the calendar before a change can be stored after it.
    """
    info = db.session.info
    calendar: Calendar | None = info.get(_SEEN)
    if calendar is None:
        hold_unchanged()
        calendar = info[_SEEN] = _built(_known())
    return calendar


def hold_unchanged(*, against_all: bool = False) -> None:
    """Let no other transaction change the calendar before this one ends; `against_all`: nor use it.

    On SQLite one writes at a time anyway.
    """
    if db.engine.dialect.name == "postgresql" and not is_reading():
        kind = "" if against_all else "_shared"
        db.session.execute(text(f"SELECT pg_advisory_xact_lock{kind}({_LOCK})"))


def forget(session: Session, _ended: SessionTransaction | None = None) -> None:
    """Ask again at the next use (session event after_transaction_end)."""
    session.info.pop(_SEEN, None)


def versions_of(year: int) -> list[Version]:
    """Return the notices of `year`, the first version first."""
    shipped = sorted((n for n in shipped_notices() if n.year == year), key=lambda n: n.issued_on)
    notices: list[tuple[Notice, CalendarNotice | None]] = [(notice, None) for notice in shipped]
    notices += [(row.as_notice(), row) for row in entered_of(year)]
    last = {notice.number: version for version, (notice, _) in enumerate(notices, 1)}
    return [
        Version(
            version,
            notice,
            row,
            last[notice.number] if last[notice.number] > version else None,
        )
        for version, (notice, row) in enumerate(notices, 1)
    ]


def entered_of(year: int) -> Sequence[CalendarNotice]:
    """Return what the office entered for `year`, with who did, the first version first."""
    return db.session.scalars(
        select(CalendarNotice)
        .where(CalendarNotice.year == year)
        .order_by(CalendarNotice.version)
        .options(joinedload(CalendarNotice.proposed_by), joinedload(CalendarNotice.confirmed_by))
    ).all()


def _known() -> Known:
    """Return id and digest of all entered notices: what tells one state of the calendar from
    another, also where an id was given twice because the first use of it was rolled back.
    """
    statement = select(CalendarNotice.id, CalendarNotice.digest).order_by(CalendarNotice.id)
    return tuple((row.id, row.digest) for row in db.session.execute(statement))


def _built(known: Known) -> Calendar:
    if not known:
        return shipped_calendar()
    kept: tuple[Known, Calendar] | None = current_app.extensions.get(_BUILT)
    if kept is None or kept[0] != known:
        rows = db.session.scalars(
            select(CalendarNotice)
            .where(CalendarNotice.id.in_([row_id for row_id, _digest in known]))
            .order_by(CalendarNotice.id)
        )
        kept = (known, _together([row.as_notice() for row in rows]))
        current_app.extensions[_BUILT] = kept
    return kept[1]


def _together(entered: Sequence[Notice]) -> Calendar:
    """Of notices with one number the last one stands."""
    notices = {notice.number: notice for notice in (*shipped_notices(), *entered)}
    return Calendar(notices.values())
