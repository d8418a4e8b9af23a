"""Pages of decisions: the prefilled draft, measures by grade, the comparison, the letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from accountability.queries import decisions as queries
from accountability.rules import DecisionState
from core.db import db
from core.identity.models import User
from tests.support import accountability as build
from tests.support.client import Client, filled_in
from tests.support.factories import person

SignIn = Callable[[User], Client]


def test_the_draft_is_prefilled_from_the_case(sign_in: SignIn, handler: User) -> None:
    made = build.ready()
    page = sign_in(handler).get(f"/cases/{made.id}/decisions/new")
    form = filled_in(page.form("/decisions/new"))
    assert "经查，经办人收到申请后未登记" in form["facts_text"]
    assert "2026年3月2日，收到申请后未登记" in form["facts_text"]
    assert "局办公室" in form["requirement"]
    assert "情节轻微、影响较小（附件3 第七条（一））" in page.text


@pytest.mark.requirement("ACC-09")
def test_measures_narrow_with_the_grade(sign_in: SignIn, handler: User) -> None:
    made = build.ready()
    browser = sign_in(handler)
    page = browser.get(f"/cases/{made.id}/decisions/new")
    data = {**filled_in(page.form("/decisions/new")), "grade": "minor"}
    url = f"/cases/{made.id}/decisions/preview"
    minor = browser.htmx(url, "measures", data)
    official, leader = (r.id for r in made.respondents)
    assert [m["value"] for m in minor.all("input", name=f"measures_{official}")] == [
        "criticism_and_education",
        "correct_within_limit",
    ]
    assert minor.all("input", name=f"measures_{leader}") == []
    assert "来源只规定对直接责任人采取" in minor.text
    full = browser.post(url, {**data, "grade": "disruptive"}, status=200)
    assert full.has("input", value="written_self_criticism")


def test_a_draft_is_saved_changed_and_submitted(sign_in: SignIn, handler: User) -> None:
    made = build.ready()
    browser = sign_in(handler)
    official = made.respondents[0].id
    url = f"/cases/{made.id}/decisions"
    page = browser.get(f"{url}/new").submit("/new", status=422, grade="disruptive")
    assert any("认定情节的理由" in error for error in page.errors)
    sent: dict[str, Any] = {
        "grade_reason": build.GRADE_REASON,
        "correction_due_on": "2026-04-01",
        f"measures_{official}": ["circulated_criticism"],
    }
    saved = page.submit("/new", **sent)
    decision = queries.standing_decision(made)
    assert decision is not None
    assert saved.location.endswith(f"/decisions/{decision.id}")
    browser.get(f"/decisions/{decision.id}/redraft").submit("/redraft", circumstances="主动改正。")
    assert decision.circumstances == "主动改正。"
    browser.get(f"/decisions/{decision.id}/submit").submit("/submit")
    assert decision.state is DecisionState.IN_REVIEW


def test_correction_is_asked_for_only_where_something_is_imposed(
    sign_in: SignIn, handler: User
) -> None:
    made = build.ready()
    official = made.respondents[0].id
    page = sign_in(handler).get(f"/cases/{made.id}/decisions/new")
    asked: dict[str, Any] = {
        "grade": "disruptive",
        "grade_reason": build.GRADE_REASON,
        "requirement": "",
        "correction_due_on": "",
    }
    imposing: dict[str, Any] = {f"measures_{official}": ["circulated_criticism"]}
    nothing: dict[str, Any] = {f"measures_{official}": []}
    page = page.submit("/new", status=422, grade="disruptive")
    page = page.submit("/new", status=422, **asked, **imposing)
    assert any("请写明改正要求" in error for error in page.errors)
    assert any("请填写改正期限" in error for error in page.errors)
    page.submit("/new", **asked, **nothing)
    decision = queries.standing_decision(made)
    assert decision is not None
    assert not decision.measures
    shown = sign_in(handler).get(f"/decisions/{decision.id}")
    assert "改正期限 —" in shown.text


def test_another_measure_asks_for_its_reason_beside_the_field(
    sign_in: SignIn, handler: User
) -> None:
    decision = build.decision()
    official = decision.case.respondents[0].id
    page = sign_in(handler).get(f"/decisions/{decision.id}/redraft")
    chosen: dict[str, Any] = {f"others_{official}": ["rectify_within_limit"]}
    refused = page.submit("/redraft", status=422, **chosen)
    assert "须书面说明理由" in refused.one(id=f"reason_{official}-error").text


def test_review_shows_the_comparison_and_returns_with_a_reason(
    sign_in: SignIn, reviewer: User
) -> None:
    decision = build.decision(
        DecisionState.IN_REVIEW, changes={"facts_text": "2025年1月5日收到申请。"}
    )
    browser = sign_in(reviewer)
    page = browser.get(f"/decisions/{decision.id}")
    assert "✗ 不一致" in page.one(id="comparison").text
    assert "2025年1月5日" in page.one(id="comparison").text
    browser.get(f"/decisions/{decision.id}/return").submit("/return", reason="日期有误。")
    assert decision.state is DecisionState.RETURNED
    assert decision.review_note == "日期有误。"


def test_signing_and_issuing(sign_in: SignIn, signer: User, supervisor: User) -> None:
    decision = build.decision(DecisionState.REVIEWED)
    sign_in(signer).get(f"/decisions/{decision.id}/sign").submit("/sign")
    assert decision.state is DecisionState.SIGNED
    browser = sign_in(supervisor)
    browser.get(f"/decisions/{decision.id}/issue").submit("/issue")
    page = browser.get(f"/decisions/{decision.id}")
    assert page.h1 == "阿政公责〔2026〕1号"
    url = page.all("a", text="打开文书")[0]["href"]
    answer = browser.raw("GET", url)
    assert answer.mimetype == "application/pdf"
    assert answer.data == browser.raw("GET", url).data


def test_a_draft_letter_is_shown_as_pdf(sign_in: SignIn, reviewer: User) -> None:
    decision = build.decision(DecisionState.IN_REVIEW)
    browser = sign_in(reviewer)
    url = browser.get(f"/decisions/{decision.id}").all("a", text="预览文书")[0]["href"]
    answer = browser.raw("GET", url)
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.raw("GET", f"/decisions/{decision.id}/letters/999999").status_code == 404


def test_an_act_that_cannot_be_done_now_leads_back_with_the_reason(
    sign_in: SignIn, signer: User
) -> None:
    decision = build.decision(DecisionState.IN_REVIEW)
    page = sign_in(signer).get(f"/decisions/{decision.id}/sign")
    assert "当前状态为「审核中」" in page.text


@pytest.mark.parametrize("path", ["", "/redraft", "/return", "/approve", "/sign"])
def test_a_decision_of_a_hidden_case_is_not_there(
    sign_in: SignIn, stranger: User, path: str
) -> None:
    decision = build.decision()
    answer = sign_in(stranger).raw("GET", f"/decisions/{decision.id}{path}")
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (DecisionState.DRAFTED, "handler"),
        (DecisionState.IN_REVIEW, "reviewer"),
        (DecisionState.REVIEWED, "signer"),
        (DecisionState.SIGNED, "supervisor"),
    ],
)
def test_the_next_step_stands_in_the_worklist(app: Flask, state: DecisionState, who: str) -> None:
    from core.worklist import tasks_of
    from tests.support.factories import actor

    decision = build.decision(state)
    with app.test_request_context():
        urls = [task.url for task in tasks_of(actor(who))]
        others = [task.url for task in tasks_of(actor("stranger"))]
    assert f"/decisions/{decision.id}" in urls
    assert f"/decisions/{decision.id}" not in others


def test_confirmation_and_first_draft_stand_in_the_worklist(app: Flask) -> None:
    from core.worklist import tasks_of
    from tests.support.factories import actor

    act = build.act(build.case())
    with app.test_request_context():
        assert f"/acts/{act.id}/confirm" in [t.url for t in tasks_of(actor("supervisor"))]
        build.confirm(act)
        urls = [t.url for t in tasks_of(actor("handler"))]
    assert f"/cases/{act.case_id}/decisions/new" in urls


PAGES = [
    ("handler", "/cases/{case}/acts/new"),
    ("handler", "/acts/{act}"),
    ("supervisor", "/acts/{act}/confirm"),
    ("handler", "/decisions/{drafted}"),
    ("handler", "/decisions/{drafted}/redraft"),
    ("handler", "/cases/{ready}/decisions/new"),
    ("reviewer", "/decisions/{reviewed}"),
    ("signer", "/decisions/{reviewed}"),
    ("signer", "/decisions/{reviewed}/sign"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_pages_cost_few_statements_and_bytes(sign_in: SignIn, who: str, path: str) -> None:
    act = build.act(build.case())
    ids = {"case": act.case_id, "act": act.id}
    if "{ready}" in path:
        ids["ready"] = build.ready().id
    if "{drafted}" in path:
        ids["drafted"] = build.decision().id
    if "{reviewed}" in path:
        ids["reviewed"] = build.decision(DecisionState.REVIEWED).id
    browser = sign_in(person(who))
    url = path.format(**ids)
    browser.get(url)
    db.session.commit()
    with counting() as statements:
        page = browser.get(url)
    assert page.h1
    assert len(page.response.data) < 60_000
    assert len(statements) <= 12, "\n".join([str(len(statements)), *statements])


@contextmanager
def counting() -> Iterator[list[str]]:
    """Collect the statements sent to the database in the block, savepoints apart."""
    statements: list[str] = []

    def note(*args: object) -> None:
        if not str(args[2]).startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(str(args[2]))

    engine = db.engines[None]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
