"""Bind documents to one volume: pages of letters, scans and pictures, numbered from one to the end.

What is bound is opened by qpdf, never by us; what cannot be opened is said to be unprintable, and
the caller lists it instead. The number stands in the upper right corner of the page as it is read,
outside the type area of a letter, whatever the size and the rotation of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import OutlineItem, Pdf, Rectangle
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.documents.blocks import one_line
from core.documents.draw import write
from core.documents.fonts import Role
from core.documents.page import MM_PER_POINT, PAGE_HEIGHT, PAGE_WIDTH, Page, small_style

#: Where the number stands, from the corner of the page, and the room it has; in millimetres.
STAMP_RIGHT, STAMP_TOP, STAMP_WIDTH, STAMP_HEIGHT = 12.0, 8.0, 30.0, 8.0
#: What a picture leaves free around it on its page.
PICTURE_SIDE, PICTURE_TOP = 20.0, 25.0
#: A picture that has to be unpacked may have so many dots; photographs are bound as they are.
MAX_DOTS = 30_000_000
_JPEG = "JPEG"
_TURNED = {3: 180, 6: 270, 8: 90}  # the tag of the camera; degrees against the clock
_ORIENTATION = 0x0112
_BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError)


class Unprintable(ValueError):
    """A file cannot be made pages of."""


@dataclass(frozen=True)
class Part:
    """A document of a volume: what it is called in the outline, and its pages as PDF."""

    title: str
    pdf: bytes


def pages_in(pdf: bytes) -> int:
    """Return how many pages a PDF has; raises Unprintable where it cannot be opened or has none."""
    try:
        with pikepdf.open(BytesIO(pdf), suppress_warnings=True) as document:
            count = len(document.pages)
    except _BROKEN as error:
        raise Unprintable from error
    if not count:
        raise Unprintable
    return count


def picture_page(content: bytes) -> bytes:
    """Return a page of A4 with a picture in its middle, upright; raises Unprintable.

    A photograph is taken over byte for byte, so that it is not worse on paper than in the file.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            if picture.format == _JPEG:
                turn = _TURNED.get(picture.getexif().get(_ORIENTATION, 1), 0)
                return _on_paper(ImageReader(BytesIO(content)), picture.size, turn)
            if picture.width * picture.height > MAX_DOTS:
                raise Unprintable
            flat = _flat(picture)
            return _on_paper(ImageReader(flat), flat.size, 0)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise Unprintable from error


def bind(front: bytes, parts: Sequence[Part], *, title: str, author: str, on: date) -> bytes:
    """Return the volume: `front` without numbers, then the parts, numbered as one, each in the
    outline.
    """
    sources: list[Any] = []
    try:
        volume = _opened(front, sources)
        heads = len(volume.pages)
        starts = []
        for part in parts:
            starts.append(len(volume.pages))
            volume.pages.extend(_opened(part.pdf, sources).pages)
        _stamp(volume, heads, title, on, sources)
        with volume.open_outline() as outline:
            outline.root.extend(
                OutlineItem(part.title, start) for part, start in zip(parts, starts, strict=True)
            )
        volume.docinfo["/Title"] = title
        volume.docinfo["/Author"] = author
        made = BytesIO()
        volume.save(made, deterministic_id=True)
        return made.getvalue()
    finally:
        for source in sources:
            source.close()


def _opened(pdf: bytes, sources: list[Any]) -> Any:
    opened = pikepdf.open(BytesIO(pdf), suppress_warnings=True)
    sources.append(opened)
    return opened


def _stamp(volume: Pdf, first: int, title: str, on: date, sources: list[Any]) -> None:
    """Put the number of the volume on every page from `first` on."""
    count = len(volume.pages) - first
    stamps = _opened(
        write(_numbers(count), title=title, author="", subject="", on=on, seed=title), sources
    )
    right, top = PAGE_WIDTH / MM_PER_POINT, PAGE_HEIGHT / MM_PER_POINT
    box = [
        right - _points(STAMP_RIGHT + STAMP_WIDTH),
        top - _points(STAMP_TOP + STAMP_HEIGHT),
        right - _points(STAMP_RIGHT),
        top - _points(STAMP_TOP),
    ]
    for number in range(count):
        stamp = stamps.pages[number]
        stamp.mediabox = box
        page = volume.pages[first + number]
        page.add_overlay(stamp, _corner(page))


def _numbers(count: int) -> Iterable[Page]:
    style = small_style(Role.SONG)
    for number in range(1, count + 1):
        text = one_line("folio", str(number), style)
        x = PAGE_WIDTH - STAMP_RIGHT - text.width - 1
        yield Page(None, (replace(text, x=x, top=STAMP_TOP + 1.5),))


def _corner(page: Any) -> Rectangle:
    """Return the room of the number on a page: its upper right as it is read, rotation included."""
    box = Rectangle(page.trimbox)
    wide, high = _points(STAMP_WIDTH), _points(STAMP_HEIGHT)
    side, top = _points(STAMP_RIGHT), _points(STAMP_TOP)
    turn = int(page.rotation) % 360
    if turn == 90:
        return Rectangle(box.llx + top, box.ury - side - wide, box.llx + top + high, box.ury - side)
    if turn == 180:
        return Rectangle(box.llx + side, box.lly + top, box.llx + side + wide, box.lly + top + high)
    if turn == 270:
        return Rectangle(box.urx - top - high, box.lly + side, box.urx - top, box.lly + side + wide)
    return Rectangle(box.urx - side - wide, box.ury - top - high, box.urx - side, box.ury - top)


def _flat(picture: Image.Image) -> Image.Image:
    """Return a picture on white, in three colours."""
    shown = ImageOps.exif_transpose(picture).convert("RGBA")
    white = Image.new("RGBA", shown.size, "white")
    return Image.alpha_composite(white, shown).convert("RGB")


def _on_paper(image: ImageReader, size: tuple[int, int], turn: int) -> bytes:
    width, height = size[::-1] if turn in (90, 270) else size
    room = PAGE_WIDTH - 2 * PICTURE_SIDE, PAGE_HEIGHT - 2 * PICTURE_TOP
    scale = _points(min(room[0] / width, room[1] / height))
    buffer = BytesIO()
    canvas: Any = Canvas(buffer, pagesize=(_points(PAGE_WIDTH), _points(PAGE_HEIGHT)), invariant=1)
    canvas.translate(_points(PAGE_WIDTH) / 2, _points(PAGE_HEIGHT) / 2)
    canvas.rotate(turn)
    wide, high = size[0] * scale, size[1] * scale
    canvas.drawImage(image, -wide / 2, -high / 2, wide, high)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _points(millimetres: float) -> float:
    return millimetres / MM_PER_POINT
