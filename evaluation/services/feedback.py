"""Issue the notices of a round: that it is held, and to each unit what came of it."""

from __future__ import annotations

from core import moment, numbering
from core.access import Actor
from core.db import db, transactional
from core.documents import Letter, MissingGlyphs
from core.documents import services as documents
from core.documents.models import IssuedDocument
from core.procedure import perform
from core.refusals import Refusal, Refused
from evaluation.documents import FEEDBACK_NOTICE, ROUND_NOTICE, feedback_letter, round_letter
from evaluation.models import EvaluationRound, FeedbackNotice
from evaluation.procedure.rounds import ROUND_PROCEDURE
from evaluation.queries import results
from evaluation.rules import RoundAction


@transactional
def feed_back(
    round_: EvaluationRound, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Issue a feedback notice to each unit. Refused where a character cannot be printed."""
    perform(
        ROUND_PROCEDURE,
        round_,
        RoundAction.FEED_BACK,
        actor,
        seen_version=seen_version,
        token=token,
    )
    for result in results.results_of(round_):
        _issue(round_, result, actor)


def _issue(round_: EvaluationRound, result: results.UnitResult, actor: Actor) -> None:
    notice = FeedbackNotice(round_unit=result.unit)
    db.session.add(notice)
    db.session.flush()
    number = _number(round_, "评反")
    notice.document = _document(
        FEEDBACK_NOTICE, notice, number, feedback_letter(round_, result, number), actor
    )


def issue_round_notice(round_: EvaluationRound, actor: Actor) -> None:
    """Issue the notice that a round is held, in the transaction of its publication.

    Refused where a character cannot be printed (003-17 art. 7 (1)).
    """
    number = _number(round_, "评")
    _document(ROUND_NOTICE, round_, number, round_letter(round_, number), actor)


def _number(round_: EvaluationRound, series: str) -> str:
    prefix = round_.unit.document_prefix or round_.unit.short_name
    return numbering.allocate(prefix + series, moment.today().year)


def _document(
    kind: str,
    subject: EvaluationRound | FeedbackNotice,
    number: str,
    letter: Letter,
    actor: Actor,
) -> IssuedDocument:
    try:
        return documents.issue(
            kind, subject.__tablename__, subject.id, letter.title, number, letter, actor.id
        )
    except MissingGlyphs as missing:
        raise Refused(
            Refusal("round_unprintable", {"characters": "、".join(missing.characters)})
        ) from missing
