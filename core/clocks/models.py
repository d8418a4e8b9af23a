"""Tables of clocks: one row a clock, one row an event."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.clocks.periods import Direction, Event, EventKind, Light, Period, State, Unit
from core.clocks.replay import Reading, overdue
from core.db import Model, UtcDateTime, Versioned, enum_type
from core.identity.models import Unit as Organ

_RUNNING = text("state = 'running'")
_NOT_TOLD_RED = text("state = 'running' AND told <> 'red'")
_TOLD_NOTHING = text("state = 'running' AND told = 'green'")
_AWAITS_NEXT = text("awaits_next")


class Clock(Versioned, Model):
    """A period running on one subject, with its number frozen as the pack had it at the start.

    `state` and the dates from `due_on` down are a cache of the reading, kept for lists; the events
    are the truth. `due_on` is empty while the clock is paused. Overdue and late are derived.

    `is_duty`: whoever bears it owes this to others, so that its breach is looked into. `told` is
    the light that the sweep last announced; a date that moves is announced anew. `target_on` is an
    inner date of the office, earlier than `due_on` and without any legal effect. The clock of a
    recurring duty `awaits_next` until the sweep opened the next window, which `follows` it.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        CheckConstraint("length IS NULL OR length BETWEEN 0 AND 9999", name="length_in_range"),
        CheckConstraint("warn IS NULL OR warn BETWEEN 0 AND 9999", name="warn_in_range"),
        CheckConstraint("(state = 'met') = (met_on IS NOT NULL)", name="met_has_date"),
        CheckConstraint("(state = 'running') <= (due_on IS NOT NULL)", name="running_is_due"),
        Index("ix_clocks_subject", "subject_type", "subject_id", "term_id"),
        Index(
            "ix_clocks_running_due",
            "due_on",
            "id",
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "ix_clocks_turns_red",
            "due_on",
            "id",
            sqlite_where=_NOT_TOLD_RED,
            postgresql_where=_NOT_TOLD_RED,
        ),
        Index(
            "ix_clocks_turns_yellow",
            "warn_on",
            "id",
            sqlite_where=_TOLD_NOTHING,
            postgresql_where=_TOLD_NOTHING,
        ),
        Index(
            "ix_clocks_awaits_next",
            "due_on",
            "id",
            sqlite_where=_AWAITS_NEXT,
            postgresql_where=_AWAITS_NEXT,
        ),
        Index("ix_clocks_bearer_unit_due", "bearer_unit_id", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    term_id: Mapped[str] = mapped_column(String(80))
    pack_id: Mapped[str] = mapped_column(String(60))
    label: Mapped[str] = mapped_column(String(200))
    bearer_unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    bearer_user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    length: Mapped[int | None]
    unit: Mapped[Unit] = mapped_column(enum_type(Unit))
    direction: Mapped[Direction] = mapped_column(enum_type(Direction))
    warn: Mapped[int | None]
    article: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    state: Mapped[State] = mapped_column(enum_type(State))
    started_on: Mapped[date]
    due_on: Mapped[date | None]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    warn_on: Mapped[date | None]
    warn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    provisional: Mapped[bool]
    met_on: Mapped[date | None]
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_duty: Mapped[bool] = mapped_column(default=False)
    told: Mapped[Light] = mapped_column(enum_type(Light, "told"), default=Light.GREEN)
    target_on: Mapped[date | None]
    awaits_next: Mapped[bool] = mapped_column(default=False)
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("clocks.id"), unique=True)

    events: Mapped[list[ClockEvent]] = relationship(
        order_by="ClockEvent.seq", back_populates="clock", cascade="save-update, merge"
    )

    @property
    def period(self) -> Period:
        """Return the period as it was when the clock started."""
        return Period(self.length, self.unit, self.direction, self.warn, self.article, self.source)

    @property
    def is_late(self) -> bool:
        """Say whether the clock was met after its due date."""
        if self.due_at is not None and self.met_at is not None:
            return self.met_at > self.due_at
        return self.met_on is not None and self.due_on is not None and self.met_on > self.due_on

    def is_overdue(self, today: date, now: datetime | None = None) -> bool:
        """Say whether the clock has run out unmet; twin of `queries.overdue_clause`."""
        return overdue(self.state, self.due_on, self.due_at, today, now)

    @property
    def target(self) -> date | None:
        """Return the inner date while it counts: the clock runs, and the date is the earlier."""
        if self.state is not State.RUNNING or self.target_on is None or self.due_on is None:
            return None
        return self.target_on if self.target_on < self.due_on else None

    @property
    def remind_on(self) -> date | None:
        """Return the first day on which who bears it is reminded: yellow, or the inner date."""
        days = [day for day in (self.warn_on, self.target) if day is not None]
        return min(days) if days else None

    def target_light(self, today: date) -> Light:
        """Return the light of the inner date: yellow once it has passed; never red, for nothing is
        breached. OFF where there is none.
        """
        if self.target is None:
            return Light.OFF
        return Light.YELLOW if today > self.target else Light.GREEN

    def adopt(self, period: Period) -> None:
        """Take over the period that a rule pack gives today; the events stay as they are."""
        self.length, self.unit, self.direction = period.length, period.unit, period.direction
        self.warn, self.article, self.source = period.warn, period.article, period.source

    def keep(self, reading: Reading) -> None:
        """Cache what the replay of the events says; a date that moved has not been announced."""
        met = reading.state is State.MET
        if (self.due_on, self.due_at) != (reading.due_on, reading.due_at):
            self.told = Light.GREEN
        if reading.state is State.CANCELLED:
            self.awaits_next = False
        self.state = reading.state
        self.started_on = reading.started_on
        self.due_on, self.due_at = reading.due_on, reading.due_at
        self.warn_on, self.warn_at = reading.warn_on, reading.warn_at
        self.provisional = reading.provisional
        self.met_on = reading.closed_on if met else None
        self.met_at = reading.closed_at if met else None


