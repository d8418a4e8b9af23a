"""Which rows of an apportionment table hold for the facts, and which give way to others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from regulations.codes import (
    ApprovalState,
    DecidedBy,
    InstructionState,
    ObjectionState,
    ReviewState,
    Role,
    ShareValue,
)
from regulations.model import ApportionmentRow


class Fact(StrEnum):
    """The facts a row may depend on."""

    DECIDED_BY = "decided_by"
    APPROVAL = "approval"
    REVIEW = "review"
    INSTRUCTION = "instruction"
    OBJECTION = "objection"


class Why(StrEnum):
    """Why a row applies or does not; the words are in `labels`."""

    MATCHES = "matches"
    NEEDS = "needs"
    UNKNOWN = "unknown"
    UNPROVED_OBJECTION = "unproved_objection"
    DISPLACED = "displaced"
    ROLE_DISPLACED = "role_displaced"
    CONFLICT = "conflict"
    NO_CONFLICT = "no_conflict"
    SILENT = "silent"
    INFERRED = "inferred"
    JOINTLY = "jointly"
    ONLY_FOR = "only_for"
    NOBODY = "nobody"
    VOTES = "votes"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a code with its parameters (enum values, row ids, person ids)."""

    code: Why
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The facts of one act as the rows see them."""

    decided_by: DecidedBy
    approval: ApprovalState
    review: ReviewState
    instruction: InstructionState
    objection: ObjectionState

    def value(self, fact: Fact) -> StrEnum:
        """Return the value of one fact."""
        value: StrEnum = getattr(self, fact.value)
        return value


UNKNOWN = (ApprovalState.UNKNOWN, ReviewState.UNKNOWN)

#: What stands for a share on somebody; `none` and `not_stated` do not.
POSITIVE = frozenset(
    {ShareValue.FULL, ShareValue.PRIMARY, ShareValue.SECONDARY, ShareValue.RESPONSIBLE}
)


def every_view() -> tuple[View, ...]:
    """Return every combination of known facts, for the proof that a table answers all of them."""
    return tuple(
        View(decided_by, approval, review, instruction, objection)
        for decided_by in DecidedBy
        for approval in ApprovalState
        for review in ReviewState
        for instruction in InstructionState
        for objection in ObjectionState
        if approval not in UNKNOWN and review not in UNKNOWN
    )


def unmet(row: ApportionmentRow, view: View) -> tuple[Reason, ...]:
    """Return the conditions of `row` that fail or are unknown; empty where the row holds."""
    reasons: list[Reason] = []
    for fact in Fact:
        needed: Sequence[StrEnum] = getattr(row.when, fact.value)
        actual = view.value(fact)
        if not needed or actual in needed:
            continue
        if actual in UNKNOWN:
            reasons.append(Reason(Why.UNKNOWN, (("fact", fact.value),)))
        elif actual is ObjectionState.UNPROVED and ObjectionState.PROVED in needed:
            reasons.append(Reason(Why.UNPROVED_OBJECTION))
        else:
            params = (("fact", fact.value), ("needed", "|".join(needed)), ("actual", actual.value))
            reasons.append(Reason(Why.NEEDS, params))
    return tuple(reasons)


@dataclass(frozen=True, slots=True)
class Held:
    """The rows that hold for one view.

    `live` rows give shares; `displaced` maps a row to the one it gives way to, `role_displaced` a
    row and a role; `conflicts` maps a conflict row to the pairs of live rows it declares.
    """

    live: tuple[ApportionmentRow, ...]
    displaced: Mapping[str, str]
    role_displaced: Mapping[tuple[str, Role], str]
    conflicts: Mapping[str, tuple[tuple[str, str], ...]]

    def shares(self, row: ApportionmentRow) -> dict[Role, ShareValue]:
        """Return the shares a live row still gives."""
        return {
            role: share
            for role, share in row.shares.items()
            if (row.id, role) not in self.role_displaced
        }


def hold(rows: Sequence[ApportionmentRow], view: View) -> Held:
    """Match all rows together and let the overridden ones give way.

    A row that gives way overrides nothing itself. The table has no circle of overrides (checked on
    loading), so that this ends.
    """
    matched = {row.id: row for row in rows if not unmet(row, view)}
    displaced: dict[str, str] = {}

    def stands(row_id: str) -> bool:
        for other in matched.values():
            if row_id in other.overrides and stands(other.id):
                displaced[row_id] = other.id
                return False
        return True

    live = tuple(row for row in matched.values() if not row.conflict and stands(row.id))
    ids = {row.id for row in live}
    roles: dict[tuple[str, Role], str] = {}
    for row in live:
        for target in row.overrides:
            target_id, dot, role = target.partition(".")
            if dot and target_id in ids:
                roles[target_id, Role(role)] = row.id
    conflicts = {
        row.id: tuple(pair for pair in row.conflict if set(pair) <= ids)
        for row in matched.values()
        if row.conflict
    }
    return Held(live, displaced, roles, conflicts)


def clash(one: Mapping[Role, ShareValue], other: Mapping[Role, ShareValue]) -> bool:
    """Tell whether two sets of shares cannot stand together, whoever the people are.

    They give one role different shares, or one gives the whole to a role and the other gives
    somebody else a part. `not_stated` gives way to anything.
    """
    if any(
        ShareValue.NOT_STATED not in (share, other.get(role, share))
        and other.get(role, share) is not share
        for role, share in one.items()
    ):
        return True
    return _whole_excludes(one, other) or _whole_excludes(other, one)


def _whole_excludes(one: Mapping[Role, ShareValue], other: Mapping[Role, ShareValue]) -> bool:
    whole = {role for role, share in one.items() if share is ShareValue.FULL}
    return bool(whole) and any(
        share in POSITIVE and role not in whole for role, share in other.items()
    )
