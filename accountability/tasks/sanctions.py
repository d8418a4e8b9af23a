"""Sanctions the team has to propose, whose outcome it awaits, and whose period ends."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, NoticeService, Sanction
from accountability.procedure.notices import FILED_IN, IN_FORCE
from accountability.queries.sanctions import proposed
from accountability.sanctioning import SanctionState
from casework import queries as cases
from casework.models import Case, CaseMember, CaseRespondent
from casework.rules import RespondentKind
from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.worklist import Task
from regulations.labels import clock_with_article

LIMIT = 100


def sanctions_waiting(actor: Actor) -> Iterable[Task]:
    """Return the sanctions that wait for the actor's teams: to be proposed, to be answered, or near
    the end of their period (one statement).
    """
    if not actor.has(Permission.SERVICE_RECORD):
        return []
    unproposed = and_(
        Sanction.id.is_(None),
        Case.state.in_(FILED_IN),
        Decision.state.in_(IN_FORCE),
        CaseRespondent.kind == RespondentKind.PERSON,
    )
    ending = and_(Sanction.state == SanctionState.IMPOSED, Clock.warn_on <= moment.today())
    rows = db.session.execute(
        select(NoticeService, Sanction, Clock)
        .join(NoticeService.decision)
        .join(Decision.case)
        .join(NoticeService.respondent)
        .outerjoin(Sanction, Sanction.service_id == NoticeService.id)
        .outerjoin(
            Clock,
            and_(
                Clock.subject_type == Sanction.__tablename__,
                Clock.subject_id == Sanction.id,
                Clock.state == State.RUNNING,
            ),
        )
        .options(
            contains_eager(NoticeService.decision).contains_eager(Decision.case),
            contains_eager(NoticeService.respondent).joinedload(CaseRespondent.unit),
            joinedload(NoticeService.document),
        )
        .where(
            proposed(),
            or_(unproposed, Sanction.state == SanctionState.WAITING, ending),
            in_scope(Case.unit_id, actor, Permission.SERVICE_RECORD),
            exists().where(
                CaseMember.case_id == Case.id,
                CaseMember.user_id == actor.id,
                CaseMember.left_on.is_(None),
            ),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(NoticeService.id)
        .limit(LIMIT)
    )
    return [_task(*row) for row in rows]


def _task(service: NoticeService, sanction: Sanction | None, clock: Clock | None) -> Task:
    case, person = service.decision.case, service.respondent
    if sanction is None:
        action, since = _("提出处分建议"), service.decision.issued_on
        url = url_for("accountability.sanction_new", service_id=service.id)
    else:
        ends = sanction.state is SanctionState.IMPOSED
        action = _("登记处分期满解除") if ends else _("登记对处分建议的答复")
        since = sanction.effective_on if ends else sanction.proposed_on
        url = url_for("accountability.sanction_detail", sanction_id=sanction.id)
    return Task(
        title=_("%(case)s：%(name)s", case=case.title, name=person.display_name),
        number=service.decision.number or case.number,
        action=action,
        url=url,
        unit=person.unit.short_name,
        due_on=clock.due_on if clock else None,
        warn_on=clock.remind_on if clock else None,
        term=clock_with_article(clock) if clock else None,
        since=since,
    )
