"""The language of wordings: lines of text with `{{字段}}` and `[[若条件]]…[[结束]]`. Pure.

A line that begins with `#` is a heading and is numbered when printed, `##` one below it; a line
that begins with `|` is a row of a table, its cells between the bars, and `||` one with room for
a signature; where every cell has as many lines as the others, each line is a row of its own; every
other line is a paragraph. `[[若非条件]]` holds where the condition does not.
Nothing is evaluated: a field is replaced once by its value, and what a value contains is text,
whatever it looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

MAX_TITLE = 100
MAX_BODY = 20_000
MAX_HEADINGS = 60

_MARK = re.compile(r"\{\{(?P<field>[^{}\n]*)\}\}|\[\[(?P<tag>[^\[\]\n]*)\]\]")
_STRAY = re.compile(r"\{\{|\}\}|\[\[|\]\]")
_LINE = re.compile(r"^(?P<mark>##|#|＃＃|＃|\|\||\||｜｜|｜)[ 　]*")
_END, _IF, _IF_NOT = "结束", "若", "若非"


class FaultCode(StrEnum):
    """What is wrong with a wording."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNKNOWN_FIELD = "unknown_field"
    UNKNOWN_CONDITION = "unknown_condition"
    UNKNOWN_TAG = "unknown_tag"
    STRAY = "stray"
    NOT_CLOSED = "not_closed"
    NOT_OPENED = "not_opened"
    MISSING_FIELD = "missing_field"
    TOO_MANY_HEADINGS = "too_many_headings"
    EMPTY_HEADING = "empty_heading"
    CELLS = "cells"
    UNPRINTABLE = "unprintable"


@dataclass(frozen=True)
class Fault:
    """A fault with its place: line and column count from 1; 0 where it has no place."""

    code: FaultCode
    line: int
    column: int
    text: str = ""


@dataclass(frozen=True)
class Wording:
    """A wording as it is used: of which kind, the number of its version, and its words.

    Number 0 is the wording shipped with the code, before it has a row of its own.
    """

    kind: str
    number: int
    title: str
    body: str
    id: int | None = None


@dataclass(frozen=True)
class Vocabulary:
    """What a wording may name: fields, those that must not be missing, and conditions."""

    fields: Set[str]
    required: Set[str]
    conditions: Set[str]


