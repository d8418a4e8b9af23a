"""Nothing of who made a file is left in a reporter's upload, and the matter itself is."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image

from core.files import metadata, policy
from core.files.kinds import FileKind, Unfit, Upload
from tests.support import files
from tests.support.files import CANARY, CANARY_ZH, W

pytestmark = pytest.mark.requirement("SEC-01")


def _layers(content: bytes) -> bytes:
    """Return the bytes together with what they unpack to: parts of archives, streams of a PDF."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            found += [str(i).encode() + i.filename.encode() for i in opened.infolist()]
            found += [opened.read(i) for i in opened.infolist()]
    for at in re.finditer(rb"stream\r?\n|x[\x01\x9c\xda]", content):
        for start in (at.start(), at.end()):
            try:
                found.append(zlib.decompressobj().decompress(content[start:]))
            except zlib.error:
                continue
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for thing in pdf.objects:
                found.append(thing.unparse(resolved=True))
                if isinstance(thing, Stream):
                    found += [thing.stream_dict.unparse(), thing.read_raw_bytes()]
                    if "/DCTDecode" not in str(thing.get("/Filter")):
                        found.append(thing.read_bytes())
    return b"\n".join(found)


def _tells(content: bytes) -> bool:
    """Tell whether the canary stands in `content`, in any of its layers and usual encodings."""
    layers = _layers(content)
    forms = [
        word.encode(encoding)
        for word in (CANARY, CANARY_ZH)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
    ]
    return any(form in layers for form in (*forms, CANARY.encode().hex().upper().encode()))


def _texts(**parts: str) -> dict[str, bytes]:
    return {name: text.encode() for name, text in parts.items()}


PROPERTIES = {
    "docProps/core.xml": (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{CANARY_ZH}</dc:creator><cp:lastModifiedBy>{CANARY}</cp:lastModifiedBy>"
        "</cp:coreProperties>"
    ),
    "docProps/app.xml": f"<Properties><Company>{CANARY_ZH}</Company></Properties>",
    "docProps/custom.xml": f"<Properties><a>{CANARY}</a></Properties>",
    "docProps/thumbnail.jpeg": CANARY,
    "customXml/item1.xml": f"<a>{CANARY}</a>",
}
WORD = {
    **PROPERTIES,
    "word/comments.xml": (
        f'<w:comments xmlns:w="{W}"><w:comment w:id="1" w:author="{CANARY_ZH}" '
        f"w:initials='{CANARY}' w:date=\"2026-02-03T00:00:00Z\"/></w:comments>"
    ),
    "word/people.xml": f'<a:people xmlns:a="x"><a:person a:author="{CANARY}"/></a:people>',
    "word/document2.xml": (
        f'<w:document xmlns:w="{W}"><w:ins w:author="{CANARY_ZH}" w:rsidR="00A1B2C3">'
        "<w:t>期满未答复</w:t></w:ins></w:document>"
    ),
    "word/_rels/document.xml.rels": files.ties(
        ("people", "people.xml", ""),
        ("customXml", "../customXml/item1.xml", ""),
        ("styles", "s", ""),
    ).decode(),
}
SHEET = {
    **PROPERTIES,
    "xl/comments1.xml": f"<comments><authors><author>{CANARY_ZH}</author></authors></comments>",
    "xl/persons/person.xml": f'<personList><person displayName="{CANARY}"/></personList>',
    "xl/printerSettings/printerSettings1.bin": CANARY,
    "xl/tables/table1.xml": '<table displayName="台账"/>',
    "xl/styles.xml": f'<x15ac:absPath xmlns:x15ac="x" url="C:\\Users\\{CANARY}\\"/>',
}


def _office(parts: dict[str, str], main: tuple[str, str], **more: bytes) -> bytes:
    return files.archive(files.office_parts(main, **_texts(**parts), **more))


def _pdf_with_everything() -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as xmp:
            xmp["dc:creator"] = [CANARY_ZH]
        pdf.docinfo["/Author"] = CANARY_ZH
        picture = pdf.make_stream(files.photo())
        picture.Subtype, picture.Filter = Name.Image, Name.DCTDecode
        packed = pdf.make_stream(zlib.compress(files.photo()))
        packed.Subtype = Name.Image
        packed.Filter = Array([Name.FlateDecode, Name.DCTDecode])
        note = Dictionary(Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), T=String(CANARY_ZH))
        field = Dictionary(Subtype=Name.Widget, Rect=Array([0, 0, 9, 9]), T=String("kept"))
        field = pdf.make_indirect(field)
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
        pdf.pages[0].Annots = Array([pdf.make_indirect(note), field])
        pdf.pages[0].PieceInfo = Dictionary(A=String(CANARY))
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(A=picture, B=packed))

    return files.pdf_with(change)


