"""Every combination of facts, by every pack that divides responsibility, has an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import pytest
from msgspec.structs import replace

from regulations.codes import (
    ApprovalState,
    DecidedBy,
    ObjectionState,
    ReviewState,
    Role,
    ShareValue,
)
from regulations.facts import (
    Act,
    Approval,
    Facts,
    Instruction,
    Objection,
    Person,
    Review,
    check_facts,
)
from regulations.loader import load_packs
from regulations.model import Pack
from regulations.rules import ActAnswer, Share, apportion, effective_pack, is_consistent

#: How many of each role may be concerned in one act
CONCERNED = {
    Role.HANDLER: (0, 1, 2),
    Role.SUPERVISOR: (0, 1),
    Role.PRINCIPAL_LEADER: (0, 1),
    Role.COLLECTIVE_MEMBER: (0, 2),
}

DIVIDING = [id_ for id_ in load_packs() if effective_pack(load_packs(), id_).rows]


def _people() -> Iterator[tuple[Person, ...]]:
    for counts in product(*CONCERNED.values()):
        roles = [role for role, count in zip(CONCERNED, counts, strict=True) for _ in range(count)]
        if roles:
            yield tuple(Person(id=f"p{n}", role=role) for n, role in enumerate(roles))


def _acts() -> Iterator[Act]:
    """Yield an act for every combination of facts that do not contradict each other."""
    for decided, approval, review, instructed, objection, people in product(
        DecidedBy, ApprovalState, ReviewState, (False, True), ObjectionState, list(_people())
    ):
        yield Act(
            id="a",
            decided_by=decided,
            approval=Approval(state=approval),
            review=Review(state=review),
            people=people,
            instruction=Instruction(given=instructed),
            objection=Objection(
                made=objection is not ObjectionState.NONE,
                evidence="异议函" if objection is ObjectionState.PROVED else None,
            ),
        )


def _tables(found: ActAnswer) -> list[tuple[Share, ...]]:
    return [found.shares] if found.shares else [one.shares for one in found.alternatives]


def _faults(packs: Mapping[str, Pack], pack_id: str) -> list[str]:
    """Say what is wrong with the answers of a pack: contradicting shares, and silent gaps.

    A gap is an act for which nobody bears anything and no row says that the source is silent.
    """
    pack = effective_pack(packs, pack_id)
    faults = []
    for act in _acts():
        assert check_facts(Facts(acts=(act,))) == []
        found = apportion(pack, Facts(acts=(act,))).acts[0]
        tables = _tables(found)
        if bool(tables) == bool(found.missing):
            faults.append(f"no answer, or two: {act}")
        for shares in tables:
            if [share.person for share in shares] != [person.id for person in act.people]:
                faults.append(f"somebody forgotten: {act}")
            if not is_consistent(shares):
                faults.append(f"shares that cannot stand together: {act}")
            if all(s.share is ShareValue.NOT_STATED and s.row is None for s in shares):
                faults.append(f"silent gap: {act}")
    return faults


def test_all_packs_of_the_table_divide() -> None:
    assert {"aershan-2021", "duodao-finance", "xx-county-2022", "national-2019"} <= set(DIVIDING)
    assert sum(1 for _ in _acts()) == 2 * 3 * 4 * 2 * 3 * 23


@pytest.mark.requirement("ACC-05", "ACC-06", "ACC-07", "ACC-08", "XAC-05", "FIN-27")
@pytest.mark.parametrize("pack_id", DIVIDING)
def test_no_combination_of_facts_is_inconsistent_or_a_silent_gap(
    packs: Mapping[str, Pack], pack_id: str
) -> None:
    assert _faults(packs, pack_id) == []


def test_a_row_that_is_gone_leaves_a_gap_which_is_found(packs: Mapping[str, Pack]) -> None:
    """The twin: without what Duodao's rules leave open said by a row, there is a silent gap."""
    pack = packs["duodao-finance"]
    rest = tuple(row for row in pack.apportionment if row.id != "A4")
    faults = _faults({**packs, pack.pack.id: replace(pack, apportionment=rest)}, pack.pack.id)
    assert faults
    assert all(fault.startswith("silent gap") for fault in faults)
