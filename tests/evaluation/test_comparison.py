"""A round beside the earlier ones of its organiser: indexes by unit and item, change, picture."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from core import moment
from core.identity.models import User
from evaluation.models import EvaluationRound
from evaluation.queries.comparison import OVERALL, courses_of
from evaluation.rules import RoundState
from evaluation.services import rounds
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.crawl import statements
from tests.support.factories import person


def collated(places: str) -> EvaluationRound:
    """Return a collated round in which each digit of `places` is one sheet."""
    made = make.drafted()
    make.publish(made)
    make.start(made)
    for token, place in zip(make.slips(made, len(places)), places, strict=True):
        make.answer(token, made, int(place))
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)
    return made


def test_the_index_of_each_round_and_its_change(app: Flask) -> None:
    first, few, last = collated("000022"), collated("00"), collated("000001")
    (course,) = courses_of(last)
    assert [standing.round for standing in course.standings] == [first, few, last]
    values = [
        round(standing.indexes[OVERALL].value, 1) if standing.indexes else None
        for standing in course.standings
    ]
    assert values == [66.7, None, 91.7]
    assert course.change(OVERALL) == pytest.approx(25.0)
    assert course.change("quality") == pytest.approx(25.0)
    (earlier,) = courses_of(first)
    assert len(earlier.standings) == 1  # what came later is not shown beside what was before
    assert earlier.change(OVERALL) is None


def test_other_rules_and_rounds_without_a_result_do_not_stand_beside(app: Flask) -> None:
    old = collated("000000")
    old.pack_id = "nanchang-2010"
    make.round_(RoundState.COLLECTING)
    (course,) = courses_of(collated("000000"))
    assert len(course.standings) == 1


def test_the_page_shows_bars_with_their_numbers(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    collated("000022")
    made = collated("000001")
    with moment.frozen(made.ends_on + timedelta(days=1)):
        desk = sign_in(person("organiser"))
        page = desk.get(f"/evaluation-rounds/{made.id}")
        where = f"/evaluation-rounds/{made.id}/comparison"
        with statements() as asked:
            page = desk.get(where)
    assert len(asked) <= 12, "\n".join(asked)
    assert len(page.all("rect", class_="bar__now")) == 7  # one item a row, the last round darker
    assert len(page.all("rect", class_="bar__value")) == 2 + 7
    row = next(r for r in page.all("tr") if made.questionnaire.questions[0].text in r.text)
    assert [cell.text for cell in row.all("td", class_="num")] == ["66.7", "91.7", "+25.0"]
    assert "91.7" in page.text
    assert "+25.0" in page.text


def test_before_collation_there_is_nothing_to_compare(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    made = make.round_(RoundState.COLLECTING)
    sign_in(person("organiser")).get(f"/evaluation-rounds/{made.id}/comparison", status=404)
