"""The survey as people do it: plan, web and paper answers, grades, notice, report, publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core import moment
from core.db import db
from core.identity.models import User
from evaluation.models import EvaluationRound
from evaluation.rules import RoundState
from evaluation.views.public import throttle
from evaluation.views.throttle import Throttle
from tests.support import evaluation as make
from tests.support.client import Client, Page
from tests.support.factories import person, unit

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _calm() -> None:
    """Let the tests of one minute not count together."""
    throttle._counts.clear()


def organiser() -> User:
    """Return the account of who organises."""
    make.organiser()
    return person("organiser")


def fill(page: Page, place: int) -> dict[str, Any]:
    """Return the option at `place` of every question of the page."""
    names = dict.fromkeys(box["name"] for box in page.all("input", type="radio"))
    return {name: page.all("input", type="radio", name=name)[place]["value"] for name in names}


def links(page: Page) -> list[str]:
    """Return the links of the slips."""
    return [re.sub(r"^https?://[^/]+", "", item.text) for item in page.all(class_="slip__link")]


@pytest.mark.requirement("XSE-01", "XSE-04", "XSE-05", "XSE-07")
def test_a_round_from_plan_to_publication(app: Flask, client: Client, sign_in: SignIn) -> None:
    desk = sign_in(organiser())
    day = moment.today()
    page = desk.get("/evaluation-rounds/new").submit(
        title="2026年政务公开社会评议",
        method_code="questionnaire",
        unit_ids=str(unit("department").id),
        plan="向办事群众发放问卷。",
    )
    home = page.location
    desk.get(home + "/publish").submit()
    desk.get(home + "/start").submit()
    slips = desk.get(home + "/hand-out").submit(status=200, count="6")
    assert len(links(slips)) == 6
    assert slips.has("svg", class_="qr")
    for n, link in enumerate(links(slips)):
        survey = client.get(link)
        answers = fill(survey, n % 3)
        text = survey.all("textarea")[0]["name"]
        answers[text] = "希望电话有人接。" if n == 0 else ""
        client.get(link).submit(link, **answers)
        assert "答卷已经收到" in client.get(link).text
    desk.get(home + "/hand-out").submit(is_paper="paper", count="3")

    typist = sign_in(person("evaluator"))
    batch = typist.get("/sheet-batches").submit(number="纸1").location
    sheet = typist.get(batch)
    typist.get(batch).submit(batch, **fill(sheet, 0))
    typist.get(batch).submit(batch, invalid_reason="blank")
    assert "已录2份" in typist.get(batch).text
    typist.post(batch + "/undo")
    assert "已录1份" in typist.get(batch).text
    typist.post(batch + "/finish")

    assert "没有待审看" in desk.get(home + "/remarks").text  # it waits among too few answers
    with moment.frozen(day + timedelta(days=20)):
        desk = sign_in(person("organiser"))
        desk.get(home + "/collate").submit()
        desk.get(home + "/remarks").submit(verdict="shown")
        assert "没有待审看" in desk.get(home + "/remarks").text
        shown = desk.get(home)
        desk.get(shown.all("a", text="评定", href=True)[0]["href"]).submit(
            grade_code="basically_satisfied",
            reason="三分之一不满意。",
            opinions="电话无人接听",
        )
        desk.get(home + "/grade").submit()
        sign_in(person("supervisor")).get(home + "/consent").submit(opinion="同意")
        desk.get(home + "/feed-back").submit()

        unit_desk = sign_in(person("liaison"))
        assert "评议反馈通知" in unit_desk.get("/desk").text
        named = unit_desk.get("/desk").all("a", href=True, text="2026年政务公开社会评议")
        where = next(link["href"] for link in named if "/feedback/" in link["href"])
        notice = unit_desk.get(where)
        notice.submit(where)
        notice = unit_desk.get(where)
        assert notice.has("a", text="报告改正情况")
        report = notice.follow("报告改正情况")
        done = [f["name"] for f in report.all("textarea") if f["name"].startswith("done_")]
        told: dict[str, Any] = {done[0]: "安排专人接听"}
        told[done[0].replace("done_", "on_")] = str(moment.today())
        unit_desk.get(unit_desk.path).submit(unit_desk.path, text="已经整改。", **told)
        unit_desk.get(where + "/tell-public").submit(method_code="online", text="已公告。")

        rectification = desk.get(home).follow("整改情况")
        assert "查看本次评议" in rectification.text
        path = desk.path
        item = desk.get(path + "/accept-item")
        desk.get(path + "/accept-item").submit(
            item_id=item.all("input", name="item_id")[0]["value"]
        )
        desk.get(path + "/close").submit()
        desk.get(home + "/publish-results").submit(result_range="everybody", text="结果如下。")
        desk.get(home + "/close").submit()
    made = db.session.scalars(select(EvaluationRound)).one()
    assert made.state is RoundState.CLOSED
    public = client.get(f"/evaluation-results/{made.id}")
    assert "基本满意" in public.text
    assert "42.9%" in public.text


def test_a_wrong_link_and_an_unpublished_result_are_404(app: Flask, client: Client) -> None:
    made = make.round_(RoundState.COLLECTING)
    assert "链接无效" in client.get("/survey/abc", status=404).text
    client.get("/survey/%E4%B8%AD%E6%96%87", status=404)
    client.get(f"/evaluation-results/{made.id}", status=404)


def test_a_missing_answer_comes_back_with_what_was_chosen(app: Flask, client: Client) -> None:
    made = make.round_(RoundState.COLLECTING)
    (token,) = make.slips(made, 1)
    page = client.get(f"/survey/{token}")
    answers = fill(page, 1)
    left_out = answers.popitem()
    again = page.submit(f"/survey/{token}", status=422, **answers)
    assert len(again.errors) == 1
    assert left_out[0] not in {b["name"] for b in again.all("input", checked=True)}
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_the_same_form_sent_twice_thanks_twice_and_counts_once(app: Flask, client: Client) -> None:
    made = make.round_(RoundState.COLLECTING)
    (token,) = make.slips(made, 1)
    page = client.get(f"/survey/{token}")
    answers = fill(page, 1)
    page.submit(f"/survey/{token}", **answers)
    page.submit(f"/survey/{token}", status=200, **answers)


def test_too_many_wrong_links_are_slowed_down(app: Flask, client: Client) -> None:
    for _ in range(10):
        client.get("/survey/wrong", status=404)
    client.get("/survey/wrong", status=429)


def test_a_throttle_counts_by_address() -> None:
    counted = Throttle(most=2)
    assert [counted.is_too_much("a") for _ in range(3)] == [False, False, True]
    assert not counted.is_too_much("b")


def test_slips_are_shown_once(app: Flask, sign_in: SignIn) -> None:
    made = make.round_(RoundState.COLLECTING)
    desk = sign_in(organiser())
    page = desk.get(f"/evaluation-rounds/{made.id}/hand-out")
    first = page.submit(status=200, count="2")
    again = page.submit(status=200, count="2")
    assert (len(links(first)), len(links(again))) == (2, 0)
