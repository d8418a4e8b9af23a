"""Write a letter as PDF: the same letter gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from core.documents.compose import layout
from core.documents.embedding import EMBEDDED
from core.documents.fonts import HALF, SANS, SERIF, STROKE, UNITS_PER_EM, split_by_face
from core.documents.letter import Letter
from core.documents.page import (
    MM_PER_POINT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Page,
    Rule,
    Symbol,
    Text,
)

# Pages as bytes: written in base 85, they would be larger, and slower to write.
rl_config.useA85 = 0
PRODUCER = "Wenze"
#: The office's own 小标宋 is heavy enough; the free faces get a stroke for it.
FREE_FACES = (SERIF, SANS, HALF[SERIF], HALF[SANS])
_FILL, _FILL_AND_STROKE = 0, 2


def render(letter: Letter) -> bytes:
    """Write a letter as PDF with its fonts embedded as subsets.

    Dates and the file's identifier come from the letter, never from the clock or the machine.
    Raises ``MissingGlyphs`` naming each character that no face has.
    """
    return write(
        layout(letter),
        title=letter.title.replace("\n", ""),
        author=letter.signer or letter.head or "",
        subject=letter.number or "",
        on=letter.on,
        seed=repr(letter),
    )


def write(
    pages: Iterable[Page], *, title: str, author: str, subject: str, on: date, seed: str
) -> bytes:
    """Write pages as PDF, dated `on`; `seed` is all of what they say and gives the identifier."""
    buffer = BytesIO()
    canvas: Any = Canvas(
        buffer,
        pagesize=(_points(PAGE_WIDTH), _points(PAGE_HEIGHT)),
        pageCompression=1,
        invariant=1,
        initialFontName=EMBEDDED[SERIF].fontName,  # type: ignore[arg-type]  # the stub is wrong
        lang="zh-CN",
        pdfVersion=(1, 7),
    )
    stamp = f"D:{on:%Y%m%d}000000+08'00'"
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(subject)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    digest = hashlib.sha256(seed.encode("utf-8")).hexdigest()[:32]
    canvas._doc._ID = f"\n[<{digest}><{digest}>]\n".encode("ascii")
    for page in pages:
        _draw_page(canvas, page)
    canvas.save()
    return buffer.getvalue()


def _points(millimetres: float) -> float:
    return millimetres / MM_PER_POINT


def _draw_page(canvas: Any, page: Page) -> None:
    for element in page.elements:
        if isinstance(element, Rule):
            _draw_rule(canvas, element)
        elif isinstance(element, Symbol):
            _draw_symbol(canvas, element)
        else:
            _draw_text(canvas, element)
    canvas.showPage()


def _draw_rule(canvas: Any, rule: Rule) -> None:
    canvas.setStrokeColorRGB(*rule.colour.value)
    canvas.setLineWidth(_points(rule.thickness))
    canvas.line(
        _points(rule.x),
        _points(PAGE_HEIGHT - rule.top),
        _points(rule.to_x),
        _points(PAGE_HEIGHT - rule.to_top),
    )


def _draw_symbol(canvas: Any, symbol: Symbol) -> None:
    """Fill the dark runs of each row, counted in modules: one operator each, in whole numbers."""
    rows = len(symbol.modules)
    module = _points(symbol.side) / rows
    canvas.saveState()
    canvas.setFillColorRGB(0, 0, 0)
    foot = _points(PAGE_HEIGHT - symbol.top - symbol.side)
    canvas.transform(module, 0, 0, module, _points(symbol.x), foot)
    runs = [
        f"{run.start()} {rows - 1 - row} {len(run.group())} 1 re"
        for row, line in enumerate(symbol.modules)
        for run in re.finditer("1+", line)
    ]
    canvas._code.append(" ".join([*runs, "f"]))
    canvas.restoreState()


def _draw_text(canvas: Any, text: Text) -> None:
    """Write the operators of a line at once; the canvas would take each through its own checks."""
    bold = STROKE.get(text.role, 0.0)
    colour = " ".join(map(_number, text.colour.value))
    code = [f"q {colour} rg"]
    if bold:
        code.append(f"{colour} RG {_number(bold * text.size)} w")
    code.append("BT")
    size, y = _number(text.size), _number(_points(PAGE_HEIGHT - text.baseline))
    for run in text.runs:
        x = _points(text.x) + run.x * text.stretch
        scale = run.scale * text.stretch
        spacing = run.spacing / run.scale
        pieces = split_by_face(text.role, run.text, half=run.half)
        for face, piece in pieces:
            embedded = EMBEDDED[face]
            mode = _FILL_AND_STROKE if bold and face in FREE_FACES else _FILL
            code.append(
                f"{embedded.getSubsetInternalName(0, canvas._doc)} {size} Tf"
                f" {_number(spacing)} Tc {_number(100 * scale)} Tz {mode} Tr"
                f" 1 0 0 1 {_number(x)} {y} Tm <{embedded.encode(piece, canvas._doc)}> Tj"
            )
            if len(pieces) > 1:
                advance = sum(face.advance(ord(c)) for c in piece) * text.size / UNITS_PER_EM
                x += (advance + spacing * len(piece)) * scale
    code.append("ET Q")
    canvas._code.append(" ".join(code))


def _number(value: float) -> str:
    """Write a number as the format wants it: no exponent, a ten-thousandth of a point exact."""
    return f"{value:.4f}".rstrip("0").rstrip(".")
