"""Sheets from a table: looked through row by row, counted only once confirmed, none twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from sqlalchemy import select

from core.db import db
from core.files.kinds import Upload
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    SheetBatch,
    SheetImport,
    SurveyChoice,
    SurveyRemark,
)
from evaluation.queries import results
from evaluation.queries.tables import Looked, headings_of
from evaluation.rules import GapReason, InvalidReason, RoundState
from evaluation.services import entering, importing
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, person

Cells = Sequence[str | int]


def table(made: EvaluationRound, *rows: Cells, headings: Sequence[str] | None = None) -> Upload:
    """Return a table with these rows below the headings of the questionnaire."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(headings or headings_of(made.questionnaire)))
    for row in rows:
        sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return Upload("答卷.xlsx", written.getvalue())


def row(number: str | int, *, place: str | int = 1, text: str = "", gap: str = "") -> Cells:
    """Return a whole sheet: six items, the overall question, a remark."""
    return [number, *[place] * 7, text, gap, ""]


@pytest.fixture
def made(app: Flask) -> EvaluationRound:
    return make.round_(RoundState.COLLECTING)


@pytest.fixture
def batch(made: EvaluationRound) -> SheetBatch:
    return make.batch(made)


def looked_at(batch: SheetBatch, upload: Upload) -> Looked:
    waiting = importing.upload_sheets(batch, actor("evaluator"), upload)
    return importing.looked_through(batch, waiting)


def confirm(batch: SheetBatch) -> int:
    waiting = db.session.scalars(
        select(SheetImport).where(SheetImport.confirmed_on.is_(None))
    ).one()
    return importing.confirm_sheets(batch, actor("evaluator"), digest=waiting.sha256)


@pytest.mark.requirement("XSE-03")
def test_a_table_counts_once_it_is_confirmed_and_not_before(
    made: EvaluationRound, batch: SheetBatch
) -> None:
    upload = table(
        made, row(1, text="窗口少。"), row(2, place="不满意"), [3, *[""] * 9, "没有填写"],
        [4, "", *["2"] * 6, "", "拒绝回答", ""],
    )  # fmt: skip
    looked = looked_at(batch, upload)
    assert [line.number for line in looked.good] == [1, 2, 3, 4]
    assert results.figures_of(made)[made.units[0].id].returned == 0
    assert confirm(batch) == 4
    figures = results.figures_of(made)[made.units[0].id]
    assert (figures.returned, figures.valid) == (4, 3)
    assert figures.invalid == {InvalidReason.BLANK: 1}
    assert figures.gaps == {GapReason.REFUSED: 1}
    sheets = db.session.scalars(select(AnswerSheet).order_by(AnswerSheet.seq)).all()
    assert [sheet.seq for sheet in sheets] == [1, 2, 3, 4]
    chosen = db.session.scalars(
        select(SurveyChoice.option_id).where(SurveyChoice.sheet_id == sheets[1].id)
    ).all()
    closed = [q for q in made.questionnaire.questions if q.options]
    assert sorted(chosen) == sorted(q.options[2].id for q in closed)
    assert db.session.scalars(select(SurveyRemark.text)).all() == ["窗口少。"]
    kept = db.session.scalars(select(SheetImport)).one()
    assert (kept.content, kept.taken, kept.faulty) == (None, 4, 0)
    assert kept.uploaded_by_id == actor("evaluator").id
    assert "import_sheets" in [e.action for e in of_subject("sheet_batches", batch.id, limit=5)]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (row(""), "sheet_number"),
        (row("0"), "sheet_number"),
        (row("一"), "sheet_number"),
        (row(2, place="很好"), "sheet_option"),
        (row(2, place=9), "sheet_option"),
        (row(2, place="1,2"), "sheet_options"),
        (row(2, place="=1+1"), "sheet_cell_formula"),
        (row(2, gap="不知道"), "sheet_reason"),
        ([2, "", *["1"] * 6, "", "", ""], "sheet_gaps"),
        ([2, *[""] * 10], "sheet_empty"),
        (row(1), "sheet_number_twice"),
        (row(2, text="字" * 1001), "sheet_cell_long"),
        (row(2, text="a\u202eb"), "sheet_cell_unseen"),
    ],
)
def test_a_faulty_row_is_told_with_its_number_and_not_taken(
    made: EvaluationRound, batch: SheetBatch, cells: Cells, code: str
) -> None:
    looked = looked_at(batch, table(made, row(1), cells))
    assert {(fault.row, fault.refusal.code) for fault in looked.faults} == {(3, code)}
    assert confirm(batch) == 1


def test_a_formula_stays_text_in_what_is_written(made: EvaluationRound, batch: SheetBatch) -> None:
    looked = looked_at(batch, Upload("答卷.csv", _csv(made, row(1, text='=HYPERLINK("x")'))))
    assert [fault.refusal.code for fault in looked.faults] == ["sheet_cell_formula"]


