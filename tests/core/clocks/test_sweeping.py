"""The sweep lists and announces, the recomputation previews, keeps both dates and settles."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import hooks, moment
from core.clocks import queries, services, sweeping
from core.clocks.models import Clock
from core.clocks.periods import EventKind, Period, State, Unit
from core.clocks.sweeping import ClocksBreached, Sweep, Turned
from core.db import db
from core.identity.models import Unit as Organ
from core.refusals import Refused
from core.workdays import Notice, NoticeDay, shipped_calendar
from tests.support import application

REPLY = Period(20, Unit.WORKING_DAY, warn=5)
WEEKLY = Period(1, Unit.PER_WEEK, article="第七条", source="003-08")
NEW_YEAR = Notice(
    2027,
    "测试〔2026〕1号",
    date(2026, 11, 9),
    tuple(NoticeDay(date(2027, 1, 1) + timedelta(days=n), True, "元旦") for n in range(3)),
)


def start(on: date, subject_id: int = 1) -> Clock:
    return services.start("complaints", subject_id, REPLY, "t", "p", "受理决定", on, None)


@pytest.fixture
def three(app: Flask) -> list[Clock]:
    """One overdue, one nearly due, one with time, seen from 30 March 2026."""
    starts = (date(2026, 2, 27), date(2026, 3, 4), date(2026, 3, 20))
    clocks = [start(on, n) for n, on in enumerate(starts, 1)]
    db.session.commit()
    return clocks


@pytest.mark.requirement("INF-15")
def test_the_sweep_announces_each_turn_once(
    app: Flask, three: list[Clock], breaches: list[Turned], warnings: list[Turned]
) -> None:
    with moment.frozen("2026-03-30"):
        first, second = sweeping.sweep(), sweeping.sweep()
    assert (first.red, first.yellow, second.red, second.yellow) == (1, 1, 0, 0)
    assert [told.clock_id for told in breaches] == [three[0].id]
    assert [told.clock_id for told in warnings] == [three[1].id]
    assert breaches[0].due_on == date(2026, 3, 26)
    with moment.frozen("2026-04-02"):
        assert (sweeping.sweep().red, len(warnings)) == (1, 1)
    assert [told.clock_id for told in breaches] == [three[0].id, three[1].id]
    assert [len(clock.events) for clock in three] == [1, 1, 1]
    assert all(clock.state is State.RUNNING for clock in three)


def test_a_date_that_moved_is_announced_anew_and_one_that_did_not_is_not(
    app: Flask, three: list[Clock], warnings: list[Turned]
) -> None:
    with moment.frozen("2026-03-30"):
        sweeping.sweep()
        services.set_target(three[1], date(2026, 3, 31), None, "留出审签时间")
        sweeping.sweep()
        assert len(warnings) == 1
        services.extend(three[1], date(2026, 3, 30), None, "负责人同意", days=10)
        assert sweeping.sweep().yellow == 0
    with moment.frozen("2026-04-13"):
        sweeping.sweep()
    assert [told.clock_id for told in warnings].count(three[1].id) == 2


def test_more_than_a_batch_is_swept_to_the_end(
    app: Flask, monkeypatch: pytest.MonkeyPatch, breaches: list[Turned]
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 2)
    clocks = [start(date(2026, 2, 27), number) for number in range(1, 6)]
    with moment.frozen("2026-03-30"):
        assert sweeping.sweep().red == 5
    assert [told.clock_id for told in breaches] == [clock.id for clock in clocks]


def test_what_a_subscriber_cannot_take_is_said_again_and_holds_up_nobody(
    app: Flask, monkeypatch: pytest.MonkeyPatch, breaches: list[Turned]
) -> None:
    monkeypatch.setattr(sweeping, "BATCH", 4)
    clocks = [start(date(2026, 2, 27), number) for number in range(1, 6)]
    bad = clocks[1].id
    is_broken = True

    def refuse(event: ClocksBreached) -> None:
        if is_broken and bad in [told.clock_id for told in event.clocks]:
            services.cancel(clocks[1], date(2026, 3, 30), None, "不应留下")
            raise RuntimeError("not now")

    hooks.subscribe(app, ClocksBreached, refuse)
    with moment.frozen("2026-03-30"):
        found = sweeping.sweep()
        assert (found.red, found.failed) == (4, (bad,))
        assert clocks[1].state is State.RUNNING
        assert {told.clock_id for told in breaches} == {clock.id for clock in clocks}
        assert app.test_cli_runner().invoke(args=["clocks", "sweep"]).exit_code == 1
        is_broken = False
        breaches.clear()
        found = sweeping.sweep()
        assert (found.red, found.failed) == (1, ())
        assert sweeping.sweep().red == 0
    assert [told.clock_id for told in breaches] == [bad]


def test_two_nodes_at_once_announce_each_turn_once(committed_db: Flask) -> None:
    with committed_db.app_context():
        ids = {start(date(2026, 2, 27), number).id for number in range(1, 41)}
        weekly = services.start("accounts", 1, WEEKLY, "w", "p", "每周更新", date(2026, 3, 2), None)
        db.session.commit()
        heard: list[int] = []
        hooks.subscribe(
            committed_db,
            ClocksBreached,
            lambda event: heard.extend(told.clock_id for told in event.clocks),
        )

        def node(_number: int) -> Sweep:
            found = sweeping.sweep()
            db.session.remove()
            return found

        with moment.frozen("2026-03-30"):
            outcomes = application.in_parallel(committed_db, 4, node)
        assert all(isinstance(found, Sweep) for found in outcomes), outcomes
        assert sorted(heard)[:40] == sorted(ids)
        assert len(heard) == len(set(heard))
        windows = db.session.scalars(select(Clock.due_on).where(Clock.term_id == "w")).all()
        assert sorted(filter(None, windows)) == [
            date(2026, 3, 8) + timedelta(days=7 * n) for n in range(5)
        ]
        assert weekly.id in heard


def test_the_sweep_command(app: Flask, three: list[Clock]) -> None:
    runner = app.test_cli_runner()
    with moment.frozen("2026-03-30"):
        swept = runner.invoke(args=["clocks", "sweep"])
        again = json.loads(runner.invoke(args=["clocks", "sweep", "--json"]).output)
        shown = runner.invoke(args=["clocks", "list"])
        listed = runner.invoke(args=["clocks", "list", "--json"])
    assert swept.exit_code == 0
    assert "新逾期 1 项，新临近到期 1 项，开启周期 0 个。" in swept.output
    assert again == {"red": 0, "yellow": 0, "opened": 0, "failed": []}
    assert "逾期　2026-03-26　受理决定（complaints 1），已超 2 个工作日" in shown.output
    assert "临近　2026-04-01　受理决定（complaints 2），还剩 2 个工作日" in shown.output
    assert "逾期 1 项。" in shown.output
    rows = [json.loads(line) for line in listed.output.splitlines()]
    assert [(row["subject_id"], row["light"]) for row in rows] == [(1, "red"), (2, "yellow")]
    assert rows[1]["due"] == "2026-04-01"


def weekly(on: date, **more: Any) -> Clock:
    return services.start("accounts", 1, WEEKLY, "acc.post", "p", "每周更新", on, None, **more)


def windows() -> list[tuple[date | None, str]]:
    found = db.session.scalars(select(Clock).order_by(Clock.id))
    return [(clock.due_on, queries.light(clock).value) for clock in found]


@pytest.mark.requirement("NMD-03")
def test_the_next_window_opens_when_the_last_is_over_met_or_missed(
    app: Flask, office: Organ, breaches: list[Turned]
) -> None:
    first = weekly(date(2026, 3, 4), bearer_unit_id=office.id)
    with moment.frozen("2026-03-08"):
        assert sweeping.sweep().opened == 0  # the window lasts to its end
        services.meet(first, date(2026, 3, 8), None)
    with moment.frozen("2026-03-09"):
        assert [sweeping.sweep().opened for _ in range(2)] == [1, 0]
    with moment.frozen("2026-03-16"):
        assert sweeping.sweep().opened == 1
        assert windows() == [
            (date(2026, 3, 8), "green"),
            (date(2026, 3, 15), "red"),
            (date(2026, 3, 22), "green"),
        ]
    clocks = db.session.scalars(select(Clock).order_by(Clock.id)).all()
    assert [clock.started_on for clock in clocks[1:]] == [date(2026, 3, 9), date(2026, 3, 16)]
    assert [clock.follows_id for clock in clocks] == [None, clocks[0].id, clocks[1].id]
    assert all(clock.bearer_unit_id == office.id for clock in clocks)
    assert [told.clock_id for told in breaches] == [clocks[1].id]
    assert clocks[1].period == WEEKLY


def test_after_a_long_stop_every_missed_window_is_opened_once(
    app: Flask, breaches: list[Turned]
) -> None:
    weekly(date(2026, 3, 4))
    with moment.frozen("2026-05-06"):
        assert [sweeping.sweep().opened for _ in range(2)] == [9, 0]
        assert len(windows()) == 10
        assert [light for _due, light in windows()] == ["red"] * 9 + ["green"]
    assert len(breaches) == 9
    dues = [due for due, _light in windows()]
    assert dues == [date(2026, 3, 8) + timedelta(days=7 * n) for n in range(10)]


def test_a_duty_that_was_called_off_does_not_recur(app: Flask) -> None:
    clock = weekly(date(2026, 3, 2))
    services.cancel(clock, date(2026, 3, 2), None, "账号注销")
    with moment.frozen("2026-05-06"):
        assert sweeping.sweep().opened == 0


def test_a_window_is_not_opened_twice_by_hand_either(app: Flask) -> None:
    weekly(date(2026, 3, 2))
    with pytest.raises(Refused):
        weekly(date(2026, 3, 6))
    clock = db.session.scalars(select(Clock)).one()
    services.meet(clock, date(2026, 3, 2), None)
    with pytest.raises(Refused):
        weekly(date(2026, 3, 6))
    twin = weekly(date(2026, 3, 10))
    twin.follows_id = weekly(date(2026, 3, 17), follows_id=clock.id).follows_id
    with pytest.raises(IntegrityError):
        db.session.flush()


@pytest.mark.parametrize(
    ("unit", "first", "second"),
    [
        (Unit.PER_MONTH, date(2026, 3, 31), date(2026, 4, 30)),
        (Unit.PER_QUARTER, date(2026, 3, 31), date(2026, 6, 30)),
        (Unit.PER_YEAR, date(2026, 12, 31), date(2027, 12, 31)),
    ],
)
def test_every_recurrence_goes_on_with_its_own_window(
    app: Flask, unit: Unit, first: date, second: date
) -> None:
    clock = services.start("accounts", 1, Period(1, unit), "t", "p", "定期", date(2026, 3, 4), None)
    assert clock.due_on == first
    with moment.frozen(str(first + timedelta(days=1))):
        assert sweeping.sweep().opened == 1
    assert windows()[1][0] == second


def test_a_period_that_does_not_recur_opens_nothing(app: Flask, three: list[Clock]) -> None:
    """The twin."""
    with moment.frozen("2026-05-06"):
        assert sweeping.sweep().opened == 0
    assert len(windows()) == 3


@pytest.mark.requirement("INF-01")
def test_a_new_notice_is_previewed_then_applied_and_both_dates_are_kept(
    own_calendar: Flask,
) -> None:
    moved, settled, untouched = (
        start(on, n)
        for n, on in enumerate((date(2026, 12, 20), date(2026, 12, 3), date(2026, 3, 2)), 1)
    )
    met = start(date(2026, 12, 20), 4)
    with moment.frozen("2026-12-21"):
        services.meet(met, date(2026, 12, 21), None)
    db.session.commit()
    assert moved.provisional
    assert moved.due_on == date(2027, 1, 15)
    assert (settled.provisional, settled.due_on) == (False, date(2026, 12, 31))
    assert sweeping.recompute(apply=False) == []

    queries.use_calendar(own_calendar, lambda: shipped_calendar().with_notice(NEW_YEAR))
    (change,) = sweeping.recompute(apply=False)
    assert (change.old_due_on, change.new_due_on) == (date(2027, 1, 15), date(2027, 1, 18))
    assert (change.was_provisional, change.is_provisional) == (True, False)
    assert (moved.due_on, len(moved.events)) == (date(2027, 1, 15), 1)

    assert len(sweeping.recompute(apply=True)) == 1
    assert (moved.due_on, moved.provisional) == (date(2027, 1, 18), False)
    kept = moved.events[-1]
    assert (kept.kind, kept.old_due_on, kept.due_on) == (
        EventKind.RECOMPUTE,
        date(2027, 1, 15),
        date(2027, 1, 18),
    )
    assert sweeping.recompute(apply=True) == []
    assert len(met.events) == 2
    assert len(untouched.events) == 1

    with moment.frozen("2026-12-22"):  # the clock lives on after a recomputation
        services.pause(moved, date(2026, 12, 22), None, "征求第三方意见")
        assert (moved.state, services.reading(moved).left) == (State.PAUSED, 18)


def test_the_recompute_command(own_calendar: Flask) -> None:
    start(date(2026, 12, 20))
    db.session.commit()
    queries.use_calendar(own_calendar, lambda: shipped_calendar().with_notice(NEW_YEAR))
    runner = own_calendar.test_cli_runner()
    preview = runner.invoke(args=["clocks", "recompute"])
    assert preview.exit_code == 0
    assert "2027-01-15（暂算） → 2027-01-18" in preview.output
    assert "共 1 项变化，仅预览，未保存。" in preview.output
    applied = json.loads(runner.invoke(args=["clocks", "recompute", "--apply", "--json"]).output)
    assert applied["applied"]
    assert applied["changes"][0]["new"] == "2027-01-18"
    assert "共 0 项变化" in runner.invoke(args=["clocks", "recompute"]).output


def test_what_is_not_noted_would_be_announced_again(
    three: list[Clock], breaches: list[Turned], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: it is the note on the clock that keeps a second sweep, and a second node, quiet."""
    monkeypatch.setattr(sweeping, "_note", lambda *_args: None)
    with moment.frozen("2026-03-30"):
        sweeping.sweep()
        sweeping.sweep()
    assert [told.clock_id for told in breaches] == [three[0].id] * 2
