"""Whatever the facts are, there is an answer, and its shares can stand together."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regulations.codes import ApprovalState, DecidedBy, ReviewState, Role, Vote
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
from regulations.model import Pack
from regulations.rules import ActAnswer, apportion, effective_pack, is_consistent
from tests.regulations.test_every_combination import DIVIDING


@st.composite
def acts(draw: st.DrawFn) -> Act:
    """Draw any act whose facts do not contradict themselves."""
    roles = draw(st.lists(st.sampled_from(Role), min_size=1, max_size=5))
    people = tuple(Person(id=f"p{n}", role=role) for n, role in enumerate(roles))
    leaders = [p.id for p in people if p.role is not Role.HANDLER]
    leader = st.sampled_from([None, *leaders])
    anyone = st.sampled_from([None, *(p.id for p in people)])
    approval = draw(st.sampled_from(ApprovalState))
    review = draw(st.sampled_from(ReviewState))
    given_ = draw(st.booleans())
    made = draw(st.booleans())
    return Act(
        id="a",
        decided_by=draw(st.sampled_from(DecidedBy)),
        approval=Approval(
            state=approval, by=None if approval is ApprovalState.NONE else draw(leader)
        ),
        review=Review(state=review, by=None if review is ReviewState.SKIPPED else draw(anyone)),
        people=people,
        instruction=Instruction(given=given_, by=draw(leader) if given_ else None),
        objection=Objection(
            made=made,
            by=draw(anyone) if made else None,
            evidence=draw(st.sampled_from([None, " ", "函件"])) if made else None,
        ),
        votes=draw(st.dictionaries(st.sampled_from([p.id for p in people]), st.sampled_from(Vote))),
    )


def check(found: ActAnswer, act: Act) -> None:
    """Check what must hold for any answer."""
    assert bool(found.shares) + bool(found.alternatives) + bool(found.missing) == 1
    assert len(found.alternatives) != 1
    for shares in (found.shares, *(reading.shares for reading in found.alternatives)):
        if shares:
            assert [s.person for s in shares] == [p.id for p in act.people]
            assert is_consistent(shares)
            assert all(s.article for s in shares if s.row)
    assert found.trace
    assert all(line.reasons for line in found.trace)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(act=acts(), pack_id=st.sampled_from(DIVIDING))
def test_any_facts_get_an_answer_that_can_stand(
    packs: Mapping[str, Pack], act: Act, pack_id: str
) -> None:
    facts = Facts(acts=(act,))
    assert check_facts(facts) == []
    check(apportion(effective_pack(packs, pack_id), facts).acts[0], act)
