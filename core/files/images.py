"""PNG and JPEG, read by their structure and never decoded: what they measure, what they carry.

Pure; works on the bytes, so that no picture can blow up here however large it says it is.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from core.files.kinds import Unfit

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC = b"\xff\xd8\xff"

#: A picture of more dots is a pixel flood; a scanned A3 page at 600 dpi has 70 million.
MAX_PIXELS = 80_000_000
MAX_CHUNKS = 100_000

#: The chunks of a PNG that make the picture; all others tell of its making.
PNG_PICTURE = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD"}
    | {b"pHYs"}
)
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9
_FRAMES = frozenset(set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC})
_APP0, _APP1, _APP14, _APP15, _COMMENT = 0xE0, 0xE1, 0xEE, 0xEF, 0xFE
#: In the data of a scan: a marker that is no stuffing, no restart and no fill.
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_ORIENTATION = 0x0112


def check_png(content: bytes) -> None:
    """Raise Unfit for a PNG that is broken, too many dots large, or followed by something else."""
    end_of_picture = 0
    for number, (kind, start, end) in enumerate(_png_chunks(content)):
        end_of_picture = end
        if (number == 0) != (kind == b"IHDR"):
            raise Unfit("file_broken")
        if number == 0:
            _check_pixels(*struct.unpack(">II", content[start + 8 : start + 16]))
        if number > MAX_CHUNKS:
            raise Unfit("file_broken")
    if end_of_picture != len(content):
        raise Unfit("file_two_in_one")


def strip_png(content: bytes) -> bytes:
    """Return the picture alone: no times, texts, EXIF, profiles or private chunks."""
    kept = [content[s:e] for kind, s, e in _png_chunks(content) if kind in PNG_PICTURE]
    return PNG_MAGIC + b"".join(kept)


def check_jpeg(content: bytes) -> None:
    """Raise Unfit for a JPEG that is broken or too many dots large."""
    frames = 0
    for marker, start, _end in _jpeg_segments(content):
        if marker in _FRAMES:
            frames += 1
            height, width = struct.unpack(">HH", content[start + 5 : start + 9])
            _check_pixels(width, height)
    if not frames:
        raise Unfit("file_broken")


def strip_jpeg(content: bytes) -> bytes:
    """Return the picture alone, with the note which side is up; no EXIF, thumbnails, comments.

    What follows the end of the picture (a second picture, a film) is cut off.
    """
    parts = [content[:2]]
    for marker, start, end in _jpeg_segments(content):
        segment = content[start:end]
        if marker == _APP0:
            if segment[4:9] == b"JFIF\0" and len(segment) >= 18:
                parts.append(b"\xff\xe0\x00\x10" + segment[4:16] + b"\0\0")
        elif marker == _APP1:
            if segment[4:10] == b"Exif\0\0" and (up := _orientation(segment[10:])) > 1:
                parts.append(_orientation_segment(up))
        elif marker == _APP14 or not (_APP0 < marker <= _APP15 or marker == _COMMENT):
            parts.append(segment)
    return b"".join(parts)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield type, start and end of each chunk up to IEND; Unfit where length or sum is wrong."""
    at = len(PNG_MAGIC)
    while True:
        if at + 12 > len(content):
            raise Unfit("file_broken")
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or (kind == b"IHDR" and length != 13):
            raise Unfit("file_broken")
        (given,) = struct.unpack(">I", content[end - 4 : end])
        if zlib.crc32(memoryview(content)[at + 4 : end - 4]) != given:
            raise Unfit("file_broken")
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield marker, start and end of each segment up to the end of the picture.

    The data of a scan belongs to the segment that begins it.
    """
    at = 2
    for _number in range(MAX_CHUNKS):
        while content[at : at + 2] == b"\xff\xff":  # fill
            at += 1
        if at + 2 > len(content) or content[at] != 0xFF:
            raise Unfit("file_broken")
        marker = content[at + 1]
        if marker in _STANDALONE or marker == _END_OF_IMAGE:
            yield marker, at, at + 2
            if marker == _END_OF_IMAGE:
                return
            at += 2
            continue
        if at + 4 > len(content):
            raise Unfit("file_broken")
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end < at + 4 or end > len(content) or (marker in _FRAMES and end < at + 11):
            raise Unfit("file_broken")
        if marker == _START_OF_SCAN:
            found = _NEXT_MARKER.search(content, end)
            if found is None:
                raise Unfit("file_broken")
            end = found.start()
        yield marker, at, end
        at = end
    raise Unfit("file_broken")


def _check_pixels(width: int, height: int) -> None:
    if not width or not height:
        raise Unfit("file_broken")
    if width * height > MAX_PIXELS:
        raise Unfit("file_pixels", limit=MAX_PIXELS // 10_000)


def _orientation(tiff: bytes) -> int:
    """Return which side of a picture is up (1 to 8) by its EXIF block; 1 where it does not say."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (at,) = struct.unpack(f"{order}I", tiff[4:8])
    count = tiff[at : at + 2]
    if len(count) < 2:
        return 1
    for number in range(struct.unpack(f"{order}H", count)[0]):
        entry = tiff[at + 2 + 12 * number : at + 14 + 12 * number]
        if len(entry) < 12:
            break
        tag, kind = struct.unpack(f"{order}HH", entry[:4])
        if tag == _ORIENTATION and kind == 3:
            (value,) = struct.unpack(f"{order}H", entry[8:10])
            return value if 1 <= value <= 8 else 1
    return 1


def _orientation_segment(value: int) -> bytes:
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, value, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
