"""States, actions and pure conditions of apportionment, decision, service, remedy and
rectification.
"""

from __future__ import annotations

from enum import StrEnum

from regulations.model import (
    ApprovalState,
    DecidedBy,
    Grade,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    Vote,
)

__all__ = [
    "ActAction",
    "ActState",
    "ApprovalState",
    "DecidedBy",
    "DecisionAction",
    "DecisionState",
    "FiledVia",
    "Grade",
    "ItemState",
    "RectificationAction",
    "RectificationState",
    "RemedyAction",
    "RemedyKind",
    "RemedyState",
    "ReviewState",
    "Role",
    "ServiceAction",
    "ServiceMethod",
    "ServiceState",
    "ShareValue",
    "Vote",
]


class ActState(StrEnum):
    """Whether the shares of an act are proposed only, or confirmed by the deciding body."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


class ActAction(StrEnum):
    """What can be done to an act."""

    SAVE_FACTS = "save_facts"
    CONFIRM = "confirm"
    REOPEN = "reopen"


class DecisionState(StrEnum):
    """Where a decision stands (处理决定)."""

    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    ISSUED = "issued"
    MODIFIED = "modified"
    REVOKED = "revoked"


class DecisionAction(StrEnum):
    """What can be done to a decision; the last two follow from a remedy."""

    REDRAFT = "redraft"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    SIGN = "sign"
    ISSUE = "issue"
    MODIFY = "modify"
    REVOKE = "revoke"


class ServiceState(StrEnum):
    """Whether a notice has reached its addressee."""

    PREPARED = "prepared"
    SERVED = "served"
    FAILED = "failed"


class ServiceAction(StrEnum):
    """What can be done to a service."""

    RECORD = "record"
    FAIL = "fail"
    RETRY = "retry"


class ServiceMethod(StrEnum):
    """How a notice is served (Civil Procedure Law arts 88–95)."""

    IN_PERSON = "in_person"
    LIEN = "lien"
    POST = "post"
    ELECTRONIC = "electronic"
    ANNOUNCEMENT = "announcement"


class RemedyState(StrEnum):
    """Where a remedy stands (复核 or 申诉, never 行政复议)."""

    FILED = "filed"
    UNDER_REVIEW = "under_review"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    MODIFIED = "modified"
    REVOKED = "revoked"
    REMANDED = "remanded"


class RemedyAction(StrEnum):
    """What can be done to a remedy."""

    ADMIT = "admit"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    UPHOLD = "uphold"
    MODIFY = "modify"
    REVOKE = "revoke"
    REMAND = "remand"


class FiledVia(StrEnum):
    """How a remedy came in."""

    DESK = "desk"
    PAPER = "paper"


class RectificationState(StrEnum):
    """Where a rectification stands."""

    ORDERED = "ordered"
    REPORTED = "reported"
    RETURNED = "returned"
    CLOSED = "closed"


class RectificationAction(StrEnum):
    """What can be done to a rectification; items are accepted one by one (销号)."""

    REPORT = "report"
    ACCEPT_ITEM = "accept_item"
    RETURN_ITEM = "return_item"
    RETURN = "return"
    CLOSE = "close"


class ItemState(StrEnum):
    """Where one item of a rectification stands."""

    OPEN = "open"
    REPORTED = "reported"
    ACCEPTED = "accepted"
    RETURNED = "returned"
