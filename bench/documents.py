"""A notice as PDF beside plain reportlab with the same face: `python -m bench.documents`.

All write the same words. Plain reportlab is the library as its manual shows it, a
`SimpleDocTemplate` with paragraphs; "bare" is its canvas, told where each of our lines stands,
which neither breaks lines nor keeps the grid. The face is that of our letters as TrueType, since
the library takes no other. Rounds are interleaved in one process and warm; what counts is the
ratio of the medians of processor time. With `--most N` it ends with 1 where a one-page notice
takes more than N times plain reportlab.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as FontFile
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph as Flowable
from reportlab.platypus import SimpleDocTemplate

from core.documents import Heading, Letter, Paragraph, layout, render
from core.documents.fonts import SERIF
from core.documents.letter import Verification
from core.documents.page import MM_PER_POINT, Text

NAME = "bench-serif"
PLAIN_FILE = Path(__file__).parent / "data" / f"{NAME}.ttf"
OFFICE = "阿尔山市政务公开办公室"
PARTS = (
    "申请人王丽因不服阿苏镇人民政府作出的《关于危房改造补助资金公开事项的答复》，于2026年3月2日向本机关提出"
    "复核申请。本机关依法受理后，经书面审查并听取双方意见，现已审理终结。",
    "经查：被申请人在法定期限内未主动公开补助对象名单、资金拨付明细和公示照片；申请人于2025年12月8日提出"
    "申请，被申请人于2026年1月19日作出答复，超过规定期限二十个工作日。",
    "对本决定不服的，可以自接到处理通知之日起30日内向作出处理决定的机关申请复核。",
)
CODE = Verification(
    "ABCD-EFGH-JKMN",
    "https://wenze.example.gov.cn/verify/ABCDEFGHJKMN",
    "https://wenze.example.gov.cn/verify",
)
#: Characters beside those of the letters, so that the plain face is no toy: the common ones.
COMMON = range(0x4E00, 0x4E00 + 3000)


def letter(pages: int) -> Letter:
    """Return a notice of one page, or of two; half the first is red head and title."""
    body = [Heading(1, "一、查明的事实")]
    facts = PARTS[:1] if pages == 1 else (*PARTS[:2] * 2, PARTS[2])
    parts = [Paragraph(part) for part in facts]
    return Letter(
        head=OFFICE,
        number="阿政公责〔2026〕12号",
        title="责任追究处理决定书",
        addressee="王丽",
        body=(*body, *parts),
        signer=OFFICE,
        on=date(2026, 4, 28),
    )


def plain(about: Letter) -> bytes:
    """Write the words of a letter with plain reportlab."""
    body = ParagraphStyle("body", fontName=NAME, fontSize=16, leading=29, wordWrap="CJK")
    head = ParagraphStyle("head", parent=body, fontSize=22, alignment=1)
    texts = [text for text in about.texts() if text]
    story: list[Any] = [Flowable(text, head if n < 3 else body) for n, text in enumerate(texts)]
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer, pagesize=A4, leftMargin=79, rightMargin=74, initialFontName=NAME
    )

    def foot(canvas: Any, template: Any) -> None:
        canvas.setFont(NAME, 14)
        canvas.drawString(100, 60, f"— {template.page} —")

    document.build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def bare(about: Letter) -> bytes:
    """Draw the lines of a letter with the canvas alone, where they stand on our page."""
    buffer = BytesIO()
    canvas: Any = Canvas(buffer, pagesize=A4, initialFontName=NAME)  # type: ignore[arg-type]
    for page in _laid_out(about):
        for text in page:
            canvas.setFont(NAME, text.size)
            canvas.drawString(
                text.x / MM_PER_POINT, A4[1] - text.baseline / MM_PER_POINT, text.text
            )
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def _laid_out(about: Letter) -> list[list[Text]]:
    return [[e for e in page.elements if isinstance(e, Text)] for page in layout(about)]


def measure(works: Iterable[Callable[[], bytes]], rounds: int) -> list[float]:
    """Return the median milliseconds of processor time of each, one after the other in a round."""
    listed = list(works)
    times: list[list[float]] = [[] for _ in listed]
    for number in range(rounds + 2):
        for work, mine in zip(listed, times, strict=True):
            begin = time.process_time()
            work()
            if number >= 2:  # the first two warm the glyphs
                mine.append((time.process_time() - begin) * 1000)
    return [statistics.median(mine) for mine in times]


def register_plain() -> None:
    """Make the face of our letters known to plain reportlab; written once."""
    if not PLAIN_FILE.exists():
        PLAIN_FILE.parent.mkdir(parents=True, exist_ok=True)
        _write_truetype(PLAIN_FILE)
    pdfmetrics.registerFont(TTFont(NAME, str(PLAIN_FILE)))


def _write_truetype(path: Path) -> None:
    source = FontFile(str(SERIF.path))
    named: dict[int, str] = source.getBestCmap()
    words = "".join(replace(letter(2), verification=CODE).texts())
    wanted = {*range(0x20, 0x7F), *COMMON, *map(ord, words), ord("—")}
    cmap = {code: named[code] for code in sorted(wanted) if code in named}
    order = [".notdef", *dict.fromkeys(cmap.values())]
    glyphs, outlines = source.getGlyphSet(), {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(cmap)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: source["hmtx"][name] for name in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": NAME, "styleName": "Regular", "psName": NAME})
    builder.setupOS2()
    builder.setupPost()
    builder.save(str(path))


def main() -> None:
    """Measure a notice of one and of two pages, without and with its verification code."""
    parser = argparse.ArgumentParser(prog="python -m bench.documents", description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--most", type=float, help="end with 1 above this ratio for one page")
    options = parser.parse_args()
    register_plain()
    worst = 0.0
    print("notice              plain ms   bare ms   ours ms  ours/plain  ours/bare")
    for pages in (1, 2):
        unsigned = letter(pages)
        assert len(layout(unsigned)) == pages
        for name, one in (("", unsigned), (" with code", replace(unsigned, verification=CODE))):
            works = (partial(plain, one), partial(bare, one), partial(render, one))
            floor, least, ours = measure(works, options.rounds)
            if pages == 1:
                worst = max(worst, ours / floor)
            what = f"{pages} page{'s' if pages > 1 else ''}{name}"
            ratios = f"{ours / floor:>12.2f}{ours / least:>11.2f}"
            print(f"{what:<20}{floor:>8.1f}{least:>10.1f}{ours:>10.1f}{ratios}")
    if options.most is not None and worst > options.most:
        sys.exit(f"a one-page notice takes {worst:.2f} × plain reportlab, more than {options.most}")


if __name__ == "__main__":
    main()
