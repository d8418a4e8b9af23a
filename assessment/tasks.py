"""What waits for whom among the assessments: the organiser, the unit's liaison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from assessment.models import Assessment
from assessment.queries.assessments import own_assessed
from assessment.rules import AssessedState, AssessmentState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

S = AssessmentState
LIMIT = 100

NEXT: Final[Mapping[AssessmentState, LazyString]] = {
    S.DRAFTED: _("完善方案，确定考核日期"),
    S.SCHEDULED: _("下发考核通知"),
    S.NOTIFIED: _("开始综合评议"),
    S.REVIEWING: _("提出考核结果"),
    S.PROPOSED: _("答复异议，汇总报审"),
    S.APPROVED: _("下发结果通报"),
}


def assessments_waiting(actor: Actor) -> Iterable[Task]:
    """Return the assessments the actor organises (one statement)."""
    if not actor.has(Permission.EVALUATION_ORGANISE):
        return []
    rows = db.session.scalars(
        select(Assessment)
        .options(joinedload(Assessment.unit))
        .where(
            in_scope(Assessment.unit_id, actor, Permission.EVALUATION_ORGANISE),
            Assessment.state.in_(NEXT),
        )
        .order_by(Assessment.assess_on, Assessment.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=found.title,
            number=found.number,
            action=NEXT[found.state],
            url=url_for("assessment.assessment_detail", assessment_id=found.id),
            unit=found.unit.short_name,
            since=found.proposed_on or found.notified_on,
        )
        for found in rows
    ]


def self_assessments_waiting(actor: Actor) -> Iterable[Task]:
    """Return the self-assessments the actor's unit has not handed in (one statement)."""
    return [
        Task(
            title=one.assessment.title,
            number=one.assessment.number,
            action=_("报送总结和自评"),
            url=url_for("assessment.desk_assessment", assessed_id=one.id),
            unit=one.unit.short_name,
            due_on=one.assessment.assess_on,
            since=one.assessment.notified_on,
        )
        for one in own_assessed(actor)
        if one.state is AssessedState.AWAITED and one.assessment.state is S.NOTIFIED
    ]


PROVIDERS = (assessments_waiting, self_assessments_waiting)
