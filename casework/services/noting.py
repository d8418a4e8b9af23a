"""Write a working note of a case; one transaction."""

from __future__ import annotations

from casework import queries
from casework.models import Case, CaseNote
from core import record
from core.access.actor import Actor
from core.access.permissions import Permission
from core.db import transactional
from core.procedure import Forbidden, create_once

NOTE = "note"


def may_note(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may read and write notes: of the team now, with the permission."""
    return actor.may(Permission.CASE_INVESTIGATE, case.unit.path) and queries.is_member(case, actor)


@transactional
def write_note(case: Case, actor: Actor, *, text: str, token: str | None = None) -> CaseNote:
    """Keep what a member of the team wrote down; the record says that, and not what.

    Raises Forbidden for who is not of the team, AlreadyDone for a form sent twice.
    """
    if not may_note(case, actor) or actor.id is None:
        raise Forbidden(NOTE)
    written_by_id = actor.id
    note: CaseNote = create_once(
        token, CaseNote, lambda: CaseNote(case=case, text=text, written_by_id=written_by_id)
    )
    record.append(NOTE, note, actor_id=actor.id, after={"case_id": case.id})
    return note
