"""An edited pack moves nothing by itself: it is previewed, applied as shown, and kept with both
dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core import moment
from core.clocks import queries, recomputing, services
from core.clocks.models import Clock
from core.clocks.periods import EventKind, Period, State, Unit
from core.db import db
from core.record.services import of_subject, verify
from core.refusals import Refused
from regulations.registry import period_of

REPLY = Period(20, Unit.WORKING_DAY, warn=5, article="第六条", source="002-02")
ON = date(2026, 3, 2)


def start(period: Period = REPLY, subject_id: int = 1, due: date | None = None) -> Clock:
    clock = services.start(
        "applications", subject_id, period, "doa.reply", "aershan-2021", "答复", ON, None, due=due
    )
    db.session.commit()
    return clock


@pytest.fixture
def rules(app: Flask) -> Iterator[dict[str, Period | None]]:
    """What the packs say of a term; the test changes it."""
    known: dict[str, Period | None] = {"doa.reply": REPLY}
    queries.use_terms(app, lambda _pack_id, term_id: known.get(term_id))
    yield known
    queries.use_terms(app, period_of)


@pytest.mark.requirement("INF-16")
def test_a_changed_number_is_offered_and_kept_with_both_dates(
    rules: dict[str, Period | None],
) -> None:
    clock = start()
    assert recomputing.recompute(apply=True, by_rules=True) == []
    rules["doa.reply"] = replace(REPLY, length=15, article="第七条")
    assert recomputing.recompute(apply=True) == []  # the calendar moves nothing
    (change,) = recomputing.recompute(apply=False, by_rules=True)
    assert (change.old_due_on, change.new_due_on) == (date(2026, 3, 30), date(2026, 3, 23))
    assert change.new_period == rules["doa.reply"]
    assert (clock.due_on, clock.length, len(clock.events)) == (date(2026, 3, 30), 20, 1)

    recomputing.recompute(apply=True, by_rules=True)
    assert (clock.due_on, clock.length, clock.article) == (date(2026, 3, 23), 15, "第七条")
    kept = clock.events[-1]
    assert (kept.kind, kept.old_due_on, kept.due_on) == (
        EventKind.RECOMPUTE,
        date(2026, 3, 30),
        date(2026, 3, 23),
    )
    assert kept.reason == "制度规则变更：20个工作日改为15个工作日"
    assert queries.reading(clock).due_on == clock.due_on
    (entry,) = [e for e in of_subject("clocks", clock.id) if e.action == "clock_recompute"]
    assert '"length":20' in str(entry.before).replace(" ", "").replace("'", '"')
    assert list(verify()) == []
    assert recomputing.recompute(apply=True, by_rules=True) == []


def test_a_paused_clock_and_one_with_its_extension_follow_as_well(
    rules: dict[str, Period | None],
) -> None:
    paused, extended = start(), start(subject_id=2)
    services.pause(paused, ON, None, "征求意见")
    services.extend(extended, ON, None, "批准", days=10)
    db.session.commit()
    rules["doa.reply"] = replace(REPLY, length=15)
    recomputing.recompute(apply=True, by_rules=True)
    assert (paused.state, queries.reading(paused).left) == (State.PAUSED, 15)
    assert queries.reading(extended).length == 25


def test_an_extension_that_the_new_number_swallows_is_named_and_left(
    rules: dict[str, Period | None],
) -> None:
    clock = start()
    services.extend(clock, ON, None, "批准", total=30)
    db.session.commit()
    due = clock.due_on
    rules["doa.reply"] = replace(REPLY, length=40)
    (change,) = recomputing.recompute(apply=True, by_rules=True)
    assert change.is_barred
    assert (clock.due_on, clock.length, len(clock.events)) == (due, 20, 2)


@pytest.mark.parametrize(
    ("present", "due"),
    [
        (None, None),  # the pack is silent now
        (replace(REPLY, length=None), None),  # it sets the day case by case now
        (replace(REPLY, article="第九条"), None),  # a corrected article moves nothing
        (replace(REPLY, length=15), date(2026, 4, 1)),  # a body set the day
    ],
)
def test_what_cannot_or_need_not_be_counted_anew_stays(
    rules: dict[str, Period | None], present: Period | None, due: date | None
) -> None:
    start(Period(None, Unit.FIXED_DATE) if due else REPLY, due=due)
    rules["doa.reply"] = present
    assert recomputing.recompute(apply=True, by_rules=True) == []


def test_what_was_not_shown_is_not_applied(rules: dict[str, Period | None]) -> None:
    clock = start()
    rules["doa.reply"] = replace(REPLY, length=15)
    seen = recomputing.fingerprint(recomputing.recompute(apply=False, by_rules=True))
    start(subject_id=2)
    with pytest.raises(Refused, match="clock_preview_outdated"):
        recomputing.recompute(apply=True, by_rules=True, seen=seen)
    assert clock.length == 20
    seen = recomputing.fingerprint(recomputing.recompute(apply=False, by_rules=True))
    assert len(recomputing.recompute(apply=True, by_rules=True, seen=seen)) == 2


def test_the_packs_of_the_application_agree_with_the_clocks_they_started(app: Flask) -> None:
    period = period_of("aershan-2021", "doa.reply")
    assert period is not None
    start(period)
    assert recomputing.recompute(apply=False, by_rules=True) == []
    assert period_of("aershan-2021", "feedback.period") is None
    assert period_of("no-such-pack", "doa.reply") is None


def test_an_inner_date_stands_beside_the_legal_one_and_moves_nothing(app: Flask) -> None:
    clock = start()
    services.set_target(clock, date(2026, 3, 20), None, "留出审签时间")
    db.session.commit()
    assert (clock.target, clock.due_on) == (date(2026, 3, 20), date(2026, 3, 30))
    assert queries.reading(clock).due_on == date(2026, 3, 30)
    assert clock.remind_on == date(2026, 3, 20)
    assert [clock.target_light(day).value for day in (date(2026, 3, 20), date(2026, 3, 21))] == [
        "green",
        "yellow",
    ]
    with moment.frozen("2026-03-23"):  # passed, and nothing is late
        assert queries.light(clock).value == "yellow"
        assert not clock.is_overdue(moment.today())
        services.set_target(clock, None, None, "不再需要")
    assert (clock.target, clock.target_light(ON).value) == (None, "off")
    assert [event.kind for event in clock.events] == [
        EventKind.START,
        EventKind.TARGET,
        EventKind.TARGET,
    ]
    assert clock.events[-1].old_due_on == date(2026, 3, 20)


@pytest.mark.parametrize(
    ("target", "reason", "code"),
    [
        (date(2026, 3, 30), "x", "clock_target_not_earlier"),
        (date(2026, 4, 30), "x", "clock_target_not_earlier"),
        (date(2026, 3, 1), "x", "clock_target_in_past"),
        (date(2026, 3, 20), " ", "clock_target_needs_reason"),
    ],
)
def test_an_inner_date_is_earlier_and_has_a_reason(
    app: Flask, target: date, reason: str, code: str
) -> None:
    clock = start()
    with pytest.raises(Refused, match=code):
        services.set_target(clock, target, None, reason)
    assert clock.target_on is None


def test_a_clock_that_does_not_run_has_no_inner_date(app: Flask) -> None:
    clock = start()
    services.set_target(clock, date(2026, 3, 20), None, "x")
    services.pause(clock, ON, None, "征求意见")
    assert (clock.target, clock.remind_on) == (None, None)
    with pytest.raises(Refused, match="clock_no_due_date"):
        services.set_target(clock, date(2026, 3, 10), None, "x")
    services.resume(clock, ON, None, "收到意见")
    assert clock.target == date(2026, 3, 20)


def test_an_inner_date_that_the_legal_one_overtook_counts_no_more(
    rules: dict[str, Period | None],
) -> None:
    clock = start()
    services.set_target(clock, date(2026, 3, 20), None, "x")
    db.session.commit()
    rules["doa.reply"] = replace(REPLY, length=10)
    recomputing.recompute(apply=True, by_rules=True)
    assert (clock.due_on, clock.target) == (date(2026, 3, 16), None)
