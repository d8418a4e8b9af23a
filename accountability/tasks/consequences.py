"""What follows from cases: circulars the team has to make, to send, and to correct; lawsuits
against its decisions; losses on whose compensation it waits.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, false, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload

from accountability.challenging import LawsuitState
from accountability.circulating import CircularKind, CircularState
from accountability.compensating import LossState
from accountability.models import Circular, Decision, Lawsuit, Loss
from accountability.procedure.notices import FILED_IN, IN_FORCE
from accountability.queries.circulars import imposed, made, uncorrected
from accountability.tasks.lawsuits import lawsuit_task
from accountability.tasks.losses import loss_task
from casework import queries as cases
from casework.models import Case, CaseMember
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100


def consequences_waiting(actor: Actor) -> Iterable[Task]:
    """Return what follows from their cases and waits for the actor's teams (one statement):
    circulars to be made once the decision has effect, to be sent, to be corrected since a remedy
    changed the decision; lawsuits whose result is awaited; losses not decided or not paid.
    """
    if not actor.has(Permission.SERVICE_RECORD):
        return []
    criticism = CircularKind.CRITICISM
    unmade = and_(
        imposed(), ~made(criticism), Decision.state.in_(IN_FORCE), Case.state.in_(FILED_IN)
    )
    owed = uncorrected()
    rows = db.session.execute(
        select(Case, Decision, Circular, or_(unmade, owed), owed, Lawsuit, Loss)
        .outerjoin(Decision, Decision.case_id == Case.id)
        .outerjoin(
            Circular,
            and_(Circular.decision_id == Decision.id, Circular.state == CircularState.ISSUED),
        )
        .outerjoin(
            Lawsuit,
            and_(
                Lawsuit.decision_id == Decision.id,
                Lawsuit.state != LawsuitState.ENDED,
                true() if actor.has(Permission.LAWSUIT_READ) else false(),
            ),
        )
        .outerjoin(
            Loss,
            and_(
                Loss.case_id == Case.id,
                Loss.state.in_((LossState.REGISTERED, LossState.AWARDED)),
            ),
        )
        .options(
            joinedload(Case.unit),
            contains_eager(Decision.case),
            contains_eager(Loss.case),
            joinedload(Lawsuit.sued_unit),
        )
        .where(
            or_(
                unmade,
                owed,
                *(kept.id.is_not(None) for kept in (Circular, Lawsuit, Loss)),
            ),
            in_scope(Case.unit_id, actor, Permission.SERVICE_RECORD),
            exists().where(
                CaseMember.case_id == Case.id,
                CaseMember.user_id == actor.id,
                CaseMember.left_on.is_(None),
            ),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(Case.id, Decision.id, Loss.id)
        .limit(LIMIT)
    )
    tasks: dict[tuple[int, int | None] | str, Task] = {}
    for case, decision, unsent, is_to_make, is_owed, lawsuit, loss in rows:
        if is_to_make or unsent is not None:
            key = (decision.id, unsent.id if unsent is not None else None)
            tasks.setdefault(key, _task(decision, unsent, is_owed))
        if lawsuit is not None:
            tasks.setdefault(lawsuit.number, lawsuit_task(lawsuit))
        if loss is not None:
            tasks.setdefault(f"loss {loss.id}", loss_task(case, loss))
    return list(tasks.values())


def _task(decision: Decision, unsent: Circular | None, is_owed: bool) -> Task:
    case = decision.case
    if is_owed:
        action = _("制作更正通报")
        url = url_for("accountability.circular_correct", decision_id=decision.id)
    elif unsent is not None:
        action = _("印发通报并登记")
        url = url_for("accountability.circular_detail", circular_id=unsent.id)
    else:
        action = _("制作通报")
        url = url_for("accountability.circular_new", decision_id=decision.id)
    return Task(
        title=case.title,
        number=decision.number or case.number,
        action=action,
        url=url,
        unit=case.unit.short_name,
        since=unsent.issued_on if unsent is not None else decision.issued_on,
    )
