"""Read a table of survey sheets: a line a sheet, a column a question, as the template has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core.files.sheets import Cell, Row
from core.refusals import Refusal, Refused
from core.text import clean, has_unseen
from evaluation import labels
from evaluation.models import Questionnaire, SurveyQuestion
from evaluation.rules import GapReason, InvalidReason, QuestionKind

Reason = TypeVar("Reason", bound=StrEnum)

#: The most that a sheet may be numbered, and what may be written on it.
MOST_NUMBER, LONGEST_REMARK = 99_999, 1000

_QUESTION = re.compile(r"第?(\d{1,2})(?:题|[.．、\s]|$)")
_BETWEEN = re.compile(r"[,，、;；\s]+")


class Column(StrEnum):
    """The columns that are no question."""

    NUMBER = "number"
    GAP = "gap"
    INVALID = "invalid"


WORDS: Final[Mapping[Column, LazyString]] = {
    Column.NUMBER: _l("份号"),
    Column.GAP: _l("缺答原因"),
    Column.INVALID: _l("作废原因"),
}


@dataclass(frozen=True)
class Line:
    """A sheet as a row of the table says it; `number` is its number in the batch."""

    row: int
    number: int
    choices: Mapping[int, Sequence[int]]
    texts: Mapping[int, str]
    invalid: InvalidReason | None
    gap: GapReason | None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row, and in which column as the table calls it."""

    row: int
    column: str
    refusal: Refusal


@dataclass
class Looked:
    """What the rows of a table are: sheets to take, numbers the batch has already, faulty ones."""

    good: list[Line] = field(default_factory=list)
    known: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faulty(self) -> int:
        """How many rows cannot be taken."""
        return len({fault.row for fault in self.faults})


def headings_of(questionnaire: Questionnaire) -> list[str]:
    """Return the headings of an empty table: number, each question, the two reasons."""
    asked = [f"{n}. {question.text}" for n, question in enumerate(questionnaire.questions, 1)]
    return [str(WORDS[Column.NUMBER]), *asked, str(WORDS[Column.GAP]), str(WORDS[Column.INVALID])]


def look(questionnaire: Questionnaire, rows: Sequence[Row], known: set[int]) -> Looked:
    """Read the rows below the headings for a batch that has the sheets `known`.

    Refused: headings that are not those of the questionnaire, no row below them. What is wrong with
    a row is a fault of that row: a formula, an option that is none, several where one may be
    chosen, a required question left out without a reason, a number that stands twice.
    """
    if len(rows) < 2:
        raise Refused(Refusal("sheets_empty"))
    headings = [cell.text for cell in rows[0][1]]
    columns = _columns(questionnaire, headings)
    called = dict(zip(columns, headings, strict=True))
    found, first = Looked(), dict[int, int]()
    for row, cells in rows[1:]:
        reader = _Reader(questionnaire.questions, row, called)
        line = reader.line(dict(zip(columns, cells, strict=False)))
        if line is not None and line.number in first:
            at = {"row": first[line.number]}
            reader.wrong(Column.NUMBER, Refusal("sheet_number_twice", at))
            line = None
        if line is None:
            found.faults.extend(reader.faults)
            continue
        first[line.number] = row
        if line.number in known:
            found.known.append(line.number)
        else:
            found.good.append(line)
    return found


def _columns(questionnaire: Questionnaire, headings: Sequence[str]) -> list[Column | int]:
    """Return what each column is: a question by its place from 0, or one of the others."""
    others = {str(word): column for column, word in WORDS.items()}
    most = len(questionnaire.questions)
    columns: list[Column | int] = []
    for heading in headings:
        asked = _QUESTION.match(heading)
        known = others.get(heading)
        column = int(asked[1]) - 1 if known is None and asked else known
        if column is None or (isinstance(column, int) and not 0 <= column < most):
            raise Refused(Refusal("sheets_heading_unknown", {"heading": heading or "—"}))
        if column in columns:
            raise Refused(Refusal("sheets_heading_twice", {"heading": heading}))
        columns.append(column)
    missing = [
        str(WORDS[column]) if isinstance(column, Column) else _("第%(n)s题", n=column + 1)
        for column in (Column.NUMBER, *range(most))
        if column not in columns
    ]
    if missing:
        raise Refused(Refusal("sheets_heading_missing", {"headings": "、".join(missing)}))
    return columns


