"""Files as people upload them, sound and hostile, built byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from core.files.kinds import Upload

#: What a reporter's file may tell of the reporter; none of it may be left.
CANARY = "Aodengqimuge"
CANARY_ZH = "敖登其木格"

WORD_MAIN = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "word/document.xml",
)
SHEET_MAIN = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "xl/workbook.xml",
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def upload(name: str = "现场照片.jpg", content: bytes | None = None) -> Upload:
    """Return an upload; a small sound JPEG unless `content` is given."""
    return Upload(name, jpeg() if content is None else content)


def pdf(text: str = "evidence", author: str = CANARY) -> bytes:
    """Return a PDF of one page with a line of text and an author."""
    made = io.BytesIO()
    canvas = Canvas(made)
    canvas.setAuthor(author)
    canvas.setTitle(author)
    canvas.drawString(72, 720, text)
    canvas.save()
    return made.getvalue()


def pdf_with(change: Any) -> bytes:
    """Return a PDF of one empty page after `change(pdf)`."""
    made = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        document.save(made)
    return made.getvalue()


def jpeg(size: tuple[int, int] = (40, 30), **kw: Any) -> bytes:
    """Return a JPEG; keywords go to the writer (exif=…, comment=…)."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, "JPEG", **kw)
    return made.getvalue()


def photo(orientation: int = 6) -> bytes:
    """Return a JPEG as a telephone takes it: maker, owner, place, comment, which side is up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = CANARY
    exif[0x013B] = CANARY
    exif.get_ifd(0x8825)[1] = "N"
    return jpeg(exif=exif, comment=CANARY.encode())


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG with its sum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 8, height: int = 8, *extra: bytes) -> bytes:
    """Return a PNG that says it has this size, with `extra` chunks before its data."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = zlib.compress(b"".join(b"\0" + bytes(8) for _ in range(8)))
    body = header + b"".join(extra) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def archive(entries: Mapping[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of these entries."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compress) as target:
        for name, content in entries.items():
            target.writestr(name, content)
    return made.getvalue()


def ties(*given: tuple[str, str, str]) -> bytes:
    """Return a list of relationships: type (its end), target, mode."""
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/{kind}" Target="{target}"'
        f"{f' TargetMode={chr(34)}{mode}{chr(34)}' if mode else ''}/>"
        for n, (kind, target, mode) in enumerate(given)
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{lines}</Relationships>'.encode()


def office_parts(main: tuple[str, str], **extra: bytes) -> dict[str, bytes]:
    """Return the parts of the smallest office file."""
    kind, part = main
    types = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/><Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )
    text = f'<w:document xmlns:w="{W}"><w:body><w:p/></w:body></w:document>'
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": ties(("officeDocument", part, "")),
        part: text.encode(),
        **extra,
    }


def docx(**extra: bytes) -> bytes:
    """Return a DOCX with further parts (`**{"word/x.xml": …}`)."""
    return archive(office_parts(WORD_MAIN, **extra))


def xlsx(**extra: bytes) -> bytes:
    """Return an XLSX with further parts."""
    return archive(office_parts(SHEET_MAIN, **extra))


def ofd(**extra: bytes) -> bytes:
    """Return an OFD with further parts."""
    root = b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'
    return archive({"OFD.xml": root, **extra})


def flat_bomb(copies: int = 100) -> bytes:
    """Return a DOCX whose list names one stretch of bytes many times over (D. Fifield's bomb)."""
    base = docx(**{"word/big.xml": b"<a>" + b"x" * 500_000 + b"</a>"})
    with zipfile.ZipFile(io.BytesIO(base)) as opened:
        big = opened.getinfo("word/big.xml")
        listed = opened.start_dir
    entry = (
        struct.pack(
            "<4s4B4HL2L5H2L",
            b"PK\x01\x02",
            *(20, 3, 20, 0),
            *(0, 8, 0, 33),
            big.CRC,
            big.compress_size,
            big.file_size,
            *(len("word/big.xml"), 0, 0, 0, 0),
            0,
            big.header_offset,
        )
        + b"word/big.xml"
    )
    directory = base[listed:-22]
    many = b"".join(
        entry.replace(b"word/big.xml", f"word/{n:03}.xml".encode()) for n in range(copies)
    )
    count = len(zipfile.ZipFile(io.BytesIO(base)).infolist()) + copies
    end = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory + many), listed, 0
    )
    return base[:listed] + directory + many + end
