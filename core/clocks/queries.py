"""Read clocks: by subject, by light, and with their ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, and_, literal_column, not_, or_, select, text
from sqlalchemy.orm import joinedload

from core import moment
from core.clocks.models import Clock
from core.clocks.periods import Light, Period, State
from core.clocks.replay import Reading, light_of, replay
from core.db import MAX_ID, db
from core.identity.models import Unit as Organ
from core.workdays import Calendar, shipped_calendar

#: Where an application keeps what its clocks count by.
CALENDAR = "wenze.calendar"

# written out, not bound: an engine uses a partial index only where it can read its condition
_IS_RUNNING = Clock.state == literal_column("'running'")
_NOT_TOLD_RED = Clock.told != literal_column("'red'")
_TOLD_NOTHING = Clock.told == literal_column("'green'")

#: Returns the period that a pack gives for a term today; None where it gives none.
Terms = Callable[[str, str], Period | None]
_TERMS = "wenze.clock_terms"


def use_calendar(app: Flask, source: Callable[[], Calendar]) -> None:
    """Let the clocks of `app` count by what `source` returns (shipped plus imported years)."""
    app.extensions[CALENDAR] = source


def calendar_in_force() -> Calendar:
    """Return the calendar that the running application counts by."""
    source: Callable[[], Calendar] = current_app.extensions.get(CALENDAR, shipped_calendar)
    return source()


def use_terms(app: Flask, source: Terms) -> None:
    """Let the clocks of `app` be compared with what `source` says of a term of a pack."""
    app.extensions[_TERMS] = source


def terms_in_force() -> Terms:
    """Return what says which period a pack gives for a term; an application without rules knows
    none.
    """
    source: Terms = current_app.extensions.get(_TERMS, lambda _pack_id, _term_id: None)
    return source


def reading(clock: Clock) -> Reading:
    """Return what `clock` says by replaying its events over the calendar in force."""
    return replay(clock.period, [event.as_event() for event in clock.events], calendar_in_force())


def light(clock: Clock) -> Light:
    """Return the light of `clock` now, from its cached columns; a clock met late stays red."""
    if clock.is_late:
        return Light.RED
    return light_of(
        clock.state,
        clock.due_on,
        clock.due_at,
        clock.warn_on,
        clock.warn_at,
        moment.today(),
        moment.now(),
    )


def open_clock(
    subject_type: str, subject_id: int, term_id: str, bearer_unit_id: int | None = None
) -> Clock | None:
    """Return the running or paused clock of a term on a subject, or None.

    The oldest where several bearers have one; with `bearer_unit_id`, only that bearer's.
    """
    statement = select(Clock).where(
        Clock.subject_type == subject_type,
        Clock.subject_id == subject_id,
        Clock.term_id == term_id,
        Clock.state.in_((State.RUNNING, State.PAUSED)),
    )
    if bearer_unit_id is not None:
        statement = statement.where(Clock.bearer_unit_id == bearer_unit_id)
    return db.session.scalars(statement.order_by(Clock.id).limit(1)).first()


def find_clock(clock_id: int) -> Clock | None:
    """Return a clock with its events, whoever asks: the caller says who may see it."""
    if clock_id > MAX_ID:
        return None
    statement = select(Clock).where(Clock.id == clock_id).options(joinedload(Clock.events))
    return db.session.scalars(statement).unique().one_or_none()


def bearer_of(clock: Clock) -> Organ | None:
    """Return the unit that bears a clock."""
    return db.session.get(Organ, clock.bearer_unit_id) if clock.bearer_unit_id else None


def are_more_open_than(number: int) -> bool:
    """Tell whether more than `number` clocks are open; counts no further."""
    some = select(Clock.id).where(Clock.state.in_((State.RUNNING, State.PAUSED)))
    return db.session.scalar(some.order_by(Clock.id).offset(number).limit(1)) is not None


def may_have_target(clock: Clock) -> bool:
    """Tell whether an inner date can be set: the clock runs towards a day still to come."""
    return (
        clock.state is State.RUNNING and clock.due_on is not None and clock.due_on > moment.today()
    )


def for_subject(subject_type: str, subject_id: int) -> list[Clock]:
    """Return all clocks of a subject with their events, in the order of their starts."""
    statement = (
        select(Clock)
        .options(joinedload(Clock.events))
        .where(Clock.subject_type == subject_type, Clock.subject_id == subject_id)
        .order_by(Clock.id)
    )
    return list(db.session.scalars(statement).unique())


def soonest(subject_type: str, subject_ids: Iterable[int]) -> dict[int, Clock]:
    """Return, for each of the subjects of a list page, its running clock that is due first."""
    statement = (
        select(Clock)
        .where(
            Clock.subject_type == subject_type,
            Clock.subject_id.in_(list(subject_ids)),
            Clock.state == State.RUNNING,
        )
        .order_by(Clock.due_on.desc(), Clock.id.desc())
    )
    return {clock.subject_id: clock for clock in db.session.scalars(statement)}


def overdue_clause(today: date, now: datetime) -> ColumnElement[bool]:
    """Say in SQL what `Clock.is_overdue` says in Python."""
    return and_(
        _IS_RUNNING,
        Clock.due_on <= today,  # implied by both arms; lets the index on due_on answer
        or_(and_(Clock.due_at.is_(None), Clock.due_on < today), Clock.due_at < now),
    )


def yellow_clause(today: date, now: datetime) -> ColumnElement[bool]:
    """Say in SQL which clocks show a yellow light."""
    return and_(
        _IS_RUNNING,
        Clock.warn_on <= today,
        or_(Clock.warn_at.is_(None), Clock.warn_at <= now),
        not_(_run_out(today, now)),
    )


def turns_red(today: date, now: datetime) -> ColumnElement[bool]:
    """Say in SQL which clocks have run out and were not announced as such."""
    return and_(overdue_clause(today, now), _NOT_TOLD_RED)


def turns_yellow(today: date, now: datetime) -> ColumnElement[bool]:
    """Say in SQL which clocks are about to run out and were not announced at all."""
    return and_(yellow_clause(today, now), _TOLD_NOTHING)


def window_is_over(today: date) -> ColumnElement[bool]:
    """Say in SQL which clocks of recurring duties wait for their next window to be opened, whether
    theirs was met or missed.
    """
    return and_(text("clocks.awaits_next"), Clock.due_on < today)


def _run_out(today: date, now: datetime) -> ColumnElement[bool]:
    # written without NULL in it, so that its negation is plain
    return or_(
        and_(Clock.due_at.is_(None), Clock.due_on < today),
        and_(Clock.due_at.is_not(None), Clock.due_at < now),
    )


def running() -> Select[Clock]:
    """Select the running clocks, due soonest first."""
    return select(Clock).where(_IS_RUNNING).order_by(Clock.due_on, Clock.id)
