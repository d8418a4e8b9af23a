"""Who bears which share of an act: the facts are matched against all rows of the pack at once.

Nothing is guessed. Where two rows contradict each other both readings come back; where a fact or a
person is missing, that is named; where the source is silent the share is `not_stated`. Votes are
recorded and change no share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from regulations.codes import (
    ApprovalState,
    InstructionState,
    ObjectionState,
    ReviewState,
    Role,
    ShareValue,
    State,
    Vote,
)
from regulations.facts import Act, Facts, FactsFaulty, Objection, Person, check_facts
from regulations.model import ApportionmentRow
from regulations.rules.answer import (
    ActAnswer,
    Apportionment,
    Missing,
    MissingKind,
    Reading,
    Share,
    TraceLine,
    is_consistent,
)
from regulations.rules.effective import EffectivePack, SourceSilent
from regulations.rules.matching import POSITIVE, UNKNOWN, Fact, Held, Reason, View, Why, hold, unmet


@dataclass(frozen=True, slots=True)
class _Outcome:
    readings: tuple[Reading, ...]
    missing: tuple[Missing, ...]


def apportion(pack: EffectivePack, facts: Facts) -> Apportionment:
    """Propose the shares of each act with article and trace.

    Raises SourceSilent where the pack has no apportionment at all (a partial pack), FactsFaulty
    where the facts contradict themselves.
    """
    if not pack.rows:
        raise SourceSilent("apportionment", None, None, None)
    if problems := check_facts(facts):
        raise FactsFaulty(problems)
    rows = tuple(found.value for found in pack.rows)
    return Apportionment(tuple(_answer(rows, act) for act in facts.acts))


def _answer(rows: Sequence[ApportionmentRow], act: Act) -> ActAnswer:
    outcome = _settle(rows, act)
    shares: tuple[Share, ...] = ()
    used: tuple[str, ...] = ()
    alternatives: tuple[Reading, ...] = ()
    if not outcome.missing:
        if len(outcome.readings) == 1:
            used, shares = outcome.readings[0].rows, outcome.readings[0].shares
        else:
            alternatives = outcome.readings
    trace = _trace(rows, act, shares)
    return ActAnswer(act.id, used, shares, alternatives, outcome.missing, trace)


def _settle(rows: Sequence[ApportionmentRow], act: Act) -> _Outcome:
    """Answer every way the unknown facts may turn out; one answer for all of them is the answer."""
    ways = list(_completions(act))
    outcomes = [_solve(rows, way) for way, _ in ways]
    if all(outcome == outcomes[0] for outcome in outcomes):
        return outcomes[0]
    missing: dict[Missing, None] = {}
    answered = list(zip(ways, outcomes, strict=True))
    for (one, first), (other, second) in combinations(answered, 2):
        differing = [name for name in one[1] if one[1][name] != other[1][name]]
        if len(differing) == 1 and first != second:
            missing[_lack(differing[0])] = None
    return _Outcome((), tuple(sorted(missing, key=lambda m: (m.kind, m.name))))


def _lack(name: str) -> Missing:
    kind = MissingKind.OBJECTOR if name == MissingKind.OBJECTOR.value else MissingKind.FACT
    return Missing(kind, name)


def _completions(act: Act) -> Iterable[tuple[Act, Mapping[str, str]]]:
    """Yield the act with each possible value of what is not known, and those values by name."""
    approvals = (
        [state for state in ApprovalState if state not in UNKNOWN]
        if act.approval.state in UNKNOWN
        else [act.approval.state]
    )
    reviews = (
        [state for state in ReviewState if state not in UNKNOWN]
        if act.review.state in UNKNOWN
        else [act.review.state]
    )
    objectors: Sequence[str | None] = [None]
    if _objector_open(act):
        # two stand for all: whoever it was, the others are treated alike
        objectors = [p.id for p in act.people if p.role is Role.HANDLER][:2]
    for approval, review, objector in product(approvals, reviews, objectors):
        objection = act.objection
        if objector is not None:
            objection = Objection(made=True, by=objector, evidence=objection.evidence)
        way = act.known(approval, review, objection)
        named = {
            Fact.APPROVAL.value: approval.value,
            Fact.REVIEW.value: review.value,
            MissingKind.OBJECTOR.value: objector or "",
        }
        yield way, named


def _objector_open(act: Act) -> bool:
    """Tell whether a proved objection may be any of several handlers'."""
    handlers = [p for p in act.people if p.role is Role.HANDLER]
    proved = act.objection.state is ObjectionState.PROVED
    return proved and act.objection.by is None and len(handlers) > 1


