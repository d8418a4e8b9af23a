"""Remedies that wait to be admitted or ruled on."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, NoticeService, Remedy
from accountability.rules import RemedyState
from casework import queries as cases
from casework.models import Case, CaseMember, CaseRespondent
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State
from core.clocks.periods import Unit as Counted
from core.db import db
from core.worklist import Task
from regulations.labels import clock_with_article

LIMIT = 100


def remedies_waiting(actor: Actor) -> Iterable[Task]:
    """Return the remedies whose answer is the actor's, with the period where one runs (one
    statement).

    Who investigated is not asked to rule.
    """
    steps = [
        step
        for step in (
            _step(actor, RemedyState.FILED, Permission.REMEDY_ADMIT),
            _step(actor, RemedyState.UNDER_REVIEW, Permission.REMEDY_DECIDE),
        )
        if step is not None
    ]
    if not steps:
        return []
    runs = and_(
        Clock.subject_type == Remedy.__tablename__,
        Clock.subject_id == Remedy.id,
        Clock.state == State.RUNNING,
    )
    rows = db.session.execute(
        select(Remedy, Clock)
        .join(Remedy.decision)
        .join(Decision.case)
        .outerjoin(Clock, runs)
        .options(
            contains_eager(Remedy.decision).contains_eager(Decision.case).joinedload(Case.unit),
            joinedload(Remedy.service)
            .joinedload(NoticeService.respondent)
            .joinedload(CaseRespondent.unit),
        )
        .where(or_(*steps), Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)))
        .order_by(Clock.due_on.is_(None), Clock.due_on, Remedy.id)
        .limit(LIMIT)
    )
    return [_task(remedy, clock) for remedy, clock in rows]


def _step(actor: Actor, state: RemedyState, needed: Permission) -> ColumnElement[bool] | None:
    if not actor.has(needed):
        return None
    conditions = [Remedy.state == state, in_scope(Case.unit_id, actor, needed)]
    if needed is Permission.REMEDY_DECIDE:
        of_team = exists().where(CaseMember.case_id == Case.id, CaseMember.user_id == actor.id)
        conditions.append(~of_team)
    return and_(*conditions)


def _task(remedy: Remedy, clock: Clock | None) -> Task:
    filed = remedy.state is RemedyState.FILED
    name = remedy.service.respondent.display_name
    return Task(
        title=_("%(case)s：%(name)s", case=remedy.decision.case.title, name=name),
        number=remedy.number,
        action=_("决定是否受理复核、申诉") if filed else _("审理复核、申诉"),
        url=url_for("accountability.remedy_detail", remedy_id=remedy.id),
        unit=remedy.service.respondent.unit.short_name,
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        in_working_days=clock is not None and clock.unit is Counted.WORKING_DAY,
        warn_on=clock.remind_on if clock else None,
        term=clock_with_article(clock) if clock else None,
        since=remedy.filed_on,
    )
