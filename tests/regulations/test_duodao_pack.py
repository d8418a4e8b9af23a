"""What is particular to Duodao (001-04): shares, grades, remedy, silence, and no review row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from regulations.codes import (
    Grade,
    GuardId,
    MeasureBearer,
    Regime,
    RemedyBody,
    State,
    TermId,
    WordList,
)
from regulations.facts import decode_facts
from regulations.model import Pack
from regulations.rules import (
    ActAnswer,
    EffectivePack,
    OfferNote,
    Origin,
    apportion,
    breaches,
    cautions,
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

PERSON, LEADER, UNIT = MeasureBearer.PERSON, MeasureBearer.LEADER, MeasureBearer.UNIT
GIVEN = {"state": "given", "by": "s"}
SKIPPED = {"state": "skipped"}
INSTRUCTED = {"given": True, "by": "s"}
PROVED = {"made": True, "by": "h", "evidence": "会议记录"}
GROUP = [
    {"id": "h", "role": "handler"},
    {"id": "s", "role": "supervisor"},
    {"id": "l", "role": "principal_leader"},
    {"id": "m", "role": "collective_member"},
]


@pytest.fixture(scope="module")
def duodao(packs: Mapping[str, Pack]) -> EffectivePack:
    """Duodao's pack with the national rules."""
    return effective_pack(packs, "duodao-finance")


def answer(pack: EffectivePack, facts: dict[str, Any]) -> ActAnswer:
    return apportion(pack, decode_facts({"acts": [facts]})).acts[0]


def shares(found: ActAnswer) -> dict[str, tuple[str, str | None]]:
    return {s.person: (s.share.value, s.row) for s in found.shares}


@pytest.mark.requirement("FIN-25")
def test_a1_unapproved_act_is_wholly_the_handlers(duodao: EffectivePack, act: Build) -> None:
    assert shares(answer(duodao, act())) == {"h": ("full", "A1"), "s": ("none", "A1")}


@pytest.mark.requirement("FIN-26", "OQ-39")
def test_a3_supervisor_is_responsible_and_the_handler_is_not_stated(
    duodao: EffectivePack, act: Build
) -> None:
    found = answer(duodao, act(approval=GIVEN))
    assert shares(found) == {"h": ("not_stated", "A3"), "s": ("responsible", "A3")}
    assert found.shares[1].article == "第二十七条（三）2"
    assert not any(share.inferred for share in found.shares)


@pytest.mark.requirement("FIN-26")
@pytest.mark.parametrize("state", ["done", "skipped", "not_required", "unknown"])
def test_a8_the_review_changes_nothing_since_no_row_speaks_of_it(
    duodao: EffectivePack, act: Build, state: str
) -> None:
    found = answer(duodao, act(approval=GIVEN, review={"state": state}))
    assert shares(found) == shares(answer(duodao, act(approval=GIVEN)))
    assert (found.alternatives, found.missing) == ((), ())
    assert not any(row.value.when.review or row.value.conflict for row in duodao.rows)


def test_unapproved_and_unreviewed_is_a1_alone(duodao: EffectivePack, act: Build) -> None:
    found = answer(duodao, act(review=SKIPPED))
    assert [line.row for line in found.trace if line.applies] == ["A1"]


@pytest.mark.requirement("FIN-27", "OQ-32")
@pytest.mark.parametrize("approval", [{"state": "none"}, GIVEN])
def test_a6_collective_act_of_the_leading_group(
    duodao: EffectivePack, act: Build, approval: dict[str, str]
) -> None:
    found = answer(duodao, act(decided_by="collective", approval=approval, people=GROUP))
    assert shares(found) == {
        "h": ("not_stated", "A7"),
        "s": ("not_stated", None),
        "l": ("primary", "A6"),
        "m": ("secondary", "A6"),
    }


@pytest.mark.parametrize("objection", [{"made": False}, PROVED])
def test_a_leaders_instruction_is_not_dealt_with(
    duodao: EffectivePack, act: Build, objection: dict[str, Any]
) -> None:
    found = answer(duodao, act(instruction=INSTRUCTED, objection=objection))
    assert shares(found) == {"h": ("not_stated", "A4"), "s": ("not_stated", "A4")}
    approved = answer(duodao, act(approval=GIVEN, instruction=INSTRUCTED, objection=objection))
    assert shares(approved)["s"] == ("responsible", "A3")
    assert shares(approved)["h"][0] == "not_stated"


