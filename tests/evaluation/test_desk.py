"""The evaluated unit finds at its desk that a round is held, what is asked of it and by when."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core.identity.models import User
from evaluation.rules import RoundState
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[User], Client]


@pytest.mark.requirement("XSE-04", "XSE-05")
def test_the_notice_stands_on_the_desk_with_what_is_asked(app: Flask, sign_in: SignIn) -> None:
    made = make.round_(RoundState.PUBLISHED)
    desk = sign_in(person("liaison"))
    page = desk.get("/desk").follow(made.title)
    for said in (
        "收到反馈通知后10个工作日内报送整改报告",
        "《政务公开社会评议制度》第八条",
        "不得追查参评人员",
        made.questionnaire.questions[0].text,
        make.PLAN,
    ):
        assert said in page.text
    paper = desk.get(f"/desk/evaluation-rounds/{made.id}/notice")
    assert paper.response.data.startswith(b"%PDF-")


def test_a_draft_and_a_round_on_others_stand_on_no_desk(app: Flask, sign_in: SignIn) -> None:
    made = make.drafted()
    desk = sign_in(person("liaison"))
    assert made.title not in desk.get("/desk").text
    desk.get(f"/desk/evaluation-rounds/{made.id}", status=404)
    make.publish(made)
    other = sign_in(person("town_liaison"))
    assert made.title not in other.get("/desk").text
    other.get(f"/desk/evaluation-rounds/{made.id}", status=404)
    other.get(f"/desk/evaluation-rounds/{made.id}/notice", status=404)
