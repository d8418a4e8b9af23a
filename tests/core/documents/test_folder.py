"""An office's own fonts: taken by role, examined first, the free ones behind them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_cn
import pytest
from fontTools import subset
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from core.documents import Paragraph, folder, fonts, render
from core.documents.fonts import Role
from tests.core.documents import measure
from tests.core.documents.letters import letter

LINE = "关于处理决定的通知，一二三〔〕0123456789"


@pytest.fixture(autouse=True)
def back_to_the_free_ones() -> Iterator[None]:
    yield
    folder.use(None)


def a_truetype_font(path: Path, rights: int = 0, text: str = LINE) -> None:
    """Write a TrueType font of 256 units an em whose every glyph is a square."""
    pen = TTGlyphPen(None)
    for step, point in enumerate([(20, 0), (20, 200), (220, 200), (220, 0)]):
        (pen.lineTo if step else pen.moveTo)(point)
    pen.closePath()
    names = {ord(c): f"u{ord(c):04X}" for c in dict.fromkeys(text)}
    builder = FontBuilder(256, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    square = pen.glyph()
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], square))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (256, 20)))
    builder.setupHorizontalHeader(ascent=220, descent=-36)
    builder.setupNameTable({"familyName": "Office", "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    builder.save(str(path))


def test_without_a_folder_the_free_faces_are_used() -> None:
    folder.use(None)
    assert set(folder.in_use().values()) == {
        Path(pylopdf_fonts_zh_cn.serif_path()).name,
        Path(pylopdf_fonts_zh_cn.sans_path()).name,
    }


def test_a_font_of_the_office_is_taken_for_its_role_and_brought_to_size(tmp_path: Path) -> None:
    a_truetype_font(tmp_path / "仿宋.ttf")
    folder.use(tmp_path)
    assert folder.in_use()["仿宋"] == "仿宋.ttf"
    assert fonts.face_for(Role.BODY, "关").path.name == "仿宋.ttf"
    assert fonts.face_for(Role.HEI, "关") is fonts.SANS
    outline = fonts.glyph(fonts.face_for(Role.BODY, "关"), ord("关"))
    assert outline.advance == 1000
    assert (outline.x_min, outline.y_max) == (round(20 / 0.256), round(200 / 0.256))


def test_what_it_lacks_comes_from_the_free_faces_character_by_character(tmp_path: Path) -> None:
    a_truetype_font(tmp_path / "仿宋.ttf")
    folder.use(tmp_path)
    pieces = fonts.split_by_face(Role.BODY, "关于𬭩")
    assert [text for _face, text in pieces] == ["关于", "𬭩"]
    pdf = render(letter(Paragraph("关于处理决定𬭩的通知。")))
    assert "关于处理决定𬭩的通知。" in measure.text(pdf)
    assert any("Office-Body" in font[0] for font in measure.fonts(pdf))


def test_a_postscript_font_is_taken_too(tmp_path: Path) -> None:
    options = subset.Options()
    with TTFont(pylopdf_fonts_zh_cn.serif_path()) as font:
        cut = subset.Subsetter(options)
        cut.populate(text=LINE)
        cut.subset(font)
        font.save(str(tmp_path / "小标宋.otf"))
    folder.use(tmp_path)
    pdf = render(letter(Paragraph("正文。")))
    assert any("Office-Title" in font[0] for font in measure.fonts(pdf))


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200])
def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path, rights: int) -> None:
    a_truetype_font(tmp_path / "楷体.ttf", rights)
    with pytest.raises(folder.FontFault, match="不得嵌入"):
        folder.use(tmp_path)


def test_other_faults_are_named(tmp_path: Path) -> None:
    with pytest.raises(folder.FontFault, match="不存在"):
        folder.use(tmp_path / "none")
    (tmp_path / "黑体.ttf").write_bytes(b"not a font")
    with pytest.raises(folder.FontFault, match="不是可用的字体"):
        folder.use(tmp_path)
    a_truetype_font(tmp_path / "黑体.ttf", text="关于")
    with pytest.raises(folder.FontFault, match="缺少常用字"):
        folder.use(tmp_path)
    (tmp_path / "黑体.ttf").rename(tmp_path / "SimHei.ttf")
    with pytest.raises(folder.FontFault, match="以用途命名"):
        folder.use(tmp_path)
