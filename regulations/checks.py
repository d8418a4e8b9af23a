"""What must hold within and between packs, beyond the shape of each row. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from core.clocks.periods import COUNTED_UNITS
from regulations.codes import GUARD_TYPES, ExtensionKind, ShareValue, State, WordList
from regulations.decode import Problem
from regulations.model import ApportionmentRow, Guard, Pack, Remedy, Term
from regulations.rules.effective import effective_pack, words
from regulations.rules.matching import Fact, View, clash, every_view, hold

_SILENT = (State.NOT_STATED, State.NONE)


def check_pack(pack: Pack, stem: str) -> list[Problem]:
    """Return what is wrong inside one pack; `stem` is its file's name without the suffix."""
    problems = [*_header(pack, stem), *_doubles(pack)]
    for n, term in enumerate(pack.term):
        problems += _term(term, f"term[{n}]")
    for n, guard in enumerate(pack.guard):
        problems += _guard(guard, f"guard[{n}]")
    if pack.remedy is not None:
        problems += _remedy(pack.remedy)
    problems += _rows(pack.apportionment)
    return problems


def check_links(packs: Mapping[str, Pack]) -> dict[str, list[Problem]]:
    """Return per pack what is wrong with its parent, its includes and what it refers to."""
    found: dict[str, list[Problem]] = {}
    for pack in packs.values():
        problems = list(_references(pack, packs))
        if not problems:
            problems += _effective(pack, packs)
        found[pack.id] = problems
    return found


def _header(pack: Pack, stem: str) -> Iterator[Problem]:
    head = pack.pack
    if head.id != stem:
        yield Problem("pack.id", head.id, "id_not_file")
    if head.effective_from and head.effective_to and head.effective_to < head.effective_from:
        yield Problem("pack.effective_to", head.effective_to.isoformat(), "dates_reversed")
    if head.effective_from is not None and head.basis is None:
        yield Problem("pack.effective_from", head.effective_from.isoformat(), "undated")


def _doubles(pack: Pack) -> Iterator[Problem]:
    keyed: dict[str, list[tuple[str, ...]]] = {
        "term": [(row.id,) for row in pack.term],
        "guard": [(row.id,) for row in pack.guard],
        "counting": [(row.id,) for row in pack.counting],
        "word": [(row.list, row.code) for row in pack.word],
        "trigger": [(row.code,) for row in pack.trigger],
        "apportionment": [(row.id,) for row in pack.apportionment],
        "severity": [(row.grade, "grave" if row.grave else "") for row in pack.severity],
    }
    for section, keys in keyed.items():
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem(section, " ".join(part for part in key if part), "duplicate")


def _term(term: Term, key: str) -> Iterator[Problem]:
    if term.state is State.STATED:
        counted = term.unit is None or term.unit in COUNTED_UNITS
        if term.unit is None or term.starts is None or (counted and term.length is None):
            yield Problem(key, term.id.value, "needs_length")
        elif counted and term.length == 0:
            yield Problem(f"{key}.length", 0, "out_of_range")
    elif term.length is not None or term.extension is not None:
        yield Problem(f"{key}.length", term.length, "must_be_empty")
    extension = term.extension
    if (
        extension is not None
        and extension.kind is ExtensionKind.TOTAL
        and term.length is not None
        and extension.length <= term.length
    ):
        yield Problem(f"{key}.extension.length", extension.length, "extension_short")


def _guard(guard: Guard, key: str) -> Iterator[Problem]:
    if guard.state is State.PER_CASE:
        yield Problem(f"{key}.state", guard.state.value, "state_not_here")
    elif guard.state in _SILENT:
        if guard.value is not None:
            yield Problem(f"{key}.value", guard.value, "must_be_empty")
    elif guard.value is None:
        yield Problem(f"{key}.value", None, "needs_value")
    elif type(guard.value) is not GUARD_TYPES[guard.id]:
        expected = GUARD_TYPES[guard.id].__name__
        yield Problem(f"{key}.value", guard.value, "guard_type", {"expected": expected})
    elif guard.value == "" or (type(guard.value) is int and guard.value < 1):
        yield Problem(f"{key}.value", guard.value, "out_of_range")


