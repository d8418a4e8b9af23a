"""Tables of sheets: the one that waits, those that were taken."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from core.db import db
from evaluation.models import AnswerSheet, RoundUnit, SheetBatch, SheetImport


def waiting_of(batch: SheetBatch) -> SheetImport | None:
    """Return the table that waits for a batch with its content, None where none does."""
    return db.session.scalars(
        select(SheetImport)
        .options(undefer(SheetImport.content))
        .where(SheetImport.batch_id == batch.id, SheetImport.confirmed_on.is_(None))
        .order_by(SheetImport.id.desc())
        .limit(1)
    ).one_or_none()


def taken_into(batch: SheetBatch) -> Sequence[SheetImport]:
    """Return the tables that were taken into a batch, oldest first."""
    return db.session.scalars(
        select(SheetImport)
        .options(joinedload(SheetImport.uploaded_by))
        .where(SheetImport.batch_id == batch.id, SheetImport.confirmed_on.is_not(None))
        .order_by(SheetImport.id)
    ).all()


def taken_before(batch: SheetBatch, digest: str) -> SheetImport | None:
    """Return where in the round of `batch` the very same table was taken."""
    return db.session.scalars(
        select(SheetImport)
        .join(SheetImport.batch)
        .join(SheetBatch.round_unit)
        .where(
            RoundUnit.round_id == batch.round_unit.round_id,
            SheetImport.sha256 == digest,
            SheetImport.confirmed_on.is_not(None),
        )
        .limit(1)
    ).first()


def numbers_of(batch: SheetBatch) -> set[int]:
    """Return the numbers of the sheets that a batch has."""
    found = db.session.scalars(select(AnswerSheet.seq).where(AnswerSheet.batch_id == batch.id))
    return {seq for seq in found if seq is not None}
