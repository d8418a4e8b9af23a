"""Documents made into pages of one volume: what is printed, where each begins, what is only listed.

What cannot be pages (tables, texts, pictures too large) stands in the contents without a page, and
with its hash in the list. Of case files, and of any other folder that is bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.archive.pieces import Original, Piece, Sheet
from core.documents import Block, Paragraph, Table
from core.documents.binding import Part, Unprintable, pages_in, picture_page
from core.documents.compose import sheets
from core.documents.draw import write
from core.documents.fonts import printable
from core.files.kinds import FileKind

CONTENTS_HEAD = ("序号", "文号", "责任者", "题名", "日期", "页号", "备注")
CONTENTS_WIDTHS = (2, 5, 4, 7, 5, 2, 3)
#: Of what is handed in, so much is bound; the rest is listed. It keeps other writers waiting.
MAX_BOUND = 64 * 1024 * 1024
#: Stands in the contents beside what is no page.
LOOSE = "电子件"

_PICTURES = {FileKind.JPEG, FileKind.PNG}


@dataclass(frozen=True)
class Paged:
    """The pages of each document in order (None: only listed), where each starts, and what page
    comes after the last.
    """

    pages: list[bytes | None]
    starts: list[int | None]
    after: int

    def parts(self, pieces: Sequence[Piece]) -> list[Part]:
        """Return what is bound, each under its title."""
        both = zip(pieces, self.pages, strict=True)
        return [Part(piece.title, pdf) for piece, pdf in both if pdf is not None]


def paged(pieces: Sequence[Piece], on: date) -> Paged:
    """Make pages of the documents in their order, counted as one from 1.

    Raises DamagedFile where a document is no longer what it was.
    """
    budget, page = MAX_BOUND, 1
    made: list[bytes | None] = []
    starts: list[int | None] = []
    for piece in pieces:
        pdf = _pages(piece, on, budget)
        budget -= len(pdf) if pdf and isinstance(piece.body, Original) else 0
        made.append(pdf)
        starts.append(page if pdf else None)
        page += pages_in(pdf) if pdf else 0
    return Paged(made, starts, page)


def _pages(piece: Piece, on: date, budget: int) -> bytes | None:
    """Return the pages of a document; None where it can only be listed."""
    body = piece.body
    if isinstance(body, Sheet):
        return sheet(piece.title, body.tables, on)
    content = body.read()
    if len(content) > budget:
        return None
    try:
        if body.kind is FileKind.PDF:
            pages_in(content)
            return content
        return picture_page(content) if body.kind in _PICTURES else None
    except Unprintable:
        return None


def sheet(title: str, blocks: Sequence[Block], on: date) -> bytes:
    """Return a sheet of the house's own as PDF: a title and what stands below it."""
    said = [_spaced(block) for block in blocks]
    pages = sheets(printable(title), [block for pair in said for block in pair])
    return write(pages, title=title, author="", subject="", on=on, seed=repr((title, said)))


def _spaced(block: Block) -> tuple[Block, ...]:
    """Return a block with what no type can print replaced, a line of air below a table."""
    if isinstance(block, Table):
        rows = tuple(tuple(printable(text) for text in row) for row in block.rows)
        return (Table(rows, block.widths, block.header, block.min_lines), Paragraph("\u3000"))
    return (block,)


def contents(pieces: Sequence[Piece], starts: Sequence[int | None]) -> Table:
    """Return the contents (卷内目录): a line for each document with its first page."""
    rows: list[tuple[str, ...]] = [CONTENTS_HEAD]
    for number, (piece, start) in enumerate(zip(pieces, starts, strict=True), 1):
        note = piece.note if start else "，".join(filter(None, (piece.note, LOOSE)))
        day = f"{piece.on:%Y%m%d}" if piece.on else ""
        words = (piece.number, piece.author, piece.title)
        texts = (str(number), *map(printable, words), day, str(start or "—"), printable(note))
        rows.append(texts)
    return Table(tuple(rows), CONTENTS_WIDTHS, header=True)


def hashes(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """Return the hash of every document that was issued or handed in."""
    rows = [("序号", "题名", "SHA-256校验值")]
    for number, piece in enumerate(pieces, 1):
        if isinstance(piece.body, Original):
            rows.append((str(number), piece.title, piece.body.sha256))
    if len(rows) == 1:
        return (Paragraph("本卷没有印发的文书和收集的附件。"),)
    return (Table(tuple(rows), (3, 9, 16), header=True),)
