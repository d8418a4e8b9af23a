"""What can be changed by two persons only."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What is changed."""

    POST_GIVE = "post_give"
    POST_END = "post_end"
    PACK_ASSIGN = "pack_assign"
    FACTOR_RESET = "factor_reset"
    CALENDAR_IMPORT = "calendar_import"
    PERIOD_SET = "period_set"
    TOKEN_MAKE = "token_make"  # noqa: S105 - a name, no secret


class ChangeState(StrEnum):
    """Where a change stands."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ChangeAction(StrEnum):
    """What can be done to a change."""

    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"