class LocalPeriod(Model):
    """From which day a unit, and what lies below it, counts a period by a number of its own.

    Only where the source gives none. Without `length` the number set before is taken back.
    """

    __tablename__ = "local_periods"
    __table_args__ = (
        CheckConstraint("length IS NULL OR length BETWEEN 1 AND 9999", name="length_in_range"),
        UniqueConstraint("unit_id", "term_id", "effective_from"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    term_id: Mapped[str] = mapped_column(String(60))
    length: Mapped[int | None]
    unit: Mapped[Unit] = mapped_column(enum_type(Unit))
    effective_from: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)

    organ: Mapped[Organ] = relationship()

    def period(self, source: str) -> Period:
        """Return the period for the clocks: without an article, `source` says who set it."""
        return Period(self.length, self.unit, source=source)


class ClockEvent(Model):
    """One event in the life of a clock. Never changed: a mistake is corrected by a further event.

    `days` counts in the clock's unit. A recomputation keeps both dates: `old_due_on` and `due_on`.
    `happened_at` is the instant of the event for minutes and hours, `at` when it was entered.
    """

    __tablename__ = "clock_events"
    __table_args__ = (UniqueConstraint("clock_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("clocks.id"))
    seq: Mapped[int]
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind))
    on_date: Mapped[date]
    happened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    days: Mapped[int | None]
    total: Mapped[int | None]
    due_on: Mapped[date | None]
    old_due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    article: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    clock: Mapped[Clock] = relationship(back_populates="events")

    def as_event(self) -> Event:
        """Return the event as the replay takes it."""
        return Event(
            self.kind,
            self.on_date,
            at=self.happened_at,
            days=self.days,
            total=self.total,
            due=self.due_on,
            reason=self.reason,
            article=self.article,
        )
