"""Every kind of paper: its text is whole, its pages are right, and once issued it stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

import pytest
from flask import Flask

from accountability.documents.kinds import KINDS as ACCOUNTABILITY
from assessment.documents import KINDS as ASSESSMENT
from casework.custody.letters import KINDS as CUSTODY
from casework.defence.letters import KINDS as DEFENCE
from casework.referral.letter import KIND as REFERRAL
from casework.referral.letter import RECEIPT_KIND
from casework.reporting.letter import KIND as REPORT
from casework.telling.letters import KINDS as TELLING
from complaints.documents import KINDS as COMPLAINTS
from core import moment
from core.documents import Letter, layout, render
from core.documents.page import AREA_BOTTOM, AREA_RIGHT, CELL, MARGIN_LEFT
from core.documents.services import issue, pdf_bytes
from core.documents.templates.composing import compose, shipped
from core.documents.templates.kinds import Kind, registered
from core.documents.wording import chinese_date
from evaluation.documents import KINDS as EVALUATION
from tests.core.documents import measure
from tests.support import wording

KINDS = {
    kind.code: kind
    for kind in (
        *COMPLAINTS,
        *(REPORT, REFERRAL, RECEIPT_KIND),
        *CUSTODY,
        *DEFENCE,
        *TELLING,
        *ACCOUNTABILITY,
        *EVALUATION,
        *ASSESSMENT,
    )
}
ON = date(2026, 3, 2)
#: Characters of names and places that many fonts lack.
RARE = "𬭩𫖯喆堃𰻞"
LONG = "行政机关应当及时准确地公开政府信息并接受人民群众的监督。"
_NUMBER = re.compile(r"—\d+—")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{2}-\d{2}")

every_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def specimen(kind: Kind, *, add: str = "", lines: int = 0) -> Letter:
    """Return a letter of a kind as if issued: `add` in every value, and as many lines more."""
    occasion = kind.specimen(ON)
    values = {
        name: "\n".join(line + add for line in value.splitlines() or [""])
        for name, value in occasion.values.items()
    }
    words = shipped(kind)
    longer = replace(words, body="\n".join([words.body, *[LONG] * lines]))
    return compose(kind.code, replace(occasion, values=values, draft=False), longer)


def test_no_kind_is_left_out(app: Flask) -> None:
    assert set(registered()) == set(KINDS)


def _said(letter: Letter) -> Iterator[str]:
    for text in chain(letter.texts(), [chinese_date(letter.on)] if letter.signer else []):
        for line in text.splitlines():
            if line.split():
                yield "".join(line.split())


@every_kind
def test_every_word_can_be_taken_out_of_the_file(app: Flask, kind: Kind) -> None:
    letter = specimen(kind, add=RARE)
    found = _NUMBER.sub("", measure.text(render(letter), "-raw"))
    for line in _said(letter):
        assert line in found, line
    assert RARE in found


@every_kind
@pytest.mark.parametrize("lines", [0, 12, 30])
def test_pages_are_numbered_and_the_closing_record_ends_an_even_page(
    app: Flask, kind: Kind, lines: int
) -> None:
    letter = specimen(kind, lines=lines)
    pages = layout(letter)
    with_text = [page for page in pages if page.named("body") or page.named("cell")]
    bare = pages[len(with_text) :]
    assert len(with_text) > 1 or lines < 30
    for number, page in enumerate(with_text, 1):
        assert page.number == number
        (printed,) = page.texts("page number")
        assert printed.text == f"—{number}—"
        if number % 2:
            assert printed.x + printed.width == pytest.approx(AREA_RIGHT - CELL)
        else:
            assert printed.x == pytest.approx(MARGIN_LEFT + CELL)
    assert not any(page.number or page.texts("page number") for page in bare)
    ends = [bool(page.named("imprint")) for page in pages]
    if letter.head is None:
        assert not bare
        assert not any(ends)
        return
    assert len(pages) % 2 == 0
    assert ends == [False] * (len(pages) - 1) + [True]
    said = {text.text for text in pages[-1].texts("imprint")}
    assert said == {letter.head, f"{chinese_date(letter.on)}印发"}
    feet = [line.top for line in pages[-1].named("imprint line")]
    assert max(feet) == pytest.approx(AREA_BOTTOM)


@every_kind
def test_a_day_is_written_as_offices_write_it(app: Flask, kind: Kind) -> None:
    found = _DATE.findall("\n".join(specimen(kind).texts()))
    for day in found:
        year, month, on = (int(part) for part in re.findall(r"\d+", day))
        assert day == chinese_date(date(year, month, on))


@every_kind
def test_what_was_issued_stays_byte_for_byte_when_the_words_change(app: Flask, kind: Kind) -> None:
    letter = compose(kind.code, replace(kind.specimen(moment.today()), draft=False))
    document = issue(kind.code, "specimens", 1, kind.label, letter.number, letter, None)
    before = pdf_bytes(document)
    wording.approved("本文书一式两份。", kind.code)
    with moment.frozen("2026-03-09"):
        later = compose(kind.code, replace(kind.specimen(moment.today()), draft=False))
        assert "本文书一式两份。" in "\n".join(later.texts())
        assert pdf_bytes(document) == before
    again = compose(kind.code, replace(kind.specimen(letter.on), draft=False))
    assert render(again) == render(letter)
