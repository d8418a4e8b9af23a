"""Set the inner date of a clock, as an act of a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.access.actor import Actor
from core.clocks import services
from core.clocks.models import Clock
from core.clocks.periods import EventKind
from core.clocks.subjects import heading_of
from core.db import db, transactional
from core.procedure import AlreadyDone, Forbidden, Stale


@transactional
def set_inner_date(
    clock: Clock,
    actor: Actor,
    *,
    target: date | None,
    reason: str,
    seen_version: int,
) -> None:
    """Set or take away (None) the inner date of `clock`; a form sent twice acts once.

    NotFound where the subject is not the actor's to see, Forbidden where they may not set dates,
    Stale where the clock changed meanwhile; else refused as `services.set_target` says.
    """
    if not heading_of(clock, actor).may_target:
        raise Forbidden("set_target")
    db.session.scalars(
        select(Clock)
        .where(Clock.id == clock.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if clock.version != seen_version:
        last = clock.events[-1]
        if (last.kind, last.due_on, last.reason) == (EventKind.TARGET, target, reason):
            raise AlreadyDone(clock.id)
        raise Stale(None, None, clock.updated_at)
    services.set_target(clock, target, actor.id, reason)
