"""What is particular to xx county (003-12): who pursues, triggers, shares, grades, no remedy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from regulations.codes import Grade, GuardId, MeasureBearer, State, TermId
from regulations.facts import decode_facts
from regulations.model import Pack
from regulations.rules import (
    ActAnswer,
    EffectivePack,
    apportion,
    effective_pack,
    find_term,
    guard,
    is_on,
    measures_for,
    remedy,
    triggers,
    wording,
)

Build = Callable[..., dict[str, Any]]

PERSON, LEADER, UNIT = MeasureBearer.PERSON, MeasureBearer.LEADER, MeasureBearer.UNIT
REGIME = "《政府信息公开工作责任追究制度》"
GIVEN = {"state": "given", "by": "s"}
INSTRUCTED = {"given": True, "by": "s"}
PROVED = {"made": True, "by": "h", "evidence": "会议记录"}
COLLECTIVE = [
    {"id": "h", "role": "handler"},
    {"id": "l", "role": "principal_leader"},
    {"id": "m", "role": "collective_member"},
    {"id": "n", "role": "collective_member"},
]


@pytest.fixture(scope="module")
def county(packs: Mapping[str, Pack]) -> EffectivePack:
    """The pack of xx county with the national rules."""
    return effective_pack(packs, "xx-county-2022")


def answer(pack: EffectivePack, facts: dict[str, Any]) -> ActAnswer:
    return apportion(pack, decode_facts({"acts": [facts]})).acts[0]


def shares(found: ActAnswer) -> dict[str, tuple[str, str | None]]:
    return {s.person: (s.share.value, s.row) for s in found.shares}


@pytest.mark.requirement("XAC-03")
def test_the_county_commission_decides(county: EffectivePack) -> None:
    found = guard(county, GuardId.DECIDING_BODY)
    assert found is not None
    assert wording(county, GuardId.DECIDING_BODY) == "县纪委监委"
    assert found.value.article == f"{REGIME}第五条"
    assert found.value.quote == "县纪委监委负责全县"


@pytest.mark.requirement("XAC-04")
def test_five_triggers_pursue_the_principal_leader_and_the_direct_person(
    county: EffectivePack,
) -> None:
    rows = triggers(county)
    assert [(row.code, row.article) for row in rows] == [
        ("not_disclosed", f"{REGIME}第六条（一）"),
        ("formalism", f"{REGIME}第六条（二）"),
        ("not_as_required", f"{REGIME}第六条（三）"),
        ("complaint_mishandled", f"{REGIME}第六条（四）"),
        ("other_breach", f"{REGIME}第六条（五）"),
    ]
    assert all(row.pursues == ("主要领导", "直接责任人") for row in rows)


@pytest.mark.requirement("XAC-05")
@pytest.mark.parametrize("review", ["done", "skipped"])
def test_an_unapproved_act_is_wholly_the_handlers(
    county: EffectivePack, act: Build, review: str
) -> None:
    found = answer(county, act(review={"state": review}))
    assert shares(found)["h"][0] == "full"
    assert found.shares[0].article == f"{REGIME}第七条（一）"


@pytest.mark.requirement("XAC-05", "OQ-03")
def test_approved_but_unreviewed_shows_both_and_the_body_chooses(
    county: EffectivePack, act: Build
) -> None:
    found = answer(county, act(approval=GIVEN, review={"state": "skipped"}))
    assert found.alternatives


@pytest.mark.requirement("XAC-06")
def test_an_approved_act_is_the_supervisors_first(county: EffectivePack, act: Build) -> None:
    found = answer(county, act(approval=GIVEN))
    assert shares(found) == {"h": ("secondary", "A3"), "s": ("primary", "A3")}
    assert {share.article for share in found.shares} == {f"{REGIME}第七条（二）"}
    assert not any(share.inferred for share in found.shares)


@pytest.mark.requirement("XAC-07")
def test_instructed_over_a_proved_objection_exempts_the_handler(
    county: EffectivePack, act: Build
) -> None:
    found = answer(county, act(approval=GIVEN, instruction=INSTRUCTED, objection=PROVED))
    assert shares(found)["h"] == ("none", "A4")


@pytest.mark.requirement("XAC-07")
@pytest.mark.parametrize("evidence", [None, "", " "])
def test_an_objection_without_evidence_exempts_nobody(
    county: EffectivePack, act: Build, evidence: str | None
) -> None:
    objection = {"made": True, "by": "h", "evidence": evidence}
    found = answer(county, act(approval=GIVEN, instruction=INSTRUCTED, objection=objection))
    assert shares(found)["h"] == ("secondary", "A5")
    (line,) = (line for line in found.trace if line.row == "A4")
    assert not line.applies


@pytest.mark.requirement("XAC-08")
def test_of_a_collective_every_member_bears_a_share(county: EffectivePack, act: Build) -> None:
    found = answer(county, act(decided_by="collective", people=COLLECTIVE))
    assert shares(found) == {
        "h": ("not_stated", "A7"),
        "l": ("primary", "A6"),
        "m": ("secondary", "A6"),
        "n": ("secondary", "A6"),
    }


#: Grade, grave consequences, bearer, measures
MEASURES = [
    pytest.param(
        *(Grade.MINOR, False, PERSON),
        ["admonition", "criticism_and_education", "correct_within_limit"],
        marks=pytest.mark.requirement("XAC-09"),
    ),
    pytest.param(Grade.MINOR, False, UNIT, [], marks=pytest.mark.requirement("XAC-09")),
    pytest.param(
        *(Grade.DISRUPTIVE, False, PERSON),
        ["circulated_criticism", "written_self_criticism", "honours_cancelled"],
        marks=pytest.mark.requirement("XAC-10"),
    ),
    pytest.param(
        *(Grade.DISRUPTIVE, False, UNIT),
        ["criticism_of_unit"],
        marks=pytest.mark.requirement("XAC-10"),
    ),
    pytest.param(
        *(Grade.SERIOUS, False, UNIT),
        ["circulated_criticism", "rectify_within_limit", "honours_cancelled"],
        marks=pytest.mark.requirement("XAC-11"),
    ),
    pytest.param(
        *(Grade.SERIOUS, False, LEADER),
        ["circulated_criticism", "honours_cancelled"],
        marks=pytest.mark.requirement("XAC-11"),
    ),
    pytest.param(Grade.SERIOUS, False, PERSON, [], marks=pytest.mark.requirement("XAC-11")),
]


@pytest.mark.parametrize(("grade", "grave", "bearer", "codes"), MEASURES)
def test_the_measures_of_each_grade(
    county: EffectivePack, grade: Grade, grave: bool, bearer: MeasureBearer, codes: list[str]
) -> None:
    offer = measures_for(county, grade, bearer, grave)
    assert [measure.code for measure in offer.measures] == codes
    assert all(row.article.startswith(f"{REGIME}第八条") for row in offer.rows)


@pytest.mark.requirement("XAC-11")
@pytest.mark.parametrize("bearer", [PERSON, LEADER])
def test_sanctions_only_with_grave_consequences(
    county: EffectivePack, bearer: MeasureBearer
) -> None:
    def codes(grave: bool) -> set[str]:
        return {m.code for m in measures_for(county, Grade.SERIOUS, bearer, grave).measures}

    assert codes(True) - codes(False) == {"administrative_sanction"}


@pytest.mark.requirement("XAC-12")
def test_an_overturned_act_is_pursued(county: EffectivePack, packs: Mapping[str, Pack]) -> None:
    (row,) = (one.value for one in county.consequences if one.value.code == "overturned")
    assert row.article == f"{REGIME}第八条（四）"
    assert row.quote == "被有关复议机关撤销或被司法机关判决败诉的"
    aershan = effective_pack(packs, "aershan-2021")
    assert "overturned" not in {one.value.code for one in aershan.consequences}


@pytest.mark.requirement("XAC-14", "OQ-02")
def test_heard_before_the_decision_and_no_notice_and_no_remedy_are_stated(
    county: EffectivePack,
) -> None:
    assert is_on(county, GuardId.STATEMENT_AND_DEFENCE)
    assert is_on(county, GuardId.APPORTION_FIRST)
    notice, route = guard(county, GuardId.WRITTEN_NOTICE), remedy(county)
    assert notice is not None
    assert route is not None
    assert (notice.value.state, route.state) == (State.NOT_STATED, State.NONE)
    assert (route.kinds, route.to, route.term) == ((), (), None)
    assert route.article == f"{REGIME}第九条"


@pytest.mark.requirement("XAC-15")
def test_the_correction_is_reported_in_writing_to_the_supervision_organ(
    county: EffectivePack,
) -> None:
    assert is_on(county, GuardId.FEEDBACK_DUTY)
    assert wording(county, GuardId.FEEDBACK_ADDRESSEE) == "监察机关"
    period = find_term(county, TermId.FEEDBACK_PERIOD)
    assert period is not None
    assert (period.value.state, period.value.length) == (State.NOT_STATED, None)
    assert period.value.article == f"{REGIME}第十条"
