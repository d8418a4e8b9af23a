"""Type sheets, batch by batch. The typist is kept with the batch, and the page says so."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.procedure import Forbidden, create_once
from core.refusals import Refusal, Refused
from evaluation.models import (
    AnswerSheet,
    RoundUnit,
    SheetBatch,
    SheetImport,
    SurveyChoice,
    SurveyRemark,
)
from evaluation.queries.scans import has_scan
from evaluation.queries.tables import gaps_of
from evaluation.rules import (
    TYPED,
    GapReason,
    InvalidReason,
    ParticipantGroup,
    RoundState,
    SheetSource,
)
from evaluation.services.answering import Answers, keep_remarks, known_choices
from evaluation.services.checking import draw


@transactional
def open_batch(
    round_unit: RoundUnit,
    actor: Actor,
    *,
    number: str,
    group: ParticipantGroup,
    channel: SheetSource = SheetSource.PAPER,
    token: str | None = None,
) -> SheetBatch:
    """Begin a batch of sheets of one unit and one group, from paper or as people answer.

    Refused: a number used before, the web as the way.
    """
    round_ = round_unit.round
    if not actor.may(Permission.EVALUATION_ENTER, round_.unit.path):
        raise Forbidden("open_batch")
    if round_.state is not RoundState.COLLECTING:
        raise Refused(Refusal("survey_closed"))
    if channel not in TYPED:
        raise Refused(Refusal("batch_channel"))
    taken = db.session.scalars(
        select(SheetBatch.id).where(
            SheetBatch.round_unit_id == round_unit.id, SheetBatch.number == number
        )
    ).first()
    if taken is not None:
        raise Refused(Refusal("batch_number_taken", {"number": number}))
    batch: SheetBatch = create_once(
        token,
        SheetBatch,
        lambda: SheetBatch(
            round_unit=round_unit,
            number=number,
            group=group,
            channel=channel,
            typist_id=actor.id,
            opened_on=moment.today(),
        ),
    )
    record.append(
        "open_batch",
        batch,
        actor_id=actor.id,
        after={"number": number, "group": group, "channel": channel},
    )
    return batch


@transactional
def enter_sheet(
    batch: SheetBatch,
    actor: Actor,
    answers: Answers,
    *,
    invalid_reason: InvalidReason | None = None,
    gap_reason: GapReason | None = None,
    token: str | None = None,
) -> AnswerSheet:
    """Add the next sheet of a batch; an invalid one is counted with its reason, without answers.

    A sheet with gaps is kept with what it says and the reason of the gap; nothing is guessed.
    Refused: another's batch, one that is finished, a sheet without any answer and any reason, a
    required question left out without a reason.
    """
    own_open(batch, actor)
    questionnaire = batch.round_unit.round.questionnaire
    chosen = {} if invalid_reason else known_choices(questionnaire, answers)
    if not chosen and invalid_reason is None:
        raise Refused(Refusal("sheet_empty"))
    gaps = gaps_of(questionnaire.questions, chosen) if invalid_reason is None else []
    if gaps and gap_reason is None:
        raise Refused(Refusal("sheet_gaps", {"questions": "、".join(gaps)}))
    sheet: AnswerSheet = create_once(
        token,
        AnswerSheet,
        lambda: new_sheet(batch, last_seq(batch) + 1, invalid_reason, gap_reason if gaps else None),
    )
    put_down(batch, sheet, Answers(chosen, answers.texts))
    return sheet


def new_sheet(
    batch: SheetBatch, seq: int, invalid_reason: InvalidReason | None, gap_reason: GapReason | None
) -> AnswerSheet:
    """Return a sheet of the batch under its number, not stored yet."""
    return AnswerSheet(
        round_unit_id=batch.round_unit_id,
        group=batch.group,
        source=batch.channel,
        answered_on=moment.today(),
        batch_id=batch.id,
        seq=seq,
        invalid_reason=invalid_reason,
        gap_reason=gap_reason,
    )


def put_down(batch: SheetBatch, sheet: AnswerSheet, answers: Answers) -> None:
    """Add what stands on a stored sheet: options that were checked, and remarks; of an invalid one
    nothing.
    """
    db.session.add_all(
        SurveyChoice(sheet_id=sheet.id, option_id=option)
        for options in answers.choices.values()
        for option in options
    )
    if sheet.invalid_reason is None:
        questionnaire = batch.round_unit.round.questionnaire
        keep_remarks(batch.round_unit, questionnaire, answers, sheet=sheet)


@transactional
def undo_last(batch: SheetBatch, actor: Actor) -> None:
    """Take the last sheet of an unfinished batch out again. Refused where there is none."""
    own_open(batch, actor)
    last = db.session.scalars(
        select(AnswerSheet)
        .where(AnswerSheet.batch_id == batch.id)
        .order_by(AnswerSheet.seq.desc())
        .limit(1)
    ).first()
    if last is None:
        raise Refused(Refusal("sheet_none_to_undo"))
    if has_scan(last):
        raise Refused(Refusal("sheet_has_scan"))
    db.session.execute(delete(SurveyChoice).where(SurveyChoice.sheet_id == last.id))
    db.session.execute(delete(SurveyRemark).where(SurveyRemark.sheet_id == last.id))
    db.session.delete(last)


@transactional
def close_batch(batch: SheetBatch, actor: Actor) -> None:
    """Finish a batch and draw what somebody else types again; the record keeps the numbers."""
    own_open(batch, actor)
    batch.closed_on = moment.today()
    db.session.execute(
        delete(SheetImport).where(
            SheetImport.batch_id == batch.id, SheetImport.confirmed_on.is_(None)
        )
    )
    drawn = draw(batch)
    record.append(
        "close_batch",
        batch,
        actor_id=actor.id,
        after={"sheets": last_seq(batch), "to_check": drawn},
    )


def last_seq(batch: SheetBatch) -> int:
    """Return the number of the last sheet of a batch, 0 where it has none."""
    return (
        db.session.scalars(
            select(func.max(AnswerSheet.seq)).where(AnswerSheet.batch_id == batch.id)
        ).one()
        or 0
    )


def own_open(batch: SheetBatch, actor: Actor) -> None:
    """Lock a batch that `actor` types and that is not finished; refused for any other."""
    db.session.scalars(
        select(SheetBatch).where(SheetBatch.id == batch.id).with_for_update(of=SheetBatch)
    ).one()
    if batch.typist_id != actor.id:
        raise Forbidden("enter")
    if batch.closed_on is not None:
        raise Refused(Refusal("batch_closed"))
    if batch.round_unit.round.state is not RoundState.COLLECTING:
        raise Refused(Refusal("survey_closed"))
