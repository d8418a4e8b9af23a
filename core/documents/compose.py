"""Lay a letter out on pages of 22 lines of 28 characters (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.documents import fonts
from core.documents.blocks import (
    BLANK,
    SEAL_LINES,
    Row,
    addressee_rows,
    attachment_rows,
    block_rows,
    centred,
    one_line,
    set_line,
    signature_rows,
    title_rows,
)
from core.documents.fonts import EM_ASCENT, UNITS_PER_EM, Role
from core.documents.letter import Block, Imprint, Letter, Paragraph, Table, Verification
from core.documents.page import (
    AREA_BOTTOM,
    AREA_RIGHT,
    AREA_WIDTH,
    CELL,
    LINES,
    MARGIN_LEFT,
    MARGIN_TOP,
    MM_PER_POINT,
    PITCH,
    SIZE_3,
    SIZE_4,
    Colour,
    Element,
    Page,
    Rule,
    Symbol,
    Text,
    body_style,
    small_style,
)
from core.documents.symbol import modules
from core.documents.typeset import Style, break_lines
from core.documents.wording import chinese_date

HEAD_TOP = 35.0  # top of the red head below the top of the type area (7.2.4)
NUMBER_GAP_LINES = 2  # blank lines between head and number (7.2.5)
RED_LINE_GAP = 4.0  # number to red line (7.2.7)
RED_LINE_AT = 8  # the grid line the red line stands on; the size of the head follows from it
RED_LINE_THICKNESS = 0.5
TITLE_GAP_LINES = 2  # blank lines between red line and title (7.3.1)
HEAD_MIN_STRETCH = 0.6

IMPRINT_ROW = 8.0
IMPRINT_OUTER, IMPRINT_INNER = 0.35, 0.25  # 7.4.1
PAGE_NUMBER_GAP = 7.0  # type area to the dash of the page number (7.5)

CODE_SIDE, CODE_TOP, CODE_SIZE = 15.0, 275.5, 9.0  # the verification code, in the lower margin

COVER_SIZE = 36.0  # of the title on a cover
DRAFT_MARK = "稿"
DRAFT_WORDS = "未签发"
DRAFT_SIZE = 40.0
DRAFT_TOP = 14.0


def layout(letter: Letter) -> tuple[Page, ...]:
    """Place every element of a letter; millimetres from the top left corner of its page.

    Raises ``MissingGlyphs`` naming each character that no face has.
    """
    fonts.require(" ".join(text.split()) for text in letter.texts())
    contents = _contents(letter)
    pages = [[*elements] for elements, _ in contents]
    if letter.head is not None:
        pages[0][:0] = _head(letter.head, letter.number)
    numbered = len(pages)
    if letter.imprint is not None:
        _add_imprint(pages, letter.imprint, LINES - contents[-1][1])
    result = []
    for number, elements in enumerate(pages, 1):
        printed = number if number <= numbered else None
        if printed is not None:
            elements.append(_page_number(printed))
        if letter.draft:
            elements += _draft_mark()
        if letter.verification is not None and number == numbered:
            elements += _verification(letter.verification)
        result.append(Page(printed, tuple(elements)))
    return tuple(result)


def sheets(title: str, blocks: Sequence[Block]) -> tuple[Page, ...]:
    """Lay a sheet of the house's own out: a title and what stands below it, no page numbers.

    Raises ``MissingGlyphs`` as ``layout`` does.
    """
    rows = [*title_rows(title), replace(BLANK, keep=True)]
    for block in blocks:
        rows += block_rows(block)
    return _bare(title, blocks, rows)


def cover(office: str, title: str, table: Table) -> tuple[Page, ...]:
    """Lay a cover out: the office, what it is in large type, and what it holds below.

    Raises ``MissingGlyphs`` as ``layout`` does.
    """
    rows = [BLANK, BLANK, *title_rows(office), BLANK]
    rows += [replace(centred(title, COVER_SIZE), keep=True), BLANK, BLANK, *block_rows(table)]
    return _bare(office + title, [table], rows)


def _bare(title: str, blocks: Sequence[Block], rows: Sequence[Row]) -> tuple[Page, ...]:
    said = (text for block in blocks for text in block.texts())
    fonts.require(" ".join(text.split()) for text in (title, *said))
    return tuple(Page(None, tuple(elements)) for elements, _ in deal(rows, 0))


def _first_line(letter: Letter) -> int:
    return 0 if letter.head is None else RED_LINE_AT + TITLE_GAP_LINES


def _contents(letter: Letter) -> list[tuple[list[Element], int]]:
    """Deal the rows to pages; close up above the signer where that saves a page (7.3.5.4)."""
    rows = _rows(letter)
    first = _first_line(letter)
    wide = deal([*rows, *signature_rows(letter, SEAL_LINES)], first)
    if not letter.sealed or len(wide) == 1:
        return wide
    close = deal([*rows, *signature_rows(letter, SEAL_LINES - 1)], first)
    return close if len(close) < len(wide) else wide


def _rows(letter: Letter) -> list[Row]:
    rows = [*title_rows(letter.title), replace(BLANK, keep=True)]
    if letter.addressee:
        rows += addressee_rows(letter.addressee)
    for number, block in enumerate(letter.body):
        rows += block_rows(block)
        if _leads(letter.body, number):
            rows[-1] = replace(rows[-1], keep=True)
    rows += attachment_rows(letter.attachments)
    if letter.signer:  # the page with the signature also carries text (7.3.5)
        rows[-2:] = [replace(row, keep=True) for row in rows[-2:]]
    return rows


def _leads(blocks: Sequence[Block], number: int) -> bool:
    """Tell whether a block stays with the next: words that announce it, and no row of a table
    stands alone on a page, its head no more than its last one.
    """
    block, ahead = blocks[number], blocks[number + 1 : number + 3]
    if not ahead:
        return False
    if isinstance(block, Paragraph):
        return block.text.rstrip().endswith("：")
    if isinstance(block, Table) and isinstance(ahead[0], Table):
        is_first = number == 0 or not isinstance(blocks[number - 1], Table)
        return is_first or len(ahead) == 1 or not isinstance(ahead[1], Table)
    return False


def deal(rows: Sequence[Row], first: int) -> list[tuple[list[Element], int]]:
    """Deal rows out to pages; returns each page's elements and the lines it has used.

    Rows tied together move to the next page together, unless they are more than a page.
    Blank rows do not begin a page.
    """
    pages: list[tuple[list[Element], int]] = []
    elements: list[Element] = []
    used = first
    for group in _groups(rows):
        height = sum(row.lines for row in group)
        if used + height > LINES and height <= LINES and elements:
            pages.append((elements, used))
            elements, used = [], 0
        for row in group:
            if used + row.lines > LINES:
                pages.append((elements, used))
                elements, used = [], 0
            if not elements and pages:
                if not row.elements:
                    continue
                elements += [element.down(MARGIN_TOP) for element in row.repeat]
                used += row.repeat_lines
            elements += [element.down(MARGIN_TOP + used * PITCH) for element in row.elements]
            used += row.lines
    pages.append((elements, used))
    return pages


def _groups(rows: Sequence[Row]) -> list[list[Row]]:
    groups: list[list[Row]] = []
    tied = False
    for row in rows:
        if tied:
            groups[-1].append(row)
        else:
            groups.append([row])
        tied = row.keep
    return groups


def _head(head: str, number: str | None) -> list[Element]:
    """Set the red head, the number and the red line (7.2.4, 7.2.5, 7.2.7).

    The red line stands on the grid, so that title and text do; the height left between the
    measures of the standard gives the size of the head, which the standard leaves open.
    """
    line_top = MARGIN_TOP + RED_LINE_AT * PITCH
    number_top = line_top - RED_LINE_GAP - SIZE_3 * MM_PER_POINT
    number_line_top = number_top - (PITCH - SIZE_3 * MM_PER_POINT) / 2
    head_bottom = number_line_top - NUMBER_GAP_LINES * PITCH
    lowest, highest = fonts.ink(Role.TITLE, head)
    size = (head_bottom - MARGIN_TOP - HEAD_TOP) / max(highest - lowest, 0.5) / MM_PER_POINT
    style = Style(Role.TITLE, size, size)
    text = one_line("head", head, style)
    if text.stretch < HEAD_MIN_STRETCH:
        size *= text.stretch / HEAD_MIN_STRETCH
        text = one_line("head", head, Style(Role.TITLE, size, size))
    baseline = MARGIN_TOP + HEAD_TOP + highest * size * MM_PER_POINT
    elements: list[Element] = [
        replace(
            text,
            x=MARGIN_LEFT + (AREA_WIDTH - text.width) / 2,
            top=baseline - EM_ASCENT / UNITS_PER_EM * size * MM_PER_POINT,
            colour=Colour.RED,
        )
    ]
    if number:
        set_number = one_line("number", number, body_style())
        x = MARGIN_LEFT + (AREA_WIDTH - set_number.width) / 2
        elements.append(replace(set_number, x=x, top=number_top))
    elements.append(
        Rule(
            "red line",
            MARGIN_LEFT,
            line_top,
            AREA_RIGHT,
            line_top,
            RED_LINE_THICKNESS,
            Colour.RED,
        )
    )
    return elements


def _page_number(number: int) -> Text:
    """Set ``— 1 —`` outside the type area, odd pages right, even pages left (7.5)."""
    style = small_style(Role.SONG)
    text = one_line("page number", f"— {number} —", style)
    x = AREA_RIGHT - CELL - text.width if number % 2 else MARGIN_LEFT + CELL
    lowest, highest = fonts.ink(Role.SONG, "—")
    dash = EM_ASCENT / UNITS_PER_EM - (lowest + highest) / 2
    top = AREA_BOTTOM + PAGE_NUMBER_GAP - dash * style.size * MM_PER_POINT
    return replace(text, x=x, top=top)


def _add_imprint(pages: list[list[Element]], imprint: Imprint, free_lines: int) -> None:
    """Put the closing record at the foot of the last page, an even one (7.4)."""
    elements, height = _imprint(imprint)
    if len(pages) % 2 == 0 and height <= free_lines * PITCH:
        pages[-1] += elements
        return
    if len(pages) % 2 == 0:
        pages.append([])
    pages.append(elements)


def _imprint(imprint: Imprint) -> tuple[list[Element], float]:
    style = small_style()
    room = int((AREA_WIDTH - 2 * CELL) / MM_PER_POINT / style.half)
    texts: list[tuple[Text, float]] = []
    height = IMPRINT_ROW
    day = one_line("imprint", f"{chinese_date(imprint.on)}印发", style)
    office = one_line("imprint", imprint.office, style, AREA_WIDTH - 3 * CELL - day.width)
    texts.append((replace(office, x=MARGIN_LEFT + CELL), height))
    texts.append((replace(day, x=AREA_RIGHT - CELL - day.width), height))
    rules = [(IMPRINT_OUTER, 0.0)]
    if imprint.copies:
        rules.append((IMPRINT_INNER, height))
        copies = "抄送：" + imprint.copies.strip().rstrip("。.") + "。"
        for line in reversed(break_lines(copies, style, room, rest=6)):
            height += IMPRINT_ROW
            text = set_line("imprint", line, style)
            texts.append((replace(text, x=MARGIN_LEFT + CELL), height))
    rules.append((IMPRINT_OUTER, height))
    lead = (IMPRINT_ROW - SIZE_4 * MM_PER_POINT) / 2
    elements: list[Element] = [
        replace(text, top=AREA_BOTTOM - above + lead) for text, above in reversed(texts)
    ]
    for thickness, above in rules:
        top = AREA_BOTTOM - above
        elements.append(Rule("imprint line", MARGIN_LEFT, top, AREA_RIGHT, top, thickness))
    return elements, height


def _verification(verification: Verification) -> list[Element]:
    """Set symbol and code in the lower margin, below the page number, where no text stands."""
    lines = (
        f"验证码：{verification.code}",
        f"扫码或者访问 {verification.page} 核验真伪",
    )
    style = Style(Role.SONG, CODE_SIZE, CODE_SIZE)
    x = MARGIN_LEFT + CODE_SIDE + 2
    height = CODE_SIZE * MM_PER_POINT
    top = CODE_TOP + (CODE_SIDE - height * 1.5 * len(lines)) / 2
    elements: list[Element] = [
        Symbol("verification", MARGIN_LEFT, CODE_TOP, CODE_SIDE, modules(verification.url))
    ]
    for n, line in enumerate(lines):
        text = one_line("verification", line, style, AREA_RIGHT - x)
        elements.append(replace(text, x=x, top=top + n * height * 1.5))
    return elements


def _draft_mark() -> list[Element]:
    """Mark a page as a draft in its upper margin, where no text stands."""
    style = Style(Role.KAI, DRAFT_SIZE, DRAFT_SIZE)
    mark = one_line("draft", DRAFT_MARK, style)
    mark = replace(mark, x=AREA_RIGHT - mark.width, top=DRAFT_TOP, colour=Colour.GREY)
    words = one_line("draft", DRAFT_WORDS, small_style(Role.KAI))
    return [
        mark,
        replace(
            words,
            x=mark.x - words.width - 2,
            top=DRAFT_TOP + (mark.height - words.height) / 2,
            colour=Colour.GREY,
        ),
    ]