class Shape(StrEnum):
    """What a line is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    SUBHEADING = "subheading"
    ROW = "row"
    TALL_ROW = "tall_row"

    @property
    def is_row(self) -> bool:
        """Tell whether the line has cells."""
        return self in (Shape.ROW, Shape.TALL_ROW)


@dataclass(frozen=True)
class Line:
    """A line with its values put in; `cells` of a row, one text of anything else."""

    shape: Shape
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """Return what a line that is not a row says."""
        return self.cells[0]


@dataclass(frozen=True)
class _Piece:
    """Text as typed, a field, or the begin or end of a condition, and where it stands."""

    kind: str  # "text", "field", "if", "if_not", "end", "unknown"
    text: str
    at: int


_SHAPES = {
    "#": Shape.HEADING,
    "＃": Shape.HEADING,
    "##": Shape.SUBHEADING,
    "＃＃": Shape.SUBHEADING,
    "|": Shape.ROW,
    "｜": Shape.ROW,
    "||": Shape.TALL_ROW,
    "｜｜": Shape.TALL_ROW,
}


def clean(text: str) -> str:
    """Return a typed text with line feeds alone between lines and nothing around it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def faults(title: str, body: str, words: Vocabulary) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return what is wrong with the title and with the body; a wording with faults is not saved."""
    of_title, of_body = list(_of_part(title, words)), list(_of_part(body, words))
    for part, text, longest in ((of_title, title, MAX_TITLE), (of_body, body, MAX_BODY)):
        if not text.strip():
            part.append(Fault(FaultCode.EMPTY, 0, 0))
        if len(text) > longest:
            part.append(Fault(FaultCode.TOO_LONG, 0, 0, str(longest)))
    always = _always(title) | _always(body)
    missing = sorted(words.required - always)
    of_body += [Fault(FaultCode.MISSING_FIELD, 0, 0, name) for name in missing]
    of_body += _of_lines(body)
    return tuple(of_title), tuple(of_body)


def say_title(title: str, values: Mapping[str, str], holds: Set[str]) -> str:
    """Return the title with its values, on one line."""
    pieces = _kept(_pieces(title), holds)
    return " ".join("".join(_said(piece, values) for piece in pieces).split())


def say(body: str, values: Mapping[str, str], holds: Set[str]) -> tuple[Line, ...]:
    """Return the lines of a body with their values; empty lines are left out.

    `values` has every field; `holds` names the conditions that hold.
    """
    lines = []
    for pieces in _lines(_kept(_pieces(body), holds)):
        shape, rest = _shape(pieces)
        if shape.is_row:
            cells = tuple("".join(_said(p, values) for p in cell).strip() for cell in _cells(rest))
            lines.append(Line(shape, cells))
            continue
        text = "".join(_said(piece, values) for piece in rest).strip()
        if text:
            lines.append(Line(shape, (text,)))
    return tuple(lines)


def _pieces(text: str) -> list[_Piece]:
    pieces, at = [], 0
    for mark in _MARK.finditer(text):
        if mark.start() > at:
            pieces.append(_Piece("text", text[at : mark.start()], at))
        if mark["field"] is not None:
            pieces.append(_Piece("field", mark["field"].strip(), mark.start()))
        else:
            kind, name = _tag(mark["tag"].strip())
            pieces.append(_Piece(kind, name, mark.start()))
        at = mark.end()
    if at < len(text):
        pieces.append(_Piece("text", text[at:], at))
    return pieces


def _tag(tag: str) -> tuple[str, str]:
    if tag == _END:
        return "end", tag
    if tag.startswith(_IF_NOT):
        return "if_not", tag.removeprefix(_IF_NOT).strip()
    if tag.startswith(_IF):
        return "if", tag.removeprefix(_IF).strip()
    return "unknown", tag


def _of_part(text: str, words: Vocabulary) -> Iterator[Fault]:
    def fault(code: FaultCode, at: int, what: str) -> Fault:
        before = text[:at]
        return Fault(code, before.count("\n") + 1, at - (before.rfind("\n") + 1) + 1, what)

    opened: list[_Piece] = []
    for piece in _pieces(text):
        if piece.kind == "text":
            for stray in _STRAY.finditer(piece.text):
                yield fault(FaultCode.STRAY, piece.at + stray.start(), stray.group())
        elif piece.kind == "field" and piece.text not in words.fields:
            yield fault(FaultCode.UNKNOWN_FIELD, piece.at, piece.text)
        elif piece.kind in ("if", "if_not"):
            opened.append(piece)
            if piece.text not in words.conditions:
                yield fault(FaultCode.UNKNOWN_CONDITION, piece.at, piece.text)
        elif piece.kind == "end":
            if not opened:
                yield fault(FaultCode.NOT_OPENED, piece.at, piece.text)
            else:
                opened.pop()
        elif piece.kind == "unknown":
            yield fault(FaultCode.UNKNOWN_TAG, piece.at, piece.text)
    for piece in opened:
        yield fault(FaultCode.NOT_CLOSED, piece.at, piece.text)


def _of_lines(body: str) -> Iterator[Fault]:
    """Look at the lines as they would stand with every condition in them."""
    headings, width, at = 0, 0, 0
    for number, line in enumerate(body.split("\n"), 1):
        pieces = [piece for piece in _pieces(line) if piece.kind in ("text", "field")]
        shape, rest = _shape(pieces)
        said = "".join(piece.text for piece in rest).strip()
        if shape in (Shape.HEADING, Shape.SUBHEADING):
            headings += 1
            if not said:
                yield Fault(FaultCode.EMPTY_HEADING, number, 1)
        if not shape.is_row:
            width = 0 if pieces else width
            continue
        cells = len(_cells(rest))
        if not 2 <= cells <= 4 or width not in (0, cells):
            yield Fault(FaultCode.CELLS, number, 1)
        width, at = cells, number
    if headings > MAX_HEADINGS:
        yield Fault(FaultCode.TOO_MANY_HEADINGS, at, 0, str(MAX_HEADINGS))


def _always(text: str) -> set[str]:
    """Return the fields that stand outside of every condition."""
    found, depth = set(), 0
    for piece in _pieces(text):
        if piece.kind in ("if", "if_not"):
            depth += 1
        elif piece.kind == "end":
            depth -= 1
        elif piece.kind == "field" and depth == 0:
            found.add(piece.text)
    return found


def _kept(pieces: Sequence[_Piece], holds: Set[str]) -> list[_Piece]:
    kept, open_ = [], [True]
    for piece in pieces:
        if piece.kind in ("if", "if_not"):
            open_.append(open_[-1] and (piece.text in holds) is (piece.kind == "if"))
        elif piece.kind == "end":
            open_.pop()
        elif open_[-1]:
            kept.append(piece)
    return kept


def _lines(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Cut at the line feeds that were typed; those within a value stay where they are."""
    parts: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "text":
            for n, text in enumerate(piece.text.split("\n")):
                if n:
                    parts.append(_Piece("break", "", 0))
                if text:
                    parts.append(_Piece("text", text, 0))
        else:
            parts.append(piece)
    for is_break, group in groupby(parts, key=lambda piece: piece.kind == "break"):
        if not is_break:
            yield list(group)


def _shape(pieces: Sequence[_Piece]) -> tuple[Shape, list[_Piece]]:
    """Tell by what was typed at its beginning what a line is; a value never makes a heading."""
    first = pieces[0] if pieces else None
    mark = _LINE.match(first.text) if first is not None and first.kind == "text" else None
    if first is None or mark is None:
        return Shape.PARAGRAPH, list(pieces)
    rest = [_Piece("text", first.text[mark.end() :], first.at), *pieces[1:]]
    return _SHAPES[mark["mark"]], rest


def _cells(pieces: Sequence[_Piece]) -> list[list[_Piece]]:
    cells: list[list[_Piece]] = [[]]
    for piece in pieces:
        if piece.kind != "text":
            cells[-1].append(piece)
            continue
        for n, text in enumerate(re.split(r"[|｜]", piece.text)):
            if n:
                cells.append([])
            if text.strip():
                cells[-1].append(_Piece("text", text, piece.at))
    if len(cells) > 1 and not cells[-1]:
        cells.pop()  # the bar that closes the row
    return cells


def _said(piece: _Piece, values: Mapping[str, str]) -> str:
    return values[piece.text] if piece.kind == "field" else piece.text