#: Grade, bearer, measures
MEASURES = [
    (Grade.MINOR, PERSON, ["admonition", "criticism_and_education", "correct_within_limit"]),
    (Grade.MINOR, LEADER, []),
    (Grade.MINOR, UNIT, []),
    (
        Grade.DISRUPTIVE,
        PERSON,
        ["circulated_criticism", "written_self_criticism", "honours_cancelled"],
    ),
    (Grade.DISRUPTIVE, LEADER, []),
    (Grade.DISRUPTIVE, UNIT, ["criticism_of_unit"]),
    (Grade.SERIOUS, PERSON, ["honours_cancelled", "party_and_administrative_sanction"]),
    (Grade.SERIOUS, LEADER, ["corresponding_responsibility"]),
    (Grade.SERIOUS, UNIT, ["circulated_criticism", "rectify_within_limit", "honours_cancelled"]),
    (Grade.CRIME, PERSON, ["referral_to_judiciary"]),
    (Grade.CRIME, LEADER, ["referral_to_judiciary"]),
    (Grade.CRIME, UNIT, []),
]


@pytest.mark.requirement("FIN-28", "FIN-29", "FIN-30", "FIN-31")
@pytest.mark.parametrize(("grade", "bearer", "codes"), MEASURES)
def test_the_measures_of_a_grade(
    duodao: EffectivePack, grade: Grade, bearer: MeasureBearer, codes: list[str]
) -> None:
    offer = measures_for(duodao, grade, bearer)
    assert [word.code for word in offer.measures] == codes
    assert codes or OfferNote.NONE_FOR_BEARER in offer.notes


@pytest.mark.requirement("FIN-30")
def test_a_sanction_needs_no_graver_tier(duodao: EffectivePack) -> None:
    assert not any(found.value.grave for found in duodao.severities)


@pytest.mark.requirement("FIN-33", "FIN-34")
def test_five_working_days_to_seek_and_twenty_calendar_days_to_rule(
    duodao: EffectivePack,
) -> None:
    seek, rule = term(duodao, "remedy.period"), term(duodao, "remedy.decision_period")
    assert (seek.length, seek.unit, seek.starts) == (5, "working_day", "notice_served")
    assert (rule.length, rule.unit, rule.bearer) == (20, "calendar_day", "deciding_body")
    assert "上级监察机关的期限没有写" in rule.note  # it binds the leading group only
    row = remedy(duodao)
    assert row is not None
    assert row.to == (RemedyBody.DECIDING_BODY, RemedyBody.SUPERIOR_BODY)
    assert is_on(duodao, GuardId.REVIEW_BY_DECIDER)


@pytest.mark.requirement("FIN-33")
def test_the_local_remedy_is_shorter_than_the_statutes_and_says_so(
    duodao: EffectivePack, packs: Mapping[str, Pack]
) -> None:
    found = cautions(duodao)
    assert {c.local.value.id for c in found} == {TermId.REMEDY_PERIOD}
    assert {c.statute.value.id for c in found} == {
        TermId.SANCTION_RECONSIDERATION,
        TermId.SANCTION_APPEAL,
    }
    assert all(c.statute.origin is Origin.PARENT for c in found)
    assert cautions(effective_pack(packs, "county-004")) == ()


@pytest.mark.requirement("FIN-23", "FIN-24", "SEC-05")
def test_six_triggers_of_units_and_three_of_staff(duodao: EffectivePack) -> None:
    of_units = triggers(duodao)
    assert [row.code for row in of_units] == [
        "not_disclosed_or_unapproved",
        "formalism",
        "material_late",
        "key_project",
        "shielding",
        "not_rectified",
    ]
    assert {row.pursues for row in of_units} == {("主要领导", "直接责任人")}
    of_staff = triggers(duodao, Regime.STAFF)
    assert [row.code for row in of_staff] == ["obstruction", "retaliation", "refusal_to_correct"]
    assert {row.pursues for row in of_staff} == {("有关责任人",)}


@pytest.mark.requirement("FIN-32")
def test_what_must_come_before_a_decision(duodao: EffectivePack) -> None:
    assert wording(duodao, GuardId.DECIDING_BODY) == "局政务公开工作领导小组"
    for switch in (
        GuardId.STATEMENT_AND_DEFENCE,
        GuardId.APPORTION_FIRST,
        GuardId.WRITTEN_MATERIAL,
        GuardId.WRITTEN_NOTICE,
        GuardId.COLLECTIVE_DISCUSSION,
    ):
        assert is_on(duodao, switch)


