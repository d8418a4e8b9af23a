"""What leaves as a table says who took it, and when, and is noted; nothing of it is a formula."""

from __future__ import annotations

import io
import zipfile

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from core.access_log import AccessEntry, AccessKind
from core.access_log.services import write_notes
from core.db import db
from core.web import exports
from tests.support.factories import actor

DANGEROUS = '=HYPERLINK("http://example.org";"点这里")'


def made(app: Flask) -> bytes:
    """Return an export of the office's leader."""
    with app.test_request_context("/statistics/sheet"):
        answer = exports.sheet(
            actor("supervisor"), ("units", 7), ["单位", "件数"], [[DANGEROUS, 3]], "统计表", "统计"
        )
        write_notes()
    return answer.get_data()


def test_the_mark_stands_above_below_and_on_each_sheet_of_paper(app: Flask) -> None:
    sheet = load_workbook(io.BytesIO(made(app))).active
    assert sheet is not None
    first, head, line, last = sheet.iter_rows(values_only=True)
    mark = "阿尔山市政务公开办公室 包晓梅 于2026年3月2日 09:00从问责系统导出，仅供工作使用"
    assert first[0] == last[0] == mark
    assert sheet.oddHeader.left.text == sheet.oddFooter.left.text == mark
    assert (head, line) == (("单位", "件数"), (DANGEROUS, 3))


def test_a_name_that_is_typed_as_a_formula_stays_text(app: Flask) -> None:
    content = made(app)
    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    cell = sheet["A3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (DANGEROUS, "s", True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_every_export_is_noted(app: Flask) -> None:
    made(app)
    noted = db.session.execute(
        select(AccessEntry.kind, AccessEntry.subject_type, AccessEntry.subject_id)
    ).all()
    assert [tuple(row) for row in noted] == [(AccessKind.EXPORT, "units", 7)]
