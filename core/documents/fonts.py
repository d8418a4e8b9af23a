"""Faces for official documents: which face draws a character, and its outline as TrueType.

GB/T 9704 names five type roles. The licensed faces of those names may not be shipped, so each
role has a chain of the two open faces that come from pip (Noto Serif SC, Noto Sans SC), behind
the office's own if it keeps a folder of them (`folder`). A glyph is brought to TrueType curves
on an em of 1000 the first time a character is used, and kept.

A character that no face has is refused by name: a person's name must never print as a box.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import pylopdf_fonts_zh_cn
from fontTools.misc.roundTools import otRound
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

UNITS_PER_EM = 1000
# The ideographic em box: what the standard calls the height of a character.
EM_ASCENT = 880
EM_DESCENT = -120
FIGURE = 557  # advance of every figure, so that they stand in columns
# Largest distance, in thousandths of an em, between a curve and its conversion.
CURVE_TOLERANCE = 1.0
GLYPH_CACHE = 8192
#: What printers set in the place of a type they do not have.
GETA = "〓"
# Opening punctuation: its ink stands in the right half of its square.
OPENING = frozenset("（《〈「『“‘〔【")


class Role(StrEnum):
    """The type roles of GB/T 9704-2012."""

    TITLE = "title"  # 小标宋
    BODY = "body"  # 仿宋
    KAI = "kai"  # 楷体
    HEI = "hei"  # 黑体
    SONG = "song"  # 宋体


class MissingGlyphs(ValueError):
    """No face has these characters; ``characters`` holds each once, in order of appearance."""

    def __init__(self, characters: Iterable[str]) -> None:
        self.characters: tuple[str, ...] = tuple(characters)
        super().__init__(", ".join(self.code_points))

    @property
    def code_points(self) -> tuple[str, ...]:
        """Name each character by its code point, as ``U+2B7A9``."""
        return tuple(f"U+{ord(character):04X}" for character in self.characters)


@dataclass(frozen=True, slots=True)
class Glyph:
    """One outline in TrueType form, in thousandths of an em."""

    data: bytes
    advance: int
    x_min: int
    y_min: int
    x_max: int
    y_max: int


def is_wide(character: str) -> bool:
    """Tell whether a character takes a whole cell of the grid."""
    if "\u00c0" <= character <= "\u024f" and character.isalpha():
        return False
    return ord(character) >= 0x2E80 or unicodedata.east_asian_width(character) in "WFA"


class Face:
    """One font file, read when first needed.

    The font library reads tables on demand and is not safe between threads, so every read
    holds the face's lock.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.path = path
        self._lock = threading.RLock()
        self._font: TTFont | None = None
        self._names: dict[int, str] = {}

    def _open(self) -> TTFont:
        with self._lock:
            if self._font is None:
                font = TTFont(str(self.path), lazy=True)
                self._names = font.getBestCmap()
                self._font = font
            return self._font

    def has(self, code: int) -> bool:
        """Tell whether the face has an outline of its own for a code point."""
        self._open()
        return code in self._names

    def advance(self, code: int) -> int:
        """Return the advance width of a character in thousandths of an em."""
        return glyph(self, code).advance

    def convert(self, code: int) -> Glyph:
        """Convert a character's outline; raises ``KeyError`` for a character it lacks."""
        font = self._open()
        with self._lock:
            name = self._names[code]
            scale = UNITS_PER_EM / font["head"].unitsPerEm
            advance, shift = self._fit(chr(code), round(font["hmtx"][name][0] * scale))
            pen = TTGlyphPen(None)
            # PostScript curves run the other way round than TrueType's
            curves = Cu2QuPen(pen, max_err=CURVE_TOLERANCE, reverse_direction="glyf" not in font)
            glyphs = font.getGlyphSet()
            placed = TransformPen(curves, (scale, 0, 0, scale, shift, 0))
            glyphs[name].draw(DecomposingFilterPen(placed, glyphs))
        outline = pen.glyph(round=otRound)
        if outline.numberOfContours == 0:
            return Glyph(b"", advance, 0, 0, 0, 0)
        outline.recalcBounds(None)
        data: bytes = outline.compile(None)
        data += b"\0" * (-len(data) % 4)
        return Glyph(data, advance, outline.xMin, outline.yMin, outline.xMax, outline.yMax)

    def _fit(self, character: str, advance: int) -> tuple[int, float]:
        """Return the advance a glyph is given and how far its outline moves.

        A sign that takes a cell is centred in a whole em, so that no gap in the text stands
        where a reader's search would see a space. Figures all get the same width.
        """
        if character in "0123456789":
            return FIGURE, (FIGURE - advance) / 2
        if is_wide(character) and advance < UNITS_PER_EM:
            return UNITS_PER_EM, (UNITS_PER_EM - advance) / 2
        return advance, 0


