"""What must hold between packs: parents, includes, versions, and what a row refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

from regulations.codes import WordList
from regulations.decode import Problem
from regulations.model import Pack
from regulations.rules.effective import EffectivePack, effective_pack, words


def check_links(packs: Mapping[str, Pack]) -> dict[str, list[Problem]]:
    """Return per pack what is wrong with its parent, its includes and what it refers to."""
    found: dict[str, list[Problem]] = {}
    for pack in packs.values():
        problems = list(_references(pack, packs))
        if not problems:
            problems += _effective(pack, packs)
        found[pack.id] = problems
    for one, other in combinations(packs.values(), 2):
        if one.pack.series is not None and one.pack.series == other.pack.series:
            found[other.id] += _overlap(one, other)
    return found


def _overlap(one: Pack, other: Pack) -> Iterator[Problem]:
    """Refuse two versions of one set of rules that would be in force on the same day."""
    starts = [p.pack.effective_from or date.min for p in (one, other)]
    ends = [p.pack.effective_to or date.max for p in (one, other)]
    if max(starts) <= min(ends):
        yield Problem("pack.series", other.pack.series, "versions_overlap", {"other": one.id})


def _references(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[Problem]:
    head = pack.pack
    if head.parent is not None and head.parent not in packs:
        yield Problem("pack.parent", head.parent, "unknown_pack")
    for n, included in enumerate(head.includes):
        if included not in packs:
            yield Problem(f"pack.includes[{n}]", included, "unknown_pack")
    if _reaches(pack.id, pack, packs, set()):
        yield Problem("pack.parent", head.parent or ", ".join(head.includes), "circle")
    seen: dict[str, str] = {}
    for n, included in enumerate(head.includes):
        if included not in packs:
            continue
        ids = [
            *(t.id.value for t in packs[included].term),
            *(g.id.value for g in packs[included].guard),
            *(d.code for d in packs[included].document),
            *(d.code for d in packs[included].duty),
        ]
        for row_id in ids:
            if seen.setdefault(row_id, included) != included:
                yield Problem(f"pack.includes[{n}]", row_id, "same_in_includes")


def _reaches(goal: str, pack: Pack, packs: Mapping[str, Pack], seen: set[str]) -> bool:
    below = [*pack.pack.includes, *([pack.pack.parent] if pack.pack.parent else [])]
    for name in below:
        if name == goal:
            return True
        if name in packs and name not in seen:
            seen.add(name)
            if _reaches(goal, packs[name], packs, seen):
                return True
    return False


def _effective(pack: Pack, packs: Mapping[str, Pack]) -> Iterator[Problem]:
    """Check what a pack refers to, read with its parent and its includes."""
    try:
        whole = effective_pack(packs, pack.id)
    except LookupError:
        return  # a pack further up is unknown, which is named there
    yield from _measures(pack, whole)
    if pack.remedy and pack.remedy.term and pack.remedy.term not in whole.terms:
        yield Problem("remedy.term", pack.remedy.term.value, "unknown_term")
    documents = {found.value.code for found in whole.documents}
    for n, duty in enumerate(pack.duty):
        if duty.term is not None and duty.term not in whole.terms:
            yield Problem(f"duty[{n}].term", duty.term.value, "unknown_term")
        if duty.document is not None and duty.document not in documents:
            yield Problem(f"duty[{n}].document", duty.document, "unknown_document")


def _measures(pack: Pack, whole: EffectivePack) -> Iterator[Problem]:
    known = {word.code for word in words(whole, WordList.MEASURE)}
    for n, row in enumerate(pack.severity):
        for bearer, codes in row.measures.items():
            for code in codes:
                if code not in known:
                    key = f"severity[{n}].measures.{bearer.value}"
                    yield Problem(key, code, "unknown_measure")
    known |= {word.code for word in words(whole, WordList.CONSEQUENCE)}
    for n, ladder in enumerate(pack.consequence):
        for m, step in enumerate(ladder.steps):
            if step.measure not in known:
                key = f"consequence[{n}].steps[{m}].measure"
                yield Problem(key, step.measure, "unknown_measure")
