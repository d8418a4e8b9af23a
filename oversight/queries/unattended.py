"""Read what the newest check found that nobody follows, as far as a reader may know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from core import watching
from core.access import Actor
from core.db import db
from oversight.models import FollowUpCheck, Unattended
from oversight.rules import Lapse


def visible_to(actor: Actor, filters: Mapping[str, Any] | None = None) -> Select[Unattended]:
    """Select what is kept in a file that `actor` may see: the condition of each kind of file, asked
    inside the query.
    """
    found = (
        select(Unattended)
        .where(watching.kept_in(Unattended.file_type, Unattended.file_id, actor))
        .options(joinedload(Unattended.unit))
    )
    if cause := (filters or {}).get("cause"):
        found = found.where(Unattended.cause == Lapse(cause))
    return found


def files_of(rows: Sequence[Unattended]) -> dict[watching.Key, tuple[str, str]]:
    """Return number and title of the files of these rows."""
    return watching.names_of(
        (row.file_type, row.file_id)
        for row in rows
        if row.file_type is not None and row.file_id is not None
    )


def counts(actor: Actor) -> dict[Lapse, int]:
    """Return how much of it `actor` may see, by cause."""
    by_cause = visible_to(actor).with_only_columns(Unattended.cause, func.count())
    rows = db.session.execute(by_cause.group_by(Unattended.cause))
    found = {row[0]: row[1] for row in rows}
    return {cause: found.get(cause, 0) for cause in Lapse}


def last_check() -> FollowUpCheck | None:
    """Return the newest check; None before the first."""
    return db.session.scalars(
        select(FollowUpCheck).order_by(FollowUpCheck.id.desc()).limit(1)
    ).first()


def number_found() -> int:
    """Return how many open things nobody follows, whoever may see them."""
    return db.session.scalar(select(func.count()).select_from(Unattended)) or 0
