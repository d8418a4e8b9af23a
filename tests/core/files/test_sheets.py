"""Spreadsheets: read within bounds, values only; written so that nothing in them runs."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from core.files import sheets
from core.files.kinds import Unfit
from core.files.sheets import Bounds, Cell, Flaw
from core.refusals import Refused
from tests.support import files

BOUNDS = Bounds(file=5 * 2**20, unpacked=32 * 2**20, rows=1_000, columns=20)


def book(*lines: list[Any], hidden: bool = False) -> bytes:
    """Return an XLSX of these lines; `hidden` puts a hidden sheet before it."""
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for line in lines:
        sheet.append(line)
    if hidden:
        first = made.create_sheet("藏", 0)
        first.append(["藏着的"])
        first.sheet_state = "hidden"
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def changed(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return an XLSX with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    return files.archive({**parts, part: parts[part].replace(old, new)})


def texts(content: bytes, kind: str = "xlsx") -> list[tuple[int, list[str]]]:
    return [
        (number, [cell.text for cell in cells])
        for number, cells in sheets.rows(content, kind, BOUNDS)
    ]


def refused(name: str, content: bytes, bounds: Bounds = BOUNDS) -> str:
    with pytest.raises(Refused) as caught:
        sheets.check(files.upload(name, content), bounds)
    return caught.value.refusal.code


def test_cells_come_as_text_with_the_number_of_their_row() -> None:
    content = book(
        ["编号", None, "时间"],
        [],
        [15, 1.5, datetime(2026, 3, 2, 9, 30)],  # noqa: DTZ001 - a cell has no zone
        [True, "  两头 ", date(2026, 3, 2)],
    )
    assert sheets.check(files.upload("a.xlsx", content), BOUNDS) == "xlsx"
    assert texts(content) == [
        (1, ["编号", "", "时间"]),
        (3, ["15", "1.5", "2026-03-02 09:30:00"]),
        (4, ["是", "两头", "2026-03-02"]),
    ]


def test_a_formula_is_its_text_and_marked() -> None:
    content = book(["=1+1", '=HYPERLINK("http://a")', "甲"])
    ((_number, cells),) = sheets.rows(content, "xlsx", BOUNDS)
    assert [cell.flaw for cell in cells] == [Flaw.FORMULA, Flaw.FORMULA, None]
    assert cells[0].text == "=1+1"
    ((_number, cells),) = sheets.rows("=1+1,乙".encode(), "csv", BOUNDS)
    assert [cell.flaw for cell in cells] == [Flaw.FORMULA, None]


def test_a_number_that_lost_its_digits_is_marked() -> None:
    ((_number, cells),) = sheets.rows(book([202603011234567890, 13904820071]), "xlsx", BOUNDS)
    assert [(cell.flaw, cell.text) for cell in cells][1] == (None, "13904820071")
    assert cells[0].flaw is Flaw.IMPRECISE


def test_the_error_of_a_formula_is_marked() -> None:
    ((_number, cells),) = sheets.rows(book(["#N/A"]), "xlsx", BOUNDS)
    assert cells[0].flaw is Flaw.ERROR


def test_the_first_sheet_that_is_shown_is_read() -> None:
    assert texts(book(["看得见"], hidden=True)) == [(1, ["看得见"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_its_encoding_with_its_delimiter(encoding: str, delimiter: str) -> None:
    lines = [["导出表"], ["工单编号", "内容"], ["1", '他说"好"，\n然后𬭩走了']]
    text = "\r\n".join(
        delimiter.join('"' + part.replace('"', '""') + '"' for part in line) for line in lines
    )
    content = text.encode(encoding)
    assert sheets.check(files.upload("a.csv", content), BOUNDS) == "csv"
    assert texts(content, "csv") == [(n, line) for n, line in enumerate(lines, 1)]


def test_the_broken_row_of_a_csv_is_named() -> None:
    content = '编号,内容\n1,好\n2,"没有"结束\n'.encode()
    with pytest.raises(Unfit) as caught:
        list(sheets.rows(content, "csv", BOUNDS))
    assert (caught.value.code, caught.value.params) == ("sheet_row_broken", {"row": 3})


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", files.pdf(), "sheet_kind"),
        ("a.docx", files.docx(), "sheet_kind"),
        ("a.xlsm", files.xlsx(), "sheet_kind"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_office"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file_old_office"),
        ("a.xlsx", b"", "file_empty"),
        ("a.csv", b"", "file_empty"),
        ("a.xlsx", files.docx(), "file_lies"),
        ("a.csv", book(["x"]), "file_lies"),
        ("a.csv", b"\x00\x01\x02", "file_lies"),
        ("a.xlsx", files.xlsx(**{"xl/vbaProject.bin": b"x"}), "file_macro"),
        ("a.xlsx", files.xlsx(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "file_embedded"),
        ("a.csv", b"x" * (5 * 2**20 + 1), "file_too_big"),
    ],
)
def test_what_is_no_plain_spreadsheet_is_refused(name: str, content: bytes, code: str) -> None:
    assert refused(name, content) == code


def test_what_swells_is_refused_before_it_is_opened() -> None:
    content = book(*[[f"{n}" * 300] for n in range(500)])
    assert refused("a.xlsx", content, Bounds(5 * 2**20, 2**16, 1_000, 20)) == "sheet_unpacked"


def test_entities_are_not_unfolded() -> None:
    content = book(["甲"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    head, rest = sheet[: sheet.index(b"<worksheet")], sheet[sheet.index(b"<worksheet") :]
    bomb = (
        head
        + b'<!DOCTYPE a [<!ENTITY x "boom">]>'
        + rest.replace(b"<sheetData>", b"<sheetData>&x;")
    )
    with pytest.raises(Unfit) as caught:
        texts(changed(content, "xl/worksheets/sheet1.xml", sheet, bomb))
    assert caught.value.code == "file_broken"


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_more_rows_or_columns_than_agreed_are_refused(kind: str) -> None:
    def content(lines: int, width: int) -> bytes:
        if kind == "xlsx":
            return book(*[["1"] * width for _ in range(lines)])
        return "\n".join(",".join(["1"] * width) for _ in range(lines)).encode()

    assert len(texts(content(1_000, 20), kind)) == 1_000
    for lines, width, code in ((1_001, 1, "sheet_rows"), (1, 21, "sheet_columns")):
        with pytest.raises(Unfit) as caught:
            list(sheets.rows(content(lines, width), kind, BOUNDS))
        assert caught.value.code == code


def test_a_sheet_that_lies_about_its_size_is_not_believed() -> None:
    content = book(["甲"], ["乙"])
    small = changed(content, "xl/worksheets/sheet1.xml", b'ref="A1:A2"', b'ref="A1:A1"')
    assert texts(small) == [(1, ["甲"]), (2, ["乙"])]
    far = changed(content, "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="1048576"')
    with pytest.raises(Unfit) as caught:
        list(sheets.rows(far, "xlsx", BOUNDS))
    assert caught.value.code == "sheet_rows"


def test_twenty_thousand_rows_are_refused_in_little_memory() -> None:
    content = book(*[[f"工单{n}", "内容" * 40] for n in range(20_000)])
    tracemalloc.start()
    try:
        with pytest.raises(Unfit) as caught:
            list(sheets.rows(content, "xlsx", BOUNDS))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code == "sheet_rows"
    assert peak < 40 * 2**20


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", "0139"]


def test_what_is_written_is_text_and_nothing_of_it_a_formula() -> None:
    content = sheets.write(["原因"], [[text] for text in DANGEROUS], "未导入")
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == DANGEROUS
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert sheets.check(files.upload("a.xlsx", content), BOUNDS) == "xlsx"


def test_the_search_for_formulas_finds_one() -> None:
    """The twin: written the usual way, the same text is a formula."""
    with zipfile.ZipFile(io.BytesIO(book([DANGEROUS[0]]))) as archive:
        assert b"<f>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_cell_does_not_show_itself() -> None:
    assert "萨仁" not in repr(Cell("萨仁图雅"))
