"""Propose a change that takes effect when a second person confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from administration.models import PendingChange
from administration.rules import ChangeKind, ChangeState
from core import record
from core.access import Actor, Permission
from core.db import db
from core.identity.models import Unit, User
from core.procedure import Forbidden, create_once
from core.refusals import Refusal, Refused


def propose(
    actor: Actor,
    kind: ChangeKind,
    unit: Unit,
    user: User | None,
    details: Mapping[str, Any],
    reason: str,
    token: str | None,
) -> PendingChange:
    """Keep what `actor` proposes; refused where the very same waits already."""
    if actor.id is None:
        raise Forbidden("propose")
    waiting = select(PendingChange).where(
        PendingChange.state == ChangeState.PROPOSED,
        PendingChange.kind == kind,
        PendingChange.unit_id == unit.id,
        PendingChange.user_id == (user.id if user else None),
    )
    for other in db.session.scalars(waiting):
        if other.details == details:
            raise Refused(Refusal("change_waits_already", {"number": other.id}))
    change: PendingChange = create_once(
        token,
        PendingChange,
        lambda: PendingChange(
            kind=kind,
            unit=unit,
            user=user,
            details=dict(details),
            reason=reason,
            proposed_by_id=actor.id,
        ),
    )
    record.append(
        "propose",
        change,
        actor_id=actor.id,
        after={"kind": kind.value, "user": user.username if user else None, **details},
        reason=reason,
    )
    return change


def ask(actor: Actor, permission: Permission, unit: Unit) -> None:
    """Forbid what no post of `actor` grants for `unit`."""
    if not actor.may(permission, unit.path):
        raise Forbidden(permission)
