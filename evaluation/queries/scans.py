"""The scans of paper sheets, for who typed them, types them again, or settles a difference."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from flask import abort
from sqlalchemy import Select, or_, select

from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from core.files.models import Attachment
from core.files.queries import attachments_of, get_attachment
from evaluation.models import AnswerSheet, EvaluationRound, RoundUnit, SheetBatch, SheetCheck


def scans_in(batch: SheetBatch) -> list[tuple[int, Sequence[Attachment]]]:
    """Return the sheets of a batch that have scans, by number (two statements)."""
    rows = db.session.execute(
        select(AnswerSheet.id, AnswerSheet.seq)
        .where(AnswerSheet.batch_id == batch.id, AnswerSheet.id.in_(_with_scans()))
        .order_by(AnswerSheet.seq)
    ).all()
    found = attachments_of(AnswerSheet, [sheet for sheet, _seq in rows])
    return [(seq or 0, found[sheet]) for sheet, seq in rows]


def scans_of(sheet_ids: Collection[int]) -> Mapping[int, Sequence[Attachment]]:
    """Return the scans of these sheets (one statement)."""
    return attachments_of(AnswerSheet, sheet_ids)


def has_scan(sheet: AnswerSheet) -> bool:
    """Tell whether a sheet has a scan."""
    return bool(scans_of([sheet.id]))


def get_scan_of_batch(batch_id: int, attachment_id: int, actor: Actor) -> Attachment:
    """Return a scan for who typed the batch or had this sheet drawn to type again; 404 else."""
    if batch_id > MAX_ID:
        abort(404)
    drawn = (
        select(SheetCheck.sheet_id)
        .where(SheetCheck.sheet_id == AnswerSheet.id)
        .where(or_(SheetCheck.checked_on.is_(None), SheetCheck.checked_by_id == actor.id))
    )
    sheets = db.session.scalars(
        select(AnswerSheet.id)
        .join(SheetBatch, SheetBatch.id == AnswerSheet.batch_id)
        .join(SheetBatch.round_unit)
        .join(RoundUnit.round)
        .where(
            SheetBatch.id == batch_id,
            in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ENTER),
            or_(SheetBatch.typist_id == actor.id, drawn.exists()),
        )
    ).all()
    return get_attachment(attachment_id, AnswerSheet, sheets)


def get_scan_of_round(round_: EvaluationRound, attachment_id: int) -> Attachment:
    """Return a scan of a round that the caller may settle; 404 for any other."""
    sheets = db.session.scalars(
        select(AnswerSheet.id).where(
            AnswerSheet.round_unit_id.in_([unit.id for unit in round_.units]),
            AnswerSheet.batch_id.is_not(None),
            AnswerSheet.id.in_(_with_scans()),
        )
    ).all()
    return get_attachment(attachment_id, AnswerSheet, sheets)


def _with_scans() -> Select[int]:
    return select(Attachment.subject_id).where(Attachment.subject_type == AnswerSheet.__tablename__)
