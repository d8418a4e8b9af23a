"""Procedures of this package, a module for each aggregate; `TABLES` lists them for registration."""

from __future__ import annotations

from accountability.procedure.acts import ACT_PROCEDURE
from accountability.procedure.decisions import DECISION_PROCEDURE

TABLES = (ACT_PROCEDURE, DECISION_PROCEDURE)
