"""Losses on whose compensation the team waits: for the decision, for the payment."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from accountability.compensating import LossState
from accountability.models import Loss
from casework import queries as cases
from casework.models import Case, CaseMember
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100
WAITS = (LossState.REGISTERED, LossState.AWARDED)


def losses_waiting(actor: Actor) -> Iterable[Task]:
    """Return the losses of the actor's teams that are not decided or not paid (one statement; none
    for who registers none).
    """
    if not actor.has(Permission.SERVICE_RECORD):
        return []
    found = db.session.scalars(
        select(Loss)
        .join(Loss.case)
        .options(contains_eager(Loss.case).joinedload(Case.unit))
        .where(
            Loss.state.in_(WAITS),
            in_scope(Case.unit_id, actor, Permission.SERVICE_RECORD),
            exists().where(
                CaseMember.case_id == Case.id,
                CaseMember.user_id == actor.id,
                CaseMember.left_on.is_(None),
            ),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(Loss.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=_("%(case)s：%(name)s", case=loss.case.title, name=loss.sufferer),
            number=loss.case.number,
            action=_("登记赔偿决定或者不予赔偿")
            if loss.state is LossState.REGISTERED
            else _("登记赔偿的支付"),
            url=url_for("accountability.loss_detail", loss_id=loss.id),
            unit=loss.case.unit.short_name,
            since=loss.decided_on or loss.registered_on,
        )
        for loss in found
    ]
