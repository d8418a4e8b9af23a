"""Turn the parts of a letter into rows of the grid, before they are dealt out to pages.

A row's elements are placed as if its first line were the top of the page; ``compose`` moves
them down. Clause numbers are those of GB/T 9704-2012.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.documents.fonts import Role
from core.documents.letter import Block, Heading, Letter, Paragraph, Table
from core.documents.page import (
    AREA_RIGHT,
    AREA_WIDTH,
    CELL,
    COLUMNS,
    LINES,
    MARGIN_LEFT,
    MM_PER_POINT,
    PITCH,
    TITLE_STYLE,
    Element,
    Rule,
    Text,
    body_style,
    small_style,
)
from core.documents.typeset import (
    Line,
    Style,
    balance,
    break_lines,
    place,
    width,
    with_company,
)
from core.documents.wording import chinese_date

MEASURE = 2 * COLUMNS  # half cells
ENDLESS = 100_000  # half cells no text reaches
HEADING_ROLES = {1: Role.HEI, 2: Role.KAI, 3: Role.BODY, 4: Role.BODY}

DATE_INDENT = 4  # cells right of the date under a seal (7.3.5.1)
UNSEALED_INDENT = 2  # cells right of the signer without a seal (7.3.5.2)
SEAL_LINES = 2  # lines above the signer, so that the seal's top is within a line of the text

TABLE_RULE = 0.25
TABLE_PADDING = 1.5
CENTRED_CELLS = 8.01  # text in columns up to this width is centred
BALANCED_LINES = 3  # a longer text in a narrow column is simply filled
TABLE_CLOSE = 4  # the last two rows stay on a page if they are no taller
TABLE_MAX_LINES = LINES - 4  # a taller row goes on in a further one


@dataclass(frozen=True, slots=True)
class Row:
    """Whole grid lines that stay together; ``keep`` ties them to the row that follows."""

    lines: int
    elements: tuple[Element, ...] = ()
    keep: bool = False
    repeat: tuple[Element, ...] = ()  # drawn above when the row comes first on a page
    repeat_lines: int = 0


BLANK = Row(1)


def in_line(size: float, line: int = 0) -> float:
    """Return the top of an em box of ``size`` points centred in a grid line."""
    return line * PITCH + (PITCH - size * MM_PER_POINT) / 2


def set_line(name: str, line: Line, style: Style, *, x: float = MARGIN_LEFT, at: int = 0) -> Text:
    """Place one broken line in grid line ``at``."""
    indent = line.indent * style.half * MM_PER_POINT
    return Text(
        name,
        x + indent,
        in_line(style.size, at),
        style.size,
        style.role,
        place(replace(line, indent=0), style),
        (line.units + line.slack) * style.half * MM_PER_POINT,
    )


def flow(name: str, text: str, style: Style, *, first: int = 0, rest: int = 0) -> list[Row]:
    """Break a text over rows of the full measure; indents in half cells.

    No line of it stands alone at the foot or the head of a page.
    """
    lines = with_company(break_lines(text, style, MEASURE, first=first, rest=rest))
    tied = {0, len(lines) - 2} if len(lines) > 1 else set()
    return [
        Row(1, (set_line(name, line, style),), keep=number in tied)
        for number, line in enumerate(lines)
    ]


def paragraphs(text: str) -> list[str]:
    """Cut a text at its line feeds, without the blank lines and the spaces at the edges."""
    return [part.strip(" \t\u3000") for part in text.splitlines() if part.strip(" \t\u3000")]


def title_rows(title: str) -> list[Row]:
    """Set the title centred, in balanced lines (7.3.1)."""
    measure = int(AREA_WIDTH / MM_PER_POINT / TITLE_STYLE.half)
    rows = []
    for line in balance(title, TITLE_STYLE, measure):
        text = set_line("title", line, TITLE_STYLE)
        x = MARGIN_LEFT + (AREA_WIDTH - text.width) / 2
        rows.append(Row(1, (replace(text, x=x),), keep=True))
    return rows


def centred(text: str, size: float) -> Row:
    """Set a line of large type in the middle of two lines of the grid."""
    style = Style(Role.TITLE, size, size * 1.4)
    line = one_line("title", text, style)
    left = MARGIN_LEFT + (AREA_WIDTH - line.width) / 2
    return Row(2, (replace(line, x=left, top=PITCH - size * MM_PER_POINT / 2),))


def addressee_rows(addressee: str) -> list[Row]:
    """Set the addressee flush left, closed by a full-width colon (7.3.2)."""
    return flow("addressee", addressee.strip().rstrip(":：") + "：", body_style())


def block_rows(block: Block) -> list[Row]:
    """Set one block of the body (7.3.3)."""
    if isinstance(block, Table):
        return table_rows(block)
    if isinstance(block, Heading):
        style = body_style(HEADING_ROLES[block.level])
        rows = flow("heading", block.text.strip(), style, first=4)
        return [replace(row, keep=True) for row in rows]
    return _paragraph_rows(block)


def _paragraph_rows(block: Paragraph) -> list[Row]:
    rows: list[Row] = []
    for text in paragraphs(block.text):
        rows += flow("body", text, body_style(), first=2 * block.indent)
    return rows


def attachment_rows(names: Sequence[str]) -> list[Row]:
    """Set the note of attachments a line below the text, names without a full stop (7.3.4)."""
    if not names:
        return []
    style = body_style()
    rows = [BLANK]
    if len(names) == 1:
        return [*rows, *flow("attachment", f"附件：{names[0]}", style, first=4, rest=10)]
    for number, name in enumerate(names, 1):
        ordinal = f"{number}."
        label = "附件：" if number == 1 else ""
        hang = 10 + width(ordinal, style)
        rows += flow(
            "attachment", label + ordinal + name, style, first=4 if label else 10, rest=hang
        )
    return rows


def signature_rows(letter: Letter, seal_lines: int = SEAL_LINES) -> list[Row]:
    """Set signer and date (7.3.5), and the note in brackets below them (7.3.6).

    ``seal_lines`` are left blank above the signer where a seal will stand.
    """
    if not letter.signer:
        return []
    style = body_style()
    day = one_line("date", chinese_date(letter.on), style)
    signer = one_line("signer", letter.signer, style)
    if letter.sealed:
        day = _at(day, AREA_RIGHT - DATE_INDENT * CELL - day.width)
        signer = _at(signer, day.x + (day.width - signer.width) / 2)
        blanks = seal_lines
    else:
        signer = _at(signer, AREA_RIGHT - UNSEALED_INDENT * CELL - signer.width)
        day = _at(day, signer.x + UNSEALED_INDENT * CELL)
        if day.x + day.width > AREA_RIGHT - UNSEALED_INDENT * CELL:
            day = _at(day, AREA_RIGHT - UNSEALED_INDENT * CELL - day.width)
            signer = _at(signer, min(signer.x, day.x - UNSEALED_INDENT * CELL))
        blanks = 1
    rows = [replace(BLANK, keep=True)] * blanks + [Row(1, (signer,), keep=True), Row(1, (day,))]
    if letter.note:
        note = letter.note.strip().strip("（）()")
        rows[-1] = replace(rows[-1], keep=True)
        rows += flow("note", f"（{note}）", style, first=4, rest=4)
    return rows


def one_line(name: str, text: str, style: Style, room: float = AREA_WIDTH) -> Text:
    """Set a text on one line, narrowed if it is wider than ``room`` millimetres."""
    text_set = set_line(name, break_lines(text.strip(), style, ENDLESS)[0], style)
    stretch = min(1.0, room / text_set.width)
    return replace(text_set, stretch=stretch, width=text_set.width * stretch)


def _at(text: Text, x: float) -> Text:
    """Move a line to ``x``, kept within the type area."""
    return replace(text, x=max(MARGIN_LEFT, min(x, AREA_RIGHT - text.width)))


def table_rows(table: Table) -> list[Row]:
    """Set a bordered table, centred; each row takes whole grid lines."""
    edges = [MARGIN_LEFT + (AREA_WIDTH - sum(table.widths) * CELL) / 2]
    for cells in table.widths:
        edges.append(edges[-1] + cells * CELL)
    head: list[Row] = []
    rows: list[Row] = []
    for index, cells_text in enumerate(table.rows):
        is_head = table.header and index == 0
        style = small_style(Role.HEI if is_head else Role.BODY)
        set_rows = _table_row(cells_text, edges, style, 1 if is_head else table.min_lines)
        if is_head:
            head = [replace(row, keep=True) for row in set_rows]
        else:
            rows += set_rows
    if len(rows) > 1 and rows[-2].lines + rows[-1].lines <= TABLE_CLOSE:
        rows[-2] = replace(rows[-2], keep=True)
    if len(head) == 1:
        rows = [replace(row, repeat=head[0].elements, repeat_lines=head[0].lines) for row in rows]
    return head + rows


def _table_row(
    texts: Sequence[str], edges: Sequence[float], style: Style, min_lines: int
) -> list[Row]:
    columns = []
    for text, left, right in zip(texts, edges, edges[1:], strict=False):
        room = int((right - left - 2 * TABLE_PADDING) / MM_PER_POINT / style.half)
        lines = [line for part in text.splitlines() for line in break_lines(part, style, room)]
        if right - left <= CENTRED_CELLS * CELL and 1 < len(lines) <= BALANCED_LINES:
            lines = balance("\n".join(text.splitlines()), style, room)
        columns.append(lines)
    height = max(min_lines, *(len(lines) for lines in columns))
    rows = []
    for start in range(0, height, TABLE_MAX_LINES):
        lines_here = min(TABLE_MAX_LINES, height - start)
        part = [lines[start : start + TABLE_MAX_LINES] for lines in columns]
        rows.append(Row(lines_here, tuple(_cells(part, edges, style, lines_here))))
    return rows


def _cells(
    columns: Sequence[Sequence[Line]], edges: Sequence[float], style: Style, height: int
) -> Iterator[Element]:
    bottom = height * PITCH
    for top in (0.0, bottom):
        yield Rule("table", edges[0], top, edges[-1], top, TABLE_RULE)
    for edge in edges:
        yield Rule("table", edge, 0.0, edge, bottom, TABLE_RULE)
    for lines, left, right in zip(columns, edges, edges[1:], strict=False):
        lead = (height - len(lines)) * PITCH / 2
        for number, line in enumerate(lines):
            text = set_line("cell", line, style, x=left + TABLE_PADDING, at=number)
            if right - left <= CENTRED_CELLS * CELL:
                text = replace(text, x=left + (right - left - text.width) / 2)
            yield text.down(lead)
