"""DOCX, XLSX and OFD: zip archives, opened and looked through before they are accepted.

Pure. Every entry is read once, piece by piece and within bounds, so that an archive cannot swell
here; what an office program would run, fetch or unpack further is refused by name.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from core.files.kinds import FileKind, Unfit
from core.files.xml import elements

ZIP_MAGIC = b"PK\x03\x04"
END_OF_ARCHIVE = b"PK\x05\x06"
MIB = 1024 * 1024
MAX_ENTRIES = 2_000
MAX_TOTAL = 150 * MIB
MAX_ENTRY = 48 * MIB
#: XML rarely shrinks to less than a fiftieth; a bomb to less than a thousandth.
MAX_RATIO = 200
RATIO_FROM = MIB
MAX_LIST = 4 * MIB
MAX_DIRECTORY = MIB
PIECE = 64 * 1024

CONTENT_TYPES = "[Content_Types].xml"
MAIN_PARTS = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
}
#: Beginnings of what is itself an archive, a program or an old office file.
NESTED = (
    ZIP_MAGIC,
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"\xfd7zXZ",
    b"BZh",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"MZ",
    b"\x7fELF",
)
MACRO = re.compile(r"vbaproject|vbadata|macrosheet|macroenabled|\.bin\.rels$", re.IGNORECASE)
EMBEDDED = re.compile(r"(^|/)(embeddings|activex|ctrlprops|externallinks)/", re.IGNORECASE)
MACRO_TYPE = re.compile(r"macro|vbaproject", re.IGNORECASE)
EMBEDDED_TYPE = re.compile(r"oleobject|activex|\.package$|externallink", re.IGNORECASE)
#: What a part may not be tied to (the end of the relationship's type).
BARRED_TIES = frozenset(
    {"oleObject", "package", "control", "activeXControlBinary", "externalLink", "externalLinkPath"}
    | {"frame", "subDocument", "aFChunk"}
)
OFD_ENDINGS = frozenset(
    {"xml", "jpg", "jpeg", "png", "bmp", "jb2", "ttf", "otf", "ttc", "cff", "dat", "esl"}
)


#: What the reader of archives raises for a wrong one (found by feeding it broken ones).
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error)


@contextmanager
def opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with its form, in here too, is Unfit."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except _BROKEN as error:
        raise Unfit("file_broken") from error
    except RuntimeError as error:  # what zipfile says of an entry with a password
        raise Unfit("file_encrypted") from error


def _check_directory(content: bytes) -> None:
    """Refuse what follows the archive, and a directory that would fill the memory when read."""
    if content[-22:-18] != END_OF_ARCHIVE:
        raise Unfit("file_two_in_one" if is_archive(content) else "file_broken")
    count, size = struct.unpack("<HL", content[-12:-6])
    if count > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise Unfit("file_bomb")


def is_archive(content: bytes) -> bool:
    """Tell whether some program would open this as a zip archive, wherever it begins."""
    return zipfile.is_zipfile(io.BytesIO(content))


def kind_of(content: bytes) -> FileKind | None:
    """Return which kind an archive is by what it holds; None for any other archive."""
    with opened(content) as archive:
        names = set(archive.namelist())
        if "OFD.xml" in names:
            return FileKind.OFD
        if CONTENT_TYPES not in names:
            return None
        types = [kind for _part, kind in _content_types(archive)]
        for kind, main in MAIN_PARTS.items():
            if any(given.startswith(main) for given in types):
                return kind
        if any(MACRO_TYPE.search(given) for given in types):
            raise Unfit("file_macro")
    return None


def check(content: bytes, kind: FileKind) -> None:
    """Raise Unfit for an archive that could swell, reach outside, or hold more than its text."""
    with opened(content) as archive:
        entries = archive.infolist()
        _check_sizes(entries, len(content))
        _check_names(entries)
        _check_layout(entries, content)
        _check_parts(archive, entries)
        if kind is FileKind.OFD:
            _check_ofd(archive, entries)
        else:
            _check_office(archive, entries)


def _check_sizes(entries: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Unfit("file_bomb")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL or any(entry.file_size > MAX_ENTRY for entry in entries):
        raise Unfit("file_bomb")
    if total > RATIO_FROM and total > MAX_RATIO * size:
        raise Unfit("file_bomb")
    for entry in entries:
        if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size:
            raise Unfit("file_bomb")


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.rstrip("/").split("/")
        outside = name.startswith("/") or "\\" in name or ":" in name or ".." in parts
        if outside or "" in parts or any(ord(char) < 32 for char in name):
            raise Unfit("file_path")
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Unfit("file_path")
        if name.lower() in seen:
            raise Unfit("file_broken")
        seen.add(name.lower())


def _check_layout(entries: Sequence[zipfile.ZipInfo], content: bytes) -> None:
    """Refuse entries that share their bytes (a flat bomb), and anything before the first one."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if not ordered or ordered[0].header_offset != 0:
        raise Unfit("file_two_in_one")
    ends = [entry.header_offset for entry in ordered[1:]] + [len(content)]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + 30 + len(entry.orig_filename) + entry.compress_size > end:
            raise Unfit("file_bomb")


def _check_parts(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    """Read every entry to its end: size and sum must be as stated, and none be an archive."""
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise Unfit("file_encrypted")
        if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unfit("file_broken")
        with archive.open(entry) as part:
            piece = part.read(PIECE)
            if piece.startswith(NESTED):
                raise Unfit("file_embedded")
            while piece:
                piece = part.read(PIECE)


def _check_office(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if MACRO.search(entry.filename):
            raise Unfit("file_macro")
        if EMBEDDED.search(entry.filename):
            raise Unfit("file_embedded")
    for _part, kind in _content_types(archive):
        if MACRO_TYPE.search(kind):
            raise Unfit("file_macro")
        if EMBEDDED_TYPE.search(kind):
            raise Unfit("file_embedded")
    for entry in entries:
        if entry.filename.endswith(".rels"):
            _check_ties(_list(archive, entry))


def _check_ties(content: bytes) -> None:
    """Refuse what a part fetches from elsewhere; a link that a reader has to click may stay."""
    for name, attrs in elements(content):
        if name != "Relationship":
            continue
        kind = attrs.get("Type", "").rpartition("/")[2]
        if re.search("macro|vba", kind, re.IGNORECASE):
            raise Unfit("file_macro")
        if kind in BARRED_TIES:
            raise Unfit("file_embedded")
        target = attrs.get("Target", "").strip().lower()
        is_link = kind == "hyperlink" and target.startswith(("http://", "https://", "mailto:", "#"))
        if attrs.get("TargetMode", "").lower() == "external" and not is_link:
            raise Unfit("file_external")


def _check_ofd(archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]) -> None:
    root = next(iter(elements(_list(archive, archive.getinfo("OFD.xml")))), ("", {}))[0]
    if root != "OFD":
        raise Unfit("file_broken")
    for entry in entries:
        ending = entry.filename.rpartition(".")[2].lower()
        if not entry.is_dir() and ending not in OFD_ENDINGS:
            raise Unfit("file_embedded")


def _content_types(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the parts (or endings) and their types as the archive lists them."""
    content = _list(archive, archive.getinfo(CONTENT_TYPES))
    return [
        (attrs.get("PartName", attrs.get("Extension", "")), attrs["ContentType"])
        for _name, attrs in elements(content)
        if "ContentType" in attrs
    ]


def _list(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return a part that lists others; such a list is never large."""
    if entry.file_size > MAX_LIST:
        raise Unfit("file_bomb")
    with archive.open(entry) as part:
        return part.read(MAX_LIST + 1)
