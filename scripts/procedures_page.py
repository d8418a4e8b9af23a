#!/usr/bin/env python3
"""Draw the procedures: write docs/procedures.md from the tables the application itself runs on.

usage: procedures_page.py [--check]     --check writes nothing and fails if the page is out of date
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "procedures.md"
sys.path.insert(0, str(ROOT))

from app import create_app  # noqa: E402 - the repository's root must be on the path first
from config import read_settings  # noqa: E402
from core.access.grants import GRANTS  # noqa: E402
from core.identity.labels import ROLES  # noqa: E402
from core.procedure import Procedure, Transition, registered  # noqa: E402


def page() -> str:
    """Return the whole page as Markdown: a diagram and a table for each aggregate."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app(read_settings({"WENZE_ENV": "test", "WENZE_INSTANCE": instance}))
        with app.test_request_context():
            return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Procedures"
    yield ""
    yield "Written by `make docs` from the tables themselves; a test holds it to them."
    for procedure in registered().values():
        yield from _section(procedure)
    yield ""


def _section(procedure: Procedure) -> Iterator[str]:
    yield f"\n## {procedure.name}\n"
    yield "```mermaid"
    yield "stateDiagram-v2"
    for state in procedure.states:
        yield f"  {state} : {procedure.state_labels[state]}"
    yield f"  [*] --> {next(iter(procedure.states))}"
    for row in procedure.transitions:
        for source in (state for state in procedure.states if state in row.sources):
            if row.target is not None:
                yield f"  {source} --> {row.target} : {row.label}"
    yield "```\n"
    yield "| action | 动作 | from | to | permission | 岗位 |"
    yield "|---|---|---|---|---|---|"
    for row in procedure.transitions:
        sources = "、".join(
            str(procedure.state_labels[s]) for s in procedure.states if s in row.sources
        )
        target = "—" if row.target is None else str(procedure.state_labels[row.target])
        yield f"| `{row.action}` | {row.label} | {sources} | {target} | {_who(row)} |"
    for state, why in procedure.rests.items():
        yield f"\nNothing is owed in {procedure.state_labels[state]}: {why}."


def _who(row: Transition) -> str:
    if row.by_system:
        return "— | （随其他动作发生）"
    roles = "、".join(str(ROLES[role]) for role, has in GRANTS.items() if row.permission in has)
    return f"`{row.permission}` | {roles}"


def main(arguments: list[str]) -> int:
    """Write or check the page."""
    text = page()
    if arguments == ["--check"]:
        if not PAGE.is_file() or PAGE.read_text("utf-8") != text:
            print("docs/procedures.md is out of date: run `make docs`", file=sys.stderr)
            return 1
        return 0
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
