"""Compute the dates of open clocks anew after a change of the calendar or of a rule pack.

A preview says which clocks move and keeps nothing; applying keeps both dates as an event of the
clock and in the record. A second run finds nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from core.clocks.labels import UNITS
from core.clocks.models import Clock
from core.clocks.periods import IllegalEvent, Period, State
from core.clocks.queries import calendar_in_force, terms_in_force
from core.clocks.replay import Reading, replay
from core.clocks.services import keep_recomputed
from core.db import db, transactional
from core.refusals import Refusal, Refused

_BATCH = 500
CALENDAR, RULES = "工作日历变更", "制度规则变更"


@dataclass(frozen=True)
class DueChange:
    """A clock whose due date, the certainty of it, or whose period is no longer what is stored.

    `new_period` is what its pack says today, None where the pack says the same. `is_barred`: what
    happened to the clock cannot be read over the new period; it stays as it is.
    """

    clock: Clock
    old_due_on: date | None
    new_due_on: date | None
    was_provisional: bool
    is_provisional: bool
    new_period: Period | None = None
    is_barred: bool = False


@transactional
def recompute(
    *,
    apply: bool,
    actor_id: int | None = None,
    by_rules: bool = False,
    seen: str | None = None,
) -> list[DueChange]:
    """Replay every open clock over the calendar in force; return those that say something else now.

    With `by_rules`, over the period that its pack gives today: an edited pack moves nothing by
    itself. With `apply`, store the new dates and keep the old and the new one as an event. `seen`
    is the `fingerprint` of the preview that was shown; refused where the list is another one now.
    """
    found = list(_changes(by_rules=by_rules))
    changes = [change for change, _said in found]
    if seen is not None and seen != fingerprint(changes):
        raise Refused(Refusal("clock_preview_outdated"))
    if apply:
        for change, said in found:
            if said is not None:
                keep_recomputed(change.clock, said, actor_id, _why(change), change.new_period)
    return changes


def fingerprint(changes: Sequence[DueChange]) -> str:
    """Return what tells one list of changes from another: clocks, versions and both dates."""
    lines = (
        f"{c.clock.id} {c.clock.version} {c.old_due_on} {c.new_due_on} {c.is_provisional}"
        f" {c.new_period} {c.is_barred}"
        for c in changes
    )
    return sha256("\n".join(lines).encode()).hexdigest()


def _changes(*, by_rules: bool) -> Iterator[tuple[DueChange, Reading | None]]:
    calendar, rules = calendar_in_force(), _Rules() if by_rules else None
    for clock in _open_clocks():
        period = rules.of(clock) if rules is not None else None
        events = [event.as_event() for event in clock.events]
        try:
            said = replay(period or clock.period, events, calendar)
        except IllegalEvent:  # extended to a total that the new number reaches by itself
            change = DueChange(
                clock, clock.due_on, None, clock.provisional, False, period, is_barred=True
            )
            yield change, None
            continue
        was = (clock.state, clock.due_on, clock.due_at, clock.warn_on, clock.provisional)
        now = (said.state, said.due_on, said.due_at, said.warn_on, said.provisional)
        if period is not None or was != now:
            change = DueChange(
                clock,
                clock.due_on,
                said.due_on,
                clock.provisional,
                said.provisional,
                period,
            )
            yield change, said


class _Rules:
    """What the packs say today, each term asked once."""

    def __init__(self) -> None:
        self._source = terms_in_force()
        self._known: dict[tuple[str, str], Period | None] = {}

    def of(self, clock: Clock) -> Period | None:
        """Return the period that the pack of `clock` gives today, None where it is the same.

        Nor where a body set the day itself, or the pack gives no number (any more): then there is
        nothing to count by.
        """
        if clock.length is None and clock.period.unit.has_length:
            return None
        key = (clock.pack_id, clock.term_id)
        if key not in self._known:
            self._known[key] = self._source(*key)
        period = self._known[key]
        if period is None or (period.length is None and period.unit.has_length):
            return None
        return None if _counts(period) == _counts(clock.period) else period


def _why(change: DueChange) -> str:
    if change.new_period is None:
        return CALENDAR
    return f"{RULES}：{_length(change.clock.period)}改为{_length(change.new_period)}"


def _counts(period: Period) -> tuple[object, ...]:
    """Return what dates depend on; a corrected article alone moves nothing."""
    return period.length, period.unit, period.direction, period.warn


def _length(period: Period) -> str:
    """Name a length in Chinese whatever the language of the page: it is kept as the reason."""
    with force_locale("zh"):
        return f"{period.length if period.unit.has_length else ''}{UNITS[period.unit]}"


def _open_clocks() -> Iterator[Clock]:
    last = 0
    while True:
        batch = db.session.scalars(
            select(Clock)
            .where(Clock.state.in_((State.RUNNING, State.PAUSED)), Clock.id > last)
            .order_by(Clock.id)
            .limit(_BATCH)
            .options(selectinload(Clock.events))
        ).all()
        if not batch:
            return
        yield from batch
        last = batch[-1].id
