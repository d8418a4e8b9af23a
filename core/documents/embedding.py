"""Embed just the glyphs a document uses, as one two-byte font per face.

The PDF library's own TrueType support cuts a Chinese font into subsets of 256 characters and
writes wrong Unicode values beyond U+FFFF, so that a rare name cannot be copied or searched.
``EmbeddedFace`` speaks the same protocol to the canvas and writes a composite font instead:
one subset per face, exact ToUnicode.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFontMaker

from core.documents.fonts import (
    CHAINS,
    EM_ASCENT,
    EM_DESCENT,
    HALF,
    UNITS_PER_EM,
    Face,
    Glyph,
    Role,
    glyph,
)

_SYMBOLIC = 4
_BFCHAR_BLOCK = 100  # the format allows at most 100 entries in one block
_NOTDEF = Glyph(b"", UNITS_PER_EM, 0, 0, 0, 0)
# Fixed, so that the same letter gives the same bytes (seconds since 1904-01-01).
_FONT_EPOCH = 3_786_912_000


def font_program(glyphs: list[Glyph]) -> bytes:
    """Assemble a TrueType file of the tables a composite PDF font needs, glyph 0 first."""
    offsets = [0]
    for outline in glyphs:
        offsets.append(offsets[-1] + len(outline.data))
    drawn = [outline for outline in glyphs if outline.data] or [_NOTDEF]
    box = (
        min(outline.x_min for outline in drawn),
        min(outline.y_min for outline in drawn),
        max(outline.x_max for outline in drawn),
        max(outline.y_max for outline in drawn),
    )
    points, contours = _largest(glyphs)
    maker = TTFontMaker()
    maker.add(
        "head",
        struct.pack(
            ">IIIIHHqqhhhhHHhhh",
            0x00010000,
            0x00010000,
            0,
            0x5F0F3CF5,
            0x000B,
            UNITS_PER_EM,
            _FONT_EPOCH,
            _FONT_EPOCH,
            *box,
            0,
            8,
            2,
            1,
            0,
        ),
    )
    maker.add(
        "hhea",
        struct.pack(
            ">IhhhHhhhhhhhhhhhH",
            0x00010000,
            EM_ASCENT,
            EM_DESCENT,
            0,
            max(outline.advance for outline in glyphs),
            *(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
            len(glyphs),
        ),
    )
    maker.add(
        "maxp",
        struct.pack(
            ">IHHHHHHHHHHHHHH",
            0x00010000,
            len(glyphs),
            points,
            contours,
            *(0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        ),
    )
    maker.add("hmtx", b"".join(struct.pack(">Hh", g.advance, g.x_min) for g in glyphs))
    maker.add("loca", struct.pack(f">{len(offsets)}I", *offsets))
    maker.add("glyf", b"".join(outline.data for outline in glyphs) or b"\0\0\0\0")
    program: bytes = maker.makeStream()
    return program


def _largest(glyphs: list[Glyph]) -> tuple[int, int]:
    """Return the most points and the most contours any simple outline has."""
    points = contours = 0
    for outline in glyphs:
        if outline.data:
            count = struct.unpack_from(">h", outline.data)[0]
            last = struct.unpack_from(">H", outline.data, 10 + 2 * (count - 1))[0]
            contours, points = max(contours, count), max(points, last + 1)
    return points, contours


def unicode_map(characters: list[str]) -> str:
    """Write the ToUnicode map: glyph numbers from 1 on, values in UTF-16."""
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(characters), _BFCHAR_BLOCK):
        block = characters[start : start + _BFCHAR_BLOCK]
        lines.append(f"{len(block)} beginbfchar")
        lines += [
            f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>"
            for number, character in enumerate(block, start + 1)
        ]
        lines.append("endbfchar")
    lines += [
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]
    return "\n".join(lines)


class EmbeddedFace:
    """A face as the canvas sees it; glyphs are numbered per document in order of first use."""

    # The protocol of the canvas for fonts that choose their own character codes.
    _dynamicFont = 1
    _multiByte = 1
    shapable = False

    def __init__(self, source: Face) -> None:
        self.source = source
        self.fontName = f"wenze-{source.name}"
        self.encoding = SimpleNamespace(name="UTF-8")
        self.face = SimpleNamespace(
            name=source.name, ascent=EM_ASCENT, descent=EM_DESCENT, builtIn=0
        )
        self._numbers: WeakKeyDictionary[Any, dict[str, int]] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002
        """Return the width of a text in points."""
        return sum(self.source.advance(ord(c)) for c in text) * size / UNITS_PER_EM

    def encode(self, text: str, doc: Any) -> str:
        """Return a text as the hexadecimal string the page shows, glyphs numbered for `doc`."""
        numbers = self._numbers.setdefault(doc, {})
        return "".join(
            [f"{numbers.setdefault(character, len(numbers) + 1):04x}" for character in text]
        )

    def splitString(
        self,
        text: str,
        doc: Any,
        encoding: str = "utf-8",  # noqa: ARG002
    ) -> list[tuple[int, bytes]]:
        """Encode a text as two bytes per glyph, all in one subset."""
        numbers = self._numbers.setdefault(doc, {})
        codes = [numbers.setdefault(character, len(numbers) + 1) for character in text]
        return [(0, struct.pack(f">{len(codes)}H", *codes))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: ARG002
        """Return the resource name of the font and book it for embedding."""
        name: str | None = doc.fontMapping.get(self.fontName)
        if name is None:
            name = doc.fontMapping[self.fontName] = f"/F{len(doc.fontMapping) + 1}"
            doc.delayedFonts.append(self)
        return name

    def addObjects(self, doc: Any) -> None:
        """Write the font, its description and its Unicode map into a document."""
        characters = list(self._numbers.pop(doc))
        glyphs = [_NOTDEF, *(glyph(self.source, ord(character)) for character in characters)]
        name = f"{_subset_tag(characters)}+{self.source.name}"
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(name),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {
                        "Registry": pdfdoc.PDFString("Adobe"),
                        "Ordering": pdfdoc.PDFString("Identity"),
                        "Supplement": 0,
                    }
                ),
                "CIDToGIDMap": pdfdoc.PDFName("Identity"),
                "DW": UNITS_PER_EM,
                # in one piece: as an array the library would format every number by itself
                "W": f"[0 [{' '.join(str(g.advance) for g in glyphs)}]]",
                "FontDescriptor": self._descriptor(doc, name, glyphs),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(name),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"cid:{name}")]),
                "ToUnicode": doc.Reference(
                    _stream(unicode_map(characters).encode("ascii")), f"unicode:{name}"
                ),
            }
        )
        resource = doc.fontMapping[self.fontName][1:]
        doc.idToObject["BasicFonts"].dict[resource] = doc.Reference(font, f"font:{name}")

    def _descriptor(self, doc: Any, name: str, glyphs: list[Glyph]) -> Any:
        program = font_program(glyphs)
        stream = _stream(program)
        stream.dictionary["Length1"] = len(program)
        descriptor = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("FontDescriptor"),
                "FontName": pdfdoc.PDFName(name),
                "Flags": _SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(
                    [
                        min(g.x_min for g in glyphs),
                        min(g.y_min for g in glyphs),
                        max(g.x_max for g in glyphs),
                        max(g.y_max for g in glyphs),
                    ]
                ),
                "ItalicAngle": 0,
                "Ascent": EM_ASCENT,
                "Descent": EM_DESCENT,
                "CapHeight": EM_ASCENT,
                "StemV": 80,
                "FontFile2": doc.Reference(stream, f"file:{name}"),
            }
        )
        return doc.Reference(descriptor, f"descriptor:{name}")


def _stream(content: bytes) -> Any:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])


def _subset_tag(characters: list[str]) -> str:
    """Return the six letters that mark a subset, the same for the same characters."""
    digest = hashlib.sha256("".join(characters).encode("utf-8")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


EMBEDDED: dict[Face, EmbeddedFace] = {}


def register(chains: Mapping[Role, Sequence[Face]]) -> None:
    """Make the faces of these chains, and their half-width signs, known to the canvas."""
    for face in dict.fromkeys(face for chain in chains.values() for face in chain):
        for one in (face, HALF[face]):
            if one not in EMBEDDED:
                EMBEDDED[one] = EmbeddedFace(one)
                pdfmetrics.registerFont(EMBEDDED[one])


register(CHAINS)
