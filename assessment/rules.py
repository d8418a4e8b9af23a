"""What a yearly assessment goes through, and when its parts may be changed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

#: The most units of one assessment, and the most times one deduction is counted at once.
MOST_UNITS, MOST_TIMES = 200, 100


class AssessmentState(StrEnum):
    """Where the assessment of a year stands (002-11 art. 8, 003-15 art. 9)."""

    DRAFTED = "drafted"
    SCHEDULED = "scheduled"
    NOTIFIED = "notified"
    REVIEWING = "reviewing"
    PROPOSED = "proposed"
    FROZEN = "frozen"
    APPROVED = "approved"
    CIRCULATED = "circulated"


class AssessmentAction(StrEnum):
    """What can be done to an assessment."""

    EDIT = "edit"
    SET_POINTS = "set_points"
    SET_ASSESSOR = "set_assessor"
    SCHEDULE = "schedule"
    NOTIFY = "notify"
    REVIEW = "review"
    PROPOSE = "propose"
    FREEZE = "freeze"
    RETURN_RESULT = "return_result"
    APPROVE = "approve"
    CIRCULATE = "circulate"


class AssessedState(StrEnum):
    """What an assessed unit has said: nothing yet, its self-assessment, an objection."""

    AWAITED = "awaited"
    REPORTED = "reported"
    OBJECTED = "objected"
    ANSWERED = "answered"


class AssessedAction(StrEnum):
    """What can be done to one assessed unit, by itself or by the organiser."""

    FILL_IN = "fill_in"
    SELF_REPORT = "self_report"
    RECORD_CHECK = "record_check"
    DEDUCT = "deduct"
    WITHDRAW = "withdraw"
    MARK_FALSIFICATION = "mark_falsification"
    SET_BAND = "set_band"
    OBJECT = "object"
    ANSWER = "answer"
    ORDER_RECTIFICATION = "order_rectification"


_S = AssessmentState
#: While the year runs and until the result is proposed, problems are found and deducted.
WHILE_CHECKING: Final = frozenset({_S.DRAFTED, _S.SCHEDULED, _S.NOTIFIED, _S.REVIEWING})
#: A deduction can be taken back until the result is frozen: objections are heard on the proposal.
WHILE_CORRECTING: Final = WHILE_CHECKING | {_S.PROPOSED}
#: The result is approved and stands.
RESULT_STANDS: Final = frozenset({_S.APPROVED, _S.CIRCULATED})
#: From here on a unit sees what the panel found on it.
SHOWN_TO_UNITS: Final = frozenset({_S.PROPOSED, _S.FROZEN, _S.APPROVED, _S.CIRCULATED})


@dataclass(frozen=True)
class Difference:
    """A unit whose result changed between the proposal and the freeze."""

    unit: str
    before: Decimal | None
    after: Decimal | None


def differences(
    results: Iterable[tuple[str, Decimal | None, Decimal | None]],
) -> tuple[Difference, ...]:
    """Return the units, by name, whose proposed and frozen score differ, in the order given."""
    return tuple(
        Difference(unit, before, after) for unit, before, after in results if before != after
    )


def problem_key(evidence: tuple[str, int] | None, text: str) -> str:
    """Return what makes two deductions the same problem (002-11 annex, note 2).

    The thing that proves it where there is one, else its words without spaces and signs.
    """
    if evidence is not None:
        return f"{evidence[0]}:{evidence[1]}"
    return re.sub(r"[\W_]+", "", text)[:160].casefold()


def points_words(points: Decimal | None) -> str:
    """Return points as they are written: without a decimal that says nothing."""
    return "—" if points is None else f"{points:f}".removesuffix(".0")
