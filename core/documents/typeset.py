"""Break Chinese text into lines on a grid of square cells, and place the characters.

Widths are counted in half cells: a Chinese character takes two, a run of digits or letters a
whole number of half cells, so the grid holds. No line begins with closing punctuation or ends
with opening punctuation; a number stays whole and with the measure after it (``15日``).

When closing punctuation would begin a line, one or two punctuation marks of the line above are
set in half a cell to make room; if there is none to squeeze, the last character moves down
with it and the line is spaced out to both edges.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.documents.fonts import OPENING, Role, em_width, is_wide

NO_START = frozenset("。，、；：！？）》〉」』”’〕】］｝…—～％‰℃々%)]},.;:!?")
NO_END = frozenset("（《〈「『“‘〔【［｛([{")
_SQUEEZE_CLOSING = frozenset("。，、；：）》〉」』”’〕】")
# A number is not parted from these.
_MEASURES = frozenset("年月日时分号条款项章节件份页名人个家次天周元万亿级类℃％岁")
# Doubled marks are one sign.
_PAIRED = ("——", "……")
_MOST_SQUEEZED = 4  # marks in half a cell in one line
_LONG_RUN = 20  # half cells; a longer run of letters may be cut
_CUT_AFTER = re.compile(r"(?<=[/\-_.@?&=])")
_LATIN_SCALE = 0.9  # letters are set a little narrow, so that a digit fills half a cell
_ROUND_DOWN = 0.3  # half cells a run may be narrowed by
_MIN_SCALE, _MAX_SCALE = 0.78, 1.0
# Lines shorter than the measure by more half cells than this are left ragged.
_MAX_SPREAD = 8
_DASH_INK = 0.804  # width in ems of the ink of the dash

_TOKEN = re.compile(r"——|……|[\s]|[!-~\u00c0-\u024f]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: role, size and cell width in points."""

    role: Role
    size: float
    cell: float

    @property
    def half(self) -> float:
        """Return the width of half a cell in points."""
        return self.cell / 2


@dataclass(frozen=True, slots=True)
class Token:
    """What is never broken: one Chinese character, one run of digits or letters, one space."""

    text: str
    units: int
    wide: bool

    @property
    def is_space(self) -> bool:
        """Tell whether the token is a space, which may vanish at a line's edge."""
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its tokens, the half cells it starts at, and how its width is made up."""

    tokens: tuple[Token, ...]
    indent: int
    squeezed: frozenset[int] = frozenset()
    slack: int = 0

    @property
    def text(self) -> str:
        """Return the characters of the line."""
        return "".join(token.text for token in self.tokens)

    @property
    def units(self) -> int:
        """Return the natural width in half cells, the indent left out."""
        return sum(token.units for token in self.tokens) - len(self.squeezed)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters drawn at once: left edge from the line's start, spacing and scale."""

    text: str
    x: float
    spacing: float = 0.0
    scale: float = 1.0
    half: bool = False


def tokens(text: str, style: Style) -> list[Token]:
    """Cut a text into what may not be broken."""
    result: list[Token] = []
    for piece in _TOKEN.findall(text):
        if piece in _PAIRED:
            result.append(Token(piece, 4, True))
        elif piece == "\u3000":
            result.append(Token(piece, 2, True))
        elif piece.isspace():
            result.append(Token(" ", 1, False))
        elif len(piece) == 1 and is_wide(piece):
            result.append(Token(piece, 2, True))
        else:
            result.extend(_latin(piece, style))
    return result


def _latin(text: str, style: Style) -> Iterator[Token]:
    units = _latin_units(text, style)
    if units <= _LONG_RUN or len(text) == 1:
        yield Token(text, units, False)
        return
    parts = [part for part in _CUT_AFTER.split(text) if part]
    if len(parts) == 1:
        middle = len(text) // 2
        parts = [text[:middle], text[middle:]]
    for part in parts:
        yield from _latin(part, style)


def _latin_units(text: str, style: Style) -> int:
    natural = em_width(style.role, text) * style.size
    units = max(1, math.ceil(natural * _LATIN_SCALE / style.half - _ROUND_DOWN))
    if units * style.half < natural * _MIN_SCALE:
        units += 1
    return units


def width(text: str, style: Style) -> int:
    """Return the natural width of a text in half cells."""
    return sum(token.units for token in tokens(text, style))


def break_lines(
    text: str, style: Style, measure: int, *, first: int = 0, rest: int = 0
) -> list[Line]:
    """Break a text into lines of ``measure`` half cells.

    ``first`` and ``rest`` are the indents, in half cells, of the first and the other lines.
    An empty text gives no line.
    """
    items = tokens(text, style)
    lines: list[Line] = []
    start = 0
    while start < len(items):
        indent = rest if lines else first
        if lines and items[start].is_space:
            start += 1
            continue
        line, start = _one_line(items, start, measure - indent, indent)
        lines.append(line)
    return lines


def with_company(lines: list[Line]) -> list[Line]:
    """Give a single character that would have the last line to itself one of the line above.

    Closing marks do not count (单字不成行). Left as it is where the line above cannot be parted, or
    would be spaced out too far.
    """
    if len(lines) < 2 or sum(token.text not in NO_START for token in lines[-1].tokens) != 1:
        return lines
    above, last = lines[-2:]
    if not (last.tokens[0].wide and above.tokens[-1].wide):
        return lines
    items = (*above.tokens, *last.tokens)
    room = above.units + above.slack
    cut = len(above.tokens) - 1
    while cut > 1 and not can_break(items, cut):
        cut -= 1
    slack = room - sum(token.units for token in items[:cut])
    if cut <= 1 or not 0 <= slack <= _MAX_SPREAD:
        return lines
    return [
        *lines[:-2],
        Line(items[:cut], above.indent, slack=slack),
        Line(items[cut:], last.indent),
    ]


