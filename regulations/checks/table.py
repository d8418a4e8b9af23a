"""The proof that an apportionment table answers every combination of facts, and only once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from regulations.codes import ShareValue, State
from regulations.decode import Problem
from regulations.model import ApportionmentRow
from regulations.rules.matching import Fact, View, clash, every_view, hold


def check_rows(rows: Sequence[ApportionmentRow]) -> Iterator[Problem]:
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
