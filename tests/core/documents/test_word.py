"""A letter as a Word file: page, faces, text; and kept so that it can be made again."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from core.documents import Heading, Imprint, Letter, Paragraph, Table
from core.documents.keeping import dumps, loads
from core.documents.letter import Verification
from core.documents.word import BODY_FACE, HEI_FACE, TITLE_FACE, docx_bytes
from tests.core.documents.letters import letter


def full() -> Letter:
    """Return a letter with every kind of part."""
    return replace(
        letter(
            Heading(1, "一、当事人"),
            Paragraph("姓名：王𬭩。\n单位：某某局。"),
            Table((("案由", "逾期未答复"),)),
        ),
        attachments=("清单", "回执"),
        note="此件公开发布",
        imprint=Imprint("某某市政务公开办公室", letter().on, "某某局"),
        verification=Verification("ABCD-EFGH-JKMN", "https://w.e/verify/A", "https://w.e/verify"),
    )


def opened(made: Letter) -> Any:
    return Document(BytesIO(docx_bytes(made)))


def face(paragraph: Any) -> str:
    name: str = paragraph.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))
    return name


def test_the_page_is_that_of_the_standard() -> None:
    section = opened(full()).sections[0]
    sides = (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.right_margin,
        section.bottom_margin,
    )
    assert [round(side.mm) for side in sides] == [210, 297, 37, 28, 26, 35]


def test_every_text_stands_in_it_in_its_face() -> None:
    file = opened(full())
    lines = {p.text: p for p in file.paragraphs if p.text}
    for text, name in (
        ("关于对某某局作出处理的决定", TITLE_FACE),
        ("一、当事人", HEI_FACE),
        ("姓名：王𬭩。", BODY_FACE),
        ("单位：某某局。", BODY_FACE),
        ("2026年1月5日", BODY_FACE),
    ):
        assert face(lines[text]) == name
    assert [c.text for c in file.tables[0].rows[0].cells] == ["案由", "逾期未答复"]
    whole = "\n".join(lines)
    for text in ("附件：1.清单", "2.回执", "（此件公开发布）", "验证码：ABCD-EFGH-JKMN"):
        assert text in whole


def test_the_closing_record_stands_between_its_lines() -> None:
    record = opened(full()).tables[-1]
    said = [row.cells[0].text for row in record.rows]
    assert said == ["抄送：某某局。", "某某市政务公开办公室　　2026年1月5日印发"]
    borders = record._tbl.tblPr.find(qn("w:tblBorders"))
    assert {line.tag for line in borders} == {qn("w:top"), qn("w:bottom"), qn("w:insideH")}


def test_head_and_line_are_red() -> None:
    file = opened(full())
    assert str(file.paragraphs[0].runs[0].font.color.rgb) == "DB0000"
    assert len(file.element.findall(f".//{qn('w:pBdr')}/{qn('w:bottom')}")) == 1


def test_a_draft_is_marked() -> None:
    assert "未签发" not in opened(full()).sections[0].header.paragraphs[0].text
    draft = opened(replace(full(), draft=True))
    for header in (draft.sections[0].header, draft.sections[0].even_page_header):
        assert "未签发" in header.paragraphs[0].text


def test_a_letter_is_kept_whole() -> None:
    for made in (full(), letter(), replace(letter(), head=None, number=None, signer=None)):
        assert loads(dumps(made)) == made
