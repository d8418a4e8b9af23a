"""Write cases. Each public function is one transaction; what is not allowed raises `Refused`.

Actor, subject and plain values come in; `seen_version` and `token` are those of the form. Who may
not do it at all meets `Forbidden`, who saw an older version `Stale`, the same form again
`AlreadyDone` (see `core.procedure.perform`).
"""

from __future__ import annotations

from casework.services.archiving import archive_case, review_retention
from casework.services.handling import (
    add_respondent,
    attach_files,
    close_case,
    deliberate_case,
    dismiss_case,
    extend_case,
    file_case,
    follow,
    name_member,
    note_withdrawal,
    open_defence,
    record_defence,
    record_evidence,
    record_fact,
    resume_case,
    start_investigation,
    suspend_case,
)
from casework.services.proposing import Accused, propose_case
from casework.services.recusing import (
    ask_recusal,
    grant_recusal,
    hand_over,
    note_recusal,
    reject_recusal,
)

__all__ = [
    "Accused",
    "add_respondent",
    "archive_case",
    "ask_recusal",
    "attach_files",
    "close_case",
    "deliberate_case",
    "dismiss_case",
    "extend_case",
    "file_case",
    "follow",
    "grant_recusal",
    "hand_over",
    "name_member",
    "note_recusal",
    "note_withdrawal",
    "open_defence",
    "propose_case",
    "record_defence",
    "record_evidence",
    "record_fact",
    "reject_recusal",
    "resume_case",
    "review_retention",
    "start_investigation",
    "suspend_case",
]
