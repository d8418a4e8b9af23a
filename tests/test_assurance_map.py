"""The map of 等保 level 3 and ASVS: each file and test it names is there, and no line missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config import ROOT

MAP = ROOT / "docs" / "assurance-map.md"
ASKED = ROOT.parent / "shared" / "reliability.md"
_NAMED = re.compile(r"`([\w./-]+\.(?:py|toml|yml|md|txt)|[\w/]+/[\w/]+)(?:::(\w+))?`")
_NUMBER = re.compile(r"\b\d+\.\d+\.\d+\b")


def rows(text: str) -> list[list[str]]:
    """Return the cells of each line of the tables."""
    lines = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line] for line in lines if line[0].strip() != "line"]


def missing(text: str) -> list[str]:
    """Return what the text names and is not there."""
    found = []
    for path, test in _NAMED.findall(text):
        file = ROOT / path
        if not file.exists():
            found.append(path)
        elif test and not re.search(rf"^def {test}\(", file.read_text(encoding="utf-8"), re.M):
            found.append(f"{path}::{test}")
    return found


def unanswered(text: str) -> list[str]:
    """Return the lines without a file and a test that do not say why."""
    return [
        line[0]
        for line in rows(text)
        if not (line[2] and "::test_" in line[3])
        and not line[3].startswith(("Not applicable, because", "Not yet"))
    ]


def test_every_file_and_test_of_the_map_is_there() -> None:
    assert missing(MAP.read_text(encoding="utf-8")) == []


def test_every_line_is_answered_or_says_why_not() -> None:
    text = MAP.read_text(encoding="utf-8")
    assert len(rows(text)) > 60
    assert unanswered(text) == []


def test_the_twins() -> None:
    assert missing("`core/db.py`, `core/gone.py`, `tests/test_app.py::test_of_nothing`") == [
        "core/gone.py",
        "tests/test_app.py::test_of_nothing",
    ]
    assert unanswered("| 1.1.1 | x | `core/db.py` | some day |\n") == ["1.1.1"]


@pytest.mark.skipif(not ASKED.exists(), reason="LINES NOT COMPARED: ../shared is not here")
def test_no_line_that_was_taken_over_is_missing() -> None:
    asked = Path(ASKED).read_text(encoding="utf-8")
    table = asked[asked.index("### 3.1 ASVS") : asked.index("### 3.2")]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    wanted = {number for cell in cells for number in _NUMBER.findall(cell)}
    text = MAP.read_text(encoding="utf-8")
    listed = {number for line in rows(text) for number in _NUMBER.findall(line[0])}
    assert len(wanted) > 60
    assert wanted - listed == set()
    level_3 = asked[asked.index("### 3.2") : asked.index("### 3.3")]
    items = {int(n) for n in re.findall(r"^\| 8\.1\.4\.(\d+)", level_3, re.M)}
    mapped = {int(n) for n in re.findall(r"^\| 8\.1\.4\.(\d+)", text, re.M)}
    assert items - mapped == set()