class HalfFace(Face):
    """The punctuation of a face in half an em: the empty half of its square is cut off."""

    def __init__(self, name: str, whole: Face) -> None:
        super().__init__(name, whole.path)
        self._whole = whole
        self._lock = whole._lock

    def _open(self) -> TTFont:
        font = self._whole._open()
        self._names = self._whole._names
        return font

    def _fit(self, character: str, advance: int) -> tuple[int, float]:  # noqa: ARG002
        return UNITS_PER_EM // 2, -UNITS_PER_EM / 2 if character in OPENING else 0


SERIF = Face("NotoSerifSC-Regular", Path(pylopdf_fonts_zh_cn.serif_path()))
SANS = Face("NotoSansSC-Regular", Path(pylopdf_fonts_zh_cn.sans_path()))
HALF: dict[Face, Face] = {
    SERIF: HalfFace("NotoSerifSC-Half", SERIF),
    SANS: HalfFace("NotoSansSC-Half", SANS),
}

FREE: dict[Role, tuple[Face, ...]] = {
    Role.TITLE: (SERIF, SANS),
    Role.BODY: (SERIF, SANS),
    Role.KAI: (SERIF, SANS),
    Role.HEI: (SANS, SERIF),
    Role.SONG: (SERIF, SANS),
}
#: What is used now: the free faces, behind those of the office where it has its own.
CHAINS: dict[Role, tuple[Face, ...]] = dict(FREE)
# Weight of the stroke added around an outline of a free face, in ems, for the roles that are bold
# by nature.
STROKE: dict[Role, float] = {Role.TITLE: 0.028}


def replace_chains(own: Mapping[Role, Face]) -> None:
    """Put the office's own faces before the free ones, for the whole process."""
    for role, free in FREE.items():
        CHAINS[role] = (own[role], *free) if role in own else free
    for face in own.values():
        HALF[face] = HalfFace(f"{face.name}-Half", face)
    face_for.cache_clear()
    glyph.cache_clear()


@lru_cache(maxsize=GLYPH_CACHE)
def glyph(face: Face, code: int) -> Glyph:
    """Return a character's converted outline, kept for the life of the process."""
    return face.convert(code)


@lru_cache(maxsize=GLYPH_CACHE)
def face_for(role: Role, character: str) -> Face:
    """Return the first face of a role's chain that has a character.

    Raises ``MissingGlyphs`` if none has.
    """
    for face in CHAINS[role]:
        if face.has(ord(character)):
            return face
    raise MissingGlyphs([character])


def split_by_face(role: Role, text: str, *, half: bool = False) -> list[tuple[Face, str]]:
    """Cut a text into the longest pieces that one face can draw."""
    pieces: list[tuple[Face, str]] = []
    for character in text:
        face = face_for(role, character)
        if half:
            face = HALF[face]
        if pieces and pieces[-1][0] is face:
            pieces[-1] = (face, pieces[-1][1] + character)
        else:
            pieces.append((face, character))
    return pieces


def em_width(role: Role, text: str) -> float:
    """Return the natural width of a text in ems."""
    return (
        sum(face_for(role, character).advance(ord(character)) for character in text) / UNITS_PER_EM
    )


def ink(role: Role, text: str) -> tuple[float, float]:
    """Return the lowest and highest point of a text's outlines above its baseline, in ems."""
    outlines = [glyph(face_for(role, c), ord(c)) for c in text if not c.isspace()]
    if not outlines:
        return 0.0, 0.0
    return (
        min(outline.y_min for outline in outlines) / UNITS_PER_EM,
        max(outline.y_max for outline in outlines) / UNITS_PER_EM,
    )


def printable(text: str) -> str:
    """Return a text with 〓 for each character that no face has: for what was typed long ago and
    has to be printed all the same. Line feeds stay.
    """
    return "".join(
        character
        if character.isspace() or any(face.has(ord(character)) for face in (SERIF, SANS))
        else GETA
        for character in text
    )


def require(texts: Iterable[str]) -> None:
    """Check that every character can be drawn, before anything is laid out.

    Raises ``MissingGlyphs`` naming all that cannot, control characters included.
    """
    missing: dict[str, None] = {}
    for character in dict.fromkeys("".join(texts)):
        if not any(face.has(ord(character)) for face in (SERIF, SANS)):
            missing[character] = None
    if missing:
        raise MissingGlyphs(missing)
