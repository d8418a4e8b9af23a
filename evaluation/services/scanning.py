"""Put the scan of a paper sheet beside what was typed from it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.access import Actor
from core.db import db, transactional
from core.files.kinds import Upload
from core.files.models import Attachment
from core.files.services import attach
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from evaluation.models import AnswerSheet, SheetBatch
from evaluation.rules import RoundState, SheetSource


@transactional
def attach_scan(
    batch: SheetBatch, actor: Actor, *, seq: int, uploads: Sequence[Upload]
) -> list[Attachment]:
    """Attach scans to sheet `seq` of a batch, also of a finished one, while the round collects.

    Refused: another's batch, a batch that is not from paper (who answered by telephone, on the spot
    or on the web left no original), a number the batch has not, what `attach` refuses.
    """
    if batch.typist_id != actor.id:
        raise Forbidden("attach_scan")
    if batch.channel is not SheetSource.PAPER:
        raise Refused(Refusal("scan_no_original"))
    if batch.round_unit.round.state is not RoundState.COLLECTING:
        raise Refused(Refusal("survey_closed"))
    sheet = db.session.scalars(
        select(AnswerSheet).where(AnswerSheet.batch_id == batch.id, AnswerSheet.seq == seq)
    ).one_or_none()
    if sheet is None:
        raise Refused(Refusal("scan_sheet_unknown", {"n": seq}))
    return attach(sheet, actor, uploads)
