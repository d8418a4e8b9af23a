"""An open link: anybody answers, nothing links a person, and its sheets stand apart."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import moment
from core.db import db
from core.identity.models import User
from core.record.models import RecordEntry
from core.refusals import Refused
from evaluation.models import AnswerSheet, EvaluationRound, RoundUnit, SurveyBox
from evaluation.queries import comparison, results
from evaluation.rules import RoundState, SheetSource
from evaluation.services import answering, rounds
from evaluation.services.answering import Answers
from evaluation.views import public
from tests.support import evaluation as make
from tests.support.client import Client, Page
from tests.support.factories import person


@pytest.fixture(autouse=True)
def _calm() -> Iterator[None]:
    public.throttle._counts.clear()
    public.open_throttle._counts.clear()
    yield
    public.open_throttle._counts.clear()


@pytest.fixture
def made(app: Flask) -> EvaluationRound:
    found = make.drafted(has_open_link=True)
    make.publish(found)
    make.start(found)
    return found


def link(made: EvaluationRound) -> str:
    return f"/survey/open/{made.units[0].open_token}"


def fill(page: Page, place: int = 0) -> dict[str, Any]:
    names = dict.fromkeys(box["name"] for box in page.all("input", type="radio"))
    return {name: page.all("input", type="radio", name=name)[place]["value"] for name in names}


def answer_open(made: EvaluationRound, count: int, place: int) -> None:
    for _ in range(count):
        answering.answer_open(made.units[0], make.all_chosen(made, place))


def collated(made: EvaluationRound) -> None:
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)


@pytest.mark.requirement("XSE-03")
def test_one_browser_answers_once_and_another_can(
    made: EvaluationRound, app: Flask, client: Client
) -> None:
    page = client.get(link(made))
    assert "系统不能完全防止" in page.text
    assert client.get(link(made)).submit(link(made), status=422).errors
    done = client.get(link(made)).submit(link(made), **fill(page))
    cookie = done.headers["Set-Cookie"]
    assert re.match(r"wenze_answered=1; ", cookie)  # the same word for everybody
    assert f"Path={link(made)}" in cookie
    assert "HttpOnly" in cookie
    assert "已经收到" in client.get(link(made)).text
    other = Client(app)
    other.get(link(made)).submit(link(made), **fill(page))
    figures = results.figures_of(made)[made.units[0].id]
    assert figures.by_source == {SheetSource.OPEN_LINK: 2}
    assert (figures.opened, figures.asked, figures.response) == (2, 0, None)


def test_one_address_comes_only_so_far(made: EvaluationRound, app: Flask) -> None:
    answers = fill(Client(app).get(link(made)))
    for _ in range(30):
        Client(app).get(link(made)).submit(link(made), **answers)
        public.throttle._counts.clear()
    Client(app).get(link(made)).submit(link(made), status=429, **answers)
    assert results.figures_of(made)[made.units[0].id].opened == 30


def test_nothing_of_who_answered_is_kept(made: EvaluationRound, client: Client) -> None:
    before = db.session.scalar(select(func.count()).select_from(RecordEntry))
    page = client.get(link(made))
    client.get(link(made)).submit(link(made), **fill(page))
    assert db.session.scalar(select(func.count()).select_from(RecordEntry)) == before
    box = db.session.scalars(select(SurveyBox)).one()
    assert (box.used, box.waiting_sheets) == (b"", 1)
    assert set(json.loads(box.waiting)) == {"sheets", "remarks"}
    answer_open(made, 9, 0)  # ten are put down together
    sheets = db.session.scalars(select(AnswerSheet)).all()
    assert {(s.source, s.batch_id, s.seq) for s in sheets} == {(SheetSource.OPEN_LINK, None, None)}
    assert len(sheets) == 10


def test_its_sheets_are_in_no_share_and_no_index_but_shown_apart(made: EvaluationRound) -> None:
    make.collect(made)  # six, two of each grade: 50
    answer_open(made, 20, 0)
    collated(made)
    (result,) = results.results_of(made)
    assert result.overall is not None
    assert [part.count for part in result.overall.tally.portions] == [2, 2, 2, 0]
    assert result.overall.index is not None
    assert result.overall.index.value == pytest.approx(50)
    assert [part.count for part in result.opened[-1].tally.portions] == [20, 0, 0, 0]
    assert result.opened[-1].index is None
    assert sum(line.tally.answered for line in result.groups if line.tally) == 6
    assert (made.units[0].returned, made.units[0].valid) == (26, 6)
    (course,) = comparison.courses_of(made)
    assert course.standings[-1].indexes[comparison.OVERALL].value == pytest.approx(50)


def test_too_few_of_either_kind_are_not_shown(made: EvaluationRound) -> None:
    for token in make.slips(made, 4):
        make.answer(token, made)
    answer_open(made, 4, 0)
    collated(made)
    (result,) = results.results_of(made)
    assert result.is_too_few  # eight together, but four who were asked
    assert (result.answers, result.opened) == ((), ())


def test_a_round_without_one_has_no_address(app: Flask, client: Client) -> None:
    made = make.round_(RoundState.COLLECTING)
    assert made.units[0].open_token is None
    client.get("/survey/open/None", status=404)
    client.get("/survey/open/" + "x" * 22, status=404)


def test_it_takes_nothing_out_of_time_or_with_gaps(made: EvaluationRound, client: Client) -> None:
    with pytest.raises(Refused) as found:
        answering.answer_open(made.units[0], Answers())
    assert found.value.refusal.code == "survey_incomplete"
    db.session.rollback()
    with moment.frozen(made.ends_on + timedelta(days=1)):
        assert "现在不能作答" in client.get(link(made)).text
        with pytest.raises(Refused) as found:
            answer_open(made, 1, 0)
    assert found.value.refusal.code == "survey_closed"


def test_the_organiser_finds_the_links_and_reads_the_result_apart(
    made: EvaluationRound, sign_in: Callable[[User], Client]
) -> None:
    desk = sign_in(person("organiser"))
    home = f"/evaluation-rounds/{made.id}"
    page = desk.get(home).follow("开放链接")
    assert page.one(class_="slip__link").text.endswith(link(made))
    assert "系统认不出来" in page.text
    make.collect(made)
    answer_open(made, 5, 1)
    collated(made)
    shown = desk.get(home).text
    assert "开放链接（单独列示，共5份）" in shown
    assert db.session.scalars(select(RoundUnit.open_token)).one()


@pytest.mark.requirement("PUB-03")
def test_the_preview_is_the_form_of_the_public_as_wide_as_a_phone(
    app: Flask, client: Client, sign_in: Callable[[User], Client]
) -> None:
    made = make.drafted()
    desk = sign_in(person("organiser"))
    page = desk.get(f"/evaluation-rounds/{made.id}").follow("按手机宽度预览")
    phone = page.one(class_="phone")
    assert page.has("a", text="增加题目")
    make.publish(made)
    make.start(made)
    public_form = client.get(f"/survey/{make.slips(made, 1)[0]}")

    def shown(tree: object) -> list[str]:
        return [legend.text for legend in tree.all("legend")]  # type: ignore[attr-defined]

    assert shown(phone) == shown(public_form)
    assert phone.one("strong").text == public_form.one("main").one("strong").text
    assert not phone.has("button")
    assert not desk.get(f"/evaluation-rounds/{made.id}/preview").has("a", text="增加题目")
