"""A feedback notice reaches its unit: from the day of receipt the ten working days run."""

from __future__ import annotations

from datetime import date

from accountability.services.rectifications import Order, order_rectification
from core import moment, record
from core.access import Actor
from core.db import db, transactional
from core.procedure import Forbidden, perform
from core.refusals import Refusal, Refused
from evaluation.models import FeedbackNotice, PublicFeedback
from evaluation.procedure.notices import NOTICE_PROCEDURE, is_of
from evaluation.queries.packs import pack_of
from evaluation.rules import NoticeAction
from regulations.codes import TermId, WordList
from regulations.rules import words


@transactional
def record_receipt(
    notice: FeedbackNotice,
    actor: Actor,
    *,
    received_on: date,
    received_by: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record that the unit has its notice; what is to be rectified is ordered from that day on.

    Refused: a day before the notice or after today, nobody named (XSE-05).
    """
    _receive(notice, actor, received_on, received_by, seen_version, token, following=False)


@transactional
def acknowledge(
    notice: FeedbackNotice, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Let the unit's own liaison sign for the notice today. Raises Forbidden for anybody else.

    The permission is asked in the evaluated unit, not where the round lies; therefore here.
    """
    if not is_of(notice, actor):
        raise Forbidden(NoticeAction.RECORD_RECEIPT)
    _receive(notice, actor, moment.today(), actor.name, seen_version, token, following=True)


@transactional
def tell_public(
    notice: FeedbackNotice,
    actor: Actor,
    *,
    method_code: str,
    on: date,
    text: str,
) -> None:
    """Record how the unit told the public of its report or explanation (XSE-07, 003-17 art. 8)."""
    if not is_of(notice, actor):
        raise Forbidden("tell_public")
    round_ = notice.round_unit.round
    known = {word.code for word in words(pack_of(round_), WordList.PUBLIC_FEEDBACK)}
    if method_code not in known or on > moment.today():
        raise Refused(Refusal("public_feedback_method"))
    db.session.add(
        PublicFeedback(
            round_unit_id=notice.round_unit_id,
            method_code=method_code,
            on_date=on,
            text=text,
            recorded_by_id=actor.id,
        )
    )
    record.append("tell_public", notice, actor_id=actor.id, after={"method": method_code, "on": on})


def _receive(
    notice: FeedbackNotice,
    actor: Actor,
    received_on: date,
    received_by: str,
    seen_version: int,
    token: str | None,
    *,
    following: bool,
) -> None:
    perform(
        NOTICE_PROCEDURE,
        notice,
        NoticeAction.RECORD_RECEIPT,
        actor,
        seen_version=seen_version,
        token=token,
        data={"received_on": received_on, "received_by": received_by},
        following=following,
    )
    unit = notice.round_unit
    if not unit.opinions:
        return
    round_ = unit.round
    assert notice.document is not None  # a notice is issued with its document
    order_rectification(
        Order(
            origin=notice,
            unit=unit.unit,
            owner=round_.unit,
            pack_id=round_.pack_id,
            term=TermId.EVALUATION_RECTIFY,
            title=round_.title,
            number=notice.document.number or round_.number,
            on=received_on,
            problems=unit.opinions,
        ),
        actor,
    )
