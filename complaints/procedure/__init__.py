"""What can be done to a complaint, and to the opening of who reported."""

from complaints.procedure.complaints import (
    COMPLAINT_PROCEDURE,
    needs_notification,
    written_reasons,
)
from complaints.procedure.openings import OPENING_PROCEDURE

__all__ = [
    "COMPLAINT_PROCEDURE",
    "OPENING_PROCEDURE",
    "needs_notification",
    "written_reasons",
]
