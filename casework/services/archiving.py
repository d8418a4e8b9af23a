"""Archive the file of an ended case, and look at its retention again when that is due."""

from __future__ import annotations

from casework.archive.pieces import pieces_of
from casework.archive.volume import bound
from casework.models import Case, CaseArchive
from casework.procedure import ARCHIVE_PROCEDURE, CASE_PROCEDURE
from casework.rules import ArchiveAction, CaseAction
from core.access.actor import Actor
from core.db import transactional
from core.files.services import keep
from core.procedure import perform


@transactional
def archive_case(
    case: Case,
    actor: Actor,
    *,
    years: int | None,
    basis: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Archive an ended case: its file gets a number and is bound and kept as one volume (ARC-01).

    `years` None keeps it for good; `basis` says what the retention rests on. Refused without a
    basis. Raises DamagedFile, and archives nothing, where a document is not what it was.
    """
    data = {"years": years, "basis": basis}
    perform(
        CASE_PROCEDURE,
        case,
        CaseAction.ARCHIVE,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
    )
    archive = case.archive
    assert archive is not None  # the effect of the act
    volume = bound(archive, pieces_of(case))
    archive.contents = volume.contents
    keep(archive, actor, f"{archive.number}.pdf", volume.pdf)


@transactional
def review_retention(
    archive: CaseArchive,
    actor: Actor,
    *,
    years: int | None,
    basis: str,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Set anew how long an archived file is kept, from today; nothing is ever deleted (ARC-07)."""
    perform(
        ARCHIVE_PROCEDURE,
        archive,
        ArchiveAction.REVIEW,
        actor,
        seen_version=seen_version,
        token=token,
        data={"years": years, "basis": basis},
        reason=opinion,
    )
