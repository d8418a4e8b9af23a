"""The sheets of a round counted by the database: while they come in, and once for all at collation.

Once collated, nothing reads a sheet any more: a result is as quick for a million as for ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import func, insert, null, select, union_all

from core.db import db
from core.reading import once_a_page
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    OptionCount,
    PeopleCount,
    SheetCount,
    SurveyBox,
    SurveyChoice,
    SurveyOption,
    SurveyQuestion,
)
from evaluation.rules import (
    ASKED,
    GapReason,
    InvalidReason,
    ParticipantGroup,
    QuestionKind,
    SheetSource,
)


class SheetLine(NamedTuple):
    """So many sheets of a unit, by way, group, why they do not count or have gaps."""

    unit: int
    source: SheetSource
    group: ParticipantGroup
    invalid: InvalidReason | None
    gap: GapReason | None
    n: int


class ChoiceLine(NamedTuple):
    """So many valid sheets of a unit, a way and a group chose an option."""

    unit: int
    source: SheetSource
    group: ParticipantGroup
    option: int
    n: int


@once_a_page
def sheets(round_: EvaluationRound) -> list[SheetLine]:
    """Return the sheets of a round, with those that wait in the boxes (one statement)."""
    units = [unit.id for unit in round_.units]
    if round_.collated_on is not None:
        counted = select(
            SheetCount.round_unit_id,
            SheetCount.source,
            SheetCount.group,
            SheetCount.invalid_reason,
            SheetCount.gap_reason,
            SheetCount.sheets,
        ).where(SheetCount.round_unit_id.in_(units))
        return [SheetLine(*row) for row in db.session.execute(counted)]
    waiting = select(
        SurveyBox.round_unit_id,
        SurveyBox.source,
        SurveyBox.group,
        null(),
        null(),
        SurveyBox.waiting_sheets,
    ).where(SurveyBox.round_unit_id.in_(units), SurveyBox.waiting_sheets > 0)
    rows: Any = db.session.execute(union_all(_kept_sheets(units), waiting))
    return [SheetLine(*row) for row in rows]


def chosen(round_: EvaluationRound) -> list[ChoiceLine]:
    """Return which options were chosen how often (one statement)."""
    units = [unit.id for unit in round_.units]
    if round_.collated_on is None:
        return [ChoiceLine(*row) for row in db.session.execute(_kept_choices(units))]
    counted = select(
        OptionCount.round_unit_id,
        OptionCount.source,
        OptionCount.group,
        OptionCount.option_id,
        OptionCount.sheets,
    ).where(OptionCount.round_unit_id.in_(units))
    return [ChoiceLine(*row) for row in db.session.execute(counted)]


def people(round_: EvaluationRound) -> Mapping[tuple[int, int], int]:
    """Return how many people answered each question of several choices, by unit (one statement)."""
    units = [unit.id for unit in round_.units]
    if round_.collated_on is None:
        rows = db.session.execute(_kept_people(units))
    else:
        rows = db.session.execute(
            select(PeopleCount.round_unit_id, PeopleCount.question_id, PeopleCount.sheets).where(
                PeopleCount.round_unit_id.in_(units)
            )
        )
    return {(unit, question): n for unit, question, n in rows}


def freeze(round_: EvaluationRound) -> None:
    """Keep the counts of a round without a sheet leaving the database, in one pass over its choices
    (two where several options may be chosen). Before the round is marked as collated.
    """
    units = [unit.id for unit in round_.units]
    lines = [
        (
            SheetCount,
            ("round_unit_id", "source", "group", "invalid_reason", "gap_reason", "sheets"),
            _kept_sheets(units),
        ),
        (
            OptionCount,
            ("round_unit_id", "source", "group", "option_id", "sheets"),
            _kept_choices(units),
        ),
    ]
    if any(q.kind is QuestionKind.MULTIPLE for q in round_.questionnaire.questions):
        lines.append((PeopleCount, ("round_unit_id", "question_id", "sheets"), _kept_people(units)))
    for model, columns, counted in lines:
        db.session.execute(insert(model).from_select(columns, counted))


def _kept_sheets(units: list[int]) -> Any:
    by = (
        AnswerSheet.round_unit_id,
        AnswerSheet.source,
        AnswerSheet.group,
        AnswerSheet.invalid_reason,
        AnswerSheet.gap_reason,
    )
    kept = select(*by, func.count())
    return kept.where(AnswerSheet.round_unit_id.in_(units)).group_by(*by)


def _kept_choices(units: list[int]) -> Any:
    by = (
        AnswerSheet.round_unit_id,
        AnswerSheet.source,
        AnswerSheet.group,
        SurveyChoice.option_id,
    )
    return (
        select(*by, func.count())
        .join(SurveyChoice, SurveyChoice.sheet_id == AnswerSheet.id)
        .where(AnswerSheet.round_unit_id.in_(units), AnswerSheet.invalid_reason.is_(None))
        .group_by(*by)
    )


def _kept_people(units: list[int]) -> Any:
    """Count people only where several options may be chosen; elsewhere choices are people. Who was
    not asked, but came by the open link, is left out.
    """
    return (
        select(
            AnswerSheet.round_unit_id,
            SurveyOption.question_id,
            func.count(SurveyChoice.sheet_id.distinct()),
        )
        .join(SurveyChoice, SurveyChoice.sheet_id == AnswerSheet.id)
        .join(SurveyOption, SurveyOption.id == SurveyChoice.option_id)
        .join(SurveyQuestion, SurveyQuestion.id == SurveyOption.question_id)
        .where(
            AnswerSheet.round_unit_id.in_(units),
            AnswerSheet.source.in_(ASKED),
            AnswerSheet.invalid_reason.is_(None),
            SurveyQuestion.kind == QuestionKind.MULTIPLE,
        )
        .group_by(AnswerSheet.round_unit_id, SurveyOption.question_id)
    )
