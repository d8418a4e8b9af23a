"""Procedures of this package, a module for each aggregate; `TABLES` lists them for registration."""

from __future__ import annotations

from accountability.procedure.acts import ACT_PROCEDURE
from accountability.procedure.circulars import CIRCULAR_PROCEDURE
from accountability.procedure.decisions import DECISION_PROCEDURE
from accountability.procedure.file_requests import FILE_REQUEST_PROCEDURE
from accountability.procedure.lawsuits import LAWSUIT_PROCEDURE
from accountability.procedure.losses import LOSS_PROCEDURE
from accountability.procedure.notices import SERVICE_PROCEDURE
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.procedure.remedies import REMEDY_PROCEDURE
from accountability.procedure.sanctions import SANCTION_PROCEDURE

TABLES = (
    ACT_PROCEDURE,
    DECISION_PROCEDURE,
    SERVICE_PROCEDURE,
    REMEDY_PROCEDURE,
    FILE_REQUEST_PROCEDURE,
    RECTIFICATION_PROCEDURE,
    SANCTION_PROCEDURE,
    CIRCULAR_PROCEDURE,
    LAWSUIT_PROCEDURE,
    LOSS_PROCEDURE,
)
