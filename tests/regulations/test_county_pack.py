"""What is particular to the county of 004-05: an order ladder and nothing else, said as silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from regulations.codes import Grade, GuardId, MeasureBearer, Regime, State, WordList
from regulations.facts import decode_facts
from regulations.model import Pack
from regulations.rules import (
    EffectivePack,
    OfferNote,
    Origin,
    SourceSilent,
    apportion,
    effective_pack,
    find_term,
    guard,
    is_on,
    measures_for,
    remedy,
    term,
    triggers,
    wording,
    words,
)

Build = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def county(packs: Mapping[str, Pack]) -> EffectivePack:
    """The county's pack with the national rules."""
    return effective_pack(packs, "county-004")


@pytest.mark.requirement("DIR-12")
def test_the_ladder_of_orders(county: EffectivePack) -> None:
    ladders = {found.value.code: found.value.steps for found in county.consequences}
    assert [(step.measure, step.when) for step in ladders["order_ladder"]] == [
        ("order_to_correct", ""),
        ("circulated_criticism", "逾期不改正的"),
        ("administrative_admonition", "逾期不改正的"),
        ("administrative_responsibility", "情节严重的"),
    ]
    assert {step.by for step in ladders["order_ladder"][:3]} == {"县监察局"}
    assert term(county, "correction.period").state is State.PER_CASE


@pytest.mark.requirement("DIR-12")
@pytest.mark.parametrize("grade", list(Grade))
def test_there_are_no_grades_so_that_no_measure_is_offered(
    county: EffectivePack, grade: Grade
) -> None:
    offer = measures_for(county, grade, MeasureBearer.PERSON)
    assert (offer.measures, offer.notes) == ((), (OfferNote.GRADE_NOT_IN_PACK,))


@pytest.mark.parametrize("approval", ["none", "given", "unknown"])
@pytest.mark.parametrize("decided_by", ["individual", "collective"])
def test_no_act_has_shares(
    county: EffectivePack, act: Build, approval: str, decided_by: str
) -> None:
    facts = act(decided_by=decided_by, approval={"state": approval})
    found = apportion(county, decode_facts({"acts": [facts]})).acts[0]
    assert {(s.share.value, s.row, s.article) for s in found.shares} == {
        ("not_stated", "N0", "第十六条")
    }


def test_remedy_hearing_and_notice_are_not_stated(county: EffectivePack) -> None:
    row = remedy(county)
    assert row is not None
    assert (row.state, row.kinds) == (State.NOT_STATED, ())
    for switch in (
        GuardId.STATEMENT_AND_DEFENCE,
        GuardId.APPORTION_FIRST,
        GuardId.WRITTEN_NOTICE,
        GuardId.COLLECTIVE_DISCUSSION,
        GuardId.FEEDBACK_DUTY,
    ):
        found = guard(county, switch)
        assert found is not None
        assert (found.value.state, found.origin) == (State.NOT_STATED, Origin.OWN)


@pytest.mark.requirement("DIR-07")
def test_five_working_days_and_ten_in_all(county: EffectivePack) -> None:
    reply = term(county, "doa.reply")
    assert (reply.length, reply.unit) == (5, "working_day")
    assert reply.extension is not None
    assert reply.extension.longest(5) == 5
    assert reply.extension.approver == "本单位负责人"


@pytest.mark.requirement("DIR-04")
def test_normative_documents_in_thirty_calendar_days(county: EffectivePack) -> None:
    row = term(county, "proactive.normative_document")
    assert (row.length, row.unit, row.starts) == (30, "calendar_day", "document_issued")


@pytest.mark.requirement("DIR-10", "OQ-31")
def test_the_year_end_report_has_no_date(county: EffectivePack) -> None:
    with pytest.raises(SourceSilent) as caught:
        term(county, "annual_report.unit")
    assert caught.value.article == "第十四条"
    duty = next(f.value for f in county.duties if f.value.code == "year_end_report")
    assert duty.addressee == "县政府办公室"


@pytest.mark.requirement("DIR-13")
def test_the_supervision_bureau_investigates_in_time_and_feeds_back(county: EffectivePack) -> None:
    assert is_on(county, GuardId.RESULT_FEEDBACK)
    assert wording(county, GuardId.INVESTIGATING_BODY) == "县监察局"
    found = find_term(county, "investigation.period")
    assert found is not None
    assert (found.value.state, found.value.starts) == (State.NOT_STATED, "report_received")


def test_compensation_is_a_regime_of_its_own(county: EffectivePack) -> None:
    codes = [row.code for row in triggers(county, Regime.COMPENSATION)]
    assert codes == ["hidden_or_false", "leak_with_loss"]
    assert [row.code for row in triggers(county)] == ["breach_of_rules", "discipline_breach"]


@pytest.mark.requirement("DIR-02", "DIR-03", "DIR-11")
def test_the_lists(county: EffectivePack) -> None:
    assert len(words(county, WordList.WITHHOLD_REASON)) == 6
    assert len(words(county, WordList.PROACTIVE_CLASS)) == 11
    channels = {word.code for word in words(county, WordList.SUPERVISION_CHANNEL)}
    assert {"monitors", "telephone", "mailbox"} <= channels
