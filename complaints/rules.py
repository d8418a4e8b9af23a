"""States, actions and words that decide about a complaint; pure."""

from __future__ import annotations

from enum import StrEnum


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IN_CASE = "in_case"
    REPLIED = "replied"
    CLOSED = "closed"


class ComplaintAction(StrEnum):
    """What can be done to a complaint."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    OPEN_CASE = "open_case"
    REPLY = "reply"
    CLOSE = "close"


class ComplaintKind(StrEnum):
    """A complaint about one's own matter, or a report of a breach."""

    COMPLAINT = "complaint"
    REPORT = "report"


class Channel(StrEnum):
    """How a report came in (CMP-01)."""

    WRITTEN = "written"
    ORAL = "oral"
    TELEPHONE = "telephone"
    VISIT = "visit"


class ReporterKind(StrEnum):
    """Who reports: a person or a unit (CMP-01)."""

    PERSON = "person"
    UNIT = "unit"
