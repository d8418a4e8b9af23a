"""Measure a PDF itself, with the tools of poppler; millimetres from the top left corner."""

from __future__ import annotations

import html
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image

MM = 25.4 / 72
DPI = 200
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


@dataclass(frozen=True)
class Word:
    """Characters that poppler found side by side."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        message = f"NOT PROVEN: {name} (poppler-utils) is missing, the PDF is not measured"
        if os.environ.get("REQUIRE_E2E") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path


def _run(name: str, *arguments: str, pdf: bytes, zone: str = "UTC") -> bytes:
    environment = {**os.environ, "TZ": zone}
    return subprocess.run(
        [_tool(name), *arguments], input=pdf, capture_output=True, check=True, env=environment
    ).stdout


def text(pdf: bytes, *options: str) -> str:
    """Extract the text without any white space."""
    return "".join(_run("pdftotext", *options, "-", "-", pdf=pdf).decode("utf-8").split())


def lines(pdf: bytes, page: int) -> list[Word]:
    """Return the lines of a page, from top to bottom, each as one word."""
    output = _run("pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-", pdf=pdf)
    rows: dict[int, list[Word]] = {}
    for match in _WORD.finditer(output.decode("utf-8")):
        left, top, right, bottom = (float(value) * MM for value in match.groups()[:4])
        word = Word(html.unescape(match[5]), left, top, right, bottom)
        rows.setdefault(round(top * 2), []).append(word)
    return [_joined(rows[key]) for key in sorted(rows)]


def _joined(words: list[Word]) -> Word:
    words = sorted(words, key=lambda word: word.left)
    return Word(
        "".join(word.text for word in words),
        words[0].left,
        min(word.top for word in words),
        max(word.right for word in words),
        max(word.bottom for word in words),
    )


def fonts(pdf: bytes) -> list[list[str]]:
    """List the fonts: name, embedded, subset, has a Unicode map."""
    rows = _run("pdffonts", "-", pdf=pdf).decode("utf-8").splitlines()[2:]
    return [[row.split()[0], *row.split()[-5:-2]] for row in rows]


def info(pdf: bytes) -> dict[str, str]:
    """Return what the file tells of itself, times as in Shanghai."""
    output = _run("pdfinfo", "-", pdf=pdf, zone="Asia/Shanghai").decode("utf-8")
    pairs = (line.partition(":") for line in output.splitlines())
    return {name: value.strip() for name, _, value in pairs}


def box(
    pdf: bytes,
    page: int,
    colour: str,
    within: tuple[float, float],
    across: tuple[float, float] = (0, 210),
) -> Word:
    """Return the box of the red or black ink between two heights (and widths) of a page."""
    png = _run("pdftoppm", "-r", str(DPI), "-f", str(page), "-l", str(page), "-png", "-", pdf=pdf)
    image = Image.open(BytesIO(png)).convert("RGB")
    scale = DPI / 25.4
    top, bottom = (round(height * scale) for height in within)
    start, end = (round(width * scale) for width in across)
    red, green, _blue = image.crop((start, top, end, bottom)).split()
    if colour == "red":
        mask = Image.composite(
            red.point(lambda value: 255 if value > 150 else 0),
            Image.new("L", red.size),
            green.point(lambda value: 255 if value < 110 else 0),
        )
    else:
        mask = red.point(lambda value: 255 if value < 110 else 0)
    found = mask.getbbox()
    assert found is not None, f"no {colour} ink there"
    left, upper, right, lower = (value / scale for value in found)
    return Word("", left + across[0], upper + within[0], right + across[0], lower + within[0])
