"""The town's portal is connected: its token was proposed by one person, confirmed by another."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from administration import services
from administration.models import PendingChange
from administration.rules import ChangeAction, ChangeKind
from core import moment
from core.access.permissions import Scope
from core.db import db
from demo.stage import Cast, Play

_LASTS = timedelta(days=365)


def connect_portal(cast: Cast) -> Play:
    """Give the portal its token; nobody keeps it, so that a demo opens no door."""
    admin = cast.actor("admin")
    unit = next(unit for unit in cast.units.values() if unit.takes_public_reports)
    services.propose_token(
        admin,
        unit,
        "市政府门户网站",
        [Scope.REPORT_WRITE, Scope.REPORT_STATUS],
        moment.today() + _LASTS,
        reason="门户网站“我要举报”栏目对接",
        token=None,
    )
    yield 1
    change = db.session.scalars(
        select(PendingChange).where(PendingChange.kind == ChangeKind.TOKEN_MAKE)
    ).one()
    services.decide_change(
        change, cast.actor("security"), ChangeAction.CONFIRM, seen_version=change.version
    )