def _views(act: Act) -> list[tuple[View, tuple[Person, ...]]]:
    """Return the facts as seen by the handlers who objected and by those who did not.

    An objection exempts only the handler who made it; leaders are in every view.
    """
    handlers = [p for p in act.people if p.role is Role.HANDLER]
    instruction = InstructionState.GIVEN if act.instruction.given else InstructionState.NONE

    def view(objection: ObjectionState) -> View:
        return View(act.decided_by, act.approval.state, act.review.state, instruction, objection)

    by = act.objection.by
    objectors = {p.id for p in handlers if by is None or p.id == by}
    if act.objection.state is ObjectionState.NONE or (handlers and not objectors):
        return [(view(ObjectionState.NONE), act.people)]
    if len(objectors) == len(handlers):
        return [(view(act.objection.state), act.people)]
    leaders = {p.id for p in act.people if p.role is not Role.HANDLER}
    with_objectors = leaders | objectors
    return [
        (view(act.objection.state), tuple(p for p in act.people if p.id in with_objectors)),
        (view(ObjectionState.NONE), tuple(p for p in act.people if p.id not in objectors)),
    ]


def _bearers(act: Act, people: Sequence[Person], role: Role) -> tuple[Person, ...]:
    """Return the people a row means by a role.

    The supervisor is whoever approved or instructed, by name where it is recorded; else those
    listed as supervisors.
    """
    listed = tuple(p for p in people if p.role is role)
    if role is not Role.SUPERVISOR:
        return listed
    acts: list[str | None] = []
    if act.approval.state is ApprovalState.GIVEN:
        acts.append(act.approval.by)
    if act.instruction.given:
        acts.append(act.instruction.by)
    named = {who for who in acts if who is not None}
    if None in acts:
        # one leader acted without being named: a named supervisor may be the same person
        named |= {p.id for p in listed} if not named & {p.id for p in listed} else set()
    return tuple(p for p in people if p.id in named) if acts else listed


def _solve(rows: Sequence[ApportionmentRow], act: Act) -> _Outcome:
    """Answer an act whose facts are all known."""
    missing: dict[Missing, None] = {}
    per_view: list[list[Reading]] = []
    for view, people in _views(act):
        held = hold(rows, view)
        for row in held.live:
            for role, share in held.shares(row).items():
                if share in POSITIVE - {ShareValue.SECONDARY} and not _bearers(act, people, role):
                    missing[Missing(MissingKind.PERSON, role.value)] = None
        per_view.append(_readings(held, act, people))
    if missing:
        return _Outcome((), tuple(missing))
    merged = [_merge(choice, act.people) for choice in product(*per_view)]
    readings = tuple(dict.fromkeys(reading for reading in merged if reading is not None))
    return _Outcome(tuple(_mark_joint(reading) for reading in readings), ())


_Grants = dict[str, tuple[Share, ...]]


def _readings(held: Held, act: Act, people: Sequence[Person]) -> list[Reading]:
    """Return the largest sets of live rows that do not contradict each other, as shares."""
    grants: _Grants = {
        row.id: tuple(
            Share(p.id, p.role, share, row.id, row.article, inferred=role in row.inferred)
            for role, share in held.shares(row).items()
            for p in _bearers(act, people, role)
        )
        for row in held.live
    }
    pairs = {
        frozenset((one, other))
        for one, other in combinations(grants, 2)
        if _at_odds(grants[one], grants[other])
    }
    involved = [row_id for row_id in grants if any(row_id in pair for pair in pairs)]
    sets = [
        set(chosen)
        for size in range(len(involved), -1, -1)
        for chosen in combinations(involved, size)
        if not any(pair <= set(chosen) for pair in pairs)
    ]
    largest = [one for one in sets if not any(one < other for other in sets)]
    silent = next((r for r in held.live if r.state is State.NOT_STATED and not r.shares), None)
    readings = []
    for chosen in largest:
        rows = [row_id for row_id in grants if row_id not in involved or row_id in chosen]
        readings.append(_reading(rows, grants, people, silent))
    order = list(grants)
    return sorted(
        readings, key=lambda reading: [order.index(row) for row in reading.rows if row in order]
    )


def _at_odds(one: Sequence[Share], other: Sequence[Share]) -> bool:
    """Tell whether two rows give one person different shares, or one gives the whole to others."""
    first = {s.person: s.share for s in one if s.share is not ShareValue.NOT_STATED}
    second = {s.person: s.share for s in other if s.share is not ShareValue.NOT_STATED}
    if any(second.get(who, share) is not share for who, share in first.items()):
        return True
    for mine, theirs in ((first, second), (second, first)):
        whole = {who for who, share in mine.items() if share is ShareValue.FULL}
        if whole and any(s in POSITIVE and who not in whole for who, s in theirs.items()):
            return True
    return False


def _reading(
    row_ids: Sequence[str],
    grants: _Grants,
    people: Sequence[Person],
    silent: ApportionmentRow | None,
) -> Reading:
    given: dict[str, Share] = {}
    for share in (share for row_id in row_ids for share in grants[row_id]):
        before = given.get(share.person)
        if before is None or (
            before.share is ShareValue.NOT_STATED and share.share is not ShareValue.NOT_STATED
        ):
            given[share.person] = share
    whole = next((s for s in given.values() if s.share is ShareValue.FULL), None)
    shares = tuple(given.get(person.id) or _unnamed(person, whole, silent) for person in people)
    used = {share.row for share in shares}
    return Reading(tuple(row_id for row_id in grants if row_id in used), shares)


