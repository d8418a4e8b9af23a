"""The facts an investigator records about an act, and what makes them contradict themselves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from regulations.codes import ApprovalState, DecidedBy, ObjectionState, ReviewState, Role, Vote
from regulations.decode import Problem, decode
from regulations.model import Text


class Approval(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the supervisor approved or consented, and who did."""

    state: ApprovalState
    by: str | None = None


class Review(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether the confidentiality review was carried out, and by whom."""

    state: ReviewState
    by: str | None = None


class Instruction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether a leader directly instructed the act, and who did."""

    given: bool = False
    by: str | None = None


class Objection(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Whether an objection was made, by whom, and its evidence (document, record, witness)."""

    made: bool = False
    by: str | None = None
    evidence: str | None = None

    @property
    def state(self) -> ObjectionState:
        """Return whether the objection was made, and whether anything proves it."""
        if not self.made:
            return ObjectionState.NONE
        proved = bool(self.evidence and self.evidence.strip())
        return ObjectionState.PROVED if proved else ObjectionState.UNPROVED


class Person(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One person and the part played in the act."""

    id: Text
    role: Role


class Act(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One act: how it was decided, approved and reviewed, and the people concerned."""

    id: Text
    decided_by: DecidedBy
    approval: Approval
    review: Review
    people: tuple[Person, ...]
    on: date | None = None
    instruction: Instruction = Instruction()
    objection: Objection = Objection()
    votes: Mapping[str, Vote] = field(default_factory=dict)

    def known(self, approval: ApprovalState, review: ReviewState, objection: Objection) -> Act:
        """Return the act as it would be with these facts established."""
        return replace(
            self,
            approval=replace(self.approval, state=approval),
            review=replace(self.review, state=review),
            objection=objection,
        )


class Facts(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The acts of one case; shares are given per act and never merged."""

    acts: tuple[Act, ...]


class FactsFaulty(Exception):
    """The facts cannot be used; `problems` names each place, value and reason."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{p.key}: {p.code}" for p in problems))
        self.problems = problems


def decode_facts(data: bytes | str | Mapping[str, object]) -> Facts:
    """Decode the facts of `apportion` (design: acts with their people).

    Refuses, all at once, unknown and missing keys, wrong values, people named but not listed,
    and facts that contradict themselves. Raises FactsFaulty.
    """
    if isinstance(data, bytes | str):
        try:
            data = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise FactsFaulty([Problem("", str(error), "not_json")]) from error
    problems: list[Problem] = []
    facts = decode(Facts, data, "", problems)
    if facts is not None:
        problems = check_facts(facts)
    if facts is None or problems:
        raise FactsFaulty(problems)
    return facts


def check_facts(facts: Facts) -> list[Problem]:
    """Return what is wrong between the facts: empty lists, doubles, strangers, contradictions."""
    problems: list[Problem] = []
    if not facts.acts:
        problems.append(Problem("acts", [], "empty"))
    seen: set[str] = set()
    for n, act in enumerate(facts.acts):
        if act.id in seen:
            problems.append(Problem(f"acts[{n}].id", act.id, "duplicate"))
        seen.add(act.id)
        problems += _check_act(act, f"acts[{n}]")
    return problems


def _check_act(act: Act, key: str) -> list[Problem]:
    problems: list[Problem] = []
    if not act.people:
        problems.append(Problem(f"{key}.people", [], "empty"))
    roles: dict[str, Role] = {}
    for n, person in enumerate(act.people):
        if person.id in roles:
            problems.append(Problem(f"{key}.people[{n}].id", person.id, "duplicate"))
        roles[person.id] = person.role
    named = {
        "approval.by": act.approval.by,
        "review.by": act.review.by,
        "instruction.by": act.instruction.by,
        "objection.by": act.objection.by,
    }
    for name, who in named.items():
        if who is not None and who not in roles:
            problems.append(Problem(f"{key}.{name}", who, "stranger"))
    problems += [
        Problem(f"{key}.votes.{who}", act.votes[who].value, "stranger")
        for who in act.votes
        if who not in roles
    ]
    for name in ("approval.by", "instruction.by"):
        if roles.get(named[name] or "") is Role.HANDLER:
            problems.append(Problem(f"{key}.{name}", named[name], "handler_as_leader"))
    if act.approval.state is ApprovalState.NONE and act.approval.by is not None:
        problems.append(Problem(f"{key}.approval.by", act.approval.by, "contradicts"))
    if not act.instruction.given and act.instruction.by is not None:
        problems.append(Problem(f"{key}.instruction.by", act.instruction.by, "contradicts"))
    if not act.objection.made:
        for name, value in (("by", act.objection.by), ("evidence", act.objection.evidence)):
            if value is not None:
                problems.append(Problem(f"{key}.objection.{name}", value, "contradicts"))
    if act.review.state is ReviewState.SKIPPED and act.review.by is not None:
        problems.append(Problem(f"{key}.review.by", act.review.by, "contradicts"))
    return problems
