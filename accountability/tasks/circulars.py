"""Circulars the team has to make, to send, and to correct."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager

from accountability.circulating import CircularKind, CircularState
from accountability.models import Circular, Decision
from accountability.procedure.notices import FILED_IN, IN_FORCE
from accountability.queries.circulars import CORRECTIONS, imposed, made
from casework import queries as cases
from casework.models import Case, CaseMember
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100


def circulars_waiting(actor: Actor) -> Iterable[Task]:
    """Return the circulars that wait for the actor's teams (one statement): to be made once the
    decision has effect, to be sent, to be corrected since a remedy changed the decision.
    """
    if not actor.has(Permission.SERVICE_RECORD):
        return []
    criticism = CircularKind.CRITICISM
    unmade = and_(
        imposed(), ~made(criticism), Decision.state.in_(IN_FORCE), Case.state.in_(FILED_IN)
    )
    uncorrected = or_(
        *(
            and_(Decision.state == state, made(criticism), ~made(kind))
            for state, kind in CORRECTIONS.items()
        )
    )
    rows = db.session.execute(
        select(Decision, Circular, uncorrected)
        .join(Decision.case)
        .outerjoin(
            Circular,
            and_(Circular.decision_id == Decision.id, Circular.state == CircularState.ISSUED),
        )
        .options(contains_eager(Decision.case).joinedload(Case.unit))
        .where(
            or_(unmade, uncorrected, Circular.id.is_not(None)),
            in_scope(Case.unit_id, actor, Permission.SERVICE_RECORD),
            exists().where(
                CaseMember.case_id == Case.id,
                CaseMember.user_id == actor.id,
                CaseMember.left_on.is_(None),
            ),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(Decision.id)
        .limit(LIMIT)
    )
    return [_task(*row) for row in rows]


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
