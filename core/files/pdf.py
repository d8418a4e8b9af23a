"""PDF: opened by qpdf (never by us), looked through for what acts by itself, stripped of its past.

Pure. Streams of pages are not unpacked; those that hold the structure are, by qpdf, within the
limits set below for the whole process: 600 kB could otherwise swell to a gigabyte (measured).
"""

from __future__ import annotations

import io
import re
import warnings
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from core.files.images import JPEG_MAGIC, strip_jpeg
from core.files.kinds import Unfit

PDF_MAGIC = b"%PDF-"
MAX_OBJECTS = 60_000
MAX_SUSPECTS = 20_000
MAX_DEPTH = 60
MAX_PICTURE = 48 * 1024 * 1024
MAX_STRUCTURE = 32 * 1024 * 1024


def _any_of(names: Collection[str]) -> re.Pattern[bytes]:
    return re.compile(rb"(" + b"|".join(map(re.escape, map(str.encode, sorted(names)))) + rb")\b")


#: Keys of a dictionary by which a PDF runs code, starts programs, or hides a file or a form.
ACTIVE_KEYS = frozenset({"/JS", "/JavaScript", "/XFA", "/RichMediaContent", "/RichMediaSettings"})
EMBEDDED_KEYS = frozenset({"/EF", "/EmbeddedFiles"})
#: Actions that do more than turn to a page or open a link the reader clicks.
ACTIVE_ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/Rendition", "/RichMediaExecute"}
    | {"/GoToE", "/GoTo3DView", "/Movie", "/Sound"}
)
ACTIVE_NOTES = frozenset({"/RichMedia", "/3D", "/Screen", "/Movie", "/Sound"})
#: Keys that tell who made a PDF, when, with what, and what was there before.
PAST_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
NOTE_KEYS = ("/T", "/M", "/CreationDate", "/NM")

_SUSPECT = _any_of(
    ACTIVE_KEYS | EMBEDDED_KEYS | ACTIVE_ACTIONS | ACTIVE_NOTES | {"/FileAttachment"}
)
_OF_THE_PAST = _any_of({*PAST_KEYS, *NOTE_KEYS})

#: What qpdf and its binding raise for a wrong file (found by feeding them broken ones).
_BROKEN = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, MemoryError)
#: The one packing of streams for which qpdf has no limit; nothing has been written so for decades.
_LZW = re.compile(rb"/(?:L|#4[cC])(?:Z|#5[aA])(?:W|#57)(?:D|#44)")

pikepdf.settings.set_qpdf_limits(
    doc_max_warnings=1_000,
    parser_max_container_size=MAX_OBJECTS,
    max_stream_filters=4,
    flate_max_memory=MAX_STRUCTURE,
    png_max_memory=MAX_PICTURE,
    tiff_max_memory=MAX_PICTURE,
    run_length_max_memory=MAX_PICTURE,
    dct_max_memory=MAX_PICTURE,
)


def check(content: bytes) -> None:
    """Raise Unfit for a PDF that is broken, locked, acts by itself or carries other files."""
    with _opened(content) as pdf:
        for one in _dictionaries(pdf, _SUSPECT):
            if isinstance(one, Name):  # a name of its own, to be referred to: nobody writes so
                raise Unfit("file_active")
            keys = set(one.keys())
            if keys & EMBEDDED_KEYS or _name(one, "/Subtype") == "/FileAttachment":
                raise Unfit("file_embedded")
            if keys & ACTIVE_KEYS or _name(one, "/S") in ACTIVE_ACTIONS:
                raise Unfit("file_active")
            if _name(one, "/Subtype") in ACTIVE_NOTES and ("/Rect" in keys or "/Contents" in keys):
                raise Unfit("file_active")


