"""The apportionment table of Aershan, row by row, and what happens between the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from regulations import labels
from regulations.answers import apportionment_json
from regulations.codes import Role, ShareValue
from regulations.facts import decode_facts
from regulations.model import Pack
from regulations.rules import (
    ActAnswer,
    EffectivePack,
    MissingKind,
    Share,
    SourceSilent,
    Why,
    apportion,
    effective_pack,
    is_consistent,
)

Build = Callable[..., dict[str, Any]]

GIVEN = {"state": "given", "by": "s"}
INSTRUCTED = {"given": True, "by": "s"}
PROVED = {"made": True, "by": "h", "evidence": "会议记录"}
COLLECTIVE = [
    {"id": "h", "role": "handler"},
    {"id": "l", "role": "principal_leader"},
    {"id": "m", "role": "collective_member"},
    {"id": "n", "role": "collective_member"},
]


def answer(pack: EffectivePack, facts: dict[str, Any]) -> ActAnswer:
    return apportion(pack, decode_facts({"acts": [facts]})).acts[0]


def shares(found: ActAnswer) -> dict[str, tuple[str, str | None]]:
    return {s.person: (s.share.value, s.row) for s in found.shares}


def applying(found: ActAnswer) -> set[str]:
    return {line.row for line in found.trace if line.applies}


@pytest.mark.requirement("ACC-05")
def test_a1_unapproved_act_is_wholly_the_handlers(aershan: EffectivePack, act: Build) -> None:
    found = answer(aershan, act())
    assert shares(found) == {"h": ("full", "A1"), "s": ("none", "A1")}
    assert found.shares[0].article == "附件3 第六条（一）"
    assert applying(found) == {"A1"}


@pytest.mark.requirement("ACC-05")
def test_a2_unreviewed_act_is_wholly_the_handlers(aershan: EffectivePack, act: Build) -> None:
    found = answer(aershan, act(review={"state": "skipped"}))
    assert shares(found)["h"] == ("full", "A1")
    assert applying(found) == {"A1", "A2"}
    assert found.alternatives == ()


@pytest.mark.requirement("ACC-06")
def test_a3_approved_act_supervisor_primary(aershan: EffectivePack, act: Build) -> None:
    found = answer(aershan, act(approval=GIVEN))
    assert shares(found) == {"h": ("secondary", "A3"), "s": ("primary", "A3")}


@pytest.mark.requirement("ACC-07")
@pytest.mark.parametrize("approval", [GIVEN, {"state": "none"}])
def test_a4_instructed_over_objection_exempts_the_handler(
    aershan: EffectivePack, act: Build, approval: dict[str, str]
) -> None:
    found = answer(aershan, act(approval=approval, instruction=INSTRUCTED, objection=PROVED))
    assert shares(found) == {"h": ("none", "A4"), "s": ("primary", "A4")}
    assert applying(found) == {"A4"}
    assert [s.inferred for s in found.shares] == [False, True]


@pytest.mark.requirement("ACC-07")
@pytest.mark.parametrize("evidence", [None, "", "  "])
def test_objection_without_evidence_exempts_nobody(
    aershan: EffectivePack, act: Build, evidence: str | None
) -> None:
    objection = {"made": True, "by": "h", "evidence": evidence}
    found = answer(aershan, act(approval=GIVEN, instruction=INSTRUCTED, objection=objection))
    assert shares(found) == {"h": ("secondary", "A5"), "s": ("primary", "A5")}
    line = next(line for line in found.trace if line.row == "A4")
    assert not line.applies
    assert [reason.code for reason in line.reasons] == [Why.UNPROVED_OBJECTION]
    assert "没有证据" in labels.why(line)


def test_a5_instructed_without_objection_is_read_as_a3_and_says_so(
    aershan: EffectivePack, act: Build
) -> None:
    found = answer(aershan, act(instruction=INSTRUCTED))
    assert shares(found) == {"h": ("secondary", "A5"), "s": ("primary", "A5")}
    assert all(s.inferred for s in found.shares)
    assert Why.INFERRED in {
        r.code for line in found.trace if line.row == "A5" for r in line.reasons
    }


@pytest.mark.requirement("ACC-08")
@pytest.mark.parametrize("approval", ["none", "given", "unknown"])
def test_a6_collective_act_lists_every_member_and_displaces_a3(
    aershan: EffectivePack, act: Build, approval: str
) -> None:
    facts = act(decided_by="collective", approval={"state": approval}, people=COLLECTIVE)
    found = answer(aershan, facts)
    assert shares(found) == {
        "h": ("not_stated", "A7"),
        "l": ("primary", "A6"),
        "m": ("secondary", "A6"),
        "n": ("secondary", "A6"),
    }
    assert not any(s.jointly for s in found.shares)
    if approval == "given":
        line = next(line for line in found.trace if line.row == "A3")
        assert [r.code for r in line.reasons] == [Why.DISPLACED]


@pytest.mark.requirement("ACC-08")
def test_a7_handlers_share_of_a_collective_act_is_not_stated(
    aershan: EffectivePack, act: Build
) -> None:
    found = answer(aershan, act(decided_by="collective", people=COLLECTIVE))
    assert found.shares[0].share.value == "not_stated"
    assert "A7" in applying(found)


@pytest.mark.requirement("ACC-07", "ACC-08", "OQ-32")
def test_a_collective_act_keeps_the_objecting_handler_exempt(
    aershan: EffectivePack, act: Build
) -> None:
    people = [*COLLECTIVE, {"id": "s", "role": "supervisor"}]
    found = answer(
        aershan,
        act(decided_by="collective", instruction=INSTRUCTED, objection=PROVED, people=people),
    )
    assert shares(found) == {
        "h": ("none", "A4"),
        "l": ("primary", "A6"),
        "m": ("secondary", "A6"),
        "n": ("secondary", "A6"),
        "s": ("not_stated", None),
    }
    line = next(line for line in found.trace if line.row == "A4")
    assert "主管领导的份额依 A6 确定" in labels.why(line)


def test_votes_are_recorded_and_change_no_share(aershan: EffectivePack, act: Build) -> None:
    plain = answer(aershan, act(decided_by="collective", people=COLLECTIVE))
    votes = {"l": "for", "m": "against", "n": "absent"}
    voted = answer(aershan, act(decided_by="collective", people=COLLECTIVE, votes=votes))
    assert voted.shares == plain.shares
    assert "反对 1" in labels.why(next(line for line in voted.trace if line.row == "A6"))


@pytest.mark.requirement("OQ-03")
def test_a8_approved_but_unreviewed_gives_both_readings(aershan: EffectivePack, act: Build) -> None:
    found = answer(aershan, act(approval=GIVEN, review={"state": "skipped"}))
    assert found.shares == ()
    first, second = found.alternatives
    assert (first.rows, second.rows) == (("A2",), ("A3",))
    assert [s.share.value for s in first.shares] == ["full", "none"]
    assert [s.share.value for s in second.shares] == ["secondary", "primary"]
    assert {"A2", "A3", "A8"} <= applying(found)


def test_collective_but_unreviewed_gives_both_readings(aershan: EffectivePack, act: Build) -> None:
    facts = act(decided_by="collective", people=COLLECTIVE, review={"state": "skipped"})
    found = answer(aershan, facts)
    assert [reading.rows for reading in found.alternatives] == [("A2",), ("A6", "A7")]


def test_unknown_approval_is_named_and_not_guessed(aershan: EffectivePack, act: Build) -> None:
    found = answer(aershan, act(approval={"state": "unknown"}))
    assert (found.shares, found.alternatives) == ((), ())
    assert [(m.kind, m.name) for m in found.missing] == [(MissingKind.FACT, "approval")]
    assert labels.missing(found.missing[0]) == "尚未查明：是否经主管领导批准"


def test_unknown_review_that_changes_nothing_is_no_obstacle(
    aershan: EffectivePack, act: Build
) -> None:
    found = answer(aershan, act(review={"state": "unknown"}))
    assert shares(found)["h"] == ("full", "A1")
    assert found.missing == ()
    twin = answer(aershan, act(review={"state": "unknown"}, approval=GIVEN))
    assert [m.name for m in twin.missing] == ["review"]


@pytest.mark.parametrize(
    ("changes", "role"),
    [
        (
            {"approval": {"state": "given"}, "people": [{"id": "h", "role": "handler"}]},
            "supervisor",
        ),
        ({"people": [{"id": "s", "role": "supervisor"}]}, "handler"),
        ({"decided_by": "collective"}, "principal_leader"),
    ],
)
def test_a_share_for_nobody_names_the_missing_person(
    aershan: EffectivePack, act: Build, changes: dict[str, Any], role: str
) -> None:
    found = answer(aershan, act(**changes))
    assert [(m.kind, m.name) for m in found.missing] == [(MissingKind.PERSON, role)]
    assert found.shares == ()


def test_joint_handlers_bear_their_share_jointly(aershan: EffectivePack, act: Build) -> None:
    people = [{"id": "h", "role": "handler"}, {"id": "k", "role": "handler"}]
    found = answer(aershan, act(people=people))
    assert [(s.share.value, s.jointly) for s in found.shares] == [("full", True)] * 2
    assert "h、k" in labels.why(found.trace[0])


@pytest.mark.requirement("ACC-07")
def test_an_objection_exempts_only_the_handler_who_made_it(
    aershan: EffectivePack, act: Build
) -> None:
    people = [
        {"id": "h", "role": "handler"},
        {"id": "k", "role": "handler"},
        {"id": "s", "role": "supervisor"},
    ]
    facts = act(approval=GIVEN, instruction=INSTRUCTED, objection=PROVED, people=people)
    found = answer(aershan, facts)
    assert [s.share.value for s in found.shares] == ["none", "secondary", "primary"]
    nameless = answer(aershan, facts | {"objection": PROVED | {"by": None}})
    assert [m.kind for m in nameless.missing] == [MissingKind.OBJECTOR]


def test_the_leader_who_approved_by_name_is_the_supervisor(
    aershan: EffectivePack, act: Build
) -> None:
    people = [
        {"id": "h", "role": "handler"},
        {"id": "s", "role": "supervisor"},
        {"id": "l", "role": "principal_leader"},
    ]
    found = answer(aershan, act(approval={"state": "given", "by": "l"}, people=people))
    assert [s.share.value for s in found.shares] == ["secondary", "not_stated", "primary"]


def test_an_objection_of_somebody_else_exempts_nobody(aershan: EffectivePack, act: Build) -> None:
    objection = PROVED | {"by": "s"}
    found = answer(aershan, act(approval=GIVEN, instruction=INSTRUCTED, objection=objection))
    assert shares(found)["h"] == ("secondary", "A5")


@pytest.mark.parametrize(
    ("values", "stands"),
    [
        (["full", "full", "none"], True),
        (["primary", "secondary", "not_stated"], True),
        (["full", "secondary"], False),
        (["full", "primary"], False),
        (["secondary", "none"], False),
    ],
)
def test_what_shares_can_stand_together(values: list[str], stands: bool) -> None:
    given = [
        Share(str(n), Role.HANDLER, ShareValue(value), "A1", "x") for n, value in enumerate(values)
    ]
    assert is_consistent(given) is stands


def test_acts_are_answered_each_for_itself(aershan: EffectivePack, act: Build) -> None:
    facts = decode_facts({"acts": [act(), act(id="a2", approval=GIVEN)]})
    one, two = apportion(aershan, facts).acts
    assert shares(one)["h"] == ("full", "A1")
    assert shares(two)["h"] == ("secondary", "A3")


def test_the_national_rules_give_no_shares_and_say_so(
    packs: Mapping[str, Pack], act: Build
) -> None:
    found = answer(effective_pack(packs, "national-2019"), act())
    assert {value for value, _ in shares(found).values()} == {"not_stated"}
    assert {s.row for s in found.shares} == {"N0"}


def test_a_partial_pack_without_rows_refuses(packs: Mapping[str, Pack], act: Build) -> None:
    with pytest.raises(SourceSilent):
        answer(effective_pack(packs, "common-000-05"), act())


def test_json_has_the_agreed_shape_and_one_trace_line_a_row(
    aershan: EffectivePack, act: Build
) -> None:
    plain = apportionment_json(apportion(aershan, decode_facts({"acts": [act()]})))
    only = plain["acts"][0]
    assert set(only) == {"id", "shares", "alternatives", "trace"}
    assert set(only["shares"][0]) == {"person", "role", "share", "row", "article"}
    assert [line["row"] for line in only["trace"]] == [f"A{n}" for n in range(1, 9)]
    assert all(set(line) == {"row", "applies", "why"} and line["why"] for line in only["trace"])
