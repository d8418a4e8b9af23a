"""Have a random share of the paper typed again by somebody else; settle where the two differ."""

from __future__ import annotations

import secrets

from sqlalchemy import delete, select

from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from evaluation.models import (
    AnswerSheet,
    EvaluationRound,
    SheetBatch,
    SheetCheck,
    SheetDifference,
    SurveyChoice,
    SurveyQuestion,
)
from evaluation.queries import checks as queries
from evaluation.rules import CHECKED_PERCENT, Entry, RoundState, SheetSource
from evaluation.services.answering import Answers, known_choices


def draw(batch: SheetBatch) -> int:
    """Draw the sheets of a finished batch of paper that are typed again; return how many."""
    if batch.channel is not SheetSource.PAPER:
        return 0  # nothing is left to type from
    sheets = db.session.scalars(
        select(AnswerSheet.id).where(
            AnswerSheet.batch_id == batch.id, AnswerSheet.invalid_reason.is_(None)
        )
    ).all()
    count = -(-len(sheets) * CHECKED_PERCENT // 100)
    drawn = secrets.SystemRandom().sample(list(sheets), count)
    db.session.add_all(SheetCheck(batch_id=batch.id, sheet_id=sheet) for sheet in sorted(drawn))
    return count


@transactional
def enter_again(check: SheetCheck, actor: Actor, answers: Answers) -> int:
    """Compare what a second person typed with the first entry; return how many questions differ.

    Refused: who typed the batch, a sheet checked before, a round that collects no more.
    """
    batch = check.batch
    round_ = batch.round_unit.round
    if not actor.may(Permission.EVALUATION_ENTER, round_.unit.path):
        raise Forbidden("enter_again")
    if batch.typist_id == actor.id:
        raise Refused(Refusal("check_own_batch"))
    if round_.state is not RoundState.COLLECTING:
        raise Refused(Refusal("survey_closed"))
    db.session.refresh(check, with_for_update={"of": SheetCheck})
    if check.checked_on is not None:
        raise Refused(Refusal("check_done"))
    questions = [q for q in round_.questionnaire.questions if q.options]
    first = queries.places_of(check.sheet_id, questions)
    chosen = known_choices(round_.questionnaire, answers)
    for question in questions:
        second = queries.places(question, chosen.get(question.id, ()))
        if second != first[question.id]:
            check.differences.append(
                SheetDifference(question_id=question.id, first=first[question.id], second=second)
            )
    check.checked_on, check.checked_by_id = moment.today(), actor.id
    record.append(
        "check_sheet",
        batch,
        actor_id=actor.id,
        after={"sheet": check.sheet.seq, "differences": len(check.differences)},
    )
    return len(check.differences)


@transactional
def settle(
    round_: EvaluationRound, difference: SheetDifference, actor: Actor, *, kept: Entry
) -> None:
    """Say which entry of a question stands; the second one replaces the first on the sheet.

    Refused: one settled before, a round that collects no more (its counts are frozen).
    """
    if not actor.may(Permission.EVALUATION_ORGANISE, round_.unit.path):
        raise Forbidden("settle_difference")
    if round_.state is not RoundState.COLLECTING:
        raise Refused(Refusal("survey_closed"))
    db.session.refresh(difference, with_for_update={"of": SheetDifference})
    if difference.kept is not None:
        raise Refused(Refusal("difference_settled"))
    difference.kept, difference.decided_by_id = kept, actor.id
    if kept is Entry.SECOND:
        _replace(difference.check.sheet_id, difference.question, difference.second)
    record.append(
        "settle_difference",
        difference.check.batch,
        actor_id=actor.id,
        after={"sheet": difference.check.sheet.seq, "kept": kept},
    )


def _replace(sheet_id: int, question: SurveyQuestion, places: str) -> None:
    ids = [option.id for option in question.options]
    db.session.execute(
        delete(SurveyChoice).where(
            SurveyChoice.sheet_id == sheet_id, SurveyChoice.option_id.in_(ids)
        )
    )
    wanted = set(places.split(","))
    db.session.add_all(
        SurveyChoice(sheet_id=sheet_id, option_id=option.id)
        for option in question.options
        if str(option.position) in wanted
    )
