"""The record speaks in words: every kind of thing and every act that is written has some."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from core import procedure
from oversight import labels

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    *("core", "complaints", "casework", "accountability"),
    *("evaluation", "assessment", "oversight", "wording", "administration"),
)


def written(source: str) -> Iterator[str]:
    """Yield the acts that a module writes into the record by name."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) == "record.append"
            and isinstance(node.args[0], ast.Constant)
        ):
            yield str(node.args[0].value)


def known(app: Flask) -> set[str]:
    """Return every act that has words, whatever it is done to."""
    tables = procedure.registered().values()
    rows = {row.action.value for table in tables for row in table.transitions}
    more = {str(code) for table in tables for code in table.extra_labels}
    return rows | more | {code for _subject, code in labels.ACTIONS}


def test_every_act_that_is_written_has_words(app: Flask) -> None:
    acts = {
        act
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        for act in written(path.read_text("utf-8"))
    }
    assert len(acts) > 20
    assert acts - known(app) == set()


def test_an_act_without_words_is_found(app: Flask) -> None:
    (act,) = written('record.append("smuggle_in", thing, actor_id=1)')
    assert act not in known(app)