@pytest.mark.requirement("OQ-12")
def test_the_common_intake_rules_are_not_duodaos_and_can_be_switched_on(
    duodao: EffectivePack, packs: Mapping[str, Pack]
) -> None:
    assert find_term(duodao, "complaint.acceptance") is None
    assert guard(duodao, GuardId.MIN_INVESTIGATORS) is None
    with_common = effective_pack(packs, "duodao-finance", ["common-000-05"])
    assert term(with_common, "complaint.acceptance").length == 15
    assert with_common.guards[GuardId.MIN_INVESTIGATORS].origin is Origin.INCLUDE


@pytest.mark.requirement("FIN-12", "FIN-13", "FIN-14", "FIN-16")
def test_the_application_periods(duodao: EffectivePack) -> None:
    reply = term(duodao, "doa.reply")
    assert (reply.length, reply.starts) == (15, "section_received_application")
    assert reply.extension is not None
    assert reply.extension.longest(15) == 15  # thirty in all
    assert reply.extension.approver is None
    after = term(duodao, "doa.disclose_after_decision")
    assert (after.length, after.starts) == (15, "disclosure_decided")
    assert is_on(duodao, GuardId.DOA_SUSPENSION)


@pytest.mark.requirement("FIN-20")
def test_four_bands_in_words_without_points(duodao: EffectivePack) -> None:
    assert duodao.assessment is not None
    standard = duodao.assessment.value
    assert standard.total is None
    assert [band.label for band in standard.band] == ["优秀", "良好", "合格", "不合格"]
    assert all(band.lower is None and band.wording for band in standard.band)
    assert [band.code for band in standard.band if band.unqualified] == ["unqualified"]


@pytest.mark.requirement("FIN-22")
def test_the_five_steps_of_a_complaint(duodao: EffectivePack) -> None:
    assert [word.label for word in words(duodao, WordList.COMPLAINT_STEP)] == [
        "收集",
        "登记",
        "交办",
        "反馈",
        "归档",
    ]
    assert is_on(duodao, GuardId.RESULT_FEEDBACK)


@pytest.mark.requirement("FIN-02", "FIN-03", "FIN-04", "FIN-08")
def test_lists_and_routes_of_disclosure(duodao: EffectivePack) -> None:
    assert len(words(duodao, WordList.PROACTIVE_CLASS)) == 12
    assert len(words(duodao, WordList.INTERNAL_CLASS)) == 4
    assert len(words(duodao, WordList.WITHHOLD_REASON)) == 4
    routes = {found.value.code: found.value.levels for found in duodao.reviews}
    assert [step.by for step in routes["ordinary"]] == ["各科室、单位", "分管领导"]
    assert routes["major"][-1].by == "领导小组组长"


@pytest.mark.requirement("OQ-34")
def test_silence_is_said_and_inherits_nothing(duodao: EffectivePack) -> None:
    for term_id in ("investigation.period", "assessment.frequency"):
        found = find_term(duodao, term_id)
        assert found is not None
        assert (found.value.state, found.origin) == (State.NOT_STATED, Origin.OWN)
    silent = guard(duodao, GuardId.FEEDBACK_DUTY)
    assert silent is not None
    assert silent.value.state is State.NOT_STATED


@pytest.mark.requirement("FIN-24", "SEC-05")
def test_a_breach_of_any_regime_can_be_what_a_case_is_about(
    duodao: EffectivePack, packs: Mapping[str, Pack]
) -> None:
    assert breaches(duodao)["retaliation"].pursues == ("有关责任人",)
    assert {row.code for row in packs["duodao-finance"].trigger} <= set(breaches(duodao))
    assert set(breaches(effective_pack(packs, "leaks-000-15"))) == {"leak"}


def test_where_regimes_share_a_code_the_accountability_regime_stands_for_it(
    duodao: EffectivePack,
) -> None:
    (first, *others) = duodao.triggers
    shared = msgspec.structs.replace(first.value, regime=Regime.PROACTIVE, label="另一制度")
    twice = replace(duodao, triggers=(replace(first, value=shared), first, *others))
    assert breaches(twice)[first.value.code].regime is Regime.ACCOUNTABILITY
