"""Take the sheets of a table into a batch: looked through first, counted only once confirmed.

The table is read by `core.files.sheets`, like any that comes in, and waits sealed in the row of its
import. A sheet bears its number in the batch, so that none is taken twice.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import delete

from core import moment, record
from core.access import Actor
from core.db import db, transactional
from core.files import sheets
from core.files.kinds import Unfit, Upload
from core.files.policy import refused
from core.files.sealing import file_seal
from core.files.sheets import Bounds, Row
from core.refusals import Refusal, Refused
from evaluation.models import SheetBatch, SheetImport
from evaluation.queries import imports as queries
from evaluation.queries.tables import Looked, look
from evaluation.services.answering import Answers
from evaluation.services.entering import new_sheet, own_open, put_down

MIB = 1024 * 1024
#: The most sheets that one table holds: all are entered in one transaction (docs/decisions/0066).
MOST_SHEETS = 1_000
BOUNDS = Bounds(file=5 * MIB, unpacked=32 * MIB, rows=MOST_SHEETS + 1, columns=60)


@transactional
def upload_sheets(batch: SheetBatch, actor: Actor, upload: Upload) -> SheetImport:
    """Keep a table for a batch until it is confirmed; one that waited before is forgotten.

    Refused: another's batch or a finished one, what is no table or beyond BOUNDS, headings that are
    not those of the questionnaire, and a table that was taken in this round before.
    """
    own_open(batch, actor)
    kind = sheets.check(upload, BOUNDS)
    digest = hashlib.sha256(upload.content).hexdigest()
    _refuse_known(batch, digest)
    look(batch.round_unit.round.questionnaire, _rows(upload.content, kind), set())
    _forget(batch)
    made = SheetImport(
        batch_id=batch.id,
        sha256=digest,
        file_kind=kind,
        content=file_seal().seal(upload.content),
        uploaded_by_id=actor.id,
    )
    db.session.add(made)
    db.session.flush()
    return made


def looked_through(batch: SheetBatch, waiting: SheetImport) -> Looked:
    """Return what the rows of a table that waits are for its batch as it stands now."""
    if waiting.content is None:
        raise Refused(Refusal("sheets_gone"))
    rows = _rows(file_seal().open(waiting.content), waiting.file_kind)
    return look(batch.round_unit.round.questionnaire, rows, queries.numbers_of(batch))


@transactional
def confirm_sheets(batch: SheetBatch, actor: Actor, *, digest: str) -> int:
    """Take every sound row that the batch has not yet, forget the table; return how many.

    Refused: another table than the one that was looked at (`digest`), one with nothing new.
    """
    own_open(batch, actor)
    waiting = _waiting(batch, digest)
    _refuse_known(batch, waiting.sha256)
    looked = looked_through(batch, waiting)
    if not looked.good:
        raise Refused(Refusal("sheets_nothing_new"))
    made = [new_sheet(batch, line.number, line.invalid, line.gap) for line in looked.good]
    db.session.add_all(made)
    db.session.flush()
    for line, sheet in zip(looked.good, made, strict=True):
        put_down(batch, sheet, Answers(line.choices, line.texts))
    waiting.content, waiting.confirmed_on = None, moment.today()
    waiting.taken, waiting.faulty = len(made), looked.faulty
    record.append(
        "import_sheets",
        batch,
        actor_id=actor.id,
        after={"sha256": waiting.sha256, "taken": waiting.taken, "faulty": waiting.faulty},
    )
    return len(made)


@transactional
def discard_sheets(batch: SheetBatch, actor: Actor) -> None:
    """Forget the table that waits; nothing of it was counted."""
    own_open(batch, actor)
    _forget(batch)


def _waiting(batch: SheetBatch, digest: str) -> SheetImport:
    waiting = queries.waiting_of(batch)
    if waiting is None or waiting.sha256 != digest:
        raise Refused(Refusal("sheets_gone"))
    return waiting


def _refuse_known(batch: SheetBatch, digest: str) -> None:
    known = queries.taken_before(batch, digest)
    if known is not None:
        params = {"batch": known.batch.number, "on": known.confirmed_on}
        raise Refused(Refusal("sheets_known", params))


def _forget(batch: SheetBatch) -> None:
    db.session.execute(
        delete(SheetImport).where(
            SheetImport.batch_id == batch.id, SheetImport.confirmed_on.is_(None)
        )
    )


def _rows(content: bytes, kind: str) -> list[Row]:
    try:
        return list(sheets.rows(content, kind, BOUNDS))
    except Unfit as unfit:
        raise refused(unfit, f"table.{kind}") from unfit