class _Reader:
    """One row: what it says, and what is wrong with it."""

    def __init__(
        self, questions: Sequence[SurveyQuestion], row: int, headings: Mapping[Column | int, str]
    ) -> None:
        self._questions, self._row, self._headings = questions, row, headings
        self.faults: list[Fault] = []

    def wrong(self, column: Column | int, refusal: Refusal) -> None:
        self.faults.append(Fault(self._row, self._headings.get(column, ""), refusal))

    def line(self, cells: Mapping[Column | int, Cell]) -> Line | None:
        """Return the sheet, None where something is wrong."""
        texts = {column: self._text(column, cell) for column, cell in cells.items()}
        number = self._number(texts.get(Column.NUMBER, ""))
        said = texts.get(Column.INVALID, ""), texts.get(Column.GAP, "")
        invalid = self._reason(Column.INVALID, said[0], labels.INVALID_REASONS)
        gap = self._reason(Column.GAP, said[1], labels.GAP_REASONS)
        choices: dict[int, list[int]] = {}
        remarks: dict[int, str] = {}
        for at, question in enumerate(self._questions):
            text = texts.get(at, "")
            if question.kind is QuestionKind.TEXT:
                remarks[question.id] = text
            elif picked := self._picked(at, question, text):
                choices[question.id] = picked
        if not self.faults and invalid is None:
            self._whole(choices, gap)
        if self.faults or number is None:
            return None
        if invalid is not None:
            return Line(self._row, number, {}, {}, invalid, None)
        return Line(self._row, number, choices, remarks, None, gap)

    def _text(self, column: Column | int, cell: Cell) -> str:
        if cell.flaw is not None:
            self.wrong(column, Refusal(f"sheet_cell_{cell.flaw}"))
            return ""
        text = clean(cell.text)
        if has_unseen(text, several_lines=True):
            self.wrong(column, Refusal("sheet_cell_unseen"))
        if len(text) > LONGEST_REMARK:
            self.wrong(column, Refusal("sheet_cell_long", {"limit": LONGEST_REMARK}))
        return text

    def _number(self, text: str) -> int | None:
        if text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST_NUMBER:
            return int(text)
        self.wrong(Column.NUMBER, Refusal("sheet_number", {"limit": MOST_NUMBER}))
        return None

    def _picked(self, at: int, question: SurveyQuestion, text: str) -> list[int]:
        """Return the options that a cell names by their places or words."""
        by_word = {option.label: option.id for option in question.options}
        by_word |= {str(option.position): option.id for option in question.options}
        parts = [text] if text in by_word else [part for part in _BETWEEN.split(text) if part]
        unknown = [part for part in parts if part not in by_word]
        if unknown:
            self.wrong(at, Refusal("sheet_option", {"text": unknown[0][:20]}))
        elif len(parts) > 1 and question.kind is not QuestionKind.MULTIPLE:
            self.wrong(at, Refusal("sheet_options"))
        return [by_word[part] for part in parts if part in by_word]

    def _reason(
        self, column: Column, text: str, words: Mapping[Reason, LazyString]
    ) -> Reason | None:
        if not text:
            return None
        found = next((r for r, word in words.items() if text in (str(word), r.value)), None)
        if found is None:
            known = "、".join(str(word) for word in words.values())
            self.wrong(column, Refusal("sheet_reason", {"known": known}))
        return found

    def _whole(self, choices: Mapping[int, Sequence[int]], gap: GapReason | None) -> None:
        if not choices:
            self.wrong(Column.INVALID, Refusal("sheet_empty"))
            return
        gaps = gaps_of(self._questions, choices)
        if gaps and gap is None:
            self.wrong(Column.GAP, Refusal("sheet_gaps", {"questions": "、".join(gaps)}))


def gaps_of(questions: Sequence[SurveyQuestion], chosen: Mapping[int, Sequence[int]]) -> list[str]:
    """Return the numbers of the required questions that have no answer."""
    return [
        str(n)
        for n, question in enumerate(questions, 1)
        if question.is_required and question.options and not chosen.get(question.id)
    ]
