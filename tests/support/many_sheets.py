"""Answers by the hundred thousand, written by the database itself: the same for the same number."""

from __future__ import annotations

from sqlalchemy import text

from core.db import db
from evaluation.models import EvaluationRound

#: Ids of the sheets lie above those that anything else made.
FIRST = 1_000_000

_SHEETS = """
INSERT INTO answer_sheets (id, round_unit_id, source, "group", answered_on)
WITH RECURSIVE counted(n) AS (
  SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :count
)
SELECT :first + n, u.id, 'online',
       CASE n / 3 % 3 WHEN 0 THEN 'resident' WHEN 1 THEN 'enterprise' ELSE 'deputy' END, :on
FROM counted JOIN evaluation_round_units u ON u.round_id = :round_id
AND (SELECT count(*) FROM evaluation_round_units v WHERE v.round_id = :round_id AND v.id < u.id)
    = n % (SELECT count(*) FROM evaluation_round_units v WHERE v.round_id = :round_id)
"""
_CHOICES = """
INSERT INTO survey_choices (sheet_id, option_id)
SELECT s.id, o.id
FROM survey_questions q
JOIN survey_options o ON o.question_id = q.id
JOIN answer_sheets s ON s.id >= :first
 AND o.position = 1 + (s.id / 7 * (q.position + 1) + s.id / (q.position * 11)) % 4
WHERE q.questionnaire_id = :questionnaire_id AND q.kind IN ('grade', 'scale')
"""


def write(made: EvaluationRound, count: int) -> None:
    """Write `count` sheets on the units of a round in turn, whole, on a scale of four options."""
    values = {
        "count": count, "first": FIRST, "round_id": made.id, "on": made.starts_on,
        "questionnaire_id": made.questionnaire_id,
    }  # fmt: skip
    for statement in (_SHEETS, _CHOICES):
        db.session.execute(text(statement), values)
    db.session.commit()
