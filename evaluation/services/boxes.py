"""The boxes in which answers from the web wait, so that nothing leads from a slip to its sheet.

An answer changes one row, the box of its unit and group: the mark of the slip goes in among the
others, and so do the sheet and what was written, each sorted among those that wait. Only ten of
them together become rows of their own, in random order and in one transaction, which tells no more
of a slip than that it was used. See docs/decisions/0225.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from core import moment
from core.db import db, transactional
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    SurveyBox,
    SurveyChoice,
    SurveyRemark,
    SurveyToken,
)
from evaluation.rules import MIXED, ParticipantGroup, SheetSource, mark_of, marks_in

#: In the box: day and options of a sheet; question and text of a remark.
SHEETS, REMARKS = "sheets", "remarks"
_shuffle = secrets.SystemRandom().shuffle


def put_in_box(
    slip: SurveyToken, chosen: Mapping[int, Sequence[int]], texts: Sequence[tuple[int, str]]
) -> bool:
    """Put an answer into the box of its slip; False where the slip was used already."""
    box = _locked(slip.round_unit_id, SheetSource.ONLINE, slip.group)
    mark, marks = mark_of(slip.token_hash), marks_in(box.used)
    if mark in marks:
        return False
    box.used = b"".join(sorted([*marks, mark]))
    _add(box, chosen, texts)
    return True


def put_in_open_box(
    round_unit_id: int, chosen: Mapping[int, Sequence[int]], texts: Sequence[tuple[int, str]]
) -> None:
    """Put an answer from an open link into the box of its unit, among those that wait there."""
    box = _locked(round_unit_id, SheetSource.OPEN_LINK, ParticipantGroup.RESIDENT)
    _add(box, chosen, texts)


def _locked(round_unit_id: int, source: SheetSource, group: ParticipantGroup) -> SurveyBox:
    return db.session.scalars(
        select(SurveyBox)
        .where(
            SurveyBox.round_unit_id == round_unit_id,
            SurveyBox.source == source,
            SurveyBox.group == group,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _add(
    box: SurveyBox, chosen: Mapping[int, Sequence[int]], texts: Sequence[tuple[int, str]]
) -> None:
    waiting = _waiting(box)
    options = sorted(option for picked in chosen.values() for option in picked)
    waiting[SHEETS] = sorted([*waiting[SHEETS], [moment.today().isoformat(), options]])
    waiting[REMARKS] = sorted([*waiting[REMARKS], *([question, text] for question, text in texts)])
    box.waiting, box.waiting_sheets = json.dumps(waiting), len(waiting[SHEETS])
    if box.waiting_sheets >= MIXED:
        _empty(box)


@transactional
def empty_boxes(round_: EvaluationRound) -> None:
    """Put down what waits in the boxes of a round, as its collection ends."""
    boxes = db.session.scalars(
        select(SurveyBox)
        .where(SurveyBox.round_unit_id.in_([unit.id for unit in round_.units]))
        .order_by(SurveyBox.round_unit_id, SurveyBox.source, SurveyBox.group)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    for box in boxes:
        _empty(box)


def _waiting(box: SurveyBox) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = json.loads(box.waiting) if box.waiting else {}
    return {SHEETS: found.get(SHEETS, []), REMARKS: found.get(REMARKS, [])}


def _empty(box: SurveyBox) -> None:
    waiting = _waiting(box)
    for entries in waiting.values():
        _shuffle(entries)
    sheets = [
        AnswerSheet(
            round_unit_id=box.round_unit_id,
            group=box.group,
            source=box.source,
            answered_on=date.fromisoformat(day),
        )
        for day, _options in waiting[SHEETS]
    ]
    db.session.add_all(sheets)
    db.session.flush()
    choices = [
        {"sheet_id": sheet.id, "option_id": option}
        for sheet, (_day, options) in zip(sheets, waiting[SHEETS], strict=True)
        for option in options
    ]
    if choices:
        db.session.execute(insert(SurveyChoice), choices)
    db.session.add_all(
        SurveyRemark(round_unit_id=box.round_unit_id, question_id=question, text=text)
        for question, text in waiting[REMARKS]
    )
    box.waiting, box.waiting_sheets = "", 0
