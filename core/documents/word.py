"""A letter as a Word file: the same text on the same page, set in the faces the standard names.

The faces are named and not embedded: whoever opens the file has the licences or sees others. The
PDF is the document; the Word file is for those who have to work on its text.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from core.documents.letter import Heading, Imprint, Letter, Paragraph, Table
from core.documents.page import (
    AREA_BOTTOM,
    AREA_RIGHT,
    CELL,
    MARGIN_LEFT,
    MARGIN_TOP,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE_2,
    SIZE_3,
    SIZE_4,
)
from core.documents.wording import chinese_date

TITLE_FACE, BODY_FACE = "方正小标宋简体", "仿宋_GB2312"
KAI_FACE, HEI_FACE, SONG_FACE = "楷体_GB2312", "黑体", "宋体"
MIMETYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_LINE = 29.0  # points from line to line: 22 lines on a page
_HEAD_SIZE = 40.0
_RED = RGBColor(0xDB, 0x00, 0x00)
_HEADING_FACES = {1: HEI_FACE, 2: KAI_FACE, 3: BODY_FACE, 4: BODY_FACE}
_CENTRE, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def docx_bytes(letter: Letter) -> bytes:
    """Return a letter as a Word file; a draft is marked on every page."""
    file: Any = Document()
    _page(file, letter)
    if letter.head is not None:
        _head(file, letter.head, letter.number)
    for line in letter.title.split("\n"):
        _line(file, line, face=TITLE_FACE, size=SIZE_2, align=_CENTRE, spacing=36)
    _line(file, "")
    if letter.addressee:
        _line(file, f"{letter.addressee}：")
    for block in letter.body:
        _block(file, block)
    for n, name in enumerate(letter.attachments, 1):
        mark = "附件：" if n == 1 else "　　　"
        number = f"{n}." if len(letter.attachments) > 1 else ""
        _line(file, f"{mark}{number}{name}", indent=2)
    if letter.signer:
        _line(file, "")
        _line(file, "")
        _line(file, letter.signer, align=_RIGHT, right=2)
        _line(file, chinese_date(letter.on), align=_RIGHT, right=4)
    if letter.note:
        _line(file, f"（{letter.note}）", indent=2)
    if letter.imprint is not None:
        _imprint(file, letter.imprint)
    if letter.verification is not None:
        text = f"验证码：{letter.verification.code}　{letter.verification.page}"
        _line(file, text, face=SONG_FACE, size=9)
    stamp = datetime(letter.on.year, letter.on.month, letter.on.day)  # noqa: DTZ001 - docx has no zones
    properties = file.core_properties
    properties.title, properties.author = letter.title, letter.signer or letter.head or ""
    properties.created = properties.modified = stamp
    properties.comments = ""
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _page(file: Any, letter: Letter) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(PAGE_HEIGHT - AREA_BOTTOM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT), Mm(PAGE_WIDTH - AREA_RIGHT)
    section.footer_distance = Mm(25)
    file.settings.odd_and_even_pages_header_footer = True
    _number(section.footer.paragraphs[0], is_odd=True)
    _number(section.even_page_footer.paragraphs[0], is_odd=False)
    style = file.styles["Normal"]
    style.font.size = Pt(SIZE_3)
    _name(style.element.get_or_add_rPr(), BODY_FACE)
    if letter.draft:
        for header in (section.header, section.even_page_header):
            paragraph = header.paragraphs[0]
            paragraph.alignment = _RIGHT
            _run(paragraph, "未签发　稿", KAI_FACE, SIZE_4)


def _number(paragraph: Any, *, is_odd: bool) -> None:
    """Set ``— 1 —``, odd pages right, even pages left, a character in (GB/T 9704 7.5)."""
    paragraph.alignment = _RIGHT if is_odd else WD_ALIGN_PARAGRAPH.LEFT
    side = "right_indent" if is_odd else "left_indent"
    setattr(paragraph.paragraph_format, side, Pt(SIZE_4))
    _run(paragraph, "— ", SONG_FACE, SIZE_4)
    run = _run(paragraph, "", SONG_FACE, SIZE_4)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set(qn("w:fldCharType"), kind)
        mark.text = text
        run._r.append(mark)
    _run(paragraph, " —", SONG_FACE, SIZE_4)


def _imprint(file: Any, imprint: Imprint) -> None:
    """Set the closing record between its lines: copies, then office and day (7.4)."""
    texts = [f"抄送：{imprint.copies}。"] if imprint.copies else []
    texts.append(f"{imprint.office}　　{chinese_date(imprint.on)}印发")
    table = file.add_table(rows=0, cols=1)
    for text in texts:
        cell = table.add_row().cells[0]
        _set(cell.paragraphs[0])
        _run(cell.paragraphs[0], text, BODY_FACE, SIZE_4)
    borders = OxmlElement("w:tblBorders")
    for side, size in (("top", 8), ("bottom", 8), ("insideH", 6)):
        _border(borders, side, size=size)
    table._tbl.tblPr.append(borders)


def _border(borders: Any, side: str, *, size: int, space: int = 0, colour: str = "000000") -> None:
    """Add a line to the borders of a paragraph or a table; `size` in eighths of a point."""
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", colour)):
        line.set(qn(f"w:{name}"), str(value))
    borders.append(line)


def _head(file: Any, head: str, number: str | None) -> None:
    """Set the red head, the number and the red line below it."""
    first = _line(file, head, face=TITLE_FACE, size=_HEAD_SIZE, align=_CENTRE, spacing=60)
    first.paragraph_format.space_before = Mm(25)
    first.runs[0].font.color.rgb = _RED
    _line(file, "")
    _line(file, "")
    last = _line(file, number or "", align=_CENTRE)
    borders = OxmlElement("w:pBdr")
    _border(borders, "bottom", size=12, space=4, colour="DB0000")
    last._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")
    _line(file, "")
    _line(file, "")


def _block(file: Any, block: Paragraph | Heading | Table) -> None:
    if isinstance(block, Table):
        _table(file, block)
    elif isinstance(block, Heading):
        _line(file, block.text, face=_HEADING_FACES[block.level], indent=2)
    else:
        for text in block.text.split("\n"):
            if text.strip():
                _line(file, text, indent=block.indent)


def _table(file: Any, block: Table) -> None:
    table = file.add_table(rows=0, cols=len(block.widths))
    table.style = "Table Grid"
    table.autofit = False
    for texts in block.rows:
        row = table.add_row()
        row.height = Pt(_LINE * block.min_lines)
        for cell, text, width in zip(row.cells, texts, block.widths, strict=True):
            cell.width = Mm(width * CELL)
            _set(cell.paragraphs[0])
            _run(cell.paragraphs[0], text, BODY_FACE, SIZE_3)


def _line(
    file: Any,
    text: str,
    *,
    face: str = BODY_FACE,
    size: float = SIZE_3,
    align: WD_ALIGN_PARAGRAPH | None = None,
    indent: int = 0,
    right: int = 0,
    spacing: float = _LINE,
) -> Any:
    paragraph = file.add_paragraph()
    paragraph.alignment = align
    _set(paragraph, spacing)
    paragraph.paragraph_format.first_line_indent = Pt(indent * SIZE_3)
    paragraph.paragraph_format.right_indent = Pt(right * SIZE_3)
    _run(paragraph, text, face, size)
    return paragraph


def _set(paragraph: Any, spacing: float = _LINE) -> None:
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(spacing)


def _run(paragraph: Any, text: str, face: str, size: float) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _name(run._r.get_or_add_rPr(), face)
    return run


def _name(properties: Any, face: str) -> None:
    """Name the face for Chinese and Latin text alike."""
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), face)
