"""The indexes of a round beside those of the organiser's earlier rounds, unit by unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from core.identity.models import Unit
from evaluation.models import (
    EvaluationRound,
    OptionCount,
    Questionnaire,
    RoundUnit,
    SurveyQuestion,
)
from evaluation.rules import ASKED, Index, QuestionKind, SheetSource, index_of, is_too_few

#: So many rounds stand beside each other, the one asked about the last.
ROUNDS = 6
#: The key of the overall question among the items of the content.
OVERALL = ""


@dataclass(frozen=True)
class Standing:
    """How a unit stood in one round: its indexes by item; empty where too few sheets came in."""

    round: EvaluationRound
    valid: int
    indexes: Mapping[str, Index]


@dataclass(frozen=True)
class UnitCourse:
    """One unit of the round over the rounds that had it, the earliest first, and the items asked
    about in the last one, with their words.
    """

    unit: Unit
    standings: Sequence[Standing]
    items: Mapping[str, str]

    def change(self, item: str) -> float | None:
        """Return by how much the index of an item rose since the round before; None: no saying."""
        found = [s.indexes[item].value for s in self.standings if item in s.indexes]
        told = self.standings and item in self.standings[-1].indexes
        return found[-1] - found[-2] if told and len(found) > 1 else None


def courses_of(round_: EvaluationRound) -> list[UnitCourse]:
    """Return the course of every unit of a collated round (five statements)."""
    rounds = _rounds(round_)
    counts = _counts([unit.id for one in rounds for unit in one.units])
    courses = []
    for unit in round_.units:
        standings = [
            _standing(one, mine, counts.get(mine.id, {}))
            for one in rounds
            for mine in one.units
            if mine.unit_id == unit.unit_id
        ]
        items = {
            _key(question): question.text
            for question in round_.questionnaire.questions
            if question.kind is QuestionKind.GRADE or question.item_code
        }
        courses.append(UnitCourse(unit.unit, standings, items))
    return courses


def _rounds(round_: EvaluationRound) -> list[EvaluationRound]:
    """Return the round and the last ones before it, of the same organiser under the same rules."""
    found = db.session.scalars(
        select(EvaluationRound)
        .options(
            selectinload(EvaluationRound.units),
            joinedload(EvaluationRound.channels),
            joinedload(EvaluationRound.questionnaire)
            .selectinload(Questionnaire.questions)
            .selectinload(SurveyQuestion.options),
        )
        .where(
            EvaluationRound.unit_id == round_.unit_id,
            EvaluationRound.pack_id == round_.pack_id,
            EvaluationRound.collated_on.is_not(None),
            EvaluationRound.id <= round_.id,
        )
        .order_by(EvaluationRound.id.desc())
        .limit(ROUNDS)
    ).unique()
    return list(reversed(found.all()))


def _counts(units: Sequence[int]) -> dict[int, dict[SheetSource, dict[int, int]]]:
    found: dict[int, dict[SheetSource, dict[int, int]]] = {}
    rows = db.session.execute(
        select(
            OptionCount.round_unit_id,
            OptionCount.source,
            OptionCount.option_id,
            OptionCount.sheets,
        ).where(OptionCount.round_unit_id.in_(units), OptionCount.source.in_(ASKED))
    )
    for unit, source, option, n in rows:
        by_option = found.setdefault(unit, {}).setdefault(source, {})
        by_option[option] = by_option.get(option, 0) + n
    return found


def _standing(
    round_: EvaluationRound, unit: RoundUnit, counts: Mapping[SheetSource, Mapping[int, int]]
) -> Standing:
    valid = unit.valid or 0
    if is_too_few(valid):
        return Standing(round_, valid, {})
    weights = {channel.source: channel.weight for channel in round_.channels}
    indexes = {}
    for question in round_.questionnaire.questions:
        points = {o.id: o.weight for o in question.options if o.weight is not None}
        is_asked = question.kind is QuestionKind.GRADE or question.item_code
        if is_asked and (index := index_of(counts, points, weights)):
            indexes[_key(question)] = index
    return Standing(round_, valid, indexes)


def _key(question: SurveyQuestion) -> str:
    return OVERALL if question.kind is QuestionKind.GRADE else question.item_code or OVERALL
