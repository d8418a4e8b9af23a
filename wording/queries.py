"""Read the versions of wordings. The words are no unit's secret; who may change them is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, false, select, true
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from core.access import Actor, Permission
from core.db import MAX_ID, db
from core.documents.templates.composing import wordings_on
from core.documents.templates.kinds import registered
from core.documents.templates.language import Wording
from core.documents.templates.models import TemplateState, TemplateVersion
from core.identity.models import Unit

#: Of one kind a page lists so many versions.
VERSIONS = 50
TASKS = 100


def house_path() -> str:
    """Return the path of the unit above all others: wordings hold for the whole house."""
    path = db.session.scalar(
        select(Unit.path).where(Unit.parent_id.is_(None)).order_by(Unit.id).limit(1)
    )
    return path or "/"


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether `actor` holds the permission for the whole house."""
    return actor.has(permission) and actor.may(permission, house_path())


def readable_by(actor: Actor) -> Select[TemplateVersion]:
    """Select the versions `actor` may read: all or none."""
    reads = may(actor, Permission.TEMPLATE_READ)
    return select(TemplateVersion).where(true() if reads else false())


def get_version(version_id: int) -> TemplateVersion:
    """Return a version with who wrote and who approved it; NotFound where there is none."""
    if version_id > MAX_ID:
        raise NotFound
    found = db.session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.id == version_id)
        .options(joinedload(TemplateVersion.drafted_by), joinedload(TemplateVersion.approved_by))
    ).first()
    if found is None or found.kind not in registered():
        raise NotFound
    return found


def get_own_version(version_id: int, actor: Actor, permission: Permission) -> TemplateVersion:
    """Return a version to act on; NotFound alike for none and for who may not for the house."""
    if not may(actor, permission):
        raise NotFound
    return get_version(version_id)


def in_force(on: date) -> Mapping[str, Wording]:
    """Return the wording in force on a day for each kind, in one statement."""
    return wordings_on(on)


def drafts() -> Mapping[str, TemplateVersion]:
    """Return the drafts by their kind: of each kind there is at most one."""
    statement = select(TemplateVersion).where(TemplateVersion.state == TemplateState.DRAFT)
    return {row.kind: row for row in db.session.scalars(statement)}


def coming(on: date) -> Mapping[str, Sequence[TemplateVersion]]:
    """Return what is approved and begins after a day, the first to begin first."""
    statement = (
        select(TemplateVersion)
        .where(TemplateVersion.state == TemplateState.APPROVED, TemplateVersion.effective_from > on)
        .order_by(TemplateVersion.effective_from, TemplateVersion.number)
    )
    found: dict[str, list[TemplateVersion]] = {}
    for row in db.session.scalars(statement):
        found.setdefault(row.kind, []).append(row)
    return found


def versions_of(kind: str) -> Sequence[TemplateVersion]:
    """Return the versions of a kind, newest first, with who wrote and who approved them."""
    return db.session.scalars(
        select(TemplateVersion)
        .where(TemplateVersion.kind == kind)
        .options(joinedload(TemplateVersion.drafted_by), joinedload(TemplateVersion.approved_by))
        .order_by(TemplateVersion.number.desc())
        .limit(VERSIONS)
    ).all()


def before(version: TemplateVersion) -> TemplateVersion | None:
    """Return the version written before this one that was not given up."""
    return db.session.scalars(
        select(TemplateVersion)
        .where(
            TemplateVersion.kind == version.kind,
            TemplateVersion.number < version.number,
            TemplateVersion.state != TemplateState.DISCARDED,
        )
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    ).first()


def waiting_for(actor: Actor) -> Sequence[TemplateVersion]:
    """Return the drafts that `actor` may approve: complete, and in another person's words."""
    return db.session.scalars(
        select(TemplateVersion)
        .where(
            TemplateVersion.state == TemplateState.DRAFT,
            TemplateVersion.effective_from.is_not(None),
            TemplateVersion.drafted_by_id != actor.id,
        )
        .order_by(TemplateVersion.id)
        .limit(TASKS)
    ).all()
