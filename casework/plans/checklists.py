"""The checklists by kind of case, read from `checklists.toml`: data without any article."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from casework.models import Case
from casework.rules import article_of
from regulations.model import GuardId
from regulations.registry import get_pack
from regulations.rules import cite

FILE = Path(__file__).with_name("checklists.toml")


class FaultyChecklist(ValueError):
    """A list that cannot be used, and why."""


@dataclass(frozen=True)
class ListedStep:
    """What is to be done; `guard` names the rule that demands it, if one does."""

    text: str
    guard: GuardId | None


@dataclass(frozen=True)
class Checklist:
    """The steps for a kind of case, proposed for breaches with these codes."""

    code: str
    label: str
    triggers: tuple[str, ...]
    steps: tuple[ListedStep, ...]


@cache
def checklists() -> Mapping[str, Checklist]:
    """Return the lists by their code, in the order of the file."""
    return read(FILE.read_text("utf-8"))


def read(text: str) -> Mapping[str, Checklist]:
    """Read lists from TOML; raises FaultyChecklist for what is missing, unknown or there twice."""
    try:
        rows = tomllib.loads(text)["checklist"]
        found = [_checklist(row) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise FaultyChecklist(str(error)) from error
    lists = {one.code: one for one in found}
    proposed = [code for one in found for code in one.triggers]
    if len(lists) < len(found) or len(set(proposed)) < len(proposed):
        raise FaultyChecklist("a code is there twice")
    return lists


def proposed_for(case: Case) -> str:
    """Return the code of the list for the breach of a case; the first list where none is for it."""
    known = checklists()
    fitting = [code for code, one in known.items() if case.trigger_code in one.triggers]
    return (fitting or list(known))[0]


def steps_for(case: Case, code: str) -> list[tuple[str, str | None]]:
    """Return the steps of a list, each with the article of the case's own rules that demands it."""
    pack = get_pack(case.procedure_pack_id)
    found = []
    for step in checklists()[code].steps:
        article = article_of(pack, step.guard) if step.guard else None
        found.append((step.text, cite(pack, article) if article else None))
    return found


def _checklist(row: Mapping[str, Any]) -> Checklist:
    steps = tuple(
        ListedStep(one["text"], GuardId(one["guard"]) if "guard" in one else None)
        for one in row["step"]
    )
    unknown = set(row) - {"code", "label", "triggers", "step"}
    unknown |= {key for one in row["step"] for key in one} - {"text", "guard"}
    if unknown or not steps or not all(step.text for step in steps):
        raise FaultyChecklist(f"{row['code']}: {sorted(unknown) or 'an empty step'}")
    return Checklist(row["code"], row["label"], tuple(row["triggers"]), steps)