def _remedy(remedy: Remedy) -> Iterator[Problem]:
    if remedy.state is State.PER_CASE:
        yield Problem("remedy.state", remedy.state.value, "state_not_here")
    elif remedy.state in _SILENT:
        if remedy.kinds or remedy.term is not None:
            yield Problem("remedy.kinds", list(remedy.kinds), "must_be_empty")
    elif not remedy.kinds or not remedy.to:
        yield Problem("remedy", list(remedy.kinds), "remedy_incomplete")


def _rows(rows: Sequence[ApportionmentRow]) -> Iterator[Problem]:
    """Prove that the table answers every combination of facts, and never twice differently."""
    if not rows:
        return
    before = False
    for problem in _row_shapes(rows):
        before = True
        yield problem
    if before or len({row.id for row in rows}) < len(rows):
        return
    yield from _proof(rows)


def _row_shapes(rows: Sequence[ApportionmentRow]) -> Iterator[Problem]:
    ids = {row.id: row for row in rows}
    for n, row in enumerate(rows):
        key = f"apportionment[{n}]"
        if row.state not in (State.STATED, State.NOT_STATED):
            yield Problem(f"{key}.state", row.state.value, "state_not_here")
        given = {share for share in row.shares.values() if share is not ShareValue.NOT_STATED}
        if row.state is State.NOT_STATED and given:
            yield Problem(f"{key}.shares", sorted(given), "must_be_empty")
        if row.state is State.STATED and not given and not row.conflict:
            yield Problem(f"{key}.shares", row.id, "needs_shares")
        if row.conflict and row.shares:
            yield Problem(f"{key}.shares", row.id, "must_be_empty")
        for role in row.inferred:
            if role not in row.shares:
                yield Problem(f"{key}.inferred", role.value, "inferred_unknown")
        for target in row.overrides:
            target_id, dot, role_name = target.partition(".")
            known = target_id in ids and target_id != row.id
            if not known or (dot and role_name not in ids[target_id].shares):
                yield Problem(f"{key}.overrides", target, "unknown_row")
        for name in (name for pair in row.conflict for name in pair):
            if name not in ids or ids[name].conflict:
                yield Problem(f"{key}.conflict", name, "unknown_row")
    yield from _circles(ids)


def _circles(ids: Mapping[str, ApportionmentRow]) -> Iterator[Problem]:
    for start in ids:
        reached: set[str] = set()
        todo = [start]
        while todo:
            below = [t for t in ids[todo.pop()].overrides if t in ids and t not in reached]
            reached |= set(below)
            todo += below
        if start in reached:
            yield Problem("apportionment.overrides", start, "override_circle")


def _proof(rows: Sequence[ApportionmentRow]) -> Iterator[Problem]:
    uncovered: list[View] = []
    overlaps: dict[tuple[str, str], View] = {}
    for view in every_view():
        held = hold(rows, view)
        if not held.live:
            uncovered.append(view)
        declared = {frozenset(pair) for pairs in held.conflicts.values() for pair in pairs}
        for one, other in combinations(held.live, 2):
            pair = frozenset((one.id, other.id))
            if pair not in declared and clash(held.shares(one), held.shares(other)):
                overlaps.setdefault((one.id, other.id), view)
    for (one_id, other_id), view in overlaps.items():
        params = {"rows": f"{one_id}、{other_id}", "facts": _facts(view)}
        yield Problem("apportionment", f"{one_id} {other_id}", "overlap", params)
    if uncovered:
        params = {"count": str(len(uncovered)), "facts": _facts(uncovered[0])}
        yield Problem("apportionment", _facts(uncovered[0]), "uncovered", params)


def _facts(view: View) -> str:
    return " ".join(f"{fact.value}={view.value(fact).value}" for fact in Fact)


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
    known = {word.code for word in words(whole, WordList.MEASURE)}
    for n, row in enumerate(pack.severity):
        for bearer, codes in row.measures.items():
            for code in codes:
                if code not in known:
                    key = f"severity[{n}].measures.{bearer.value}"
                    yield Problem(key, code, "unknown_measure")
    if pack.remedy and pack.remedy.term and pack.remedy.term not in whole.terms:
        yield Problem("remedy.term", pack.remedy.term.value, "unknown_term")
