"""Issue the feedback notices of a round, one for each unit."""

from __future__ import annotations

from core import moment, numbering
from core.access import Actor
from core.db import db, transactional
from core.documents import MissingGlyphs
from core.documents import services as documents
from core.procedure import perform
from core.refusals import Refusal, Refused
from evaluation.documents import NoticeFacts, feedback_notice
from evaluation.models import EvaluationRound, FeedbackNotice, RoundUnit
from evaluation.procedure.rounds import ROUND_PROCEDURE, article_of, grades, method_label, pack_of
from evaluation.queries import results
from evaluation.rules import RoundAction
from regulations.codes import GuardId, Regime, TermId
from regulations.rules import term, wording

NOTICE_KIND = "feedback_notice"


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
    pack, today = pack_of(round_), moment.today()
    prefix = (round_.unit.document_prefix or round_.unit.short_name) + "评反"
    number = numbering.allocate(prefix, today.year)
    notice = FeedbackNotice(round_unit=result.unit)
    db.session.add(notice)
    db.session.flush()
    row = term(pack, TermId.EVALUATION_RECTIFY)
    facts = NoticeFacts(
        organiser=round_.unit.name,
        number=number,
        on=today,
        unit=result.unit.unit.name,
        round_title=round_.title,
        method=method_label(pack, round_.method_code),
        regime=pack.title(Regime.EVALUATION),
        returned=result.figures.returned,
        valid=result.figures.valid,
        shares=_shares(result),
        grade=grades(pack)[result.unit.grade_code or ""],
        opinions=opinions_of(result.unit),
        addressee=wording(pack, GuardId.EVALUATION_REPORT_ADDRESSEE) or round_.unit.name,
        days=row.length or 0,
        report_article=article_of(pack, GuardId.EVALUATION_RECTIFY_DUTY) or row.article,
        range_words=wording(pack, GuardId.EVALUATION_PUBLICATION) or "",
    )
    try:
        pdf = feedback_notice(facts)
    except MissingGlyphs as missing:
        raise Refused(
            Refusal("round_unprintable", {"characters": "、".join(missing.characters)})
        ) from missing
    notice.document = documents.issue(
        NOTICE_KIND,
        FeedbackNotice.__tablename__,
        notice.id,
        "政务公开社会评议反馈通知书",
        number,
        pdf,
        actor.id,
    )


def opinions_of(unit: RoundUnit) -> list[str]:
    """Return what a unit is asked to rectify, one each."""
    return [line.strip() for line in (unit.opinions or "").splitlines() if line.strip()]


def _shares(result: results.UnitResult) -> list[tuple[str, str, str]]:
    overall = result.overall
    if overall is None:
        return []
    labels = {option.id: option.label for option in overall.question.options}
    return [
        (
            labels[part.option_id],
            str(part.count),
            "不计入" if part.share is None else f"{part.share:.1%}",
        )
        for part in overall.tally.portions
    ]
