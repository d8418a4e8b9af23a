"""Changes that wait for a second person."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from administration import labels
from administration.models import PendingChange
from administration.rules import ChangeState
from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import db
from core.worklist import Task

LIMIT = 100


def changes_waiting(actor: Actor) -> Iterable[Task]:
    """Return the changes that `actor` may confirm: proposed by another, about another (one
    statement).
    """
    if not actor.has(Permission.CHANGE_CONFIRM) or actor.is_system:
        return []
    waiting = db.session.scalars(
        select(PendingChange)
        .where(
            PendingChange.state == ChangeState.PROPOSED,
            PendingChange.proposed_by_id != actor.id,
            or_(PendingChange.user_id.is_(None), PendingChange.user_id != actor.id),
            in_scope(PendingChange.unit_id, actor, Permission.CHANGE_CONFIRM),
        )
        .options(joinedload(PendingChange.unit), joinedload(PendingChange.user))
        .order_by(PendingChange.id)
        .limit(LIMIT)
    )
    return [
        Task(
            title=f"{labels.KINDS[change.kind]}：{change.user.name if change.user else ''}",
            number=_("变更第 %(number)s 号", number=change.id),
            action=_("复核"),
            url=url_for("administration.change_detail", change_id=change.id),
            unit=change.unit.short_name,
            since=moment.local(change.proposed_at).date(),
        )
        for change in waiting
    ]
