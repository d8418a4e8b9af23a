"""A volume is what was bound, numbered as one, each number upright in the corner a reader sees."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination

from core.documents import Heading, Paragraph, Table
from core.documents.binding import MAX_DOTS, Part, Unprintable, bind, pages_in, picture_page
from core.documents.compose import cover, sheets
from core.documents.draw import write
from core.documents.page import MM_PER_POINT, Page
from tests.support.files import jpeg, pdf

ON = date(2026, 3, 2)


def _pdf(pages: Sequence[Page]) -> bytes:
    return write(pages, title="案卷", author="", subject="", on=ON, seed="1")


def _sheet(text: str) -> bytes:
    return _pdf(sheets("取证记录", [Heading(1, "一、情况"), Paragraph(text)]))


def _turned(content: bytes, angle: int) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.rotate(angle, relative=False)
        made = io.BytesIO()
        document.save(made)
    return made.getvalue()


OF_IT: Any = {"title": "案卷", "author": "某某办公室", "on": ON}


def _bound(*parts: bytes) -> PdfReader:
    front = _pdf(cover("某某办公室", "责任追究案卷", Table((("档号", "1"),), (6, 22))))
    named = [Part(f"第{n}件", part) for n, part in enumerate(parts, 1)]
    return PdfReader(io.BytesIO(bind(front, named, **OF_IT)))


def test_every_page_after_the_front_bears_its_number() -> None:
    volume = _bound(_sheet("长。" * 900), _sheet("短。"))
    front, *texts = ["".join(page.extract_text().split()) for page in volume.pages]
    assert "责任追究案卷" in front
    assert not front.endswith("0")
    assert len(texts) == 5
    for number, text in enumerate(texts, 1):
        assert text.endswith(str(number)), text[-20:]
    assert [
        volume.get_destination_page_number(item)
        for item in volume.outline
        if isinstance(item, Destination)
    ] == [1, 5]
    assert volume.metadata is not None
    assert volume.metadata.title == "案卷"


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (300, 400)])
def test_the_number_is_upright_in_the_upper_right_however_the_page_lies(
    angle: int, size: tuple[int, int]
) -> None:
    with pikepdf.new() as document:
        document.add_blank_page(page_size=size)
        made = io.BytesIO()
        document.save(made)
    raw = bind(_sheet("封面"), [Part("页", _turned(made.getvalue(), angle))], **OF_IT)
    with pikepdf.open(io.BytesIO(raw)) as volume:
        operators = pikepdf.parse_content_stream(volume.pages[1])
        (stamp,) = volume.pages[1].Resources.XObject.values()
        _left, _low, right, high = (float(value) for value in stamp.BBox)
        matrices = [
            [float(value) for value in op.operands] for op in operators if str(op.operator) == "cm"
        ]
        a, b, c, d, e, f = matrices[-1]
    x, y = a * right + c * high + e, b * right + d * high + f  # its upper right, as the page lies
    width, height = size
    as_read = {  # from the lower left of the page as it lies to that of the page as it is read
        0: (x, y, width, height),
        90: (y, width - x, height, width),
        180: (width - x, height - y, width, height),
        270: (height - y, x, height, width),
    }[angle]
    right, top, wide, tall = as_read
    assert wide - right == pytest.approx(12 / MM_PER_POINT, abs=1)
    assert tall - top == pytest.approx(8 / MM_PER_POINT, abs=1)
    upright = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[angle]
    assert (a, b) == pytest.approx(upright, abs=0.01)


def test_a_photograph_is_bound_as_it_is_and_the_way_it_was_held() -> None:
    picture = Image.new("RGB", (60, 30), "teal")
    exif = picture.getexif()
    exif[0x0112] = 6
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif)
    page = PdfReader(io.BytesIO(picture_page(made.getvalue()))).pages[0]
    (image,) = page.images
    assert image.image is not None
    assert image.image.size == (60, 30)
    with pikepdf.open(io.BytesIO(picture_page(made.getvalue()))) as document:
        (raw,) = document.pages[0].Resources.XObject.values()
        assert raw.read_raw_bytes() == made.getvalue()


def test_a_drawing_with_holes_is_bound_on_white() -> None:
    made = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 0, 0)).save(made, "PNG")
    (image,) = PdfReader(io.BytesIO(picture_page(made.getvalue()))).pages[0].images
    assert image.image is not None
    assert image.image.convert("RGB").getpixel((3, 3)) == (255, 255, 255)


def test_what_cannot_be_pages_is_said_to_be_unprintable(monkeypatch: pytest.MonkeyPatch) -> None:
    for broken in (b"", b"%PDF-1.7 nothing", b"text"):
        with pytest.raises(Unprintable):
            pages_in(broken)
        with pytest.raises(Unprintable):
            picture_page(broken)
    assert pages_in(pdf()) == 1
    assert picture_page(jpeg())
    assert MAX_DOTS > 2480 * 3508, "a page scanned at 300 dots to the inch fits"
    monkeypatch.setattr("core.documents.binding.MAX_DOTS", 100)
    made = io.BytesIO()
    Image.new("RGB", (20, 10)).save(made, "PNG")
    with pytest.raises(Unprintable):
        picture_page(made.getvalue())