def _pdf_saved_twice() -> bytes:
    """Return a PDF whose author was taken out by a change behind its end, as some programs do."""
    first = files.pdf(author=CANARY)
    again = b"9 0 obj\n<< >>\nendobj\n"
    root, before = re.search(rb"/Root (\d+)", first), re.search(rb"startxref\s+(\d+)", first)
    assert root is not None
    assert before is not None
    return (
        first
        + again
        + b"xref\n9 1\n%010d 00000 n \ntrailer\n<< /Root %s 0 R /Size 10 "
        % (
            len(first),
            root[1],
        )
        + b"/Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (before[1], len(first + again))
    )


TELLING: dict[str, tuple[FileKind, bytes]] = {
    "telephone photo": (FileKind.JPEG, files.photo()),
    "photo with a second one behind": (FileKind.JPEG, files.jpeg() + files.photo()),
    "PNG with texts": (
        FileKind.PNG,
        files.png(
            8,
            8,
            files.chunk(b"tEXt", b"Author\0" + CANARY.encode()),
            files.chunk(b"zTXt", b"Author\0\0" + zlib.compress(CANARY.encode())),
            files.chunk(b"eXIf", CANARY.encode()),
        ),
    ),
    "PDF": (FileKind.PDF, files.pdf(author=CANARY)),
    "PDF with everything": (FileKind.PDF, _pdf_with_everything()),
    "PDF with an earlier version": (FileKind.PDF, _pdf_saved_twice()),
    "DOCX": (
        FileKind.DOCX,
        _office(WORD, files.WORD_MAIN, **{"word/media/image1.jpeg": files.photo()}),
    ),
    "XLSX": (FileKind.XLSX, _office(SHEET, files.SHEET_MAIN)),
}


@pytest.mark.parametrize("case", TELLING)
def test_what_tells_of_the_reporter_is_gone(case: str) -> None:
    kind, content = TELLING[case]
    assert _tells(content), "the test must be able to see it"
    stripped = metadata.strip(content, kind)
    assert not _tells(stripped)


@pytest.mark.parametrize("case", TELLING)
def test_what_is_left_is_a_sound_file_and_always_the_same(case: str) -> None:
    kind, content = TELLING[case]
    stripped = metadata.strip(content, kind)
    ending = {FileKind.JPEG: "jpg", FileKind.TEXT: "txt"}.get(kind, kind.value)
    assert policy.examine(Upload(f"材料.{ending}", stripped), 2**20).kind is kind
    assert metadata.strip(content, kind) == stripped


def test_the_dots_of_a_photo_stay_and_so_does_which_side_is_up() -> None:
    before, after = files.photo(6), metadata.strip(files.photo(6), FileKind.JPEG)
    with Image.open(io.BytesIO(before)) as old, Image.open(io.BytesIO(after)) as new:
        assert new.tobytes() == old.tobytes()
        assert dict(new.getexif()) == {0x0112: 6}


def test_an_upright_photo_needs_no_note() -> None:
    with Image.open(io.BytesIO(metadata.strip(files.photo(1), FileKind.JPEG))) as new:
        assert not dict(new.getexif())


def test_a_progressive_photo_keeps_all_its_scans() -> None:
    before = files.jpeg((300, 200), progressive=True, comment=CANARY.encode())
    with (
        Image.open(io.BytesIO(before)) as old,
        Image.open(io.BytesIO(metadata.strip(before, FileKind.JPEG))) as new,
    ):
        assert new.tobytes() == old.tobytes()


def test_the_words_of_an_office_file_stay() -> None:
    with zipfile.ZipFile(io.BytesIO(metadata.strip(TELLING["DOCX"][1], FileKind.DOCX))) as opened:
        assert "期满未答复".encode() in opened.read("word/document2.xml")
        assert b"rsid" not in opened.read("word/document2.xml")
        ties = opened.read("word/_rels/document.xml.rels")
        assert b"people" not in ties
        assert b"customXml" not in ties
        assert b"styles" in ties
    with zipfile.ZipFile(io.BytesIO(metadata.strip(TELLING["XLSX"][1], FileKind.XLSX))) as opened:
        assert 'displayName="台账"'.encode() in opened.read("xl/tables/table1.xml")


def test_the_pages_and_fields_of_a_pdf_stay() -> None:
    with pikepdf.open(io.BytesIO(metadata.strip(_pdf_with_everything(), FileKind.PDF))) as pdf:
        assert len(pdf.pages) == 1
        names: list[Any] = [note.get("/T") for note in pdf.pages[0].Annots]
        assert names == [None, "kept"]
        with Image.open(io.BytesIO(pdf.pages[0].Resources.XObject.B.read_raw_bytes())) as picture:
            assert picture.size == (40, 30)


def test_text_is_left_alone() -> None:
    assert metadata.strip("如实反映".encode(), FileKind.TEXT) == "如实反映".encode()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (FileKind.OFD, files.ofd()),
        (
            FileKind.DOCX,
            files.docx(
                **{
                    "word/comments.xml": '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode(
                        "utf-16"
                    )
                }
            ),
        ),
    ],
)
def test_what_cannot_be_cleaned_is_not_taken(kind: FileKind, content: bytes) -> None:
    with pytest.raises(Unfit, match="file_metadata_stays"):
        metadata.strip(content, kind)
