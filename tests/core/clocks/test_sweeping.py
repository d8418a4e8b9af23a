"""The sweep lists and announces, the recomputation previews, keeps both dates and settles."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from flask import Flask

from core import moment
from core.clocks import queries, services, sweeping
from core.clocks.models import Clock
from core.clocks.periods import EventKind, Period, State, Unit
from core.clocks.sweeping import ClockBreached
from core.db import db
from core.workdays import Notice, NoticeDay, shipped_calendar

REPLY = Period(20, Unit.WORKING_DAY, warn=5)
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
def test_the_sweep_lists_red_and_yellow_and_may_run_twice(
    app: Flask, three: list[Clock], breaches: list[ClockBreached]
) -> None:
    with moment.frozen("2026-03-30"):
        for _ in range(2):
            found = sweeping.sweep()
            assert (list(found.red), list(found.yellow)) == ([three[0]], [three[1]])
    assert [told.clock_id for told in breaches] == [three[0].id] * 2
    assert breaches[0].due_on == date(2026, 3, 26)
    assert [len(clock.events) for clock in three] == [1, 1, 1]
    assert all(clock.state is State.RUNNING for clock in three)


def test_the_sweep_command(app: Flask, three: list[Clock]) -> None:
    with moment.frozen("2026-03-30"):
        shown = app.test_cli_runner().invoke(args=["clocks", "sweep"])
        listed = app.test_cli_runner().invoke(args=["clocks", "sweep", "--json"])
    assert shown.exit_code == 0
    assert "逾期　2026-03-26　受理决定（complaints 1），已超 2 个工作日" in shown.output
    assert "临近　2026-04-01　受理决定（complaints 2），还剩 2 个工作日" in shown.output
    assert "逾期 1 项，临近到期 1 项。" in shown.output
    rows = json.loads(listed.output)
    assert [row["subject_id"] for row in rows["red"]] == [1]
    assert rows["yellow"][0]["due"] == "2026-04-01"


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
