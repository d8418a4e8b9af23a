"""Fonts: embedded subsets, exact text, and missing characters named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from core.documents import Heading, Imprint, MissingGlyphs, Paragraph, Table, fonts, layout, render
from core.documents.embedding import font_program, unicode_map
from core.documents.fonts import Role
from tests.core.documents import measure
from tests.core.documents.letters import IN_BRACKETS, RARE_NAMES, letter, punctuated

NO_FACE_HAS = "\U00031350"


@pytest.mark.requirement("INF-17")
def test_every_font_is_an_embedded_subset_with_a_unicode_map() -> None:
    pdf = render(letter(Heading(1, "一、事实"), Paragraph(IN_BRACKETS * 9)))
    found = measure.fonts(pdf)
    assert found
    for name, embedded, subset, unicode in found:
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), name
        assert "+Noto" in name
    assert b"Helvetica" not in pdf


def test_every_character_can_be_copied_from_the_pdf() -> None:
    body = "办理李某𬭩——申请……共12.5%、A类3件。" + RARE_NAMES + "买买提·阿不都热合曼"
    subject = letter(Paragraph(body), addressee=RARE_NAMES, attachments=("证据一", "证据二"))
    extracted = measure.text(render(subject))
    for text in (body, RARE_NAMES + "：", "附件：1.证据一", "2.证据二", subject.title):
        assert "".join(text.split()) in extracted


@pytest.mark.parametrize("options", [(), ("-layout",)])
def test_squeezed_punctuation_keeps_the_order_of_the_text(options: tuple[str, ...]) -> None:
    subject = punctuated()
    expected = "".join(block.text for block in subject.body if not isinstance(block, Table))
    extracted = measure.text(render(subject), *options)
    for number in range(1, 20):
        extracted = extracted.replace(f"—{number}—", "")
    assert expected in extracted


def test_a_squeezed_mark_does_not_tear_its_line_apart() -> None:
    """Its own glyph is half an em wide; a full one would overlap what follows."""
    line = "2.对承办人李某某给予批评教育，取消其2026年度评优资格。"
    pdf = render(letter(Paragraph(line)))
    assert line in [found.text for found in measure.lines(pdf, 1)]
    assert any("Half" in font[0] for font in measure.fonts(pdf))


def test_no_drawn_line_begins_with_closing_punctuation() -> None:
    pages = layout(punctuated())
    lines = [e.text for page in pages for name in ("body",) for e in page.texts(name)]
    assert len(lines) > 100
    assert not any(line[0] in "。，、；：！？）》”" for line in lines)


def test_a_character_no_face_has_is_named() -> None:
    subject = letter(Paragraph(f"张{NO_FACE_HAS}和李\ue000"), addressee="王\ue000")
    with pytest.raises(MissingGlyphs) as refusal:
        render(subject)
    assert refusal.value.characters == ("\ue000", NO_FACE_HAS)
    assert refusal.value.code_points == ("U+E000", "U+31350")


@pytest.mark.parametrize("place", ["head", "number", "title", "signer", "note", "cell", "copies"])
def test_no_part_of_a_letter_escapes_the_check(place: str) -> None:
    subject = letter()
    match place:
        case "cell":
            subject = letter(Table((("项", NO_FACE_HAS),)))
        case "copies":
            subject = letter(imprint=Imprint("办公室", date(2026, 1, 5), NO_FACE_HAS))
        case _:
            part: dict[str, Any] = {place: NO_FACE_HAS}
            subject = replace(subject, **part)
    with pytest.raises(MissingGlyphs):
        layout(subject)


def test_a_character_one_face_lacks_comes_from_the_other() -> None:
    pieces = fonts.split_by_face(Role.BODY, "张\U00030edd三")
    assert [(face.name, text) for face, text in pieces] == [
        ("NotoSerifSC-Regular", "张"),
        ("NotoSansSC-Regular", "\U00030edd"),
        ("NotoSerifSC-Regular", "三"),
    ]


def test_the_unicode_map_writes_utf_16() -> None:
    mapped = unicode_map(["公", "𬭩"])
    assert "<0001> <516C>" in mapped
    assert "<0002> <D872DF69>" in mapped
    assert "2 beginbfchar" in mapped


def test_a_long_unicode_map_is_cut_into_blocks_of_a_hundred() -> None:
    mapped = unicode_map([chr(0x4E00 + number) for number in range(250)])
    assert [line for line in mapped.splitlines() if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "50 beginbfchar",
    ]
    assert "<00FA> <4EF9>" in mapped


def test_the_embedded_program_is_a_font_with_the_outlines_of_the_source() -> None:
    outlines = [fonts.glyph(fonts.SERIF, ord(character)) for character in "公A1 "]
    font = TTFont(BytesIO(font_program(outlines)))
    assert font["maxp"].numGlyphs == 4
    assert [font["hmtx"][name][0] for name in font.getGlyphOrder()] == [1000, 718, 557, 256]
    first = font["glyf"][font.getGlyphOrder()[0]]
    assert (first.xMin, first.yMax) == (outlines[0].x_min, outlines[0].y_max)


def test_the_same_character_is_converted_once() -> None:
    assert fonts.glyph(fonts.SERIF, ord("公")) is fonts.glyph(fonts.SERIF, ord("公"))
