"""The tables of states of the yearly assessment."""

from __future__ import annotations

from assessment.procedure.assessed import ASSESSED_PROCEDURE
from assessment.procedure.assessments import ASSESSMENT_PROCEDURE

__all__ = ["ASSESSED_PROCEDURE", "ASSESSMENT_PROCEDURE", "TABLES"]

TABLES = (ASSESSMENT_PROCEDURE, ASSESSED_PROCEDURE)
