"""Stored clocks: what they cache equals the replay, what is refused leaves no trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError

from core import moment
from core.clocks import labels, queries, services
from core.clocks.models import Clock, ClockEvent
from core.clocks.periods import Direction, EventKind, Fault, Light, Period, State, Unit
from core.clocks.replay import light
from core.db import db
from core.identity.models import Unit as Organ
from core.identity.models import User
from core.moment import SHANGHAI
from core.record.models import RecordEntry
from core.record.services import verify
from core.refusals import Refused, say

ON = date(2026, 3, 2)
REPLY = Period(20, Unit.WORKING_DAY, warn=5, article="第三十三条", source="national")
HOURS = Period(24, Unit.HOUR, warn=4)


def start(
    period: Period = REPLY,
    on: date = ON,
    subject_id: int = 1,
    bearer_unit_id: int | None = None,
    due: date | None = None,
    at: datetime | None = None,
) -> Clock:
    return services.start(
        "applications",
        subject_id,
        period,
        "doa.reply",
        "national-2019",
        "答复",
        on,
        None,
        bearer_unit_id,
        due,
        at=at,
    )


def refusal(fault: Fault) -> str:
    return f"clock_{fault}"


@pytest.mark.requirement("DOA-08")
def test_a_started_clock_caches_what_the_replay_says(
    app: Flask, office: Organ, handler: User
) -> None:
    clock = services.start(
        "applications",
        7,
        REPLY,
        "doa.reply",
        "national-2019",
        "答复",
        ON,
        handler.id,
        bearer_unit_id=office.id,
    )
    said = services.reading(clock)
    assert (clock.due_on, clock.warn_on, clock.state) == (said.due_on, said.warn_on, State.RUNNING)
    assert clock.due_on == date(2026, 3, 30)
    assert clock.period == REPLY
    (event,) = clock.events
    assert (event.seq, event.kind, event.actor_id) == (1, EventKind.START, handler.id)
    assert services.open_clock("applications", 7, "doa.reply") is clock
    assert services.open_clock("applications", 7, "doa.reply", bearer_unit_id=office.id) is clock
    assert services.open_clock("applications", 7, "doa.reply", bearer_unit_id=999) is None
    assert services.open_clock("applications", 8, "doa.reply") is None
    assert services.for_subject("applications", 7) == [clock]


def test_a_whole_life_is_replayed_from_the_database(app: Flask) -> None:
    clock = start()
    with moment.frozen("2026-04-20"):
        services.pause(clock, date(2026, 3, 5), None, "征求第三方意见", article="第三十二条")
        assert (clock.state, clock.due_on) == (State.PAUSED, None)
        services.resume(clock, date(2026, 3, 16), None, "收到第三方意见")
        assert clock.due_on == date(2026, 4, 9)
        services.extend(clock, date(2026, 3, 20), None, "负责人同意", days=20)
        assert clock.due_on == date(2026, 5, 11)  # 9 May is a worked Saturday
        services.restart(clock, date(2026, 3, 23), None, "收到补正材料")
        assert clock.due_on == date(2026, 4, 21)
        assert clock.started_on == date(2026, 3, 23)
        services.meet(clock, date(2026, 4, 20), None)
    clock_id = clock.id
    db.session.commit()
    db.session.expire_all()
    stored = db.session.get_one(Clock, clock_id)
    said = services.reading(stored)
    assert (stored.state, stored.met_on, stored.due_on) == (
        State.MET,
        date(2026, 4, 20),
        said.due_on,
    )
    assert not stored.is_late
    assert [event.kind for event in stored.events] == [
        EventKind.START,
        EventKind.PAUSE,
        EventKind.RESUME,
        EventKind.EXTEND,
        EventKind.RESTART,
        EventKind.MEET,
    ]
    assert stored.events[1].article == "第三十二条"
    assert services.open_clock("applications", 1, "doa.reply") is None
    actions = db.session.scalars(select(RecordEntry.action).order_by(RecordEntry.seq)).all()
    assert actions[-6:] == [f"clock_{event.kind}" for event in stored.events]
    assert list(verify()) == []


def test_a_pack_edited_later_does_not_move_a_running_clock(app: Flask) -> None:
    clock = start()
    db.session.commit()
    db.session.expire_all()
    assert services.reading(clock).length == 20
    assert (clock.length, clock.unit, clock.direction) == (20, Unit.WORKING_DAY, Direction.AFTER)


Act = Callable[[Clock], None]


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (lambda c: services.resume(c, ON, None, "x"), Fault.NOT_PAUSED),
        (lambda c: services.extend(c, ON, None, "x", total=20), Fault.EXTENSION_NOT_LONGER),
        (lambda c: services.extend(c, ON, None, "x"), Fault.EXTENSION_NOT_LONGER),
        (lambda c: services.pause(c, date(2026, 3, 1), None, "x"), Fault.OUT_OF_ORDER),
        (lambda c: services.pause(c, date(2026, 6, 1), None, "x"), Fault.PERIOD_EXPIRED),
        (lambda c: services.extend(c, date(2026, 3, 31), None, "x", days=5), Fault.PERIOD_EXPIRED),
        (lambda c: services.meet(c, date(2026, 6, 2), None), Fault.IN_FUTURE),
    ],
)
def test_what_is_refused_leaves_no_trace(app: Flask, act: Act, fault: Fault) -> None:
    with moment.frozen("2026-06-01"):
        clock = start()
        db.session.commit()
        before = (clock.state, clock.due_on, clock.version)
        with pytest.raises(Refused) as refused:
            act(clock)
        assert refused.value.refusal.code == refusal(fault)
        assert "答复" in say(refused.value.refusal)
        db.session.commit()
    db.session.expire_all()
    assert (clock.state, clock.due_on, clock.version) == before
    assert [event.kind for event in clock.events] == [EventKind.START]


def test_an_extension_on_the_last_day_is_in_time(app: Flask) -> None:
    with moment.frozen("2026-03-30"):
        clock = start()
        services.extend(clock, date(2026, 3, 30), None, "负责人同意", days=20)
    assert clock.due_on == date(2026, 4, 28)


def test_a_met_clock_takes_no_more_events(app: Flask) -> None:
    clock = start()
    services.meet(clock, ON, None)
    with pytest.raises(Refused) as refused:
        services.cancel(clock, ON, None, "x")
    assert refused.value.refusal.code == refusal(Fault.CLOSED)


def test_one_term_runs_once_per_subject_and_bearer(app: Flask, office: Organ) -> None:
    first = start()
    with pytest.raises(Refused) as refused:
        start()
    assert refused.value.refusal.code == refusal(Fault.ALREADY_RUNNING)
    start(bearer_unit_id=office.id)
    start(subject_id=2)
    services.cancel(first, ON, None, "登记错误")
    start()


def test_a_term_without_a_length_is_not_started(app: Flask) -> None:
    with pytest.raises(Refused) as refused:
        start(Period(None, Unit.WORKING_DAY))
    assert refused.value.refusal.code == refusal(Fault.LENGTH_UNKNOWN)
    assert db.session.scalar(select(func.count()).select_from(Clock)) == 0
    set_by_body = start(Period(None, Unit.FIXED_DATE), due=date(2026, 3, 31))
    assert set_by_body.due_on == date(2026, 3, 31)


@pytest.mark.requirement("OPN-04")
def test_an_hour_term_started_today_runs_from_now(app: Flask) -> None:
    clock = start(HOURS)
    assert clock.due_at == datetime(2026, 3, 3, 9, tzinfo=SHANGHAI)
    with pytest.raises(Refused) as refused:
        start(HOURS, on=date(2026, 3, 1), subject_id=2)
    assert refused.value.refusal.code == refusal(Fault.INSTANT_MISSING)
    with moment.frozen("2026-03-03T09:00:01"):
        assert queries.light(clock) is Light.RED
        services.meet(clock, date(2026, 3, 3), None)
        assert clock.is_late
        assert queries.light(clock) is Light.RED


def test_the_database_refuses_what_contradicts_itself(app: Flask) -> None:
    clock = start()
    db.session.commit()
    clock.met_on = ON  # met without being met
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    clock.due_on = None  # running without a due date
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
    db.session.add(
        ClockEvent(
            clock_id=clock.id,
            seq=1,
            kind=EventKind.MEET,
            on_date=ON,
            reason="",
            article="",
            at=moment.now(),
        )
    )
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def _many() -> list[Clock]:
    """Clocks of every unit and state around today, so that every light occurs."""
    clocks: list[Clock] = []
    periods = [
        Period(length, unit, direction, warn=warn)
        for unit, length in ((Unit.WORKING_DAY, 5), (Unit.CALENDAR_DAY, 7), (Unit.MONTH, 1))
        for direction in Direction
        for warn in (None, 0, 3)
    ]
    periods += [
        Period(24, Unit.HOUR, warn=6),
        Period(30, Unit.MINUTE),
        Period(1, Unit.HOUR, warn=0),
    ]
    with moment.frozen("2026-05-30"):
        for n, period in enumerate(periods):
            for back in (-3, 0, 1, 5, 7, 10, 31):
                on = ON - timedelta(days=back)
                at = datetime(on.year, on.month, on.day, 9 - n % 3, 30, tzinfo=SHANGHAI)
                clock = start(period, on, subject_id=len(clocks) + 1, at=at)
                clocks.append(clock)
                if len(clocks) % 5 == 0:
                    services.meet(clock, on, None, at=at)
                elif len(clocks) % 7 == 0 and period.direction is Direction.AFTER:
                    services.pause(clock, on, None, "x", at=at)
    return clocks


@pytest.mark.parametrize(
    "instant",
    [
        "2026-03-01T23:59",
        "2026-03-02T00:00",
        "2026-03-02T08:30",
        "2026-03-03T07:30:01",
        "2026-04-02T12:00",
    ],
)
def test_overdue_and_yellow_say_the_same_in_sql_and_in_python(app: Flask, instant: str) -> None:
    clocks = _many()
    db.session.flush()
    with moment.frozen(instant):
        today, now = moment.today(), moment.now()
        in_sql = set(db.session.scalars(select(Clock.id).where(queries.overdue_clause(today, now))))
        in_python = {clock.id for clock in clocks if clock.is_overdue(today, now)}
        assert in_sql == in_python
        assert 0 < len(in_python) < len(clocks)
        yellow_in_sql = set(
            db.session.scalars(select(Clock.id).where(queries.yellow_clause(today, now)))
        )
        assert yellow_in_sql == {c.id for c in clocks if queries.light(c) is Light.YELLOW}
        assert yellow_in_sql
        for clock in clocks:
            assert queries.light(clock) is light(services.reading(clock), today, now)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (select(Clock.id).where(queries.overdue_clause(ON, moment.now())), "running_due"),
        (select(Clock.id).where(queries.turns_red(ON, moment.now())), "turns_red"),
        (select(Clock.id).where(queries.turns_yellow(ON, moment.now())), "turns_yellow"),
        (select(Clock.id).where(queries.window_is_over(ON)), "awaits_next"),
        (queries.running().limit(50), "running_due"),
    ],
)
def test_what_is_due_is_found_by_index(app: Flask, statement: Select[Any], index: str) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the plan of an empty table says nothing on this engine")
    text = statement.compile(db.engine, compile_kwargs={"literal_binds": False})
    plan = db.session.connection().exec_driver_sql(
        f"EXPLAIN QUERY PLAN {text}", tuple("2026-03-02" for _ in text.positiontup or ())
    )
    steps = " ".join(str(row[3]) for row in plan)
    assert f"ix_clocks_{index}" in steps
    assert "TEMP B-TREE" not in steps


def test_the_soonest_running_clock_of_each_subject(app: Flask) -> None:
    late = start(Period(30, Unit.WORKING_DAY), subject_id=1)
    services.start("applications", 1, HOURS, "opn.reply", "p", "回应", ON, None)
    other = start(subject_id=2)
    found = queries.soonest("applications", [1, 2, 3])
    assert found[1].term_id == "opn.reply"
    assert found[2] is other
    assert 3 not in found
    assert list(db.session.scalars(queries.running())) == [found[1], other, late]


def test_every_member_has_its_words(app: Flask) -> None:
    assert set(labels.LIGHTS) == set(Light)
    assert set(labels.STATES) == set(State)
    assert set(labels.EVENTS) == set(EventKind)
    assert set(labels.UNITS) == set(Unit)
    assert set(labels.FAULTS) == set(Fault)
