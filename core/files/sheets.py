"""Spreadsheets that come in (XLSX, CSV) and go out (XLSX): values only, nothing that runs.

What comes in was examined like any upload (`policy`) and is read row by row within bounds. A cell
is text: dates and whole numbers are written out, a formula stays the text that it is and is marked.
What goes out is text too, marked as such, so that no program takes it for a formula. The one module
that touches openpyxl, which reads XML through defusedxml (no entities).
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from core.files import archives, policy
from core.files.kinds import Accepted, FileKind, Unfit, Upload
from core.files.naming import clean_name
from core.refusals import Refusal, Refused

# what openpyxl does not understand (extensions, prints, themes) is not what is read here
warnings.filterwarnings("ignore", module="openpyxl")

CSV_DELIMITERS = (",", ";", "\t")
#: From here on a number has lost its last digits: a spreadsheet keeps fifteen.
IMPRECISE = 10**15


class Flaw(StrEnum):
    """Why the text of a cell is not what somebody typed."""

    FORMULA = "formula"
    ERROR = "error"
    IMPRECISE = "imprecise"


@dataclass(frozen=True)
class Cell:
    """The text of a cell; `flaw` where it cannot be relied on."""

    text: str
    flaw: Flaw | None = None

    def __repr__(self) -> str:
        return "<cell>"  # may hold who reported


@dataclass(frozen=True)
class Bounds:
    """How much is read: bytes of the file, of what is unpacked from it, rows, columns."""

    file: int
    unpacked: int
    rows: int
    columns: int


#: A row as the spreadsheet program numbers it, and its cells.
Row = tuple[int, tuple[Cell, ...]]

EMPTY = Cell("")


def check(upload: Upload, bounds: Bounds) -> str:
    """Return "xlsx" or "csv" for a spreadsheet that may be read; raise Refused with the reason.

    Refused: another kind, macros, what is embedded or fetched from elsewhere, a password, what
    swells, and more than `bounds`.
    """
    try:
        if upload.name.lower().endswith(".csv"):
            return _checked_csv(upload, bounds)
        return _checked_xlsx(policy.examine(upload, bounds.file), bounds)
    except Unfit as unfit:
        raise policy.refused(unfit, upload.name) from unfit
    except Refused as refused:  # the words for uploads name kinds that are no spreadsheet
        kind = "sheet_kind" if refused.refusal.code == "file_kind" else refused.refusal.code
        raise Refused(Refusal(kind, refused.refusal.params)) from refused


def rows(content: bytes, kind: str, bounds: Bounds) -> Iterator[Row]:
    """Yield the rows of a checked spreadsheet that are not blank; of an XLSX the first sheet shown.

    Unfit for one that cannot be read, "sheet_row_broken" with its number where one row of a CSV
    cannot, and for more than `bounds`.
    """
    found = _xlsx_rows(content, bounds) if kind == "xlsx" else _csv_rows(content, bounds)
    count = 0
    for number, cells in found:
        filled = max((n for n, cell in enumerate(cells, 1) if cell.text), default=0)
        if not filled:
            continue
        count += 1
        if count > bounds.rows:
            raise Unfit("sheet_rows", limit=bounds.rows)
        if filled > bounds.columns:
            raise Unfit("sheet_columns", limit=bounds.columns)
        yield number, cells[:filled]


def column_letter(index: int) -> str:
    """Return how a spreadsheet calls its column `index` (0: A)."""
    letter: str = get_column_letter(index + 1)
    return letter


def write(
    headings: Sequence[str],
    lines: Iterable[Sequence[str | int]],
    title: str,
    *,
    mark: str | None = None,
) -> bytes:
    """Return an XLSX with one sheet: no text is a formula, whatever it begins with.

    `mark` says who took it out: above and below the lines, and on every sheet of paper.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2" if mark is None else "A3"
    if mark is not None:
        for part in (sheet.oddHeader.left, sheet.oddFooter.left):
            part.text = mark.replace("&", "&&")
    for index in range(len(headings)):
        sheet.column_dimensions[column_letter(index)].width = 24
    if mark is not None:
        sheet.append([_text_cell(sheet, mark, is_whole_line=True)])
    sheet.append([_text_cell(sheet, text, bold=True) for text in headings])
    for line in lines:
        sheet.append([v if isinstance(v, int) else _text_cell(sheet, v) for v in line])
    if mark is not None:
        sheet.append([_text_cell(sheet, mark, is_whole_line=True)])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _text_cell(sheet: Any, text: str, *, bold: bool = False, is_whole_line: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell._value, cell.data_type = text, "s"  # the setter would make a formula of what begins so
    cell.quotePrefix = True  # and stays text where a reader edits it
    cell.alignment = Alignment(wrap_text=not is_whole_line, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _checked_xlsx(accepted: Accepted, bounds: Bounds) -> str:
    if accepted.kind is not FileKind.XLSX:
        raise Unfit("sheet_kind")
    with archives.opened(accepted.content) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > bounds.unpacked:
            raise Unfit("sheet_unpacked", limit=bounds.unpacked // archives.MIB)
    return "xlsx"


def _checked_csv(upload: Upload, bounds: Bounds) -> str:
    clean_name(upload.name)
    if not upload.content:
        raise Unfit("file_empty")
    if len(upload.content) > bounds.file:
        raise Unfit("file_too_big", limit=bounds.file // archives.MIB)
    if archives.is_archive(upload.content) or policy.decoded(upload.content) is None:
        raise Unfit("file_lies")
    return "csv"


def _xlsx_rows(content: bytes, bounds: Bounds) -> Iterator[Row]:
    """Read a sheet that was examined; what the reader cannot make sense of is broken."""
    reader = _read_sheet(content, bounds)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except (Unfit, Refused):
            raise
        except Exception as error:
            raise Unfit("file_broken") from error
        yield row


def _read_sheet(content: bytes, bounds: Bounds) -> Iterator[Row]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not shown:
            raise Unfit("sheet_none")
        sheet = shown[0]
        sheet.reset_dimensions()  # what a file says of its size is not to be believed
        for number, cells in enumerate(sheet.iter_rows(max_col=bounds.columns + 1), 1):
            if number > 10 * bounds.rows:
                raise Unfit("sheet_rows", limit=bounds.rows)
            yield number, tuple(_cell(cell.value, cell.data_type) for cell in cells)
    finally:
        book.close()


def _cell(value: Any, kind: str) -> Cell:
    """Return a cell as text: 2026-03-02 09:30:00, 139, 是; a number as long as it is exact."""
    if value is None:
        return EMPTY
    if kind == "f":
        return Cell(str(getattr(value, "text", value)), Flaw.FORMULA)
    if kind == "e":
        return Cell(str(value), Flaw.ERROR)
    if isinstance(value, bool):
        return Cell("是" if value else "否")
    if isinstance(value, int | float):
        whole = int(value) if float(value).is_integer() else value
        return Cell(str(whole), Flaw.IMPRECISE if abs(value) >= IMPRECISE else None)
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return Cell(value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M:%S}")
    if isinstance(value, date):
        return Cell(value.isoformat())
    return Cell(str(value).strip())


def _csv_rows(content: bytes, bounds: Bounds) -> Iterator[Row]:
    text = policy.decoded(content)
    if text is None:
        raise Unfit("file_lies")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    for number in range(1, 10 * bounds.rows + 1):
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unfit("sheet_row_broken", row=number) from error
        stripped = [part.strip() for part in line]
        yield (
            number,
            tuple(Cell(part, Flaw.FORMULA if part[:1] == "=" else None) for part in stripped),
        )
    raise Unfit("sheet_rows", limit=bounds.rows)


def _delimiter(text: str) -> str:
    """Return what parts the cells: what stands most often in the first line that has any."""
    lines = (line for line in text.splitlines() if any(mark in line for mark in CSV_DELIMITERS))
    return max(CSV_DELIMITERS, key=next(lines, "").count)
