"""What waits for whom among the assessments: organiser, who approves, the unit's liaison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import Row, Select, func, or_

from assessment.models import Assessment
from assessment.queries.assessments import own_assessed
from assessment.rules import AssessedState, AssessmentState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.worklist import Task, Together, columns

S = AssessmentState

NEXT: Final[Mapping[AssessmentState, LazyString]] = {
    S.DRAFTED: _("完善方案，确定考核日期"),
    S.SCHEDULED: _("下发考核通知"),
    S.NOTIFIED: _("开始综合评议"),
    S.REVIEWING: _("提出考核结果"),
    S.PROPOSED: _("答复异议，汇总报审"),
    S.APPROVED: _("下发结果通报"),
}


def _assessments(actor: Actor) -> Select[Any] | None:
    """Select the assessments the actor organises, and those whose result they may approve."""
    if not (actor.has(Permission.EVALUATION_ORGANISE) or actor.has(Permission.EVALUATION_CONSENT)):
        return None
    organises = in_scope(Assessment.unit_id, actor, Permission.EVALUATION_ORGANISE)
    approves = in_scope(Assessment.unit_id, actor, Permission.EVALUATION_CONSENT)
    since = func.coalesce(Assessment.frozen_on, Assessment.proposed_on, Assessment.notified_on)
    return columns(Assessment, since).where(
        or_(
            organises & Assessment.state.in_(NEXT),
            approves & (Assessment.state == S.FROZEN) & (Assessment.frozen_by_id != actor.id),
        )
    )


def _assessment_task(row: Row[Any]) -> Task:
    return Task(
        title=row.title,
        number=row.number,
        action=NEXT.get(AssessmentState(row.state), _("审定考核结果")),
        url=url_for("assessment.assessment_detail", assessment_id=row.row_id),
        unit=row.unit,
        since=row.since,
    )


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


#: Asked for with the rounds of evaluation, in their statement.
ORGANISED = Together(_assessments, _assessment_task)
PROVIDERS = (self_assessments_waiting,)
