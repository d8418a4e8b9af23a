"""What can be done to a case, and what may stand in it about a respondent."""

from casework.procedure.archives import ARCHIVE_PROCEDURE
from casework.procedure.cases import (
    CASE_PROCEDURE,
    complainant_waits,
    present_team,
    undefended,
)

__all__ = ["ARCHIVE_PROCEDURE", "CASE_PROCEDURE", "complainant_waits", "present_team", "undefended"]
