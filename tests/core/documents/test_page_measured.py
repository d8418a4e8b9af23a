"""The PDF itself is measured against GB/T 9704-2012 (domain facts E-5)."""

from __future__ import annotations

from datetime import date

import pytest

from core.documents import Imprint, Letter, Paragraph, Table, layout, render
from tests.core.documents import measure
from tests.core.documents.letters import OFFICE, full_page, letter, punctuated

TOP, LEFT, WIDTH, HEIGHT = 37.0, 28.0, 156.0, 225.0
PITCH, CELL, POINT = HEIGHT / 22, WIDTH / 28, 25.4 / 72
NORM = pytest.approx  # used with abs=1 where the standard allows a millimetre


@pytest.mark.requirement("INF-17")
def test_a_full_page_has_22_lines_of_28_characters() -> None:
    lines = measure.lines(render(full_page()), 2)[:-1]
    assert len(lines) == 22
    assert {len(line.text) for line in lines} == {28}


def test_the_type_area_has_the_margins_of_the_standard() -> None:
    lines = measure.lines(render(full_page()), 2)[:-1]
    assert min(line.left for line in lines) == NORM(LEFT, abs=0.5)
    assert max(line.right for line in lines) == NORM(LEFT + WIDTH, abs=0.5)
    # the first and the last line stand in the middle of their grid lines
    leading = (PITCH - 16 * POINT) / 2
    assert lines[0].top - leading == NORM(TOP, abs=0.5)
    assert lines[-1].bottom + leading == NORM(TOP + HEIGHT, abs=0.5)


def test_every_line_stands_on_the_grid() -> None:
    lines = measure.lines(render(full_page()), 2)[:-1]
    first = lines[0].top
    for number, line in enumerate(lines):
        assert line.top == NORM(first + number * PITCH, abs=0.1)


@pytest.mark.parametrize("subject", [full_page(), punctuated()], ids=["full", "punctuated"])
def test_ink_stays_inside_the_type_area(subject: Letter) -> None:
    box = measure.box(render(subject), 2, "black", (0, TOP + HEIGHT + 2))
    assert box.left >= LEFT - 0.5
    assert box.right <= LEFT + WIDTH + 0.5
    assert box.top >= TOP - 0.5


def test_the_red_head_begins_35_mm_below_the_type_area() -> None:
    head = measure.box(render(letter()), 1, "red", (40, 95))
    assert head.top == NORM(TOP + 35, abs=1)
    assert (head.left + head.right) / 2 == NORM(LEFT + WIDTH / 2, abs=1)


def test_the_number_stands_two_lines_below_the_head_and_is_centred() -> None:
    pdf = render(letter())
    head = measure.box(pdf, 1, "red", (40, 95))
    number = next(line for line in measure.lines(pdf, 1) if "〔2026〕" in line.text)
    leading = (PITCH - 16 * POINT) / 2
    assert number.text == "阿政公责〔2026〕12号"
    assert number.top - leading - head.bottom == NORM(2 * PITCH, abs=1)
    assert (number.left + number.right) / 2 == NORM(LEFT + WIDTH / 2, abs=0.5)


def test_the_red_line_is_4_mm_below_the_number_and_as_wide_as_the_text() -> None:
    pdf = render(letter())
    number = next(line for line in measure.lines(pdf, 1) if "〔2026〕" in line.text)
    line = measure.box(pdf, 1, "red", (number.bottom, number.bottom + 12))
    assert (line.top + line.bottom) / 2 - number.bottom == NORM(4, abs=0.5)
    assert line.left == NORM(LEFT, abs=0.5)
    assert line.right - line.left == NORM(WIDTH, abs=0.5)


def test_the_title_stands_two_lines_below_the_red_line_and_the_addressee_one_below_it() -> None:
    pdf = render(letter())
    lines = measure.lines(pdf, 1)
    number = next(line for line in lines if "〔2026〕" in line.text)
    title = next(line for line in lines if "处理的决定" in line.text)
    addressee = next(line for line in lines if line.text == "某某局：")
    red = measure.box(pdf, 1, "red", (number.bottom, number.bottom + 12))
    title_leading = (PITCH - 22 * POINT) / 2
    assert title.top - title_leading - red.bottom == NORM(2 * PITCH, abs=0.5)
    assert (title.left + title.right) / 2 == NORM(LEFT + WIDTH / 2, abs=0.5)
    assert title.bottom - title.top == NORM(22 * POINT, abs=0.5)
    leading = (PITCH - 16 * POINT) / 2
    assert addressee.top - leading - (title.bottom + title_leading) == NORM(PITCH, abs=0.5)
    assert addressee.left == NORM(LEFT, abs=0.5)


def test_the_body_is_indented_by_two_characters() -> None:
    lines = measure.lines(render(letter(Paragraph("公" * 40))), 1)
    first, second = [line for line in lines if set(line.text) == {"公"}]
    assert first.left == NORM(LEFT + 2 * CELL, abs=0.3)
    assert second.left == NORM(LEFT, abs=0.3)


