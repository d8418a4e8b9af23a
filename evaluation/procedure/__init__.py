"""Procedures of this package, a module for each aggregate; `TABLES` lists them for registration."""

from __future__ import annotations

from evaluation.procedure.notices import NOTICE_PROCEDURE
from evaluation.procedure.rounds import ROUND_PROCEDURE

TABLES = (ROUND_PROCEDURE, NOTICE_PROCEDURE)
