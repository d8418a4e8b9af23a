"""Collective discussion of a draft: who may vote, what is kept, and what may not be signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from accountability import discussing
from accountability.discussing import Minutes, Part, names_in
from accountability.documents import case_file
from accountability.models import Decision
from accountability.procedure import decisions as deciding
from accountability.rules import DecisionState
from accountability.services import decisions as services
from core import moment
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused
from core.worklist import tasks_of
from tests.support import accountability as build
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")
SignIn = Callable[[User], Client]

DAY = date(2026, 3, 2)
#: Article 28 of Duodao's rules has the leading group discuss; Aershan's says nothing of it.
DEMANDING = "duodao-finance"
VOTES = {Part.FOR: ("图娅", "宝音", "巴特尔"), Part.AGAINST: ("高娃",), Part.SAT_IN: ("萨仁",)}
MINUTES = Minutes(DAY, "政务公开工作领导小组", "图娅", VOTES, "与会人员逐一发表意见。", True)


def reviewed(pack: str = DEMANDING) -> Decision:
    """Return a draft that waits for its signature, under the procedure of `pack`."""
    decision = build.decision(DecisionState.REVIEWED)
    decision.case.procedure_pack_id = pack
    db.session.commit()
    return decision


def discuss(decision: Decision, by: str = "supervisor", **changes: Any) -> None:
    services.discuss_decision(
        decision,
        actor(by),
        minutes=replace(MINUTES, **changes),
        seen_version=decision.version,
    )


def refused(minutes: Minutes, **changes: Any) -> str | None:
    """Return the code of what is wrong with minutes."""
    known: dict[str, Any] = {
        "not_before": DAY - timedelta(days=3),
        "today": DAY,
        "respondents": {"丁一"},
        "recused": {"苏日娜"},
        "team": {"萨仁"},
        "recusal_article": "第四十二条",
        **changes,
    }
    found = discussing.sound(minutes, **known)
    return found.code if found else None


@pytest.mark.requirement("FIN-32")
def test_where_the_group_decides_nothing_is_signed_before_its_discussion() -> None:
    decision = reviewed()
    barred = deciding._may_be_signed(decision, actor("signer"))
    assert barred is not None
    assert (barred.code, barred.article) == ("decision_discussion_needed", "第二十八条")
    discuss(decision)
    assert deciding._may_be_signed(decision, actor("signer")) is None


def test_where_no_source_demands_it_the_signature_needs_none_and_one_may_be_kept() -> None:
    decision = reviewed(pack="aershan-2021")
    assert deciding._may_be_signed(decision, actor("signer")) is None
    discuss(decision)
    build.sign(decision)
    assert decision.discussions[0].stands


@pytest.mark.requirement("FIN-21")
def test_the_members_and_their_votes_are_kept_and_recorded() -> None:
    decision = reviewed()
    discuss(decision, place="局三楼会议室")
    kept = decision.discussions[0]
    assert kept.names == {
        "for": ["图娅", "宝音", "巴特尔"],
        "against": ["高娃"],
        "sat_in": ["萨仁"],
    }
    assert (kept.chair, kept.place, kept.recorded_by.username) == (
        "图娅",
        "局三楼会议室",
        "supervisor",
    )
    entry = next(e for e in of_subject("decisions", decision.id) if e.action == "discuss")
    assert json.loads(entry.after or "{}")["names"]["against"] == ["高娃"]


@pytest.mark.requirement("FIN-32")
def test_what_the_group_does_not_agree_to_goes_back_and_is_discussed_anew() -> None:
    decision = reviewed()
    discuss(decision, is_agreed=False, text="改正期限过长，请重新研究。")
    assert decision.state is DecisionState.RETURNED
    assert decision.review_note == "改正期限过长，请重新研究。"
    assert not decision.discussions[0].stands
    build.submit(decision)
    build.approve(decision)
    barred = deciding._may_be_signed(decision, actor("signer"))
    assert barred is not None
    assert barred.code == "decision_discussion_needed"
    discuss(decision)
    build.sign(decision)


def test_a_discussion_is_of_the_draft_it_saw() -> None:
    decision = reviewed()
    discuss(decision)
    build.send_back(decision)
    assert not decision.discussions[0].stands


def test_a_draft_is_discussed_once() -> None:
    decision = reviewed()
    discuss(decision)
    with pytest.raises(Refused) as again:
        discuss(decision)
    assert again.value.refusal.code == "decision_discussed"


def test_only_who_takes_a_case_to_deliberation_keeps_the_minutes() -> None:
    decision = reviewed()
    with pytest.raises(Forbidden):
        discuss(decision, by="handler")


def test_the_vote_of_who_had_to_keep_away_carries_no_signature() -> None:
    decision = reviewed()
    discuss(decision, names={**VOTES, Part.FOR: (*VOTES[Part.FOR], person("reviewer").name)})
    casework.grant(casework.ask_recusal(decision.case, "reviewer"))
    barred = deciding._may_be_signed(decision, actor("signer"))
    assert barred is not None
    assert (barred.code, barred.params["names"]) == (
        "decision_discussion_recused_voted",
        person("reviewer").name,
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"held_on": DAY + timedelta(days=1)}, "decision_discussion_day_wrong"),
        ({"held_on": DAY - timedelta(days=4)}, "decision_discussion_day_wrong"),
        ({"names": {Part.FOR: ("图娅", "图娅")}}, "decision_discussion_name_twice"),
        (
            {"names": {Part.FOR: ("图娅",), Part.ABSENT: ("宝音",)}},
            "decision_discussion_nobody_voted",
        ),
        ({"chair": "萨仁"}, "decision_discussion_chair_has_no_vote"),
        (
            {"names": {**VOTES, Part.ABSTAINED: ("苏日娜",)}},
            "decision_discussion_recused_took_part",
        ),
        ({"names": {**VOTES, Part.RECUSED: ("苏日娜",)}}, None),
        ({"names": {**VOTES, Part.SAT_IN: ("丁一",)}}, "decision_discussion_respondent_took_part"),
        ({"names": {Part.FOR: ("图娅", "萨仁")}}, "decision_discussion_team_voted"),
        (
            {"names": {Part.FOR: ("图娅",), Part.AGAINST: ("宝音",)}},
            "decision_discussion_not_carried",
        ),
        (
            {"names": {Part.FOR: ("图娅",), Part.AGAINST: ("宝音",)}, "is_agreed": False},
            None,
        ),
    ],
)
def test_minutes_do_not_contradict_themselves(changes: dict[str, Any], code: str | None) -> None:
    assert refused(replace(MINUTES, **changes)) == code


def test_names_are_read_with_any_mark_between() -> None:
    assert names_in("图娅、宝音，高娃\n 阿依古丽·买买提；") == (
        "图娅",
        "宝音",
        "高娃",
        "阿依古丽·买买提",
    )
    assert names_in(None) == ()


@pytest.mark.requirement("FIN-32")
def test_the_minutes_are_taken_on_a_page_and_shown_with_the_decision(
    sign_in: SignIn, supervisor: User
) -> None:
    decision = reviewed()
    browser = sign_in(supervisor)
    url = f"/decisions/{decision.id}"
    page = browser.get(f"{url}/discuss")
    assert page.one("input", name="body")["value"].endswith("领导小组")
    assert person("handler").name in page.one("input", name="sat_in")["value"]
    typed: dict[str, Any] = {
        "chair": "图娅",
        "for": "图娅、宝音",
        "text": "同意拟稿意见。",
        "outcome": "agreed",
    }
    wrong = page.submit("/discuss", status=422, **{**typed, "against": "宝音"})
    assert any("“宝音”列了不止一次" in error for error in wrong.errors)
    assert wrong.one("input", name="against")["value"] == "宝音"
    wrong.submit("/discuss", **{**typed, "against": "高娃"})
    shown = browser.get(url)
    assert "同意（2人）" in shown.text
    assert "同意拟稿意见。" in shown.text


def test_the_minutes_wait_for_the_leader_and_then_the_signature_for_the_signer(
    app: Flask,
) -> None:
    decision = reviewed()

    def waiting(username: str) -> list[str]:
        with app.test_request_context():
            found = tasks_of(actor(username))
            return [task.action for task in found if f"/decisions/{decision.id}" in task.url]

    assert (waiting("supervisor"), waiting("signer")) == (["登记集体讨论"], [])
    discuss(decision)
    assert (waiting("supervisor"), waiting("signer")) == ([], ["签发"])


def test_the_minutes_are_in_the_file_and_not_in_its_copy_for_others() -> None:
    decision = reviewed()
    discuss(decision)
    found = [p for p in case_file.pieces(decision.case) if p.title == "集体讨论记录"]
    assert [(piece.on, piece.inner) for piece in found] == [(moment.today(), True)]
