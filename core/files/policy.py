"""Decide whether a file is accepted: by its bytes, and by whether its name tells the truth.

Pure. Nothing that comes from a browser but the bytes is believed. ASVS 5.2.1–5.2.6, 5.3.3.
"""

from __future__ import annotations

import re

from core.files import archives, images, pdf
from core.files.kinds import Accepted, FileKind, Unfit, Upload
from core.files.naming import clean_name, promised_kind
from core.refusals import Refusal, Refused

#: Marks of a page or program that a browser or server might find in any file.
_MARKUP = re.compile(rb"<\s*(script|svg|html|iframe|object|embed|!doctype|\?php)\b", re.IGNORECASE)
#: How text begins that means to be a page.
_PAGE = re.compile(r"\s*<\s*(!doctype|html|head|body|svg|\?xml|\?php|script|!--)", re.IGNORECASE)
#: Characters of text files besides the printable ones.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What in a picture is looked through for markup; further in it is dots.
HEAD = 64 * 1024


def examine(upload: Upload, max_bytes: int) -> Accepted:
    """Return `upload` as it is accepted; raise Refused with the reason, which names the file.

    `max_bytes` is the size of the largest file accepted.
    """
    try:
        return _examined(upload, max_bytes)
    except Unfit as unfit:
        raise refused(unfit, upload.name) from unfit


def refused(unfit: Unfit, name: str) -> Refused:
    """Return what the reader is told of a file called `name` by its sender."""
    try:
        shown = clean_name(name)
    except Unfit:
        shown = "—"
    return Refused(Refusal(unfit.code, {"name": shown, **unfit.params}))


def _examined(upload: Upload, max_bytes: int) -> Accepted:
    content = upload.content
    name = clean_name(upload.name)
    if not content:
        raise Unfit("file_empty")
    if len(content) > max_bytes:
        raise Unfit("file_too_big", limit=max_bytes // (1024 * 1024))
    promised = promised_kind(name)
    found = _kind_of(content)
    if found is not promised:
        raise Unfit("file_lies")
    _check(content, found)
    return Accepted(name, found, content)


def _kind_of(content: bytes) -> FileKind | None:
    """Return what the bytes are; None for what is known to be something else."""
    if content.startswith(pdf.PDF_MAGIC):
        return FileKind.PDF
    if content.startswith(images.PNG_MAGIC):
        return FileKind.PNG
    if content.startswith(images.JPEG_MAGIC):
        return FileKind.JPEG
    if content.startswith(archives.ZIP_MAGIC):
        return archives.kind_of(content)
    if content.startswith(_OLD_OFFICE):
        raise Unfit("file_old_office")
    return FileKind.TEXT if decoded(content) is not None else None


def _check(content: bytes, kind: FileKind) -> None:
    if kind in {FileKind.DOCX, FileKind.XLSX, FileKind.OFD}:
        archives.check(content, kind)
        return
    if archives.is_archive(content):
        raise Unfit("file_two_in_one")
    if kind is FileKind.TEXT:
        _check_text(content)
        return
    if kind is not FileKind.PDF and pdf.PDF_MAGIC in content[:1024]:
        raise Unfit("file_two_in_one")
    if _MARKUP.search(content[:HEAD]) or _MARKUP.search(content[-HEAD:]):
        raise Unfit("file_two_in_one")
    {FileKind.PDF: pdf.check, FileKind.PNG: images.check_png, FileKind.JPEG: images.check_jpeg}[
        kind
    ](content)


def _check_text(content: bytes) -> None:
    text = decoded(content) or ""
    if _PAGE.match(text) or _MARKUP.search(text.encode("utf-8")):
        raise Unfit("file_markup")


def decoded(content: bytes) -> str | None:
    """Return the text of a text file (UTF-8, GB 18030, or UTF-16 with its mark), None if it is
    none.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(text) else text
    return None
