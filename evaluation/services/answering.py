"""Take in what is answered on the web: one sheet a slip, and nothing that leads back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import update

from core import moment
from core.db import db, transactional
from core.refusals import Refusal, Refused
from evaluation.models import (
    AnswerSheet,
    Questionnaire,
    RoundUnit,
    SurveyChoice,
    SurveyRemark,
    SurveyToken,
)
from evaluation.queries import surveys as queries
from evaluation.rules import ParticipantGroup, QuestionKind, SheetSource


@dataclass(frozen=True)
class Answers:
    """What stands on a sheet: the options chosen and the texts written, by question."""

    choices: Mapping[int, Sequence[int]] = field(default_factory=dict)
    texts: Mapping[int, str] = field(default_factory=dict)


@transactional
def answer(slip: SurveyToken, answers: Answers) -> bool:
    """Keep the answers of a slip; False where the slip was used already, and nothing is kept twice.

    The slip is marked and the sheet is written in one transaction, so that no answer is lost and
    none counts twice; they share neither key nor time, and no act is recorded for one answer.
    Refused: a round that takes no answers today, a required question left out.
    """
    round_unit = slip.round_unit
    if not queries.takes_sheets(round_unit.round):
        raise Refused(Refusal("survey_closed"))
    questionnaire = round_unit.round.questionnaire
    chosen = known_choices(questionnaire, answers)
    if any(q.is_required and not chosen.get(q.id) for q in _closed(questionnaire)):
        raise Refused(Refusal("survey_incomplete"))
    marked = db.session.execute(
        update(SurveyToken)
        .where(SurveyToken.token_hash == slip.token_hash, SurveyToken.is_used.is_(False))
        .values(is_used=True)
        .returning(SurveyToken.token_hash)
    ).scalar()
    if marked is None:
        return False
    keep_sheet(round_unit, slip.group, SheetSource.ONLINE, chosen)
    keep_remarks(round_unit, questionnaire, answers, sheet=None)
    return True


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


def keep_sheet(
    round_unit: RoundUnit,
    group: ParticipantGroup,
    source: SheetSource,
    chosen: Mapping[int, Sequence[int]],
) -> AnswerSheet:
    """Add a sheet with its choices, under an id that tells nothing."""
    sheet = AnswerSheet(
        round_unit_id=round_unit.id, group=group, source=source, answered_on=moment.today()
    )
    db.session.add(sheet)
    db.session.flush()
    db.session.add_all(
        SurveyChoice(sheet_id=sheet.id, option_id=option)
        for options in chosen.values()
        for option in options
    )
    return sheet


def keep_remarks(
    round_unit: RoundUnit,
    questionnaire: Questionnaire,
    answers: Answers,
    *,
    sheet: AnswerSheet | None,
) -> None:
    """Add what was written, waiting to be read; only what was typed from paper names its sheet."""
    db.session.add_all(
        SurveyRemark(
            round_unit_id=round_unit.id,
            question_id=question.id,
            sheet_id=sheet.id if sheet else None,
            text=text,
        )
        for question in questionnaire.questions
        if question.kind is QuestionKind.TEXT
        if (text := answers.texts.get(question.id, "").strip())
    )


def _closed(questionnaire: Questionnaire) -> list:  # type: ignore[type-arg]  # of questions
    return [q for q in questionnaire.questions if q.kind is not QuestionKind.TEXT]
