"""A reader checks a document by its code, and learns nothing of content or persons."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.rules import ComplaintState
from core.db import db
from core.documents import layout, render, views
from core.documents.letter import Verification
from core.documents.models import IssuedDocument
from core.documents.page import AREA_BOTTOM, PAGE_HEIGHT, Symbol
from core.documents.services import pdf_bytes
from core.documents.symbol import ALPHABET, LENGTH, modules, new_code, printed, read
from tests.core.documents import measure
from tests.core.documents.letters import letter
from tests.support import accountability_remedies as aftermath
from tests.support import complaints
from tests.support.client import Client


@pytest.fixture(autouse=True)
def fresh_throttle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "throttle", type(views.throttle)(10, 200, views.throttle._window))


def notice() -> IssuedDocument:
    complaints.complaint(ComplaintState.DECLINED)
    return db.session.scalars(select(IssuedDocument)).one()


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code()
    assert len(code) == LENGTH
    assert set(code) <= set(ALPHABET)
    assert read(f" {printed(code).lower()} ") == code
    for wrong in ("", code[:-1], code + "A", "0" * LENGTH, "验" * LENGTH):
        assert read(wrong) is None


def test_the_symbol_stands_below_the_text_of_the_last_page_and_moves_nothing() -> None:
    plain = letter()
    code = Verification("ABCD-EFGH-JKMN", "https://w.example/verify/ABCDEFGHJKMN", "https://w.e/v")
    checked = layout(replace(plain, verification=code))
    assert [p.elements for p in layout(plain)][:-1] == [p.elements for p in checked][:-1]
    last = checked[-1]
    (symbol,) = [e for e in last.named("verification") if isinstance(e, Symbol)]
    foot = max(text.top + text.height for text in last.texts("page number"))
    assert AREA_BOTTOM < foot < symbol.top
    assert symbol.top + symbol.side < PAGE_HEIGHT - 5
    assert symbol.modules == modules(code.url)
    assert "ABCD-EFGH-JKMN" in measure.text(render(replace(plain, verification=code)))


def test_each_issued_letter_carries_a_code_of_its_own(app: Flask) -> None:
    document = notice()
    assert document.verification_code is not None
    text = measure.text(pdf_bytes(document))
    assert printed(document.verification_code) in text
    assert "/verify" in text
    assert document.issuer == "阿尔山市政务公开办公室"


def test_the_code_tells_number_kind_date_and_issuer_and_no_more(app: Flask) -> None:
    decision = aftermath.decided()
    document = aftermath.notices_of(decision)[0].document
    page = Client(app).get(f"/verify/{document.verification_code}")
    for told in (document.number, "处理决定书", "2026年3月2日", document.issuer):
        assert told
        assert told in page.text
    for name in ("王𬭩", "李建国", decision.case.title, decision.case.number):
        assert name not in page.text


def test_a_file_is_compared_byte_for_byte(app: Flask) -> None:
    document = notice()
    pdf = pdf_bytes(document)
    browser = Client(app)

    def told(data: bytes) -> str:
        page = browser.get("/verify")
        token = page.one("input", name="csrf_token")["value"]
        answer = browser.raw(
            "POST",
            "/verify",
            {
                "csrf_token": token,
                "code": printed(document.verification_code or ""),
                "file": (io.BytesIO(data), "文书.pdf"),
            },
        )
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    assert "完全一致" in told(pdf)
    assert "不一致" in told(pdf + b"\n")
    assert "不一致" in told(b"x")


def test_unknown_codes_are_told_alike_and_slowed_down(app: Flask) -> None:
    browser = Client(app)
    for code in ("ABCDEFGHJKMN", "x", "../etc/passwd"):
        assert "没有找到" in browser.get(f"/verify/{code}", status=404).text
    for _ in range(7):
        browser.get("/verify").submit(code="ABCD-EFGH-JKMN", status=422)
    browser.get("/verify/ABCDEFGHJKMN", status=429)


def _is_pattern(row: int, column: int, size: int) -> bool:
    """Tell whether a module of version 2 to 6 belongs to a finder, timing, alignment or format."""
    finder = (row < 9 and (column < 9 or column >= size - 8)) or (row >= size - 8 and column < 9)
    alignment = size - 9 <= row < size - 4 and size - 9 <= column < size - 4
    return finder or alignment or row == 6 or column == 6


def decode(rows: tuple[str, ...]) -> str:
    """Read a symbol of one block, version 2 or 3, mask 0, as a reader does: two columns at a time.

    ISO/IEC 18004: 7.7.3 placement, 7.8.2 mask, 7.4.5 byte mode.
    """
    size = len(rows)
    bits = []
    columns = [*range(size - 1, 6, -2), *range(5, 0, -2)]
    for number, right in enumerate(columns):
        order = range(size - 1, -1, -1) if number % 2 == 0 else range(size)
        for row in order:
            for column in (right, right - 1):
                if not _is_pattern(row, column, size):
                    bits.append(int(rows[row][column]) ^ ((row + column) % 2 == 0))
    stream = "".join(map(str, bits))
    assert stream[:4] == "0100", "one segment of bytes"
    length = int(stream[4:12], 2)
    return bytes(int(stream[at : at + 8], 2) for at in range(12, 12 + 8 * length, 8)).decode()


def test_the_symbol_reads_as_the_address() -> None:
    for address in ("https://w.example/verify/ABCDEFGHJKMN", "http://h/v/" + "a" * 20):
        rows = modules(address)
        assert {len(row) for row in rows} == {len(rows)}
        assert decode(rows) == address
    turned = tuple(row[::-1] for row in modules("https://w.example/verify/ABCDEFGHJKMN"))
    with pytest.raises((AssertionError, ValueError, UnicodeDecodeError)):
        assert decode(turned).startswith("https")