def strip(content: bytes) -> bytes:
    """Return the PDF without author, times, tools, XMP, earlier versions, and EXIF of its
    pictures.
    """
    with _opened(content) as pdf:
        for key in ("/Info", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        for one in _dictionaries(pdf, _OF_THE_PAST):
            for key in _past_of(one):
                if key in one:
                    del one[key]
        for thing in pdf.objects:
            if isinstance(thing, Stream) and _name(thing, "/Subtype") == "/Image":
                _strip_picture(thing)
        made = io.BytesIO()
        with warnings.catch_warnings():  # a form field nobody can reach is no concern of ours
            warnings.simplefilter("ignore")
            pdf.save(made, deterministic_id=True, fix_metadata_version=False)
        return made.getvalue()


def _past_of(one: Any) -> tuple[str, ...]:
    """Return what to forget of a dictionary; `/T` is the author of a note, the name of a field."""
    if isinstance(one, Name):
        return ()
    is_note = "/Rect" in one and _name(one, "/Subtype") not in {None, "/Widget"}
    return (*PAST_KEYS, *NOTE_KEYS) if is_note else PAST_KEYS


def _strip_picture(picture: Any) -> None:
    """Rewrite a JPEG inside a PDF without its EXIF; Unfit where it cannot be reached."""
    given = picture.get("/Filter")
    filters = [str(item) for item in given] if isinstance(given, Array) else [str(given)]
    if "/DCTDecode" not in filters and "/DCT" not in filters:
        return
    raw = picture.read_raw_bytes()
    for name in filters[:-1]:
        if name not in {"/FlateDecode", "/Fl"}:
            raise Unfit("file_metadata_stays")
        raw = _inflate(raw)
    if not raw.startswith(JPEG_MAGIC):
        raise Unfit("file_metadata_stays")
    last = picture.get("/DecodeParms")
    if isinstance(last, Array):
        last = last[len(last) - 1] if len(last) else None
    options = {"decode_parms": last} if isinstance(last, Dictionary) else {}
    picture.write(strip_jpeg(raw), filter=Name.DCTDecode, **options)


def _inflate(raw: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        content = reader.decompress(raw, MAX_PICTURE)
    except zlib.error as error:
        raise Unfit("file_broken") from error
    if reader.unconsumed_tail:
        raise Unfit("file_bomb")
    return content


@contextmanager
def _opened(content: bytes) -> Iterator[Pdf]:
    """Open a PDF; whatever is wrong with its form, in here too, is Unfit."""
    if content.count(b"obj") > 3 * MAX_OBJECTS or _LZW.search(content):
        raise Unfit("file_bomb")
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            if len(pdf.objects) > MAX_OBJECTS:
                raise Unfit("file_bomb")
            yield pdf
    except pikepdf.PasswordError as error:
        raise Unfit("file_encrypted") from error
    except _BROKEN as error:
        raise Unfit("file_broken") from error


def _dictionaries(pdf: Pdf, wanted: re.Pattern[bytes]) -> Iterator[Any]:
    """Yield the dictionaries of a PDF in which `wanted` may be found, inner ones as well.

    Written out by qpdf an object is looked through a thousand times faster than key by key; only
    what matches is opened. A name that is an object of its own is yielded as it is.
    """
    suspects = 0
    things: Iterable[Any] = chain([pdf.trailer], pdf.objects)
    for thing in things:
        if not isinstance(thing, pikepdf.Object):  # a number, true, or nothing
            continue
        shown = thing.stream_dict if isinstance(thing, Stream) else thing
        if not wanted.search(shown.unparse(resolved=True)):
            continue
        suspects += 1
        if suspects > MAX_SUSPECTS:
            raise Unfit("file_bomb")
        yield from _inside(thing)


def _inside(thing: Any) -> Iterator[Any]:
    waiting: list[tuple[Any, int]] = [(thing, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise Unfit("file_broken")
        if isinstance(one, Dictionary | Stream):
            yield one
            inside = [one[key] for key in one.keys()]  # noqa: SIM118 - no mapping
        elif isinstance(one, Array):
            inside = list(one)
        else:
            if isinstance(one, Name):
                yield one
            continue
        waiting += [
            (item, depth + 1)
            for item in inside
            if isinstance(item, Dictionary | Array) and not item.is_indirect
        ]


def _name(one: Any, key: str) -> str | None:
    value = one.get(key)
    return str(value) if isinstance(value, Name) else None
