"""How pressing a task is; pure."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from core.workdays import Calendar


class Urgency(StrEnum):
    """The groups of the worklist, in their order."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"


def urgency_of(due_on: date | None, today: date) -> Urgency:
    """Return the group of a task due on `due_on`; a week ends on its Sunday."""
    if due_on is None:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.OVERDUE
    if due_on == today:
        return Urgency.TODAY
    if due_on <= today + timedelta(days=6 - today.weekday()):
        return Urgency.THIS_WEEK
    return Urgency.LATER


def days_left(due_on: date, today: date, calendar: Calendar | None) -> int:
    """Return the days from `today` to `due_on`, negative once it has passed.

    Working days of `calendar` where one is given, else calendar days. The last day is included.
    """
    if calendar is None:
        return (due_on - today).days
    if today <= due_on:
        return calendar.count_working_days(today, due_on)
    return -calendar.count_working_days(due_on, today)
