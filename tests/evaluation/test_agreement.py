"""A hundred thousand answers: the page, the spreadsheet and a plain statement agree."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import text

from core import moment
from core.db import db
from core.identity.models import User
from evaluation.rules import RoundState
from evaluation.services import rounds
from tests.support import evaluation as make
from tests.support import many_sheets
from tests.support.client import Client
from tests.support.factories import person, unit

ANSWERS = 100_000
PLAIN = """
SELECT n.name, q.position, o.label, count(*)
FROM answer_sheets s
JOIN survey_choices c ON c.sheet_id = s.id
JOIN survey_options o ON o.id = c.option_id
JOIN survey_questions q ON q.id = o.question_id
JOIN evaluation_round_units u ON u.id = s.round_unit_id
JOIN units n ON n.id = u.unit_id
WHERE u.round_id = :round_id AND s.invalid_reason IS NULL
GROUP BY n.name, q.position, o.label
"""
_COUNT = re.compile(r"^(\d+) (?:[\d.]+%|不计入)$")


def test_page_sheet_and_statement_agree(app: Flask, sign_in: Callable[[User], Client]) -> None:
    made = make.drafted(unit_ids=[unit("department").id, unit("town").id])
    make.publish(made)
    make.start(made)
    many_sheets.write(made, ANSWERS)
    plain = {
        (name, position, label): n
        for name, position, label, n in db.session.execute(text(PLAIN), {"round_id": made.id})
    }
    assert len(plain) == 2 * 7 * 4
    assert sum(plain.values()) == ANSWERS * 7
    with moment.frozen(made.ends_on + timedelta(days=1)):
        rounds.collate_round(made, make.organiser(), seen_version=made.version)
        desk = sign_in(person("organiser"))
        page = desk.get(f"/evaluation-rounds/{made.id}")
        sheet = desk.get(f"/evaluation-rounds/{made.id}/results-sheet")
    book = load_workbook(io.BytesIO(sheet.response.data))
    exported = {
        (name, int(question.partition(".")[0]), option): n
        for name, question, option, n, *_ in list(book.active.values)[2:-1]  # between the marks
    }
    assert exported == plain
    shown = [int(found[1]) for cell in page.all("td") if (found := _COUNT.match(cell.text.strip()))]
    options = ["满意", "基本满意", "不满意", "不了解"]
    assert shown == [
        plain[one.unit.name, position, label]
        for one in made.units
        for position in range(1, 8)
        for label in options
    ]
    assert [(one.returned, one.valid) for one in made.units] == [(ANSWERS // 2,) * 2] * 2
    assert made.state is RoundState.COLLATED
