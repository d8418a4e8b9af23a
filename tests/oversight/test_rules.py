"""How pressing a task is, and how many days are left."""

from __future__ import annotations

from datetime import date

import pytest

from core.workdays import shipped_calendar
from oversight.rules import Urgency, days_left, urgency_of

WEDNESDAY = date(2026, 9, 23)


@pytest.mark.parametrize(
    ("due_on", "urgency"),
    [
        (date(2026, 9, 22), Urgency.OVERDUE),
        (date(2026, 9, 23), Urgency.TODAY),
        (date(2026, 9, 24), Urgency.THIS_WEEK),
        (date(2026, 9, 27), Urgency.THIS_WEEK),
        (date(2026, 9, 28), Urgency.LATER),
        (None, Urgency.UNDATED),
    ],
)
def test_a_task_stands_in_the_group_of_its_due_date(due_on: date | None, urgency: Urgency) -> None:
    assert urgency_of(due_on, WEDNESDAY) is urgency


def test_on_a_sunday_the_week_is_over() -> None:
    assert urgency_of(date(2026, 9, 28), date(2026, 9, 27)) is Urgency.LATER


@pytest.mark.parametrize(
    ("due_on", "calendar_days", "working_days"),
    [
        (date(2026, 9, 23), 0, 0),
        (date(2026, 9, 24), 1, 1),
        # 25 to 27 September 2026 are the Mid-Autumn rest, 1 to 7 October the National Day rest
        (date(2026, 9, 28), 5, 2),
        (date(2026, 10, 8), 15, 5),
        (date(2026, 9, 21), -2, -2),
    ],
)
def test_days_are_counted_in_the_days_of_the_period(
    due_on: date, calendar_days: int, working_days: int
) -> None:
    assert days_left(due_on, WEDNESDAY, None) == calendar_days
    assert days_left(due_on, WEDNESDAY, shipped_calendar()) == working_days