@pytest.mark.requirement("INF-17")
def test_date_and_signer_leave_room_for_the_seal() -> None:
    lines = measure.lines(render(letter()), 1)
    day = next(line for line in lines if line.text == "2026年1月5日")
    signer = next(line for line in lines if line.text == OFFICE)
    assert LEFT + WIDTH - day.right == NORM(4 * CELL, abs=0.5)
    assert (day.left + day.right) / 2 == NORM((signer.left + signer.right) / 2, abs=0.5)
    body = lines[lines.index(signer) - 1]
    # two lines are free, so the top of a seal of 42 mm is within a line of the text
    assert signer.top - body.top == NORM(3 * PITCH, abs=0.5)


def test_without_a_seal_the_date_begins_two_characters_right_of_the_signer() -> None:
    lines = measure.lines(render(letter(sealed=False)), 1)
    day = next(line for line in lines if line.text == "2026年1月5日")
    signer = next(line for line in lines if line.text == OFFICE)
    assert LEFT + WIDTH - signer.right == NORM(2 * CELL, abs=0.5)
    assert day.left - signer.left == NORM(2 * CELL, abs=0.5)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages() -> None:
    pdf = render(full_page())
    odd, even = measure.lines(pdf, 1)[-1], measure.lines(pdf, 2)[-1]
    assert (odd.text, even.text) == ("—1—", "—2—")
    assert LEFT + WIDTH - odd.right == NORM(CELL, abs=0.5)
    assert even.left - LEFT == NORM(CELL, abs=0.5)
    assert odd.bottom - odd.top == NORM(14 * POINT, abs=0.3)


def test_the_dash_of_the_page_number_is_7_mm_below_the_type_area() -> None:
    pdf = render(full_page())
    number = measure.lines(pdf, 2)[-1]
    first = (number.left, number.left + 14 * POINT)
    dash = measure.box(pdf, 2, "black", (number.top, number.bottom), first)
    assert dash.bottom - dash.top < 1
    assert (dash.top + dash.bottom) / 2 == NORM(TOP + HEIGHT + 7, abs=0.5)


def test_the_closing_record_ends_on_the_last_line_of_an_even_page() -> None:
    imprint = Imprint(OFFICE, date(2026, 1, 6), copies="市委办公室，市人大常委会办公室")
    pdf = render(letter(imprint=imprint))
    box = measure.box(pdf, 2, "black", (200, 290))
    assert box.bottom == NORM(TOP + HEIGHT, abs=0.5)
    assert box.left == NORM(LEFT, abs=0.5)
    assert box.right == NORM(LEFT + WIDTH, abs=0.5)
    copies, office = measure.lines(pdf, 2)  # no page number on the page of the record
    assert copies.text == "抄送：市委办公室，市人大常委会办公室。"
    assert office.text == OFFICE + "2026年1月6日印发"
    assert copies.left == NORM(LEFT + CELL, abs=0.5)
    assert office.right == NORM(LEFT + WIDTH - CELL, abs=0.5)


def test_the_mark_of_a_draft_covers_no_text_and_an_issued_letter_has_none() -> None:
    draft = render(letter(draft=True))
    mark = [line for line in measure.lines(draft, 1) if "稿" in line.text]
    assert len(mark) == 1
    assert mark[0].bottom < TOP
    assert "稿" not in measure.text(render(letter()))


def test_a_table_stays_inside_the_type_area_and_repeats_its_head() -> None:
    rows = (("序号", "单位"), *((str(number), f"某某第{number}局") for number in range(40)))
    pdf = render(letter(Table(rows, widths=(6, 22), header=True)))
    box = measure.box(pdf, 2, "black", (0, TOP + HEIGHT + 2))
    assert box.left == NORM(LEFT, abs=0.5)
    assert box.right == NORM(LEFT + WIDTH, abs=0.5)
    assert measure.lines(pdf, 2)[0].text == "序号单位"


def test_the_layout_says_where_the_pdf_has_it() -> None:
    """The layout that other tests rely on is the one that is drawn."""
    subject = letter()
    drawn = {line.text: line for line in measure.lines(render(subject), 1)}
    for name in ("number", "title", "addressee", "body", "signer", "date"):
        for element in layout(subject)[0].texts(name):
            line = drawn[element.text.replace(" ", "")]
            assert line.top == NORM(element.top, abs=0.1)
            assert line.left == NORM(element.x, abs=0.5)


def test_the_measure_bites() -> None:
    """Twin: moved by two millimetres, the same page is found wrong."""
    pdf = render(letter())
    number = next(line for line in measure.lines(pdf, 1) if "〔2026〕" in line.text)
    line = measure.box(pdf, 1, "red", (number.bottom, number.bottom + 12))
    assert line.top - number.bottom != NORM(6, abs=1)
    assert line.left != NORM(LEFT + 2, abs=0.5)
