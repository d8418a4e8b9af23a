"""What can be done to a case, its recusals and its archive, and what may stand in it."""

from casework.procedure.archives import ARCHIVE_PROCEDURE
from casework.procedure.cases import (
    CASE_PROCEDURE,
    complainant_waits,
    keeps_away,
    keeps_away_from_draft,
    undefended,
)
from casework.procedure.recusals import RECUSAL_PROCEDURE
from casework.procedure.team import has_team, present_team

__all__ = [
    "ARCHIVE_PROCEDURE",
    "CASE_PROCEDURE",
    "RECUSAL_PROCEDURE",
    "complainant_waits",
    "has_team",
    "keeps_away",
    "keeps_away_from_draft",
    "present_team",
    "undefended",
]
