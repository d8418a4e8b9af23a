"""Letters as a whole: pages, signature, determinism, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.documents import Heading, Imprint, Letter, Page, Paragraph, Table, layout, render
from core.documents.letter import Verification
from core.documents.page import Rule, Text
from tests.core.documents import measure
from tests.core.documents.letters import OFFICE, letter


def _names(page: Page) -> set[str]:
    return {element.name for element in page.elements}


def test_the_same_letter_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    first = render(letter())
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "America/New_York")
    assert render(letter()) == first


def test_another_letter_gives_other_bytes_and_another_identifier() -> None:
    first, second = render(letter()), render(letter(Paragraph("不同。")))
    assert first[-400:].split(b"/ID")[1][:40] != second[-400:].split(b"/ID")[1][:40]


def test_the_file_tells_its_title_and_its_own_date() -> None:
    info = measure.info(render(letter()))
    assert info["Title"] == "关于对某某局作出处理的决定"
    assert info["CreationDate"].startswith("Mon Jan  5 00:00:00 2026")
    assert info["Producer"] == info["Creator"] == "Wenze"


@pytest.mark.parametrize("count", range(1, 30))
def test_the_signature_never_stands_on_a_page_without_text(count: int) -> None:
    pages = layout(letter(*[Paragraph("公开。") for _ in range(count)]))
    signed = [page for page in pages if "signer" in _names(page)]
    assert len(signed) == 1
    assert "body" in _names(signed[0])
    assert "date" in _names(signed[0])


@pytest.mark.parametrize("count", range(1, 30))
def test_a_heading_is_never_the_last_line_of_a_page(count: int) -> None:
    body = [Paragraph("公开。") for _ in range(count)]
    pages = layout(letter(*body, Heading(1, "一、事实"), Paragraph("公开。" * 30)))
    for page in pages:
        tops = [
            e.top for e in page.elements if isinstance(e, Text) and e.name in ("body", "signer")
        ]
        for heading in page.texts("heading"):
            assert heading.top < max(tops)


def _body(page: Page) -> list[str]:
    return [element.text for element in page.texts("body")]


@pytest.mark.parametrize("count", range(1, 30))
def test_no_line_of_a_paragraph_is_parted_from_the_others_by_a_page(count: int) -> None:
    long = "行政机关应当及时准确地公开政府信息并接受人民群众的监督，" * 4
    pages = layout(letter(*[Paragraph("公。")] * count, Paragraph(long), signer=None))
    parts = [[text for text in _body(page) if text != "公。"] for page in pages]
    assert all(len(part) != 1 for part in parts)
    assert "".join(text for part in parts for text in part) == long


@pytest.mark.parametrize("count", range(1, 30))
def test_what_announces_a_list_and_the_head_of_a_table_stay_with_it(count: int) -> None:
    rows = [Table(((f"第{n}项", "内容"),)) for n in range(3)]
    body = [Paragraph("公。")] * count
    pages = layout(letter(*body, Paragraph("清单："), Table((("名称", "件数"),)), *rows))
    for page in pages:
        cells = [element.text for element in page.texts("cell")]
        assert ("清单：" in _body(page)) == ("名称" in cells)
        if "名称" in cells:
            assert "第0项" in cells
        assert ("第1项" in cells) == ("第2项" in cells)


@pytest.mark.parametrize("count", range(1, 30))
def test_the_last_row_of_a_table_is_not_alone_on_a_page(count: int) -> None:
    table = Table((("甲", "1"), ("乙", "2"), ("丙", "3")))
    for page in layout(letter(*[Paragraph("公。")] * count, table)):
        cells = [element.text for element in page.texts("cell")]
        assert ("乙" in cells) == ("丙" in cells)


@pytest.mark.parametrize("count", range(1, 60, 3))
def test_nothing_stands_below_the_type_area_but_the_page_number(count: int) -> None:
    table = Table(tuple((f"第{n}项", "内容" * (n % 40)) for n in range(count)))
    for page in layout(letter(table, attachments=("甲", "乙"), note="此件公开发布")):
        for element in page.elements:
            if isinstance(element, Text) and element.name != "page number":
                assert element.top + element.height <= 262.001
            elif isinstance(element, Rule):
                assert element.to_top <= 262.001


def test_a_table_row_taller_than_a_page_goes_on_over_the_page() -> None:
    text = "内容" * 600
    extracted = measure.text(render(letter(Table((("事实", text),)))))
    assert extracted.count("内") == extracted.count("容") == 600


def test_the_signature_closes_up_where_that_saves_a_page() -> None:
    saved = [
        count
        for count in range(1, 14)
        if len(layout(letter(*[Paragraph("公。")] * count)))
        < len(layout(letter(*[Paragraph("公。")] * (count + 1))))
    ]
    pages = layout(letter(*[Paragraph("公。")] * saved[0]))
    last = pages[0].texts("body")[-1]
    signer = pages[0].texts("signer")[0]
    assert signer.top - last.top == pytest.approx(2 * 225 / 22)


def test_the_closing_record_shares_an_even_last_page_with_room() -> None:
    imprint = Imprint(OFFICE, date(2026, 1, 6))
    pages = layout(letter(*[Paragraph("公。")] * 14, imprint=imprint))
    assert [page.number for page in pages] == [1, 2]
    assert "imprint" in _names(pages[1])


def test_the_closing_record_alone_on_its_page_has_no_number() -> None:
    pages = layout(letter(imprint=Imprint(OFFICE, date(2026, 1, 6))))
    assert [page.number for page in pages] == [1, None]


def test_the_code_of_verification_stands_with_the_text_not_with_the_closing_record() -> None:
    imprint = Imprint(OFFICE, date(2026, 1, 6))
    code = Verification("ABCD-EFGH-JKMN", "https://w.e/verify/A", "https://w.e/verify")
    first, last = layout(replace(letter(imprint=imprint), verification=code))
    assert "verification" in _names(first)
    assert _names(last) == {"imprint", "imprint line"}


def test_a_form_without_head_begins_at_the_top_and_has_no_signature() -> None:
    form = Letter(
        head=None,
        number=None,
        title="送达回证",
        addressee=None,
        body=(Table((("送达机关", OFFICE), ("受送达人", "李某𬭩"))),),
        signer=None,
        on=date(2026, 1, 5),
    )
    (page,) = layout(form)
    assert not _names(page) & {"head", "red line", "number", "signer", "date"}
    assert page.texts("title")[0].top < 37 + 225 / 22


def test_a_long_head_is_narrowed_into_the_type_area() -> None:
    for head in ("某" * 12, "某" * 20, "某" * 40):
        (page,) = layout(replace(letter(), head=head))
        (element,) = page.texts("head")
        assert element.x >= 27.99
        assert element.x + element.width <= 184.01


def test_several_attachments_are_numbered_and_have_no_full_stop() -> None:
    (page,) = layout(letter(attachments=("甲", "乙")))
    texts = [element.text for element in page.texts("attachment")]
    assert texts == ["附件：1.甲", "2.乙"]


def test_one_attachment_has_no_number() -> None:
    (page,) = layout(letter(attachments=("甲",)))
    assert [element.text for element in page.texts("attachment")] == ["附件：甲"]


def test_a_line_feed_begins_a_paragraph() -> None:
    (page,) = layout(letter(Paragraph("甲。\r\n\n　乙。")))
    lines = page.texts("body")
    assert [line.text for line in lines] == ["甲。", "乙。"]


@pytest.mark.parametrize(
    ("name", "value"), [("title", " "), ("head", ""), ("signer", "　"), ("number", "")]
)
def test_a_blank_part_is_refused(name: str, value: str) -> None:
    part: dict[str, Any] = {name: value}
    with pytest.raises(ValueError, match="left out"):
        replace(letter(), **part)


def test_a_table_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="28 cells"):
        Table((("甲", "乙"),), widths=(10, 20))
    with pytest.raises(ValueError, match="one text for each column"):
        Table((("甲",),))
    with pytest.raises(ValueError, match="level 1 to 4"):
        Heading(5, "太深")