def _one_line(items: Sequence[Token], start: int, room: int, indent: int) -> tuple[Line, int]:
    end, used = start, 0
    while end < len(items) and used + items[end].units <= room:
        used += items[end].units
        end += 1
    if end == len(items):
        return Line(tuple(items[start:end]), indent), end
    squeezed = _squeeze(items, start, end, room)
    if squeezed is not None:
        end, marks = squeezed
        return Line(tuple(items[start:end]), indent, marks), end
    cut = max(end, start + 1)
    while cut > start + 1 and not can_break(items, cut):
        cut -= 1
    if not can_break(items, cut):
        cut = max(end, start + 1)
    kept = list(items[start:cut])
    while len(kept) > 1 and kept[-1].is_space:
        kept.pop()
    slack = room - sum(token.units for token in kept)
    return Line(tuple(kept), indent, slack=slack if 0 < slack <= _MAX_SPREAD else 0), cut


def can_break(items: Sequence[Token], at: int) -> bool:
    """Tell whether a line may end before token ``at``."""
    if at >= len(items):
        return True
    before, after = items[at - 1].text, items[at].text
    if after[0] in NO_START or before[-1] in NO_END:
        return False
    number = not items[at - 1].wide and before[-1].isdigit()
    return not (number and after[0] in _MEASURES)


def _squeeze(
    items: Sequence[Token], start: int, end: int, room: int
) -> tuple[int, frozenset[int]] | None:
    """Take in the closing marks that follow, if as many half cells can be won."""
    stop = end
    while stop < len(items) and stop - end < _MOST_SQUEEZED and items[stop].text in NO_START:
        stop += 1
    if stop == end or not can_break(items, stop):
        return None
    excess = sum(token.units for token in items[start:stop]) - room
    able = [
        index - start
        for index in range(start, stop)
        if items[index].text in _SQUEEZE_CLOSING or (items[index].text in OPENING and index > start)
    ]
    if excess > min(len(able), _MOST_SQUEEZED):
        return None
    return stop, frozenset(able[-excess:])


def place(line: Line, style: Style) -> tuple[Run, ...]:
    """Place a line's characters; positions in points from the start of the measure."""
    gaps = len(line.tokens) - 1
    extra = line.slack * style.half / gaps if gaps > 0 else 0.0
    runs: list[Run] = []
    x = line.indent * style.half
    spacing = style.cell + extra - style.size
    cells: list[str] = []  # neighbouring full-width characters, drawn at once
    begin = x
    for index, token in enumerate(line.tokens):
        squeezed = index in line.squeezed
        span = (token.units - squeezed) * style.half
        if token.wide and token.units == 2 and not squeezed and not token.is_space:
            if not cells:
                begin = x
            cells.append(token.text)
        else:
            if cells:
                runs.append(Run("".join(cells), begin, spacing))
                cells = []
            if not token.is_space:
                runs.append(_run(token, x, span, style, squeezed=squeezed))
        x += span + extra
    if cells:
        runs.append(Run("".join(cells), begin, spacing))
    return tuple(runs)


def _run(token: Token, x: float, span: float, style: Style, *, squeezed: bool) -> Run:
    if squeezed:
        return Run(token.text, x, half=True)
    natural = em_width(style.role, token.text) * style.size
    if token.text == "——":
        scale = style.cell / (_DASH_INK * style.size)
        overlap = style.cell - style.size * scale
        return Run(token.text, x + overlap / 2, overlap, scale)
    if token.wide:
        return Run(token.text, x, style.cell - style.size)  # a doubled sign
    scale = min(_MAX_SCALE, span / natural) if natural else 1.0
    gap = (span - natural * scale) / len(token.text)
    return Run(token.text, x + gap / 2, gap, scale)


_BREAK_AFTER = frozenset("的、，）》和与及对")
_BREAK_COST = 9.0


def balance(text: str, style: Style, measure: int) -> list[Line]:
    """Break a title into as few lines as it needs, of even length, at sense where it can.

    A line feed in the text is a break the caller has decided.
    """
    lines: list[Line] = []
    for part in text.split("\n"):
        items = tokens(part.strip(), style)
        total = sum(token.units for token in items)
        count = max(1, -(-total // measure))
        best: list[int] | None = None
        while best is None and count <= max(len(items), 1):
            best = _best_breaks(items, count, measure, total / count)
            count += 1
        edges = [0, *(best or []), len(items)]
        lines += [Line(tuple(items[a:b]), 0) for a, b in pairwise(edges) if b > a]
    return lines


def _best_breaks(items: Sequence[Token], count: int, measure: int, even: float) -> list[int] | None:
    """Find the breaks of least cost, or ``None`` if ``count`` lines cannot hold the text."""
    size = len(items)
    sums = [0]
    for token in items:
        sums.append(sums[-1] + token.units)
    # table[end] = (cost, breaks) of setting items[:end] in the lines so far
    table: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for number in range(1, count + 1):
        following: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, breaks) in table.items():
            for end in range(begin + 1, size + 1):
                line = sums[end] - sums[begin]
                if line > measure:
                    break
                if (number == count) != (end == size) or not can_break(items, end):
                    continue
                price = cost + ((line - even) / 2) ** 2 + _break_cost(items, end)
                if end not in following or price < following[end][0]:
                    following[end] = (price, [*breaks, end])
        table = following
    return table[size][1][:-1] if size in table else None


def _break_cost(items: Sequence[Token], at: int) -> float:
    if at >= len(items) or items[at - 1].text[-1] in _BREAK_AFTER:
        return 0.0
    ahead = "".join(token.text for token in items[at : at + 2])
    if ahead.startswith("《") or ahead == "关于":
        return 0.0
    return _BREAK_COST
