"""One word per idea: the glossary holds in code and on the page, and no pinyin stands in either."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from config import ROOT
from tests.architecture import rules

#: Chinese that a page must not say, and what is meant instead.
NEVER_SAID = {"听证": "陈述和申辩"}

#: Pinyin of the words of the field; the product's own name is the one exception.
PINYIN = frozenset(
    [
        "tousu",
        "jubao",
        "anjian",
        "fuhe",
        "shensu",
        "zhenggai",
        "chufen",
        "juding",
        "songda",
        "gongkai",
        "zhengwu",
        "danwei",
        "lingdao",
        "shouli",
        "banli",
        "diaocha",
        "zhengju",
        "chengban",
        "zhuguan",
        "zeren",
        "kaoping",
        "pingyi",
        "gongzhong",
        "xinxi",
        "shenqing",
        "tiaoli",
        "guize",
        "qixian",
        "riqi",
        "bumen",
        "jiedao",
        "xiangzhen",
        "dangshiren",
        "huibi",
        "jianyi",
        "tongbao",
        "jieguo",
    ]
)


def glossary() -> dict[str, list[str]]:
    """Return the code terms of docs/glossary.md with their Chinese words, where they pair up."""
    terms: dict[str, list[str]] = {}
    for line in (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 or not cells[0].startswith("`"):
            continue
        codes = re.findall(r"`([^`]+)`", cells[0])
        words = [word.strip() for word in re.split(r"[、/]", cells[1]) if word.strip()]
        if len(codes) == 1:
            terms[codes[0]] = words
        elif len(codes) == len(words):
            terms.update({code: [word] for code, word in zip(codes, words, strict=True)})
    return terms


def misnamed(source: str, terms: dict[str, list[str]]) -> Iterator[str]:
    """Yield labels that give a member named like one term exactly the word of another."""
    owners: dict[str, set[str]] = {}
    for code, words in terms.items():
        for word in words:
            owners.setdefault(word, set()).add(code)
    for member, text, line in _labels(ast.parse(source)):
        if member in terms and text in owners and member not in owners[text]:
            yield f"line {line}: {member} is {terms[member]}, not {text}"
        for code in ("reconsideration", "administrative_review"):
            other = terms[
                "administrative_review" if code == "reconsideration" else "reconsideration"
            ]
            if code in member and any(word in text for word in other):
                yield f"line {line}: {member} is never {text}"


def _labels(tree: ast.AST) -> Iterator[tuple[str, str, int]]:
    """Yield (member in lower case, Chinese text, line) of every `X.MEMBER: _("文字")`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Dict):
            continue
        for key, value in zip(node.keys, node.values, strict=True):
            texts = [
                part.value
                for part in ast.walk(value)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            if isinstance(key, ast.Attribute) and len(texts) == 1:
                yield key.attr.lower(), texts[0], key.lineno


def pinyin(source: str) -> Iterator[str]:
    """Yield names of the code that hold a word in pinyin."""
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Name):
            names = [node.id]
        elif isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.arg | ast.keyword):
            names = [node.arg or ""]
        for name in names:
            if set(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_")) & PINYIN:
                yield name


def said(text: str) -> list[str]:
    """Return what a page must not say."""
    return [word for word in NEVER_SAID if word in text]


def test_labels_keep_to_the_glossary() -> None:
    terms = glossary()
    assert len(terms) > 30
    files = [path for path in rules.modules(*rules.FLOORS) if "labels" in str(path)]
    assert len(files) >= 4
    wrong = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in files
        for fault in misnamed(path.read_text("utf-8"), terms)
    ]
    assert not wrong


def test_no_name_is_pinyin() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in rules.modules(*rules.FLOORS, "demo", "tests", "scripts")
        for name in pinyin(path.read_text("utf-8"))
    ]
    assert not wrong


def test_no_page_says_what_the_law_does_not() -> None:
    texts = [
        *(ROOT / "templates").rglob("*.html"),
        *rules.modules("complaints", "casework", "accountability"),
    ]
    wrong = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in texts
        for word in said(path.read_text("utf-8"))
    ]
    assert not wrong


# the twins

TERMS = {"reconsideration": ["复核"], "administrative_review": ["行政复议"], "appeal": ["申诉"]}


@pytest.mark.parametrize(
    "source",
    [
        '{Kind.APPEAL: _("复核")}',
        '{Kind.RECONSIDERATION: _("申诉")}',
        '{Action.FILE_RECONSIDERATION: _("提出行政复议")}',
        '{Action.ADMINISTRATIVE_REVIEW: _("复核申请")}',
    ],
)
def test_a_wrong_word_is_found(source: str) -> None:
    assert list(misnamed(source, TERMS))


def test_right_words_are_let_through() -> None:
    assert not list(
        misnamed('{Kind.RECONSIDERATION: _("复核"), Kind.APPEAL: _("提出申诉")}', TERMS)
    )


@pytest.mark.parametrize(
    "source", ["tousu = 1", "def shouli_case(): ...", "class AnjianForm: ...", "f(zeren=1)"]
)
def test_pinyin_is_found(source: str) -> None:
    assert list(pinyin(source))


def test_a_forbidden_word_is_found() -> None:
    assert said("告知当事人有权要求听证") == ["听证"]
