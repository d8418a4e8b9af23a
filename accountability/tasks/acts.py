"""Acts whose shares wait for confirmation."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from accountability.models import ResponsibleAct
from accountability.rules import ActState
from casework import queries as cases
from casework.models import Case
from casework.rules import CaseState
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100


def acts_waiting(actor: Actor) -> Iterable[Task]:
    """Return the acts in deliberation whose shares `actor` may confirm (one statement)."""
    if not actor.has(Permission.APPORTIONMENT_CONFIRM):
        return []
    found = db.session.scalars(
        select(ResponsibleAct)
        .join(ResponsibleAct.case)
        .options(contains_eager(ResponsibleAct.case).joinedload(Case.unit))
        .where(
            ResponsibleAct.state == ActState.DRAFT,
            Case.state == CaseState.DELIBERATING,
            in_scope(Case.unit_id, actor, Permission.APPORTIONMENT_CONFIRM),
            Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(ResponsibleAct.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=_("%(case)s：%(act)s", case=act.case.title, act=act.title),
            number=act.case.number,
            action=_("确认责任划分"),
            url=url_for("accountability.act_confirm", act_id=act.id),
            unit=act.case.unit.short_name,
        )
        for act in found
    ]
