"""Read the stubs of cases that went up: for the unit that had a case, and the organ above."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from casework import queries
from casework.models import Case, CaseElevation, CaseRespondent, Recusal
from casework.recusal.queries import kept_away
from casework.recusal.standing import away
from casework.rules.elevations import ElevationState, may_hold
from complaints.queries import paths_of
from complaints.rules import is_below
from core.access.actor import Actor
from core.access.permissions import Permission, Role
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from core.identity import queries as identity
from core.identity.models import Unit, UnitKind, User
from regulations.registry import get_pack

LIMIT = 100


def visible_to(actor: Actor) -> Select[CaseElevation]:
    """Select the stubs `actor` may read: overseers of the unit that had the case, who are not named
    in it nor above who is; overseers of the organ above, who may know the case; nobody recused.
    """
    recused = exists().where(Recusal.case_id == Case.id, Recusal.user_id == actor.id, away())
    named = exists().where(
        CaseRespondent.case_id == Case.id,
        CaseRespondent.person_id.in_([actor.id, *actor.subordinate_ids]),
    )
    here = in_scope(CaseElevation.from_unit_id, actor, Permission.CASE_OVERSEE)
    above = in_scope(CaseElevation.to_unit_id, actor, Permission.CASE_OVERSEE)
    return (
        select(CaseElevation)
        .join(Case, Case.id == CaseElevation.case_id)
        .where(
            or_(here, and_(above, ~queries.excluded(actor))),
            ~named.correlate(Case),
            ~recused.correlate(Case),
        )
    )


def elevation_list(actor: Actor) -> Select[CaseElevation]:
    """Select what `actor` may read with case and units, for pages by `CaseElevation.id`."""
    return visible_to(actor).options(
        joinedload(CaseElevation.case),
        joinedload(CaseElevation.from_unit),
        joinedload(CaseElevation.to_unit),
    )


def get_elevation(elevation_id: int, actor: Actor) -> CaseElevation:
    """Return a stub with case, units and who acted; 404 where it is not there for `actor`."""
    if elevation_id > MAX_ID:
        abort(404)
    statement = (
        elevation_list(actor)
        .where(CaseElevation.id == elevation_id)
        .options(joinedload(CaseElevation.asked_by), joinedload(CaseElevation.decided_by))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    return found


def open_elevation(case: Case) -> CaseElevation | None:
    """Return what was asked for a case and is not decided."""
    return db.session.scalars(
        select(CaseElevation).where(
            CaseElevation.case_id == case.id, CaseElevation.state == ElevationState.ASKED
        )
    ).one_or_none()


def of_cases() -> Select[int, int]:
    """Select the stubs with the case of each, for `deadlines.relate`."""
    return select(CaseElevation.id, CaseElevation.case_id)


def units_above(case: Case) -> list[Unit]:
    """Return the units a case may go to: above its own, the nearest first, or the office directly
    under one of those; none that is accused or stands under who is.
    """
    parent = aliased(Unit)
    rows = db.session.execute(
        select(Unit, parent.path).outerjoin(parent, parent.id == Unit.parent_id)
    )
    accused = case.respondents
    paths = paths_of([r.unit for r in accused], [r.person_id for r in accused])
    found = [
        unit
        for unit, above in rows
        if may_hold(unit.path, above, unit.kind is UnitKind.OFFICE, case.unit.path)
        and not is_below(unit.path, paths)
    ]
    return sorted(found, key=lambda unit: (-unit.path.count("/"), unit.path))


def leaders_of(unit: Unit, case: Case) -> list[User]:
    """Return who would answer for the case in `unit`, and is not concerned in it."""
    units = {r.unit_id for r in case.respondents}
    people = {r.person_id for r in case.respondents if r.person_id is not None}
    barred = queries.barred(unit.id, get_pack(case.procedure_pack_id), units, people)
    gone = kept_away(case) | set(barred)
    found = identity.users_with_role(Role.DISCIPLINE_LEADER, unit)
    return [user for user in found if user.id not in gone]


def staying(unit: Unit, case: Case) -> set[int]:
    """Return who of the present team may go on when `unit` has the case: its own investigators."""
    own = {user.id for user in identity.users_with_role(Role.INVESTIGATOR, unit)}
    return {m.user_id for m in case.members if m.left_on is None and m.user_id in own}


def moved_of(case: Case) -> Sequence[CaseElevation]:
    """Return the stubs of a case, the newest first, with its units; one statement."""
    return db.session.scalars(
        select(CaseElevation)
        .where(CaseElevation.case_id == case.id)
        .options(joinedload(CaseElevation.from_unit), joinedload(CaseElevation.to_unit))
        .order_by(CaseElevation.id.desc())
    ).all()


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select what units below ask and `actor` decides; the word is the id of the stub."""
    if not actor.has(Permission.CASE_FILE):
        return None
    return (
        visible_to(actor)
        .with_only_columns(
            literal(CaseElevation.__tablename__).label("what"),
            CaseElevation.case_id,
            cast(CaseElevation.id, String).label("word"),
            CaseElevation.asked_on.label("on_date"),
        )
        .where(
            CaseElevation.state == ElevationState.ASKED,
            in_scope(CaseElevation.to_unit_id, actor, Permission.CASE_FILE),
        )
        .order_by(CaseElevation.id)
        .limit(LIMIT)
    )
