"""Deductions suggested by decisions that stand: confirmed by a person, once, with their case."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accountability.models import Decision
from accountability.rules import DecisionState, RemedyState
from assessment.queries.packs import standard_of
from assessment.queries.suggestions import PROVES, suggestions_for
from assessment.services import assessed as services
from core import moment
from core.identity.models import User
from core.refusals import Refused
from regulations.codes import EvidenceKind
from tests.support import accountability as build
from tests.support import accountability_remedies as aftermath
from tests.support import assessment as make
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]


def decided(state: DecisionState = DecisionState.ISSUED, *, of_complaint: bool = True) -> Decision:
    """Return a decision in `state` on the department's people, of a case a complaint began."""
    made = build.case(of_complaint=of_complaint)
    build.confirm(build.act(made))
    return build.decision(state, made)


@pytest.mark.requirement("ASM-05")
def test_an_issued_decision_on_a_complaint_suggests_the_row_of_complaints(app: Flask) -> None:
    decision = decided()
    one = make.drafted().assessed[0]
    (found,) = suggestions_for(one, make.organiser())
    assert found.decision is decision
    assert ("S-4.2", "complaint") in [(item.code, cut.code) for item, cut in found.rows]
    assert not found.taken
    assert not one.deductions  # nothing happens by itself


def test_only_who_may_see_the_case_is_led_to_it(app: Flask) -> None:
    decision = decided()
    one = make.drafted().assessed[0]
    (for_organiser,) = suggestions_for(one, make.organiser())
    (for_leader,) = suggestions_for(one, actor("supervisor"))
    assert (for_organiser.case_id, for_leader.case_id) == (None, decision.case_id)


@pytest.mark.parametrize("state", [DecisionState.DRAFTED, DecisionState.SIGNED])
def test_what_the_unit_was_not_told_suggests_nothing(app: Flask, state: DecisionState) -> None:
    decided(state)
    assert suggestions_for(make.drafted().assessed[0], make.organiser()) == []


def test_a_revoked_decision_suggests_nothing(app: Flask) -> None:
    decision = decided()
    one = make.drafted().assessed[0]
    assert suggestions_for(one, make.organiser())
    aftermath.served_all(decision)
    aftermath.remedy(RemedyState.REVOKED, aftermath.notices_of(decision)[0])
    assert decision.state is DecisionState.REVOKED
    assert suggestions_for(one, make.organiser()) == []


def test_another_unit_another_year_and_another_standard_have_no_suggestion(app: Flask) -> None:
    decision = decided()
    assert decision.issued_on is not None
    made = make.drafted()
    assert suggestions_for(made.assessed[1], make.organiser()) == []
    last = make.drafted(year=moment.today().year - 1)
    assert suggestions_for(last.assessed[0], make.organiser()) == []
    assert decision.issued_on.year == made.year


def test_a_finding_of_the_offices_own_is_no_complaint_found_true(app: Flask) -> None:
    """The twin: nobody complained, and the breach proves no row of the table."""
    decided(of_complaint=False)
    assert suggestions_for(make.drafted().assessed[0], make.organiser()) == []


def test_without_a_table_of_deductions_nothing_is_suggested(app: Flask) -> None:
    one = make.drafted(make.COUNTY).assessed[0]
    assert suggestions_for(one, make.organiser()) == []


@pytest.mark.requirement("ASM-04")
def test_a_suggestion_is_confirmed_on_its_page_and_costs_once(app: Flask, sign_in: SignIn) -> None:
    decision = decided()
    one = make.drafted().assessed[0]
    make.organiser()
    desk = sign_in(person("assessor"))
    home = f"/assessed-units/{one.id}"
    page = desk.get(home)
    assert "可以扣分的线索" in page.text
    assert not page.has("a", href=f"/cases/{decision.case_id}")
    item = next(item for item in one.assessment.items if item.code == "S-4.2")
    form = desk.get(f"{home}/deduct?item={item.id}&decision={decision.id}")
    form.submit()  # filled in by the suggestion
    (deduction,) = one.deductions
    assert (deduction.evidence_type, deduction.evidence_id) == ("decisions", decision.id)
    assert "已扣分" in desk.get(home).text
    other = next(i for i in one.assessment.items if i.code == "S-2.1")
    finding = services.Finding(
        other.id, "别处再扣", moment.today(), code="late", evidence=("decisions", decision.id)
    )
    with pytest.raises(Refused) as refused:
        services.deduct(one, make.organiser(), finding, seen_version=one.version)
    assert refused.value.refusal.code == "assessed_same_problem"


def test_what_is_not_suggested_cannot_be_named_as_proof(app: Flask, sign_in: SignIn) -> None:
    decision = decided()
    one = make.drafted().assessed[0]
    make.organiser()
    desk = sign_in(person("assessor"))
    item = one.assessment.items[0]
    for wanted in (decision.id, decision.id + 99):
        desk.get(f"/assessed-units/{one.id}/deduct?item={item.id}&decision={wanted}", status=404)


def test_every_breach_that_proves_something_is_a_row_of_the_standard(app: Flask) -> None:
    standard = standard_of(make.drafted())
    kinds = {cut.evidence for item in standard.item for cut in item.deductions}
    assert {*PROVES.values(), EvidenceKind.COMPLAINT_FOUND_TRUE} <= kinds
