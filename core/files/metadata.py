"""Take out of a reporter's file what tells of the reporter and not of the matter. ASVS 14.2.8.

Pure. An officer's evidence is never touched: there the metadata may be the proof.
"""

from __future__ import annotations

from core.files import images, office, pdf
from core.files.kinds import FileKind, Unfit


def strip(content: bytes, kind: FileKind) -> bytes:
    """Return the file without metadata, the same bytes for the same file.

    Unfit for a kind of which the metadata is part of what is signed or sealed (OFD).
    """
    if kind is FileKind.TEXT:
        return content
    if kind is FileKind.JPEG:
        return images.strip_jpeg(content)
    if kind is FileKind.PNG:
        return images.strip_png(content)
    if kind is FileKind.PDF:
        return pdf.strip(content)
    if kind in {FileKind.DOCX, FileKind.XLSX}:
        return office.strip(content)
    raise Unfit("file_metadata_stays")
