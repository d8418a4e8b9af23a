"""Take in what is answered on the web: one sheet a slip, and nothing that leads back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.db import db, transactional
from core.refusals import Refusal, Refused
from evaluation.models import AnswerSheet, Questionnaire, RoundUnit, SurveyRemark, SurveyToken
from evaluation.queries import surveys as queries
from evaluation.rules import QuestionKind
from evaluation.services.boxes import put_in_box, put_in_open_box


@dataclass(frozen=True)
class Answers:
    """What stands on a sheet: the options chosen and the texts written, by question."""

    choices: Mapping[int, Sequence[int]] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)


@transactional
def answer(slip: SurveyToken, answers: Answers) -> bool:
    """Keep the answers of a slip; False where the slip was used already, and nothing is kept twice.

    The mark of the slip and the answers go into the box in one transaction, so that no answer is
    lost and none counts twice; no act is recorded for one answer.
    Refused: a round that takes no answers today, a required question left out.
    """
    chosen, texts = _whole(slip.round_unit, answers)
    return put_in_box(slip, chosen, texts)


@transactional
def answer_open(round_unit: RoundUnit, answers: Answers) -> None:
    """Keep the answers of somebody at an open link, mixed like those behind slips; nothing is kept
    of who it was, so nothing here can tell a second time from a first.
    Refused: what `answer` refuses.
    """
    chosen, texts = _whole(round_unit, answers)
    put_in_open_box(round_unit.id, chosen, texts)


def _whole(
    round_unit: RoundUnit, answers: Answers
) -> tuple[dict[int, tuple[int, ...]], list[tuple[int, str]]]:
    if not queries.takes_sheets(round_unit.round):
        raise Refused(Refusal("survey_closed"))
    questionnaire = round_unit.round.questionnaire
    chosen = known_choices(questionnaire, answers)
    if any(q.is_required and not chosen.get(q.id) for q in _closed(questionnaire)):
        raise Refused(Refusal("survey_incomplete"))
    return chosen, _texts(questionnaire, answers)


def known_choices(questionnaire: Questionnaire, answers: Answers) -> dict[int, tuple[int, ...]]:
    """Return the options chosen that belong to their question, one where only one may be."""
    found = {}
    for question in _closed(questionnaire):
        offered = {option.id for option in question.options}
        picked = [o for o in dict.fromkeys(answers.choices.get(question.id, ())) if o in offered]
        if question.kind is not QuestionKind.MULTIPLE:
            picked = picked[:1]
        if picked:
            found[question.id] = tuple(picked)
    return found


def keep_remarks(
    round_unit: RoundUnit, questionnaire: Questionnaire, answers: Answers, *, sheet: AnswerSheet
) -> None:
    """Add what was written on a sheet typed from paper, waiting to be read."""
    db.session.add_all(
        SurveyRemark(
            round_unit_id=round_unit.id, question_id=question_id, sheet_id=sheet.id, text=text
        )
        for question_id, text in _texts(questionnaire, answers)
    )


def _texts(questionnaire: Questionnaire, answers: Answers) -> list[tuple[int, str]]:
    return [
        (question.id, text)
        for question in questionnaire.questions
        if question.kind is QuestionKind.TEXT
        if (text := answers.texts.get(question.id, "").strip())
    ]


def _closed(questionnaire: Questionnaire) -> list:  # type: ignore[type-arg]  # of questions
    return [q for q in questionnaire.questions if q.kind is not QuestionKind.TEXT]