def _unnamed(person: Person, whole: Share | None, silent: ApportionmentRow | None) -> Share:
    """Return the share of somebody no row names: none where the whole lies on others."""
    if whole is not None:
        return Share(person.id, person.role, ShareValue.NONE, whole.row, whole.article)
    row, article = (silent.id, silent.article) if silent else (None, None)
    return Share(person.id, person.role, ShareValue.NOT_STATED, row, article)


def _merge(choice: Sequence[Reading], people: Sequence[Person]) -> Reading | None:
    """Put the views of several handlers together; None where they contradict each other."""
    if len(choice) == 1:
        return choice[0]
    given: dict[str, Share] = {}
    for share in (share for reading in choice for share in reading.shares):
        before = given.setdefault(share.person, share)
        if before.share is not share.share:
            return None
        if before.inferred and not share.inferred:
            given[share.person] = share
    shares = tuple(given[p.id] for p in people)
    if not is_consistent(shares):
        return None
    order = sorted({row for reading in choice for row in reading.rows})
    used = {share.row for share in shares}
    return Reading(tuple(row for row in order if row in used), shares)


def _mark_joint(reading: Reading) -> Reading:
    """Mark those who bear one share together; members of a collective bear theirs one by one."""
    count = Counter((s.row, s.role, s.share) for s in reading.shares)
    return Reading(
        reading.rows,
        tuple(
            replace(s, jointly=True)
            if s.share in POSITIVE
            and s.role is not Role.COLLECTIVE_MEMBER
            and count[s.row, s.role, s.share] > 1
            else s
            for s in reading.shares
        ),
    )


def _trace(
    rows: Sequence[ApportionmentRow], act: Act, shares: Sequence[Share]
) -> tuple[TraceLine, ...]:
    open_objector = _objector_open(act)
    if open_objector:
        act = act.known(act.approval.state, act.review.state, Objection())
    views = [(view, people, hold(rows, view)) for view, people in _views(act)]
    lines = []
    for row in rows:
        verdicts = [_verdict(row, act, view, held) for view, _, held in views]
        applying = [n for n, (applies, _) in enumerate(verdicts) if applies]
        chosen = applying[0] if applying else 0
        applies, reasons = verdicts[chosen]
        if open_objector and row.when.objection:
            unknown = Reason(Why.UNKNOWN, (("fact", MissingKind.OBJECTOR.value),))
            lines.append(TraceLine(row.id, False, (unknown,)))
            continue
        if 0 < len(applying) < len(views):
            others = {
                p.id for n, (_, people, _) in enumerate(views) if n not in applying for p in people
            }
            only = "|".join(p.id for p in views[chosen][1] if p.id not in others)
            reasons = (*reasons, Reason(Why.ONLY_FOR, (("people", only),)))
        joint = [s.person for s in shares if s.row == row.id and s.jointly]
        if joint:
            reasons = (*reasons, Reason(Why.JOINTLY, (("people", "|".join(joint)),)))
        lines.append(TraceLine(row.id, applies, reasons))
    return tuple(lines)


def _verdict(
    row: ApportionmentRow, act: Act, view: View, held: Held
) -> tuple[bool, tuple[Reason, ...]]:
    if failing := unmet(row, view):
        return False, failing
    if row.conflict:
        pairs = held.conflicts[row.id]
        if not pairs:
            return False, (Reason(Why.NO_CONFLICT),)
        names = ",".join(f"{one}|{other}" for one, other in pairs)
        return True, (Reason(Why.CONFLICT, (("rows", names),)), *_note(row))
    if row.id in held.displaced:
        return False, (Reason(Why.DISPLACED, (("row", held.displaced[row.id]),)),)
    reasons = [Reason(Why.MATCHES)]
    if row.state is State.NOT_STATED:
        reasons.append(Reason(Why.SILENT))
    shares = held.shares(row)
    for role in row.shares:
        if role not in shares:
            by = held.role_displaced[row.id, role]
            reasons.append(Reason(Why.ROLE_DISPLACED, (("role", role.value), ("row", by))))
    for role in shares:
        if not _bearers(act, act.people, role):
            reasons.append(Reason(Why.NOBODY, (("role", role.value),)))
    inferred = [role.value for role in row.inferred if role in shares]
    if inferred:
        reasons.append(Reason(Why.INFERRED, (("roles", "|".join(inferred)),)))
    if Role.COLLECTIVE_MEMBER in shares and act.votes:
        tally = Counter(act.votes.values())
        reasons.append(Reason(Why.VOTES, tuple((vote.value, str(tally[vote])) for vote in Vote)))
    return True, (*reasons, *_note(row))


def _note(row: ApportionmentRow) -> tuple[Reason, ...]:
    return (Reason(Why.NOTE, (("text", row.note),)),) if row.note else ()