def _csv(made: EvaluationRound, *rows: Cells) -> bytes:
    lines = [headings_of(made.questionnaire), *rows]
    quoted = [",".join(f'"{str(c).replace(chr(34), chr(34) * 2)}"' for c in line) for line in lines]
    return "\n".join(quoted).encode()


def test_a_table_of_commas_is_read_as_well(made: EvaluationRound, batch: SheetBatch) -> None:
    looked = looked_at(batch, Upload("答卷.csv", _csv(made, row(7), row(8, place="基本满意"))))
    assert ([line.number for line in looked.good], looked.faults) == ([7, 8], [])


def test_no_sheet_is_taken_twice(made: EvaluationRound, batch: SheetBatch) -> None:
    who = actor("evaluator")
    entering.enter_sheet(batch, who, make.all_chosen(made))
    upload = table(made, row(1), row(2), row(3, place="坏"))
    looked = looked_at(batch, upload)
    assert (looked.known, [line.number for line in looked.good]) == ([1], [2])
    confirm(batch)
    other = make.batch(made, "2")
    with pytest.raises(Refused) as found:
        importing.upload_sheets(other, who, upload)
    assert found.value.refusal.code == "sheets_known"
    mended = looked_at(batch, table(made, row(1), row(2), row(3)))
    assert (mended.known, [line.number for line in mended.good]) == ([1, 2], [3])
    assert confirm(batch) == 1
    looked_at(batch, table(made, row(3), row(2), row(1)))
    with pytest.raises(Refused) as found:
        confirm(batch)
    assert found.value.refusal.code == "sheets_nothing_new"


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (["份号", "姓名"], "sheets_heading_unknown"),
        (["份号", "1", "1. 又一次"], "sheets_heading_twice"),
        (["1", "2", "3", "4", "5", "6", "7", "8"], "sheets_heading_missing"),
        (["份号", "1", "2", "3", "4", "5", "6", "7", "9"], "sheets_heading_unknown"),
    ],
)
def test_other_headings_are_refused(
    made: EvaluationRound, batch: SheetBatch, headings: list[str], code: str
) -> None:
    with pytest.raises(Refused) as found:
        looked_at(batch, table(made, row(1), headings=headings))
    assert found.value.refusal.code == code


def test_another_table_than_the_one_looked_at_is_not_confirmed(
    made: EvaluationRound, batch: SheetBatch
) -> None:
    who = actor("evaluator")
    first = importing.upload_sheets(batch, who, table(made, row(1))).sha256
    importing.upload_sheets(batch, who, table(made, row(2)))
    assert db.session.scalars(select(SheetImport.sha256)).all() != [first]
    with pytest.raises(Refused) as found:
        importing.confirm_sheets(batch, who, digest=first)
    assert found.value.refusal.code == "sheets_gone"


def test_only_the_typist_of_an_open_batch_imports(made: EvaluationRound, batch: SheetBatch) -> None:
    with pytest.raises(Forbidden):
        importing.upload_sheets(batch, make.organiser(), table(made, row(1)))
    who = actor("evaluator")
    importing.upload_sheets(batch, who, table(made, row(1)))
    entering.close_batch(batch, who)
    assert db.session.scalars(select(SheetImport)).all() == []
    with pytest.raises(Refused) as found:
        importing.upload_sheets(batch, who, table(made, row(1)))
    assert found.value.refusal.code == "batch_closed"


def test_the_pages_from_the_empty_table_to_the_sheets(
    made: EvaluationRound, batch: SheetBatch, sign_in: Callable[[User], Client]
) -> None:
    desk = sign_in(person("evaluator"))
    home = f"/sheet-batches/{batch.id}"
    assert "从表格导入" in desk.get(home).text
    empty = load_workbook(BytesIO(desk.get(home + "/import/template").response.data)).active
    assert empty is not None
    assert [cell.value for cell in empty[1]] == headings_of(made.questionnaire)

    def send(upload: Upload, status: int = 303) -> None:
        form = desk.get(home + "/import")
        form.submit(home + "/import", status=status, sheet=(BytesIO(upload.content), upload.name))

    send(Upload("答卷.txt", b"1"), 422)
    send(table(made, row(1), row(2, place="好")))
    shown = desk.get(home + "/import")
    assert "没有“好”这个选项" in shown.text
    assert "确认导入1份" in shown.text
    desk.post(home + "/import/discard")
    send(table(made, row(1), row(2, place="好")))
    desk.get(home + "/import").submit(home + "/import/confirm")
    told = desk.get(home)
    assert "从表格导入1份，1行有误没有导入" in told.text
    assert "已录1份" in told.text
    assert told.h1 == "第2份"
