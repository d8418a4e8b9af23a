"""Press an overdue rectification: remind, supervise by a letter, criticise in a circular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from accountability.documents import urging as letters
from accountability.models import Rectification, RectificationUrging
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.queries.decisions import letter_prefix
from accountability.rules import RectificationAction
from complaints.services.identity import keep_reporters_out
from core import moment
from core.access import Actor
from core.db import db, transactional
from core.documents import services as documents
from core.identity.models import Unit
from core.numbering import allocate
from core.procedure import perform


@transactional
def urge_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    text: str,
    way: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Remind the unit (`way`: how), or, once reminded, supervise it by a numbered letter.

    Refused: what is not overdue, no words, a reminder by no way, a text that names who reported.
    """
    data = {"text": text.strip(), "way": (way or "").strip() or None}
    _act(rectification, RectificationAction.URGE, actor, seen_version, token, data)


@transactional
def criticise_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    text: str,
    unit_ids: Sequence[int],
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Criticise in a circular to these units, by the rule that names it (ASM-09, DIR-12).

    Offered only where the pack has such a rule. Refused before the unit was supervised, without
    words or recipients, and for a text that names who reported.
    """
    units = select(Unit.name).where(Unit.id.in_(unit_ids)).order_by(Unit.path)
    data = {"text": text.strip(), "recipients": db.session.scalars(units).all()}
    _act(rectification, RectificationAction.CRITICISE, actor, seen_version, token, data)


def _act(
    rectification: Rectification,
    action: RectificationAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: Mapping[str, Any],
) -> None:
    complaint = rectification.case.complaint if rectification.case else None
    keep_reporters_out(complaint, actor, data["text"])
    perform(
        RECTIFICATION_PROCEDURE,
        rectification,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=data["text"],
    )
    made = rectification.urgings[-1]
    if made.step in letters.CODES:
        db.session.flush()
        _issue(made, actor)


def _issue(made: RectificationUrging, actor: Actor) -> None:
    rectification = made.rectification
    owner = rectification.owner
    prefix = letter_prefix(owner) if owner.document_prefix else owner.short_name
    series = prefix + letters.SERIES[made.step]
    number = allocate(series, moment.today().year)
    made.document = documents.issue(
        letters.CODES[made.step],
        RectificationUrging.__tablename__,
        made.id,
        f"{letters.TITLES[made.step]}（{rectification.name}）",
        number,
        letters.letter(made, number),
        actor.id,
    )
