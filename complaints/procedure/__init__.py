"""What can be done to a complaint, a transfer, the opening of who reported, an import."""

from complaints.procedure.complaints import (
    COMPLAINT_PROCEDURE,
    needs_notification,
    written_reasons,
)
from complaints.procedure.imports import IMPORT_PROCEDURE, KEEP_REJECTED, WAITS_HOURS
from complaints.procedure.openings import OPENING_PROCEDURE
from complaints.procedure.replies import REPLY_PROCEDURE
from complaints.procedure.transfers import TRANSFER_PROCEDURE

__all__ = [
    "COMPLAINT_PROCEDURE",
    "IMPORT_PROCEDURE",
    "KEEP_REJECTED",
    "OPENING_PROCEDURE",
    "REPLY_PROCEDURE",
    "TRANSFER_PROCEDURE",
    "WAITS_HOURS",
    "needs_notification",
    "written_reasons",
]
