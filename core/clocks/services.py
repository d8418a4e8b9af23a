"""Write clocks: start, pause, resume, restart, extend, meet, cancel.

They write in the caller's transaction and never commit. What the events so far do not allow is
refused (`Refused` with a code `clock_…`), and nothing is written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select

from core import moment, record
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import (
    INSTANT_UNITS,
    RECURRENCES,
    Direction,
    Event,
    EventKind,
    Fault,
    IllegalEvent,
    Period,
    State,
)
from core.clocks.queries import calendar_in_force, for_subject, open_clock, reading
from core.clocks.replay import Reading, replay
from core.db import db
from core.refusals import Refusal, Refused

__all__ = [
    "cancel",
    "extend",
    "for_subject",
    "meet",
    "open_clock",
    "pause",
    "reading",
    "restart",
    "resume",
    "set_target",
    "start",
]


def start(
    subject_type: str,
    subject_id: int,
    period: Period,
    term_id: str,
    pack_id: str,
    label: str,
    on: date,
    actor_id: int | None,
    bearer_unit_id: int | None = None,
    due: date | None = None,
    *,
    bearer_user_id: int | None = None,
    at: datetime | None = None,
    reason: str = "",
    is_first: bool = False,
    is_duty: bool = False,
    follows_id: int | None = None,
) -> Clock:
    """Start a clock on `on`, the day of the event, which is not counted itself.

    `due` is the date a body has set, for a period without a length. `at` is the instant for
    minutes and hours (now, where `on` is today). `is_first` says that the subject was just made
    and has no clock yet: then nothing is looked up, and the row is flushed with the next ones.
    `is_duty`: its breach is looked into. A
    recurrence runs to the end of the window in which `on` lies; the sweep opens the next window.
    Refused: a period whose length is not known and no `due`; a second clock of the same term,
    subject and bearer while one is open (of a recurrence: in the same window). ValueError for a
    duty of nobody.
    """
    if is_duty and bearer_unit_id is None:
        raise ValueError(f"{term_id}: a duty is borne by a unit")
    statement = select(Clock.id).where(
        Clock.subject_type == subject_type,
        Clock.subject_id == subject_id,
        Clock.term_id == term_id,
        Clock.bearer_unit_id == bearer_unit_id,
        Clock.bearer_user_id == bearer_user_id,
    )
    recurs = period.unit in RECURRENCES
    if recurs:
        statement = statement.where(Clock.state.in_((State.RUNNING, State.MET)), Clock.due_on >= on)
    else:
        statement = statement.where(Clock.state.in_((State.RUNNING, State.PAUSED)))
    if not is_first and db.session.scalars(statement.limit(1)).first() is not None:
        raise _refused(Fault.ALREADY_RUNNING, label)
    event = Event(EventKind.START, on, at=_instant(period, on, at), due=due, reason=reason)
    said = _replay(period, [event], label)
    clock = Clock(
        subject_type=subject_type,
        subject_id=subject_id,
        term_id=term_id,
        pack_id=pack_id,
        label=label,
        bearer_unit_id=bearer_unit_id,
        bearer_user_id=bearer_user_id,
        length=period.length,
        unit=period.unit,
        direction=period.direction,
        warn=period.warn,
        article=period.article,
        source=period.source,
        is_duty=is_duty,
        awaits_next=recurs,
        follows_id=follows_id,
        events=[],
    )
    clock.keep(said)
    store_event(clock, event, actor_id)
    db.session.add(clock)
    if not is_first:
        db.session.flush()
    record_event(clock, event, actor_id, before=None)
    return clock


def pause(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str,
    *,
    article: str = "",
    at: datetime | None = None,
) -> None:
    """Stop counting after `on` (a third party is asked). Refused once the period has run out."""
    _happen(clock, Event(EventKind.PAUSE, on, at=at, reason=reason, article=article), actor_id)


def resume(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str,
    *,
    article: str = "",
    at: datetime | None = None,
) -> None:
    """Count again from the day after `on`, the day the interruption ended."""
    _happen(clock, Event(EventKind.RESUME, on, at=at, reason=reason, article=article), actor_id)


def restart(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str,
    *,
    article: str = "",
    due: date | None = None,
    at: datetime | None = None,
) -> None:
    """Begin the period anew on `on` (a corrected application came in); extensions so far lapse.

    Disclosure Regulation art. 30.
    """
    event = Event(EventKind.RESTART, on, at=at, due=due, reason=reason, article=article)
    _happen(clock, event, actor_id)


def extend(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str,
    *,
    days: int | None = None,
    total: int | None = None,
    due: date | None = None,
    article: str = "",
) -> None:
    """Lengthen the period by `days` (in its unit), or to `total`, or move a set date to `due`.

    The cap and the approver are the caller's guard. Refused after the due date, for an extension
    would hide the breach, and where the result is not longer. Disclosure Regulation art. 33.
    """
    event = Event(
        EventKind.EXTEND, on, days=days, total=total, due=due, reason=reason, article=article
    )
    _happen(clock, event, actor_id)


def meet(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str = "",
    *,
    article: str = "",
    at: datetime | None = None,
) -> None:
    """Stop the clock for good: what was due was done on `on` (the posting date, if posted)."""
    _happen(clock, Event(EventKind.MEET, on, at=at, reason=reason, article=article), actor_id)


def cancel(
    clock: Clock,
    on: date,
    actor_id: int | None,
    reason: str,
    *,
    article: str = "",
    at: datetime | None = None,
) -> None:
    """Call the clock off: what was due is no longer owed (a report was withdrawn)."""
    _happen(clock, Event(EventKind.CANCEL, on, at=at, reason=reason, article=article), actor_id)


def set_target(clock: Clock, target: date | None, actor_id: int | None, reason: str) -> None:
    """Set an inner date before the legal one, or take it away (None); both with a reason.

    It moves nothing and its passing has no consequence. Refused: a date before today, one that is
    not earlier than the due date, a clock without a due date now.
    """
    if not reason.strip():
        raise _refused(Fault.TARGET_NEEDS_REASON, clock.label)
    if clock.state is not State.RUNNING or clock.due_on is None:
        raise _refused(Fault.NO_DUE_DATE, clock.label)
    if target is not None and target >= clock.due_on:
        raise _refused(Fault.TARGET_NOT_EARLIER, clock.label)
    if target is not None and target < moment.today():
        raise _refused(Fault.TARGET_IN_PAST, clock.label)
    before = {**state_of(clock), "target_on": clock.target_on}
    event = Event(EventKind.TARGET, moment.today(), due=target, reason=reason)
    store_event(clock, event, actor_id, old_due_on=clock.target_on)
    clock.target_on = target
    clock.touch()
    db.session.flush()
    record_event(clock, event, actor_id, before)


def _happen(clock: Clock, event: Event, actor_id: int | None) -> None:
    """Add `event` to `clock` if the events before it allow it."""
    period = clock.period
    past = event.kind is not EventKind.RESTART and period.direction is Direction.AFTER
    if past and event.on > moment.today():
        raise _refused(Fault.IN_FUTURE, clock.label)
    event = replace(event, at=_instant(period, event.on, event.at))
    said = _replay(period, [*(row.as_event() for row in clock.events), event], clock.label)
    if event.kind is EventKind.PAUSE and said.state is not State.PAUSED:
        raise _refused(Fault.PERIOD_EXPIRED, clock.label)
    ended = clock.due_on is not None and event.on > clock.due_on
    if event.kind is EventKind.EXTEND and ended:
        raise _refused(Fault.PERIOD_EXPIRED, clock.label)
    before = state_of(clock)
    store_event(clock, event, actor_id)
    clock.keep(said)
    clock.touch()
    db.session.flush()
    record_event(clock, event, actor_id, before)


def keep_recomputed(
    clock: Clock,
    said: Reading,
    actor_id: int | None,
    reason: str,
    period: Period | None = None,
) -> None:
    """Store what `clock` says over another calendar, or over the `period` that its pack gives now;
    the old date stays beside the new one.
    """
    before = state_of(clock)
    if period is not None:
        before = {**before, "length": clock.length, "unit": clock.unit, "article": clock.article}
    event = Event(EventKind.RECOMPUTE, moment.today(), due=said.due_on, reason=reason)
    store_event(clock, event, actor_id, old_due_on=clock.due_on)
    if period is not None:
        clock.adopt(period)
    clock.keep(said)
    record_event(clock, event, actor_id, before)


def store_event(
    clock: Clock, event: Event, actor_id: int | None, old_due_on: date | None = None
) -> None:
    """Add the row of `event` to `clock`, as its next."""
    clock.events.append(
        ClockEvent(
            seq=len(clock.events) + 1,
            kind=event.kind,
            on_date=event.on,
            happened_at=event.at,
            days=event.days,
            total=event.total,
            due_on=event.due,
            old_due_on=old_due_on,
            reason=event.reason,
            article=event.article,
            actor_id=actor_id,
            at=moment.now(),
        )
    )


def record_event(
    clock: Clock, event: Event, actor_id: int | None, before: dict[str, object] | None
) -> None:
    """Append `event` to the record, with what the clock said before and says now."""
    given = {"days": event.days, "total": event.total, "due": event.due, "at": event.at}
    after = {
        **state_of(clock),
        "term_id": clock.term_id,
        "subject": f"{clock.subject_type}/{clock.subject_id}",
        "on": event.on,
        **{name: value for name, value in given.items() if value is not None},
    }
    record.append(
        f"clock_{event.kind}",
        clock,
        actor_id=actor_id,
        before=before,
        after=after,
        reason=event.reason or None,
    )


def state_of(clock: Clock) -> dict[str, object]:
    """Return what the record keeps of a clock before and after an event."""
    return {"state": clock.state, "due_on": clock.due_on, "provisional": clock.provisional}


def _replay(period: Period, events: list[Event], label: str) -> Reading:
    try:
        return replay(period, events, calendar_in_force())
    except IllegalEvent as error:
        raise _refused(error.fault, label) from error


def _instant(period: Period, on: date, at: datetime | None) -> datetime | None:
    """Return the instant of an event: only kept for minutes and hours, where today means now."""
    if period.unit not in INSTANT_UNITS:
        return None
    return moment.now() if at is None and on == moment.today() else at


def _refused(fault: Fault, label: str) -> Refused:
    return Refused(Refusal(f"clock_{fault}", {"label": label}))
