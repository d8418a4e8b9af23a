"""Sanctions the team has to propose, whose outcome it awaits, and whose period ends; and requests
of those whom a decision is about to see the file.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, FileRequest, NoticeService, Sanction
from accountability.procedure.notices import FILED_IN, IN_FORCE
from accountability.queries.sanctions import proposed
from accountability.sanctioning import SanctionState
from accountability.viewing import FileRequestState
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


def sanctions_and_requests_waiting(actor: Actor) -> Iterable[Task]:
    """Return what waits for the actor's teams of those on whom a decision was served (one
    statement): sanctions to be proposed, to be answered, or near the end of their period, and
    requests to see the file.
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
    of_sanction = and_(proposed(), or_(unproposed, Sanction.state == SanctionState.WAITING, ending))
    rows = db.session.execute(
        select(NoticeService, Sanction, Clock, of_sanction, FileRequest)
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
        .outerjoin(
            FileRequest,
            and_(
                FileRequest.service_id == NoticeService.id,
                FileRequest.state == FileRequestState.REQUESTED,
            ),
        )
        .options(
            contains_eager(NoticeService.decision).contains_eager(Decision.case),
            contains_eager(NoticeService.respondent).joinedload(CaseRespondent.unit),
            joinedload(NoticeService.document),
        )
        .where(
            or_(of_sanction, FileRequest.id.is_not(None)),
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
    tasks = []
    for service, sanction, clock, is_of_sanction, request in rows:
        if is_of_sanction:
            tasks.append(_task(service, sanction, clock))
        if request is not None:
            tasks.append(_request(service, request))
    return tasks


def _request(service: NoticeService, request: FileRequest) -> Task:
    return Task(
        title=_(
            "%(case)s：%(name)s",
            case=service.decision.case.title,
            name=service.respondent.display_name,
        ),
        number=request.number,
        action=_("答复查阅案卷申请"),
        url=url_for("accountability.file_request_detail", file_request_id=request.id),
        unit=service.respondent.unit.short_name,
        since=request.asked_on,
    )


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
