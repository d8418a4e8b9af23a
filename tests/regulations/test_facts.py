"""Facts that cannot be used are refused all at once, each with its place and reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from regulations import labels
from regulations.facts import FactsFaulty, decode_facts

Build = Callable[..., dict[str, Any]]


def problems(data: Any) -> dict[str, str]:
    with pytest.raises(FactsFaulty) as caught:
        decode_facts(data)
    assert all(labels.fault(p.code, p.params) for p in caught.value.problems)
    return {p.key: p.code for p in caught.value.problems}


def test_all_faults_are_named_at_once(act: Build) -> None:
    bad = act(decided_by="council", colour=1, people=[{"id": "h", "role": "hander"}])
    del bad["review"]
    assert problems({"acts": [bad]}) == {
        "acts[0].colour": "unknown_key",
        "acts[0].decided_by": "not_allowed",
        "acts[0].review": "missing_key",
        "acts[0].people[0].role": "not_allowed",
    }


@pytest.mark.parametrize(
    ("changes", "key", "code"),
    [
        ({"people": []}, "people", "empty"),
        ({"people": [{"id": "h", "role": "handler"}] * 2}, "people[1].id", "duplicate"),
        ({"approval": {"state": "given", "by": "x"}}, "approval.by", "stranger"),
        ({"approval": {"state": "given", "by": "h"}}, "approval.by", "handler_as_leader"),
        ({"approval": {"state": "none", "by": "s"}}, "approval.by", "contradicts"),
        ({"instruction": {"by": "s"}}, "instruction.by", "contradicts"),
        ({"objection": {"evidence": "函"}}, "objection.evidence", "contradicts"),
        ({"review": {"state": "skipped", "by": "s"}}, "review.by", "contradicts"),
        ({"votes": {"x": "for"}}, "votes.x", "stranger"),
        ({"votes": {"s": "aye"}}, "votes.s", "not_allowed"),
        ({"on": "2026-02-30"}, "on", "not_a_date"),
        ({"id": " "}, "id", "bad_form"),
        ({"instruction": {"given": "yes"}}, "instruction.given", "wrong_type"),
        ({"people": "h"}, "people", "not_a_list"),
        ({"approval": "given"}, "approval", "not_a_table"),
    ],
)
def test_a_contradiction_is_refused(
    act: Build, changes: dict[str, Any], key: str, code: str
) -> None:
    assert problems({"acts": [act(**changes)]}) == {f"acts[0].{key}": code}


@pytest.mark.parametrize("data", [b"{", "", b"\xff\xfe", "[" * 100_000])
def test_what_is_no_json_is_refused(data: bytes | str) -> None:
    assert problems(data) == {"": "not_json"}


def test_empty_or_doubled_acts_are_refused(act: Build) -> None:
    assert problems({"acts": []}) == {"acts": "empty"}
    assert problems({"acts": [act(), act()]}) == {"acts[1].id": "duplicate"}
    assert problems([]) == {"": "not_a_table"}


def test_only_five_keys_are_required(act: Build) -> None:
    assert decode_facts({"acts": [act()]}).acts[0].votes == {}
