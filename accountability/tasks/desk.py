"""What the party may still do about a notice: see it, and seek a remedy while the period runs."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, NoticeService, Remedy
from accountability.queries.desk import served_on
from accountability.rules import DecisionState
from casework.models import CaseRespondent
from core import moment
from core.access import Actor, Permission
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.worklist import Task
from regulations.labels import clock_with_article

LIMIT = 100


def rights_running(actor: Actor) -> Iterable[Task]:
    """Return the notices against which the actor's desk may still seek a remedy (one statement).

    A right is no duty: it is listed while it can be used in time and never as overdue.
    """
    if not actor.has(Permission.REMEDY_FILE):
        return []
    rows = db.session.execute(
        select(NoticeService, Clock)
        .join(NoticeService.respondent)
        .join(NoticeService.decision)
        .join(CaseRespondent.unit)
        .join(
            Clock,
            (Clock.subject_type == NoticeService.__tablename__)
            & (Clock.subject_id == NoticeService.id)
            & (Clock.state == State.RUNNING),
        )
        .options(
            contains_eager(NoticeService.respondent).contains_eager(CaseRespondent.unit),
            contains_eager(NoticeService.decision),
            joinedload(NoticeService.document),
        )
        .where(
            served_on(actor),
            Clock.due_on >= moment.today(),
            Decision.state.in_((DecisionState.ISSUED, DecisionState.MODIFIED)),
            ~exists().where(Remedy.service_id == NoticeService.id),
        )
        .order_by(Clock.due_on, NoticeService.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=service.document.title,
            number=service.document.number or "",
            action=_("查看文书；不服的，可以申请复核或者提出申诉"),
            url=url_for("accountability.desk_notice", service_id=service.id),
            unit=service.respondent.unit.short_name,
            due_on=clock.due_on,
            provisional=clock.provisional,
            warn_on=clock.remind_on,
            term=clock_with_article(clock),
            since=service.received_on,
        )
        for service, clock in rows
    ]
