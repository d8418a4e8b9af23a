"""Notices that wait to be served, and decisions that wait to take effect."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, DecisionMeasure, NoticeService, Remedy
from accountability.procedure.notices import FILED_IN, filing_rule
from accountability.queries.remedies import OPEN
from accountability.rules import DecisionState, ServiceState
from casework import queries as cases
from casework.models import Case, CaseMember, CaseRespondent
from casework.rules import CaseState, RespondentKind
from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.worklist import Task

LIMIT = 100
UNSERVED = (ServiceState.PREPARED, ServiceState.FAILED)


def services_waiting(actor: Actor) -> Iterable[Task]:
    """Return the notices the actor's teams have to serve, and those with which it is open whether
    they went into the person's own file (one statement).
    """
    if not actor.has(Permission.SERVICE_RECORD):
        return []
    found = db.session.scalars(
        select(NoticeService)
        .join(NoticeService.decision)
        .join(Decision.case)
        .join(NoticeService.respondent)
        .options(
            contains_eager(NoticeService.decision)
            .contains_eager(Decision.case)
            .joinedload(Case.unit),
            contains_eager(NoticeService.respondent).joinedload(CaseRespondent.unit),
            joinedload(NoticeService.document),
        )
        .where(
            or_(NoticeService.state.in_(UNSERVED), _unfiled()),
            Decision.state.in_((DecisionState.ISSUED, DecisionState.MODIFIED)),
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
    return [
        Task(
            title=_(
                "%(case)s：%(name)s", case=s.decision.case.title, name=s.respondent.display_name
            ),
            number=s.document.number or s.decision.case.number,
            action=_asked(s),
            url=url_for("accountability.service_detail", service_id=s.id),
            unit=s.respondent.unit.short_name,
            since=s.decision.issued_on,
        )
        for s in found
        if s.state in UNSERVED or filing_rule(s) is not None
    ]


def _unfiled() -> ColumnElement[bool]:
    """Say that a person bears a measure of a decision in effect, and their file is still open."""
    measured = exists().where(
        DecisionMeasure.decision_id == NoticeService.decision_id,
        DecisionMeasure.respondent_id == NoticeService.respondent_id,
    )
    return and_(
        NoticeService.state == ServiceState.SERVED,
        Case.state.in_(FILED_IN),
        CaseRespondent.kind == RespondentKind.PERSON,
        NoticeService.filed_on.is_(None),
        NoticeService.not_filed_reason.is_(None),
        measured,
    )


def _asked(service: NoticeService) -> str:
    if service.state is ServiceState.SERVED:
        return str(_("登记归入个人档案"))
    return str(_("送达文书") if service.state is ServiceState.PREPARED else _("另行送达"))


def effects_waiting(actor: Actor) -> Iterable[Task]:
    """Return the served cases whose decision can take effect: nothing runs, nothing is open."""
    if not actor.has(Permission.CASE_CLOSE):
        return []
    standing = and_(Decision.case_id == Case.id, Decision.state != DecisionState.REVOKED)
    running = (
        exists()
        .where(
            standing,
            NoticeService.decision_id == Decision.id,
            Clock.subject_type == NoticeService.__tablename__,
            Clock.subject_id == NoticeService.id,
            Clock.state.in_((State.RUNNING, State.PAUSED, State.MET)),
            or_(Clock.due_on.is_(None), Clock.due_on >= moment.today()),
        )
        .correlate(Case)
    )
    waiting = (
        exists()
        .where(
            Remedy.decision_id == Decision.id,
            Decision.case_id == Case.id,
            Remedy.state.in_(OPEN),
        )
        .correlate(Case)
    )
    found = db.session.scalars(
        select(Case)
        .options(joinedload(Case.unit))
        .where(
            Case.state == CaseState.SERVED,
            in_scope(Case.unit_id, actor, Permission.CASE_CLOSE),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
            ~running,
            ~waiting,
        )
        .order_by(Case.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=case.title,
            number=case.number,
            action=_("处理决定生效"),
            url=url_for("accountability.case_take_effect", case_id=case.id),
            unit=case.unit.short_name,
        )
        for case in found
    ]
