"""The attack list: each hostile file is refused with its reason; sound ones are accepted."""

from __future__ import annotations

import io
import stat
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from core.files import policy
from core.files.kinds import Accepted, FileKind, Upload
from core.files.labels import REFUSALS
from core.refusals import Refused
from tests.support import files

MIB = 1024 * 1024
LIMIT = 20 * MIB


def _accepted(name: str, content: bytes) -> Accepted:
    return policy.examine(Upload(name, content), LIMIT)


def _reason(name: str, content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        policy.examine(Upload(name, content), LIMIT)
    refusal = refused.value.refusal
    assert REFUSALS[refusal.code] % dict(refusal.params)  # the words have all they need
    return refusal.code


SOUND = [
    ("证据.pdf", files.pdf(), FileKind.PDF),
    ("现场照片.JPG", files.photo(), FileKind.JPEG),
    ("截图.png", files.png(), FileKind.PNG),
    ("情况说明.docx", files.docx(), FileKind.DOCX),
    ("台账.xlsx", files.xlsx(), FileKind.XLSX),
    ("批复.ofd", files.ofd(), FileKind.OFD),
    ("通话记录.txt", "问：何时收到？\r\n答：二月三日。".encode(), FileKind.TEXT),
    ("旧记录.txt", "二月三日收到申请。".encode("gb18030"), FileKind.TEXT),
    ("记事本.txt", "二月三日收到申请。".encode("utf-16"), FileKind.TEXT),
    ("年度.报告.v2.pdf", files.pdf(), FileKind.PDF),
]


@pytest.mark.parametrize(("name", "content", "kind"), SOUND, ids=[row[0] for row in SOUND])
def test_what_offices_use_is_accepted_bit_by_bit(name: str, content: bytes, kind: FileKind) -> None:
    accepted = _accepted(name, content)
    assert (accepted.name, accepted.kind, accepted.content) == (name, kind, content)


# --- what it is, and what it is called ---


@pytest.mark.parametrize("name", ["a.pdf", "a.jpg", "a.png", "a.docx", "a.xlsx", "a.txt"])
def test_an_empty_file(name: str) -> None:
    assert _reason(name, b"") == "file_empty"


def test_a_file_over_the_limit() -> None:
    assert _reason("大.pdf", files.pdf() + b" " * LIMIT) == "file_too_big"


def test_the_largest_file_allowed() -> None:
    text = "问".encode() * (LIMIT // 3)
    assert len(_accepted("长.txt", text).content) == len(text)


LIES = {
    "a program as PDF": ("说明.pdf", b"MZ\x90\0" + bytes(200)),
    "HTML as JPEG": ("照片.jpg", b"<html><script>alert(1)</script></html>"),
    "PNG as JPEG": ("照片.jpg", files.png()),
    "DOCX as XLSX": ("台账.xlsx", files.docx()),
    "a plain zip as DOCX": ("说明.docx", files.archive({"a.txt": b"a"})),
    "text as PDF": ("说明.pdf", "文字".encode()),
    "PDF not at the beginning": ("说明.pdf", b"\n\n" + files.pdf()),
    "NUL in text": ("说明.txt", b"abc\0def"),
}


@pytest.mark.parametrize("case", LIES)
def test_a_file_that_is_not_what_its_name_says(case: str) -> None:
    assert _reason(*LIES[case]) == "file_lies"


@pytest.mark.parametrize(
    "name", ["图.svg", "页.html", "页.HTM", "页.xhtml", "数据.xml", "信.mhtml"]
)
def test_pages_and_drawings_with_code(name: str) -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert _reason(name, svg) == "file_markup"


@pytest.mark.parametrize(
    "text",
    ["<svg onload=alert(1)>", "\ufeff <!DOCTYPE html><p>x", "说明\n<script>alert(1)</script>"],
)
def test_a_page_that_calls_itself_text(text: str) -> None:
    assert _reason("说明.txt", text.encode()) == "file_markup"


@pytest.mark.parametrize(
    "name", ["说明.exe", "说明.pdf.exe", "说明", "说明.zip", "照片.gif", "a.heic"]
)
def test_a_kind_that_is_not_taken(name: str) -> None:
    assert _reason(name, files.pdf()) == "file_kind"


@pytest.mark.parametrize("name", ["说明.exe.pdf", "说明.html.pdf", "发票.PHP .pdf", "a.js.b.pdf"])
def test_a_second_ending_that_runs(name: str) -> None:
    assert _reason(name, files.pdf()) == "file_double_ending"


@pytest.mark.parametrize("name", ["说明.doc", "台账.xls", "说明.wps"])
def test_old_office_files(name: str) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert _reason(name, ole) == "file_old_office"
    assert _reason("说明.docx", ole) == "file_old_office"


# --- two in one ---

JAR = files.archive({"META-INF/MANIFEST.MF": b"x"})
POLYGLOTS = {
    "JPEG and zip": ("照片.jpg", files.jpeg() + JAR),
    "PNG and zip": ("照片.png", files.png() + JAR),
    "PDF and zip": ("说明.pdf", files.pdf() + JAR),
    "JPEG and page": ("照片.jpg", files.jpeg(comment=b"<script>alert(1)</script>")),
    "JPEG and page behind": ("照片.jpg", files.jpeg() + b"<html><body>x</body></html>"),
    "PNG and page": ("照片.png", files.png(8, 8, files.chunk(b"tEXt", b"x\0<script src=x>"))),
    "PNG with more behind": ("照片.png", files.png() + b"cropped away"),
    "JPEG and PDF": ("照片.jpg", files.jpeg(comment=b"%PDF-1.4 1 0 obj")),
    "DOCX with more behind": ("说明.docx", files.docx() + b"<html>"),
    "DOCX with a comment": ("说明.docx", files.docx()[:-2] + b"\x06\0<html>"),
    "text and zip": ("说明.txt", b"plain words " * 9 + JAR.replace(b"\0", b"\0")),
}


@pytest.mark.parametrize("case", POLYGLOTS)
def test_a_file_that_is_two_things(case: str) -> None:
    name, content = POLYGLOTS[case]
    expected = "file_lies" if case == "text and zip" else "file_two_in_one"
    assert _reason(name, content) == expected


# --- archives ---


def _entry(name: str, mode: int = 0) -> bytes:
    """Return a DOCX with one more entry, with this name as it stands and this mode."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in files.office_parts(files.WORD_MAIN).items():
            target.writestr(part, content)
        info = zipfile.ZipInfo("placeholder")
        info.filename = name
        info.create_system = 3
        info.external_attr = (mode or 0o100644) << 16
        target.writestr(info, b"target")
    return made.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/cron.d/x",
        "/etc/passwd",
        "word/../../x",
        "C:/x",
        "word\\..\\x",
        "a//b",
        "w\x07.xml",
    ],
)
def test_a_path_that_leads_out_of_the_archive(name: str) -> None:
    assert _reason("说明.docx", _entry(name)) == "file_path"


def test_a_symbolic_link_in_an_archive() -> None:
    assert _reason("说明.docx", _entry("word/link.xml", stat.S_IFLNK | 0o777)) == "file_path"


def test_the_twin_without_the_link_is_accepted() -> None:
    assert _accepted("说明.docx", _entry("word/link.xml")).kind is FileKind.DOCX


BOMBS = {
    "one to a thousand": files.docx(**{"word/media/a.xml": b"\0" * (30 * MIB)}),
    "larger than any part": files.docx(**{"word/a.xml": b"\0" * (49 * MIB)}),
    "many parts": files.docx(**{f"word/{n}.xml": b"" for n in range(2_001)}),
    "overlapping parts": files.flat_bomb(),
}


@pytest.mark.parametrize("case", BOMBS)
def test_an_archive_that_swells(case: str) -> None:
    assert _reason("说明.docx", BOMBS[case]) == "file_bomb"


def test_a_size_that_is_understated() -> None:
    content = files.docx(**{"word/big.xml": b"x" * 5_000})
    understated = content.replace((5_000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert _reason("说明.docx", understated) == "file_broken"


@pytest.mark.parametrize("inner", ["word/inner.zip", "word/media/image1.png"])
def test_an_archive_in_an_archive(inner: str) -> None:
    nested = files.archive({"a": files.archive({"b": b"\0" * MIB})})
    assert _reason("说明.docx", files.docx(**{inner: nested})) == "file_embedded"


@pytest.mark.parametrize("cut", [30, 200, -30])
def test_a_broken_archive(cut: int) -> None:
    assert _reason("说明.docx", files.docx()[:cut]) in {"file_broken", "file_lies"}


def test_an_archive_with_a_password() -> None:
    content = bytearray(files.docx())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = content.find(mark)
        while found >= 0:
            content[found + at] |= 1
            found = content.find(mark, found + 4)
    assert _reason("说明.docx", bytes(content)) == "file_encrypted"


MACROS = {
    "macro part": files.docx(**{"word/vbaProject.bin": b"VBA"}),
    "macro part in capitals": files.docx(**{"word/VBAPROJECT.BIN": b"VBA"}),
    "macro sheet": files.xlsx(**{"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "macro tie": files.docx(
        **{"word/_rels/document.xml.rels": files.ties(("vbaProject", "x.bin", ""))}
    ),
    "macro type": files.archive(
        files.office_parts(
            ("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml")
        )
    ),
}


@pytest.mark.parametrize("case", MACROS)
def test_macros(case: str) -> None:
    name = "台账.xlsx" if case == "macro sheet" else "说明.docx"
    assert _reason(name, MACROS[case]) == "file_macro"


OUTSIDE = {
    "template from a server": ("attachedTemplate", "http://192.0.2.1/x.dotm"),
    "picture from a share": ("image", "file://192.0.2.1/share/x.png"),
    "link to a program": ("hyperlink", "file:///C:/Windows/x.exe"),
    "link by a handler": ("hyperlink", "ms-msdt:/id x"),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_what_is_fetched_from_elsewhere(case: str) -> None:
    kind, target = OUTSIDE[case]
    tied = files.ties((kind, target, "External"))
    content = files.docx(**{"word/_rels/document.xml.rels": tied})
    assert _reason("说明.docx", content) == "file_external"


def test_a_link_to_a_site_stays() -> None:
    tied = files.ties(("hyperlink", "https://example.invalid/", "External"))
    content = files.docx(**{"word/_rels/document.xml.rels": tied})
    assert _accepted("说明.docx", content).content == content


EMBEDDED = {
    "OLE object": files.docx(**{"word/embeddings/oleObject1.bin": b"x"}),
    "old office file": files.docx(**{"word/x.dat": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    "program": files.docx(**{"word/media/image1.png": b"MZ\x90\0"}),
    "ActiveX": files.docx(**{"word/activeX/activeX1.xml": b"<a/>"}),
    "other workbook": files.xlsx(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}),
    "OLE tie": files.docx(**{"word/_rels/a.rels": files.ties(("oleObject", "a.dat", ""))}),
    "script in OFD": files.ofd(**{"Doc_0/run.js": b"app.alert(1)"}),
}


@pytest.mark.parametrize("case", EMBEDDED)
def test_what_is_hidden_inside(case: str) -> None:
    name = {"other workbook": "台账.xlsx", "script in OFD": "批复.ofd"}.get(case, "说明.docx")
    assert _reason(name, EMBEDDED[case]) == "file_embedded"


@pytest.mark.parametrize(
    "prolog",
    ['<!DOCTYPE a [<!ENTITY b "x">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">', "<unclosed>"],
)
def test_xml_that_defines_or_fetches(prolog: str) -> None:
    part = prolog.encode() + b"<a/>"
    assert _reason("说明.docx", files.docx(**{"word/_rels/a.rels": part})) == "file_broken"


def test_types_in_another_encoding_are_read_alike() -> None:
    parts = files.office_parts(files.WORD_MAIN)
    types = parts["[Content_Types].xml"].decode().replace("UTF-8", "UTF-16")
    hidden = types.replace(
        "</Types>", '<Default Extension="bin" ContentType="x/vbaProject"/></Types>'
    )
    parts["[Content_Types].xml"] = hidden.encode("utf-16")
    assert _reason("说明.docx", files.archive(parts)) == "file_macro"


# --- PDF ---


def _opens_with(action: Dictionary) -> bytes:
    return files.pdf_with(lambda pdf: setattr(pdf.Root, "OpenAction", action))


def _attach(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["a.txt"] = b"inside"


def _by_reference(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=pdf.make_indirect(Name.JavaScript))


def _deep_inside(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Array([Dictionary(Next=Dictionary(S=Name.Launch))]))


PDFS = {
    "JavaScript": (_opens_with(Dictionary(S=Name.JavaScript, JS="x")), "file_active"),
    "JavaScript by another spelling": (
        _opens_with(Dictionary(S=Name.JavaScript)).replace(b"/JavaScript", b"/J#61vaScript"),
        "file_active",
    ),
    "JavaScript by reference": (files.pdf_with(_by_reference), "file_active"),
    "a program": (files.pdf_with(_deep_inside), "file_active"),
    "a form that sends itself": (_opens_with(Dictionary(S=Name.SubmitForm)), "file_active"),
    "a file inside": (files.pdf_with(_attach), "file_embedded"),
    "packed without a limit": (files.pdf() + b"<< /Filter /#4cZWDecode >>", "file_bomb"),
    "cut off": (files.pdf()[:40], "file_broken"),
    "only the beginning": (b"%PDF-1.7\n", "file_broken"),
}


@pytest.mark.parametrize("case", PDFS)
def test_pdf_files_that_act_or_hide(case: str) -> None:
    content, reason = PDFS[case]
    assert _reason("说明.pdf", content) == reason


def encrypted_pdf() -> bytes:
    """Return a PDF that opens with a password."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(made, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return made.getvalue()


def test_a_pdf_with_a_password() -> None:
    assert _reason("说明.pdf", encrypted_pdf()) == "file_encrypted"


def test_a_pdf_that_opens_on_a_page_stays() -> None:
    content = _opens_with(Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))
    assert _accepted("说明.pdf", content).content == content


# --- pictures ---


def _claiming(width: int, height: int) -> bytes:
    content = bytearray(files.jpeg())
    frame = content.find(b"\xff\xc0")
    content[frame + 5 : frame + 9] = height.to_bytes(2, "big") + width.to_bytes(2, "big")
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content"),
    [("图.png", files.png(10_000, 10_000)), ("图.jpg", _claiming(60_000, 60_000))],
)
def test_a_flood_of_pixels(name: str, content: bytes) -> None:
    assert _reason(name, content) == "file_pixels"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("图.png", files.png()[:-6]),
        ("图.png", files.png().replace(b"IDAT", b"IDAX")),
        ("图.png", files.png(0, 8)),
        ("图.png", b"\x89PNG\r\n\x1a\n" + files.chunk(b"IEND", b"")),
        ("图.jpg", files.jpeg()[:-2]),
        ("图.jpg", files.jpeg()[:200]),
        ("图.jpg", b"\xff\xd8\xff\xd9"),
        ("图.jpg", _claiming(0, 10)),
    ],
)
def test_a_broken_picture(name: str, content: bytes) -> None:
    assert _reason(name, content) == "file_broken"


def test_every_reason_names_the_file() -> None:
    of_files = {code: words for code, words in REFUSALS.items() if code.startswith("file_")}
    assert {code for code, words in of_files.items() if "%(name)s" not in words} == {
        "file_too_many",
        "file_subject_full",
        "file_quota",
        "file_no_room",
    }
