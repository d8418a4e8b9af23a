"""What the sheets of a round say, per unit. Nothing here leads to a single sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, null, select, union_all

from core.db import db
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    RoundUnit,
    SurveyBox,
    SurveyChoice,
    SurveyOption,
    SurveyQuestion,
    SurveyRemark,
)
from evaluation.rules import (
    InvalidReason,
    ParticipantGroup,
    QuestionKind,
    Screening,
    SheetSource,
    Tally,
    hidden_groups,
    is_too_few,
    tally,
)

#: Unit, way, why it does not count, group, how many sheets.
SheetLine = tuple[int, SheetSource, InvalidReason | None, ParticipantGroup, int]


@dataclass(frozen=True)
class Figures:
    """How many sheets of a unit were handed out, came back and count."""

    handed_out: int
    online: int
    paper: int
    invalid: Mapping[InvalidReason, int]

    @property
    def returned(self) -> int:
        """All sheets that came back."""
        return self.online + self.paper

    @property
    def valid(self) -> int:
        """The sheets that count."""
        return self.returned - sum(self.invalid.values())

    @property
    def response(self) -> float | None:
        """Sheets that came back as a part of those handed out; None where none were."""
        return self.returned / self.handed_out if self.handed_out else None


@dataclass(frozen=True)
class Answered:
    """One question with its count."""

    question: SurveyQuestion
    tally: Tally


@dataclass(frozen=True)
class GroupLine:
    """What one group answered to the overall question; `hidden` where it is too small."""

    group: ParticipantGroup
    hidden: bool
    tally: Tally | None


@dataclass(frozen=True)
class UnitResult:
    """The result of one unit; `answers` is empty where too few sheets came in to show them."""

    unit: RoundUnit
    figures: Figures
    answers: tuple[Answered, ...]
    groups: tuple[GroupLine, ...]

    @property
    def by_scale(self) -> list[tuple[tuple[str, ...], list[Answered]]]:
        """The answers with those of one scale together, in the order of the questions."""
        found: dict[tuple[str, ...], list[Answered]] = {}
        for one in self.answers:
            labels = tuple(option.label for option in one.question.options)
            found.setdefault(labels, []).append(one)
        return list(found.items())

    @property
    def overall(self) -> Answered | None:
        """The answers to the overall question, None where they are not shown."""
        return next((a for a in self.answers if a.question.kind is QuestionKind.GRADE), None)

    @property
    def is_too_few(self) -> bool:
        """Tell whether too few sheets came in for the counts to be shown."""
        return is_too_few(self.figures.valid)


def figures_of(round_: EvaluationRound) -> Mapping[int, Figures]:
    """Count the sheets of a round by unit, with those that wait in the boxes (one statement)."""
    return _figures(round_, _sheets(round_))


def results_of(round_: EvaluationRound) -> list[UnitResult]:
    """Return the result of every unit of a round (two statements, three with multiple choice)."""
    sheets = _sheets(round_)
    figures = _figures(round_, sheets)
    by_group = _chosen(round_)
    several = any(q.kind is QuestionKind.MULTIPLE for q in round_.questionnaire.questions)
    people = _people(round_) if several else {}
    chosen: dict[tuple[int, int], int] = {}
    for (unit_id, _group, option), n in by_group.items():
        chosen[unit_id, option] = chosen.get((unit_id, option), 0) + n
    sizes: dict[tuple[int, ParticipantGroup], int] = {}
    for unit_id, _source, reason, group, n in sheets:
        if reason is None:
            sizes[unit_id, group] = sizes.get((unit_id, group), 0) + n
    results = []
    for unit in round_.units:
        few = is_too_few(figures[unit.id].valid)
        answers = () if few else tuple(_answers(round_, unit.id, chosen, people))
        groups = () if few else tuple(_groups(round_, unit.id, by_group, sizes))
        results.append(UnitResult(unit, figures[unit.id], answers, groups))
    return results


def _sheets(round_: EvaluationRound) -> list[SheetLine]:
    """Return the sheets of a round by unit, way, validity and group, with those that wait in the
    boxes (one statement).
    """
    units = [unit.id for unit in round_.units]
    kept = (
        select(
            AnswerSheet.round_unit_id,
            AnswerSheet.source,
            AnswerSheet.invalid_reason,
            AnswerSheet.group,
            func.count().label("n"),
        )
        .where(AnswerSheet.round_unit_id.in_(units))
        .group_by(
            AnswerSheet.round_unit_id,
            AnswerSheet.source,
            AnswerSheet.invalid_reason,
            AnswerSheet.group,
        )
    )
    waiting = select(
        SurveyBox.round_unit_id,
        literal(SheetSource.ONLINE, AnswerSheet.source.type),
        null(),
        SurveyBox.group,
        SurveyBox.waiting_sheets,
    ).where(SurveyBox.round_unit_id.in_(units), SurveyBox.waiting_sheets > 0)
    found: Sequence[Any] = db.session.execute(union_all(kept, waiting)).all()
    return [tuple(row) for row in found]


def _figures(
    round_: EvaluationRound,
    sheets: list[SheetLine],
) -> dict[int, Figures]:
    found = {}
    for unit in round_.units:
        own = [row for row in sheets if row[0] == unit.id]
        invalid: dict[InvalidReason, int] = {}
        for _unit, _source, reason, _group, n in own:
            if reason is not None:
                invalid[reason] = invalid.get(reason, 0) + n
        found[unit.id] = Figures(
            handed_out=unit.slips + unit.papers,
            online=sum(row[4] for row in own if row[1] is SheetSource.ONLINE),
            paper=sum(row[4] for row in own if row[1] is SheetSource.PAPER),
            invalid=invalid,
        )
    return found


def remarks_of(round_: EvaluationRound, *states: Screening) -> Sequence[SurveyRemark]:
    """Return the remarks of a round in these states, in the order of their random ids."""
    return db.session.scalars(
        select(SurveyRemark)
        .where(
            SurveyRemark.round_unit_id.in_([unit.id for unit in round_.units]),
            SurveyRemark.screening.in_(states),
        )
        .order_by(SurveyRemark.id)
        .limit(500)
    ).all()


def _answers(
    round_: EvaluationRound,
    unit_id: int,
    chosen: Mapping[tuple[int, int], int],
    people: Mapping[tuple[int, int], int],
) -> list[Answered]:
    return [
        Answered(
            question,
            _tally(
                question,
                {o.id: chosen.get((unit_id, o.id), 0) for o in question.options},
                people.get(
                    (unit_id, question.id),
                    sum(chosen.get((unit_id, o.id), 0) for o in question.options),
                )
                if question.kind is QuestionKind.MULTIPLE
                else sum(chosen.get((unit_id, o.id), 0) for o in question.options),
            ),
        )
        for question in round_.questionnaire.questions
        if question.kind is not QuestionKind.TEXT
    ]


def _groups(
    round_: EvaluationRound,
    unit_id: int,
    counts: Mapping[tuple[int, ParticipantGroup, int], int],
    sizes: Mapping[tuple[int, ParticipantGroup], int],
) -> list[GroupLine]:
    own = {group: size for (unit, group), size in sizes.items() if unit == unit_id}
    question = next(q for q in round_.questionnaire.questions if q.kind is QuestionKind.GRADE)
    hidden = hidden_groups(own)
    lines = []
    for group in ParticipantGroup:
        if not own.get(group):
            continue
        by_option = {o.id: counts.get((unit_id, group, o.id), 0) for o in question.options}
        shown = None if group in hidden else _tally(question, by_option, sum(by_option.values()))
        lines.append(GroupLine(group, group in hidden, shown))
    return lines


def _tally(question: SurveyQuestion, counts: Mapping[int, int], answered: int) -> Tally:
    unknown = frozenset(option.id for option in question.options if option.is_dont_know)
    return tally(counts, dont_know=unknown, answered=answered)


def _chosen(round_: EvaluationRound) -> Mapping[tuple[int, ParticipantGroup, int], int]:
    rows = db.session.execute(
        select(AnswerSheet.round_unit_id, AnswerSheet.group, SurveyChoice.option_id, func.count())
        .join(SurveyChoice, SurveyChoice.sheet_id == AnswerSheet.id)
        .where(*_counting(round_))
        .group_by(AnswerSheet.round_unit_id, AnswerSheet.group, SurveyChoice.option_id)
    )
    return {(unit, group, option): n for unit, group, option, n in rows}


def _people(round_: EvaluationRound) -> Mapping[tuple[int, int], int]:
    rows = db.session.execute(
        select(
            AnswerSheet.round_unit_id,
            SurveyOption.question_id,
            func.count(SurveyChoice.sheet_id.distinct()),
        )
        .join(SurveyChoice, SurveyChoice.sheet_id == AnswerSheet.id)
        .join(SurveyOption, SurveyOption.id == SurveyChoice.option_id)
        .where(*_counting(round_))
        .group_by(AnswerSheet.round_unit_id, SurveyOption.question_id)
    )
    return {(unit, question): n for unit, question, n in rows}


def _counting(round_: EvaluationRound) -> tuple:  # type: ignore[type-arg]  # two conditions
    return (
        AnswerSheet.round_unit_id.in_([unit.id for unit in round_.units]),
        AnswerSheet.invalid_reason.is_(None),
    )
