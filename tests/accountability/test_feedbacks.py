"""The outcome of a rectification is fed back, as a dated act, to the body its rules name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask

from accountability.documents.case_file import pieces
from accountability.procedure import rectifications as procedure
from accountability.rules import RectificationState
from casework.archive.pieces import Sheet
from core import moment
from core.identity.models import User
from core.procedure import Forbidden
from core.record.services import of_subject
from core.refusals import Refused, say
from tests.support import accountability_remedies as make
from tests.support import complaints as reports
from tests.support.client import Client
from tests.support.factories import person

SignIn = Callable[[User], Client]


feed_back = make.feed_back


@pytest.mark.requirement("ACC-15", "XAC-15")
@pytest.mark.parametrize("state", [RectificationState.REPORTED, RectificationState.CLOSED])
def test_it_is_recorded_to_whom_when_and_how_and_decides_nothing(
    app: Flask, state: RectificationState
) -> None:
    made = make.rectification(state)
    feed_back(made)
    (kept,) = made.feedbacks
    assert (kept.to_whom, kept.sent_on, kept.way) == ("局办公室", moment.today(), "机要交换")
    assert made.state is state
    assert of_subject("rectifications", made.id)[0].action == "feed_back"


@pytest.mark.requirement("ACC-15")
def test_what_was_not_reported_is_not_fed_back_and_the_article_says_to_whom(app: Flask) -> None:
    made = make.rectification()
    with pytest.raises(Refused, match="rectification_feedback_nothing") as caught:
        feed_back(made)
    assert "第九条" in say(caught.value.refusal)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to_whom": " "}, "rectification_feedback_incomplete"),
        ({"way": ""}, "rectification_feedback_incomplete"),
        ({"text": ""}, "rectification_feedback_incomplete"),
        ({"sent_on": date(2026, 3, 1)}, "rectification_feedback_day_wrong"),
        ({"sent_on": date(2026, 3, 3)}, "rectification_feedback_day_wrong"),
    ],
)
def test_a_feedback_that_cannot_be_is_refused(
    app: Flask, changes: dict[str, Any], code: str
) -> None:
    made = make.rectification(RectificationState.REPORTED)
    with pytest.raises(Refused, match=code):
        feed_back(made, **changes)
    assert not made.feedbacks


def test_where_no_rule_names_a_body_nothing_is_offered(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make.rectification(RectificationState.REPORTED)
    monkeypatch.setattr(procedure, "addressee_of", lambda _made: None)
    with pytest.raises(Forbidden):
        feed_back(made)


@pytest.mark.parametrize("username", ["liaison", "official", "stranger"])
def test_only_who_checks_the_rectification_feeds_back(app: Flask, username: str) -> None:
    with pytest.raises(Forbidden):
        feed_back(make.rectification(RectificationState.REPORTED), by=username)


def test_the_page_proposes_the_body_of_the_rules_and_shows_what_was_fed_back(
    app: Flask, sign_in: SignIn
) -> None:
    made = make.rectification(RectificationState.REPORTED)
    team = sign_in(person("handler"))
    form = team.get(f"/rectifications/{made.id}").follow("登记反馈")
    assert "局办公室" in form.text
    refused = form.submit(status=422, way="")
    assert "请填写反馈方式。" in refused.text
    refused.submit(way="当面送交")
    assert "当面送交" in team.get(f"/rectifications/{made.id}").text


def test_the_file_of_the_case_holds_it(app: Flask) -> None:
    made = make.rectification(RectificationState.CLOSED)
    feed_back(made)
    assert made.case is not None
    sheets = [p.body for p in pieces(made.case) if isinstance(p.body, Sheet)]
    said = [
        cell for sheet in sheets for table in sheet.tables for row in table.rows for cell in row
    ]
    assert "机要交换" in said
    assert "阿政函〔2026〕5号" in said


@pytest.mark.requirement("SEC-04")
def test_it_never_names_who_reported(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make.rectification(RectificationState.REPORTED)
    assert made.case is not None
    made.case.complaint = reports.complaint()
    with pytest.raises(Refused, match="complaint_text_names_reporter"):
        feed_back(made, text=f"{reports.REPORTER.name}反映的问题已改正。")
