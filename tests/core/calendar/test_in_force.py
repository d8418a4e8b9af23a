"""A confirmed notice is in force at once, in every process, and the open clocks with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from core import moment
from core.calendar import impact, queries, services
from core.calendar.models import CalendarNotice
from core.calendar.typed import FaultyNotice, read_notice
from core.clocks import services as clocks
from core.clocks import sweeping
from core.clocks.models import Clock
from core.clocks.periods import Direction, EventKind, Period, State, Unit
from core.clocks.queries import CALENDAR, calendar_in_force, use_calendar
from core.db import db
from core.record.services import of_subject
from core.refusals import Refused
from core.workdays import Calendar, Notice, NoticeDay, difference, shipped_calendar
from tests.core.calendar.notices import OF_2026, OF_2027
from tests.support import application, factories
from tests.support.statements import counted

REPLY = Period(20, Unit.WORKING_DAY, warn=5)
#: The copy of 2026 with one holiday changed: Labour Day ends a day earlier, no Saturday is worked.
CHANGED = OF_2026.replace(
    "5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。",
    "5月1日（周五）至4日（周一）放假，共4天。",
)
DAYS = {date(2026, 5, 5): True, date(2026, 5, 9): False}  # day: worked by CHANGED


@pytest.fixture
def november() -> Iterator[None]:
    """After the notice for 2027 was issued."""
    with moment.frozen("2026-11-30"):
        yield


def adopt(text: str) -> CalendarNotice:
    first, second = factories.person("admin"), factories.person("security_admin")
    row = services.adopt(text, first.id, second.id)
    db.session.commit()
    return row


def start(on: date, subject_id: int, period: Period = REPLY) -> Clock:
    return clocks.start("complaints", subject_id, period, "t", "p", "答复", on, None)


@pytest.mark.requirement("INF-01")
def test_a_confirmed_notice_settles_its_year(app: Flask, november: None) -> None:
    assert calendar_in_force() is shipped_calendar()
    assert calendar_in_force().day(date(2027, 2, 8)).provisional
    row = adopt(OF_2027)
    day = calendar_in_force().day(date(2027, 2, 8))
    assert (day.is_working, day.provisional) == (False, False)
    assert day.notice is not None
    assert day.notice.number == "测试办〔2026〕1号"
    assert (row.version, row.text) == (1, OF_2027)
    assert of_subject("calendar_notices", row.id)[0].action == "calendar_changed"
    assert calendar_in_force() is calendar_in_force()


@pytest.mark.requirement("INF-01")
def test_changing_one_holiday_moves_exactly_the_clocks_over_it_and_keeps_both_dates(
    app: Flask,
) -> None:
    starts = [date(2026, 3, 20) + timedelta(days=n) for n in range(40)]
    everything = [start(on, n) for n, on in enumerate(starts, 1)]
    db.session.commit()
    before = shipped_calendar()
    after = before.with_notice(read_notice(CHANGED, before))
    expected = {
        clock.id: (before.add_working_days(on, 20), after.add_working_days(on, 20))
        for clock, on in zip(everything, starts, strict=True)
        if before.add_working_days(on, 20) != after.add_working_days(on, 20)
    }
    assert 0 < len(expected) < len(starts)
    previewed = list(impact.affected(before, after))
    moved = {m.clock_id: (m.old_due_on, m.new_due_on) for m in previewed if m.has_moved}
    assert moved == expected
    events = {clock.id: len(clock.events) for clock in everything}
    assert all(number == 1 for number in events.values())  # a preview stores nothing

    row = adopt(CHANGED)
    assert (row.version, row.moved) == (2, len(expected))
    for clock in everything:
        if clock.id not in expected:
            assert clock.due_on == before.add_working_days(clock.started_on, 20)
            continue
        kept = clock.events[-1]
        assert (kept.kind, kept.old_due_on, kept.due_on) == (
            EventKind.RECOMPUTE, *expected[clock.id],
        )  # fmt: skip
        assert clock.due_on == expected[clock.id][1]
        assert kept.actor_id == factories.person("security_admin").id
        entry = of_subject("clocks", clock.id)[0]
        assert entry.action == "clock_recompute"
        assert entry.reason == "工作日历变更：国办发明电〔2025〕7号"
        assert entry.before is not None
        assert expected[clock.id][0].isoformat() in entry.before
    assert sweeping.recompute(apply=False) == []


def test_the_twin_without_a_change_moves_nothing(app: Flask) -> None:
    start(date(2026, 4, 20), 1)
    assert list(impact.affected(shipped_calendar(), shipped_calendar())) == []


def _some_clocks() -> None:
    """Clocks of every unit and direction, some paused, some lengthened, around May 2026."""
    periods = [
        Period(n, unit, direction, warn)
        for unit, n, warn in (
            (Unit.WORKING_DAY, 7, 3), (Unit.CALENDAR_DAY, 10, 2), (Unit.MONTH, 1, None),
            (Unit.WORKING_DAY, 20, 30), (Unit.SAME_DAY, 0, None), (Unit.PER_MONTH, None, 5),
        )
        for direction in (Direction.AFTER, Direction.BEFORE)
        if direction is Direction.AFTER or unit in (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
    ]  # fmt: skip
    with moment.frozen("2026-07-01"):
        for number in range(60):
            on = date(2026, 4, 1) + timedelta(days=number % 50)
            period = periods[number % len(periods)]
            clock = start(on, 1000 + number, period)
            if period.direction is Direction.BEFORE or period.unit is not Unit.WORKING_DAY:
                continue
            if number % 2:
                clocks.pause(clock, on + timedelta(days=2), None, "征求意见")
            if number % 4 == 3:
                clocks.resume(clock, on + timedelta(days=9), None, "已回复")
                clocks.extend(clock, on + timedelta(days=9), None, "延长", days=5)
    db.session.commit()


def test_what_is_previewed_is_what_replaying_every_clock_finds(app: Flask) -> None:
    """Nothing is left out by reading only those that run over a changed day."""
    _some_clocks()
    shipped, source = shipped_calendar(), app.extensions[CALENDAR]
    found: list[object] = []

    @settings(max_examples=20)
    @given(st.sets(st.dates(date(2026, 3, 25), date(2026, 6, 20)), min_size=1, max_size=3))
    def compare(days: set[date]) -> None:
        named = tuple(NoticeDay(on, shipped.is_working_day(on), "测试") for on in sorted(days))
        other = shipped.with_notice(Notice(2026, "测试〔2026〕9号", date(2026, 3, 1), named))
        use_calendar(app, lambda: other)
        slow = {(c.clock.id, c.old_due_on, c.new_due_on) for c in sweeping.recompute(apply=False)}
        fast = impact.affected(shipped, other)
        assert {(m.clock_id, m.old_due_on, m.new_due_on) for m in fast} == slow
        found.extend(slow)

    try:
        compare()
    finally:
        use_calendar(app, source)
    assert len(found) > 50


def test_a_year_that_becomes_known_takes_the_mark_away(app: Flask, november: None) -> None:
    settled = start(date(2027, 6, 14) - timedelta(days=200), 1, Period(200, Unit.CALENDAR_DAY))
    moved = start(date(2026, 12, 24), 2)
    inside = start(date(2026, 11, 2), 3)
    db.session.commit()
    assert (settled.provisional, moved.provisional, inside.provisional) == (True, True, False)
    row = adopt(OF_2027)
    assert (row.moved, row.settled) == (1, 1)
    assert not settled.provisional
    assert not moved.provisional
    assert moved.due_on == date(2027, 1, 22)
    assert [len(clock.events) for clock in (settled, moved, inside)] == [2, 2, 1]


def test_a_paused_clock_lives_on(app: Flask) -> None:
    clock = start(date(2026, 4, 20), 1)
    with moment.frozen("2026-04-24"):
        clocks.pause(clock, date(2026, 4, 24), None, "征求第三方意见")
    db.session.commit()
    assert adopt(CHANGED).moved == 0
    assert clock.state is State.PAUSED
    with moment.frozen("2026-05-11"):
        clocks.resume(clock, date(2026, 5, 11), None, "已回复")
    assert clock.due_on == date(2026, 6, 2)


def test_a_corrected_notice_is_a_new_version_and_the_old_one_stays(app: Flask) -> None:
    adopt(CHANGED)
    first, second = queries.versions_of(2026)
    assert (first.version, first.replaced_by, second.version, second.replaced_by) == (1, 2, 2, None)
    assert first.entered is None
    assert second.entered is not None
    assert second.entered.text == CHANGED
    assert {on: calendar_in_force().is_working_day(on) for on in DAYS} == DAYS
    adopt(OF_2026)
    assert difference(calendar_in_force(), shipped_calendar()).days == ()
    assert [v.replaced_by for v in queries.versions_of(2026)] == [3, 3, None]
    assert [v.replaced_by for v in queries.versions_of(2019)] == [None, None]


def test_what_says_nothing_new_or_is_not_issued_yet_is_refused(app: Flask) -> None:
    with pytest.raises(Refused, match="notice_in_force_already"):
        adopt(OF_2026)
    with pytest.raises(Refused, match="notice_of_the_future"):  # it is March 2026
        adopt(OF_2027)
    with pytest.raises(FaultyNotice):
        adopt(OF_2026.replace("5月9日（周六）", "5月8日（周五）"))
    db.session.rollback()
    assert db.session.query(CalendarNotice).count() == 0


def test_the_database_wants_two_persons(app: Flask) -> None:
    admin = factories.person("admin").id
    with pytest.raises(IntegrityError):
        services.adopt(CHANGED, admin, admin)


def test_one_question_a_transaction_and_one_calendar_a_content(app: Flask) -> None:
    adopt(CHANGED)
    first = calendar_in_force()
    with counted() as sent:
        for _ in range(3):
            assert calendar_in_force() is first
    assert sent == []
    db.session.rollback()
    with counted() as sent:
        assert calendar_in_force() is first
    assert len([s for s in sent if "calendar_notices" in s]) == 1


def test_what_was_rolled_back_is_forgotten(app: Flask) -> None:
    """Also where the next notice gets the id of the one that was undone."""
    first, second = factories.person("admin").id, factories.person("security_admin").id
    gone = services.adopt(CHANGED, first, second)
    assert calendar_in_force() is not shipped_calendar()
    gone_id = gone.id
    db.session.rollback()
    assert calendar_in_force() is shipped_calendar()
    other = CHANGED.replace("5月1日（周五）至4日（周一）放假，共4天。", "5月1日（周五）放假。")
    row = adopt(other)
    if db.engine.dialect.name == "sqlite":
        assert row.id == gone_id
    assert calendar_in_force().is_working_day(date(2026, 5, 4))


def test_every_process_counts_by_what_another_has_confirmed(
    committed_db: Flask, template: Path
) -> None:
    """Two applications on one database stand for two processes: each keeps its own calendar."""
    url = committed_db.config["SQLALCHEMY_DATABASE_URI"]
    other = application.build(str(url), template)
    try:
        with other.app_context():
            assert not calendar_in_force().is_working_day(date(2026, 5, 5))
            db.session.rollback()
        with committed_db.app_context():
            adopt(CHANGED)
            assert calendar_in_force().is_working_day(date(2026, 5, 5))
            db.session.remove()
        with other.app_context():
            assert calendar_in_force().is_working_day(date(2026, 5, 5))
            db.session.remove()
    finally:
        application.close(other)


def test_nobody_stores_a_date_counted_by_the_calendar_before(committed_db: Flask) -> None:
    """Who has counted by the old calendar commits first; the change waits and moves that too."""
    with committed_db.app_context():
        factories.person("admin")
        db.session.rollback()
        clock = start(date(2026, 4, 20), 1, Period(10, Unit.WORKING_DAY))
        assert clock.due_on == date(2026, 5, 7)
        done = threading.Event()

        def confirm() -> None:
            with committed_db.app_context(), moment.frozen("2026-03-02"):
                adopt(CHANGED)
                db.session.remove()
                done.set()

        second = threading.Thread(target=confirm)
        second.start()
        assert not done.wait(0.5)
        db.session.commit()
        second.join(timeout=30)
        assert done.is_set()
        db.session.expire_all()
        assert clock.due_on == date(2026, 5, 6)
        assert [event.kind for event in clock.events] == [EventKind.START, EventKind.RECOMPUTE]
        db.session.remove()


def test_how_two_calendars_differ() -> None:
    old = shipped_calendar()
    new = old.with_notice(read_notice(CHANGED, old))
    found = difference(old, new)
    assert {was.on: now.is_working for was, now in found.days} == DAYS
    assert (found.first, found.last, found.years) == (min(DAYS), max(DAYS), ())
    known = difference(old, old.with_notice(read_notice(OF_2027, old)))
    assert known.years == (2027,)
    assert (known.first, known.last) == (date(2027, 1, 1), date(2027, 12, 31))
    nothing = difference(old, Calendar(replace(n, url="") for n in old.notices))
    assert (nothing.days, nothing.first) == ((), None)
