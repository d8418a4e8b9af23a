"""Codes of the annual assessment: evidence behind a deduction, rules of the sum, fractions."""

from __future__ import annotations

from enum import StrEnum


class EvidenceKind(StrEnum):
    """What a deduction is proved by; the automatic sources of a suggestion."""

    CHECK = "check"
    LATE_RELEASE = "late_release"
    WRONG_RELEASE = "wrong_release"
    IRREGULAR_APPLICATION = "irregular_application"
    LATE_REPORT = "late_report"
    COMPLAINT_FOUND_TRUE = "complaint_found_true"
    OVERTURNED_ACT = "overturned_act"
    NOT_PURSUED = "not_pursued"
    UNLAWFUL_FEE = "unlawful_fee"
    SUBORDINATE_DEDUCTED = "subordinate_deducted"


class AssessmentRule(StrEnum):
    """How deductions add up."""

    FLOOR_AT_ITEM = "floor_at_item"
    ONE_PROBLEM_ONCE = "one_problem_once"
    SPOT_CHECKS_COUNT = "spot_checks_count"


class FractionRule(StrEnum):
    """Where a fraction between two bands belongs (89.5 between 75-89 and 90)."""

    UP_TO_NEXT_LOWER_BOUND = "up_to_next_lower_bound"
    ROUND_HALF_UP = "round_half_up"
