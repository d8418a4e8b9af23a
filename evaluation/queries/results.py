"""What the sheets of a round say, per unit. Nothing here leads to a single sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from evaluation.models import EvaluationRound, RoundUnit, SurveyQuestion, SurveyRemark
from evaluation.queries import counting
from evaluation.queries.counting import ChoiceLine, SheetLine
from evaluation.rules import (
    ASKED,
    GapReason,
    Index,
    InvalidReason,
    ParticipantGroup,
    QuestionKind,
    Screening,
    SheetSource,
    Tally,
    hidden_groups,
    index_of,
    is_too_few,
    tally,
)


@dataclass(frozen=True)
class Figures:
    """How many sheets of a unit were handed out, came back and count."""

    handed_out: int
    by_source: Mapping[SheetSource, int]
    invalid: Mapping[InvalidReason, int]
    gaps: Mapping[GapReason, int]

    @property
    def returned(self) -> int:
        """All sheets that came back."""
        return sum(self.by_source.values())

    @property
    def valid(self) -> int:
        """The sheets that count."""
        return self.returned - sum(self.invalid.values())

    @property
    def opened(self) -> int:
        """The sheets from the open link; all of them count, apart from the others."""
        return self.by_source.get(SheetSource.OPEN_LINK, 0)

    @property
    def asked(self) -> int:
        """The sheets that count of those who were asked."""
        return self.valid - self.opened

    @property
    def response(self) -> float | None:
        """Slips and papers that came back as a part of those handed out; None where none were.

        Who is asked by telephone or on the spot is handed nothing, and counts on neither side.
        """
        given = (SheetSource.ONLINE, SheetSource.PAPER)
        back = sum(self.by_source.get(source, 0) for source in given)
        return back / self.handed_out if self.handed_out else None


@dataclass(frozen=True)
class Answered:
    """One question with its count, and its index where its options have points."""

    question: SurveyQuestion
    tally: Tally
    index: Index | None


@dataclass(frozen=True)
class GroupLine:
    """What one group answered to the overall question; `hidden` where it is too small."""

    group: ParticipantGroup
    hidden: bool
    tally: Tally | None


@dataclass(frozen=True)
class UnitResult:
    """The result of one unit; `answers` is empty where too few sheets came in to show them, and so
    is `opened`, what was answered at the open link, which no other count holds.
    """

    unit: RoundUnit
    figures: Figures
    answers: tuple[Answered, ...]
    groups: tuple[GroupLine, ...]
    opened: tuple[Answered, ...] = ()

    @property
    def by_scale(self) -> list[tuple[tuple[str, ...], list[Answered]]]:
        """The answers with those of one scale together, in the order of the questions."""
        return _by_scale(self.answers)

    @property
    def opened_by_scale(self) -> list[tuple[tuple[str, ...], list[Answered]]]:
        """What was answered at the open link, likewise."""
        return _by_scale(self.opened)

    @property
    def overall(self) -> Answered | None:
        """The answers to the overall question, None where they are not shown."""
        return next((a for a in self.answers if a.question.kind is QuestionKind.GRADE), None)

    @property
    def is_too_few(self) -> bool:
        """Tell whether too few sheets came in for the counts to be shown."""
        return is_too_few(self.figures.asked)


def _by_scale(answers: Sequence[Answered]) -> list[tuple[tuple[str, ...], list[Answered]]]:
    found: dict[tuple[str, ...], list[Answered]] = {}
    for one in answers:
        labels = tuple(option.label for option in one.question.options)
        found.setdefault(labels, []).append(one)
    return list(found.items())


def figures_of(round_: EvaluationRound) -> Mapping[int, Figures]:
    """Count the sheets of a round by unit (one statement)."""
    return _figures(round_, counting.sheets(round_))


def results_of(round_: EvaluationRound) -> list[UnitResult]:
    """Return the result of every unit of a round (three statements, four with multiple choice);
    once collated, from what was counted then.
    """
    sheets = counting.sheets(round_)
    figures = _figures(round_, sheets)
    lines = counting.chosen(round_)
    several = any(q.kind is QuestionKind.MULTIPLE for q in round_.questionnaire.questions)
    people = counting.people(round_) if several else {}
    weights = {channel.source: channel.weight for channel in round_.channels}
    results = []
    for unit in round_.units:
        sizes: dict[ParticipantGroup, int] = {}
        for sheet in sheets:
            if sheet.unit == unit.id and sheet.invalid is None and sheet.source in ASKED:
                sizes[sheet.group] = sizes.get(sheet.group, 0) + sheet.n
        own = [line for line in lines if line.unit == unit.id and line.source in ASKED]
        opened = [line for line in lines if line.unit == unit.id and line.source not in ASKED]
        few = is_too_few(figures[unit.id].asked)
        answers = () if few else tuple(_answers(round_, unit.id, own, people, weights))
        groups = () if few else tuple(_groups(round_, own, sizes))
        apart = () if is_too_few(figures[unit.id].opened) else tuple(_open_answers(round_, opened))
        results.append(UnitResult(unit, figures[unit.id], answers, groups, apart))
    return results


def _figures(round_: EvaluationRound, sheets: Sequence[SheetLine]) -> dict[int, Figures]:
    found = {}
    for unit in round_.units:
        own = [sheet for sheet in sheets if sheet.unit == unit.id]
        by_source: Counter[SheetSource] = Counter()
        invalid: Counter[InvalidReason] = Counter()
        gaps: Counter[GapReason] = Counter()
        for sheet in own:
            by_source[sheet.source] += sheet.n
            if sheet.invalid is not None:
                invalid[sheet.invalid] += sheet.n
            if sheet.gap is not None:
                gaps[sheet.gap] += sheet.n
        found[unit.id] = Figures(unit.slips + unit.papers, by_source, invalid, gaps)
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
    own: Sequence[ChoiceLine],
    people: Mapping[tuple[int, int], int],
    weights: Mapping[SheetSource, int],
) -> list[Answered]:
    chosen: Counter[int] = Counter()
    by_source: dict[SheetSource, Counter[int]] = {}
    for line in own:
        chosen[line.option] += line.n
        by_source.setdefault(line.source, Counter())[line.option] += line.n
    found = []
    for question in round_.questionnaire.questions:
        if question.kind is QuestionKind.TEXT:
            continue
        counts = {option.id: chosen[option.id] for option in question.options}
        answered = people.get((unit_id, question.id), sum(counts.values()))
        points = {o.id: o.weight for o in question.options if o.weight is not None}
        index = index_of(by_source, points, weights)
        found.append(Answered(question, _tally(question, counts, answered), index))
    return found


def _open_answers(round_: EvaluationRound, opened: Sequence[ChoiceLine]) -> list[Answered]:
    """Return what was answered at the open link, without an index: nobody was drawn to be asked.

    Questions of several choices are left out: how many people answered them is not kept by way.
    """
    chosen: Counter[int] = Counter()
    for line in opened:
        chosen[line.option] += line.n
    found = []
    for question in round_.questionnaire.questions:
        if question.kind in (QuestionKind.TEXT, QuestionKind.MULTIPLE):
            continue
        counts = {option.id: chosen[option.id] for option in question.options}
        found.append(Answered(question, _tally(question, counts, sum(counts.values())), None))
    return found


def _groups(
    round_: EvaluationRound, own: Sequence[ChoiceLine], sizes: Mapping[ParticipantGroup, int]
) -> list[GroupLine]:
    question = next(q for q in round_.questionnaire.questions if q.kind is QuestionKind.GRADE)
    hidden = hidden_groups(sizes)
    lines = []
    for group in ParticipantGroup:
        if not sizes.get(group):
            continue
        counts = {
            o.id: sum(line.n for line in own if line.group is group and line.option == o.id)
            for o in question.options
        }
        shown = None if group in hidden else _tally(question, counts, sum(counts.values()))
        lines.append(GroupLine(group, group in hidden, shown))
    return lines


def _tally(question: SurveyQuestion, counts: Mapping[int, int], answered: int) -> Tally:
    unknown = frozenset(option.id for option in question.options if option.is_dont_know)
    return tally(counts, dont_know=unknown, answered=answered)
