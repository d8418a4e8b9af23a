"""Rectifications that wait for the unit's report, for a check of it, or to be fed back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, Rectification
from accountability.rules import DecisionState, RectificationState
from casework import queries as cases
from casework.desk import liaison_units
from casework.models import Case, CaseRespondent
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.worklist import Task
from regulations.codes import GuardId, TermId
from regulations.labels import clock_with_article
from regulations.registry import all_packs, get_pack
from regulations.rules import wording

LIMIT = 100


def reports_waiting(actor: Actor) -> Iterable[Task]:
    """Return the rectifications that the actor's unit has to report (one statement)."""
    units = liaison_units(actor)
    if not (units and actor.has(Permission.RECTIFICATION_REPORT)):
        return []
    states = (RectificationState.ORDERED, RectificationState.RETURNED)
    rows = db.session.execute(
        _standing().where(Rectification.state.in_(states), Rectification.unit_id.in_(units))
    )
    return [
        Task(
            title=_("整改：%(name)s", name=rectification.name),
            number=rectification.subject_number,
            action=_("报告改正情况"),
            url=url_for("accountability.rectification_report", rectification_id=rectification.id),
            unit=rectification.unit.short_name,
            due_on=rectification.due_on,
            warn_on=clock.remind_on if clock else None,
            term=clock_with_article(clock) if clock and clock.article else None,
            since=rectification.ordered_on,
        )
        for rectification, clock in rows
    ]


def checks_waiting(actor: Actor) -> Iterable[Task]:
    """Return the reports that the actor has to check, and what was accepted and has yet to be fed
    back to the body that the rules name (one statement).
    """
    if not actor.has(Permission.RECTIFICATION_CHECK):
        return []
    rows = db.session.execute(
        _standing().where(
            or_(Rectification.state == RectificationState.REPORTED, _not_fed_back()),
            or_(
                and_(
                    in_scope(Case.unit_id, actor, Permission.RECTIFICATION_CHECK),
                    Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
                ),
                in_scope(Rectification.owner_unit_id, actor, Permission.EVALUATION_ORGANISE)
                & Rectification.owner_unit_id.is_not(None),
            ),
        )
    )
    return [
        Task(
            title=_(
                "%(case)s：%(name)s",
                case=rectification.subject,
                name=rectification.name,
            ),
            number=rectification.subject_number,
            action=_("登记反馈") if is_accepted else _("核查整改情况"),
            url=url_for("accountability.rectification_detail", rectification_id=rectification.id),
            unit=rectification.unit.short_name,
            since=rectification.closed_on if is_accepted else rectification.reported_on,
        )
        for rectification, _clock in rows
        for is_accepted in (rectification.state is RectificationState.CLOSED,)
    ]


def _not_fed_back() -> ColumnElement[bool]:
    """Say that a rectification was reported and accepted, that the rules name a body to which that
    is fed back, and that nobody told it since (ACC-15).
    """
    of_evaluation = _naming(GuardId.EVALUATION_REPORT_ADDRESSEE)
    return and_(
        Rectification.state == RectificationState.CLOSED,
        Rectification.reported_on.is_not(None),
        or_(
            cases.pinned_to(_naming(GuardId.FEEDBACK_ADDRESSEE)),
            and_(
                Rectification.term_id == TermId.EVALUATION_RECTIFY,
                cases.pinned_to(of_evaluation, Rectification.pack_id),
            ),
        ),
        ~Rectification.feedbacks.any(),
    )


def _naming(switch: GuardId) -> list[str]:
    """Return the packs that name a body in the words of `switch`."""
    return [pack_id for pack_id in all_packs() if wording(get_pack(pack_id), switch)]


def _standing() -> Select[Rectification, Clock]:
    """Select rectifications of decisions that stand with the clock that runs, soonest due first."""
    runs = and_(
        Clock.subject_type == Rectification.__tablename__,
        Clock.subject_id == Rectification.id,
        Clock.state == State.RUNNING,
    )
    return (
        select(Rectification, Clock)
        .outerjoin(Rectification.decision)
        .outerjoin(Decision.case)
        .outerjoin(Clock, runs)
        .options(
            contains_eager(Rectification.decision).contains_eager(Decision.case),
            joinedload(Rectification.respondent).joinedload(CaseRespondent.unit),
            joinedload(Rectification.unit),
        )
        .where(or_(Decision.id.is_(None), Decision.state != DecisionState.REVOKED))
        .order_by(Rectification.due_on, Rectification.id)
        .limit(LIMIT)
    )
