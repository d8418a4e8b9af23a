"""What waits for whom among the rounds: the organiser, who consents, the evaluator, the liaison."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task
from evaluation.models import EvaluationRound
from evaluation.queries import notices, surveys
from evaluation.queries.packs import grades, pack_of
from evaluation.rules import NoticeState, RoundState

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


def rounds_waiting(actor: Actor) -> Iterable[Task]:
    """Return the rounds the actor organises or has to consent to (one statement)."""
    organises = in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_ORGANISE)
    consents = in_scope(EvaluationRound.unit_id, actor, Permission.EVALUATION_CONSENT)
    if not (actor.has(Permission.EVALUATION_ORGANISE) or actor.has(Permission.EVALUATION_CONSENT)):
        return []
    over = or_(EvaluationRound.state != S.COLLECTING, EvaluationRound.ends_on < moment.today())
    rows = db.session.scalars(
        select(EvaluationRound)
        .options(joinedload(EvaluationRound.unit))
        .where(
            or_(
                organises & EvaluationRound.state.in_(NEXT) & over,
                consents & (EvaluationRound.state == S.GRADED),
            )
        )
        .order_by(EvaluationRound.ends_on, EvaluationRound.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=round_.title,
            number=round_.number,
            action=_next(round_),
            url=url_for("evaluation.round_detail", round_id=round_.id),
            unit=round_.unit.short_name,
            since=round_.graded_on or round_.collated_on or round_.published_on,
        )
        for round_ in rows
    ]


def _next(round_: EvaluationRound) -> LazyString:
    if round_.state is S.COLLATED and not grades(pack_of(round_)):
        return _("公开结果，办结")
    return NEXT.get(round_.state, _("审定评定结果"))


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


PROVIDERS = (rounds_waiting, sheets_waiting, notices_waiting)
