"""The grade of the last evaluation and the score of the year, beside the outcomes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from assessment.rules import AssessmentState
from core.db import db
from core.identity.models import User
from evaluation.rules import RoundState
from oversight.queries.outcomes import Asked
from oversight.queries.standing import standings
from oversight.rules import Part, span_of
from tests.support import assessment, evaluation
from tests.support.client import Client
from tests.support.factories import actor, person, unit

SignIn = Callable[[User], Client]

GRADES = """
SELECT u.unit_id, u.grade_code FROM evaluation_round_units u
JOIN evaluation_rounds r ON r.id = u.round_id
WHERE r.state IN ('consented', 'fed_back', 'closed') AND u.grade_code IS NOT NULL
"""
SCORES = "SELECT unit_id, score / 10.0 FROM assessed_units WHERE score IS NOT NULL"


@pytest.mark.requirement("INF-18")
def test_grades_and_scores_are_those_that_were_settled(app: Flask, sign_in: SignIn) -> None:
    round_ = evaluation.round_(RoundState.CONSENTED)
    year = assessment.assessment(AssessmentState.FROZEN)
    for which, table in ((round_.ends_on.year, GRADES), (year.year, SCORES)):
        plain = {row[0]: row[1] for row in db.session.execute(text(table))}
        assert plain
        found = standings(actor("supervisor"), Asked(*span_of(which, Part.YEAR)))
        if table is GRADES:
            shown = {s.unit.id: s.graded.grade_code for s in found if s.graded}
            assert shown == plain
        else:
            scores = {s.unit.id: float(s.score) for s in found if s.score is not None}
            assert scores == {key: pytest.approx(float(value)) for key, value in plain.items()}
    page = sign_in(person("supervisor")).get(f"/overview/outcomes?year={round_.ends_on.year}")
    assert "单位评议档次和考核得分" in page.text


def test_what_is_not_settled_or_not_theirs_does_not_stand(app: Flask) -> None:
    round_ = evaluation.round_(RoundState.GRADED)
    asked = Asked(*span_of(round_.ends_on.year, Part.YEAR))
    assert not standings(actor("supervisor"), asked)
    evaluation.consent(round_)
    assert standings(actor("supervisor"), asked)
    assert not standings(actor("handler"), asked)
    assert not standings(actor("town_supervisor"), asked)
    elsewhere = Asked(asked.first, asked.last, unit("town").id)
    assert {s.unit.id for s in standings(actor("supervisor"), elsewhere)} <= {unit("town").id}
