"""Tables of the yearly assessment."""

from __future__ import annotations

from assessment.models.assessments import (
    AssessedUnit,
    Assessment,
    AssessmentItem,
    PointDeduction,
    Points,
    SelfScore,
    SpotCheck,
)

__all__ = [
    "AssessedUnit",
    "Assessment",
    "AssessmentItem",
    "PointDeduction",
    "Points",
    "SelfScore",
    "SpotCheck",
]
