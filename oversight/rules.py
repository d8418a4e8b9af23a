"""How pressing a task is; pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from core.refusals import Refusal
from core.workdays import Calendar


class Urgency(StrEnum):
    """The groups of the worklist, in their order."""

    FIRST = "first"
    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    UNDATED = "undated"


class Lapse(StrEnum):
    """Why nobody follows an open thing."""

    NOBODY = "nobody"
    BARRED = "barred"
    STILL = "still"
    PAUSED = "paused"


#: The setting of an office: within how many months a problem that is there again came back. No
#: source names a number; without one any time before counts (docs/decisions/0240).
RECURRENCE_WINDOW: Final = "recurrence.window"
#: What has no date is expected to move within so many days (docs/decisions/0230).
STILL_AFTER = timedelta(days=30)


class Counted(StrEnum):
    """What the statistic counts, in the order of its columns."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DECIDED_LATE = "decided_late"
    LEADS = "leads"
    FILED = "filed"
    DECIDED = "decided"
    PERSONS = "persons"
    UNITS = "units"
    CLOSED = "closed"
    REMEDIES = "remedies"
    OVERTURNED = "overturned"
    ORDERED = "ordered"
    CORRECTED = "corrected"
    UNREPORTED = "unreported"


class Section(StrEnum):
    """A part of the page of outcomes, in its order."""

    FLOW = "flow"
    REPORTS = "reports"
    CASES = "cases"
    TRIGGERS = "triggers"
    MEASURES = "measures"
    REMEDIES = "remedies"
    RECTIFICATIONS = "rectifications"


class ReportStep(StrEnum):
    """How far a report has come."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    IN_CASE = "in_case"
    REPLIED = "replied"
    CLOSED = "closed"


class FlowEnd(StrEnum):
    """Where a report has come to: each stands at one of these."""

    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    HANDLED = "handled"
    ANSWERED = "answered"
    RUNNING = "running"
    DISMISSED = "dismissed"
    DECIDED = "decided"
    CLOSED = "closed"


#: How reports part: from where to where; what is no key here is an end.
FLOW: Mapping[str, tuple[str, ...]] = {
    "received": (FlowEnd.WAITING, FlowEnd.WITHDRAWN, FlowEnd.DECLINED, "accepted"),
    "accepted": (FlowEnd.HANDLED, FlowEnd.ANSWERED, "filed"),
    "filed": (FlowEnd.RUNNING, FlowEnd.DISMISSED, FlowEnd.DECIDED, FlowEnd.CLOSED),
}


def flow_sum(node: str, counts: Mapping[str, int]) -> int:
    """Return how many reports came through `node`: those at all ends behind it."""
    return sum(flow_sum(n, counts) for n in FLOW[node]) if node in FLOW else counts.get(node, 0)


class CaseStep(StrEnum):
    """How far a case has come."""

    FILED = "filed"
    REPORTED = "reported"
    DECIDED = "decided"
    EFFECTIVE = "effective"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class Duration(StrEnum):
    """From when to when it is counted how long a step took."""

    ACCEPTANCE = "acceptance"
    INVESTIGATION = "investigation"
    WHOLE = "whole"


class Part(StrEnum):
    """A part of a year: the whole, a half, a quarter or a month; named by its first month and its
    length.
    """

    YEAR = "1-12"
    FIRST_HALF = "1-6"
    SECOND_HALF = "7-6"
    FIRST_QUARTER = "1-3"
    SECOND_QUARTER = "4-3"
    THIRD_QUARTER = "7-3"
    FOURTH_QUARTER = "10-3"
    JANUARY = "1-1"
    FEBRUARY = "2-1"
    MARCH = "3-1"
    APRIL = "4-1"
    MAY = "5-1"
    JUNE = "6-1"
    JULY = "7-1"
    AUGUST = "8-1"
    SEPTEMBER = "9-1"
    OCTOBER = "10-1"
    NOVEMBER = "11-1"
    DECEMBER = "12-1"


def span_of(year: int, part: Part) -> tuple[date, date]:
    """Return the first and the last day of a part of a year."""
    month, length = (int(number) for number in part.split("-"))
    last = month + length - 1
    return date(year, month, 1), date(year, last, monthrange(year, last)[1])


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


def plain_refusal(refusal: Refusal) -> dict[str, Any]:
    """Return a refusal as it is kept; `refusal_of` reads it back."""
    params = {
        name: {"day": value.isoformat()} if isinstance(value, date) else value
        for name, value in refusal.params.items()
    }
    return {"code": refusal.code, "params": params, "article": refusal.article}


def refusal_of(kept: Mapping[str, Any]) -> Refusal:
    """Return the refusal that was kept."""
    params = {
        name: date.fromisoformat(value["day"]) if isinstance(value, dict) else value
        for name, value in kept["params"].items()
    }
    return Refusal(kept["code"], params, kept["article"])
