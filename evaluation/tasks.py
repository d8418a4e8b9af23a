"""What waits for whom among the rounds: the organiser, who consents, the evaluator, the liaison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import (
    Row,
    Select,
    func,
    or_,
)

from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.worklist import Task, Together, columns
from evaluation.models import EvaluationRound
from evaluation.queries import notices, surveys
from evaluation.queries.packs import grades
from evaluation.rules import NoticeState, RoundState
from regulations.registry import get_pack

S = RoundState
LIMIT = 100

NEXT: Final[Mapping[RoundState, LazyString]] = {
    S.DRAFTED: _("完善并公布方案"),
    S.PUBLISHED: _("发放问卷，开始收集"),
    S.COLLECTING: _("汇总"),
    S.COLLATED: _("评定档次并报送"),
    S.CONSENTED: _("向被评议单位反馈"),
    S.FED_BACK: _("跟踪签收和整改，公开结果，办结"),
}


def _rounds(actor: Actor) -> Select[Any] | None:
    if not (actor.has(Permission.EVALUATION_ORGANISE) or actor.has(Permission.EVALUATION_CONSENT)):
        return None
    organises = in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ORGANISE)
    consents = in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_CONSENT)
    over = or_(EvaluationRound.state != S.COLLECTING, EvaluationRound.ends_on < moment.today())
    since = func.coalesce(
        EvaluationRound.graded_on, EvaluationRound.collated_on, EvaluationRound.published_on
    )
    return columns(EvaluationRound, since).where(
        or_(
            organises & EvaluationRound.state.in_(NEXT) & over,
            consents & (EvaluationRound.state == S.GRADED),
        )
    )


def _round_task(row: Row[Any]) -> Task:
    state = RoundState(row.state)
    without = state is S.COLLATED and not grades(get_pack(row.pack_id))
    return Task(
        title=row.title,
        number=row.number,
        action=_("公开结果，办结") if without else NEXT.get(state, _("审定评定结果")),
        url=url_for("evaluation.round_detail", round_id=row.row_id),
        unit=row.unit,
        since=row.since,
    )


def sheets_waiting(actor: Actor) -> Iterable[Task]:
    """Return the rounds whose paper sheets the actor may type (one statement)."""
    if not actor.has(Permission.EVALUATION_ENTER):
        return []
    found = {unit.round.id: unit.round for unit in surveys.units_to_type(actor)}
    return [
        Task(
            title=round_.title,
            number=round_.number,
            action=_("录入答卷"),
            url=url_for("evaluation.batch_list"),
            unit="",
            due_on=round_.ends_on,
            since=round_.starts_on,
        )
        for round_ in found.values()
    ]


def notices_waiting(actor: Actor) -> Iterable[Task]:
    """Return the feedback notices the actor's unit has not signed for (two statements)."""
    return [
        Task(
            title=notice.round_unit.round.title,
            number=notice.document.number or "" if notice.document else "",
            action=_("签收评议反馈通知"),
            url=url_for("evaluation.desk_feedback", notice_id=notice.id),
            unit=notice.round_unit.unit.short_name,
            since=notice.round_unit.round.fed_back_on,
        )
        for notice in notices.notices_of(actor)
        if notice.state is NoticeState.PREPARED
    ]


#: Asked for with what packages above organise.
ORGANISED = Together(_rounds, _round_task)
PROVIDERS = (sheets_waiting, notices_waiting)
