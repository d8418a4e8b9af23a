"""Read imports of work orders: those of the units where an officer registers what comes in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, undefer
from werkzeug.exceptions import NotFound

from complaints.models import Complaint, HotlineImport, ImportColumns, WorkOrder
from complaints.queries.visibility import may_see
from complaints.rules import ImportState
from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db
from core.identity.models import Unit

#: Numbers asked for in one statement.
_CHUNK = 500


def import_list(actor: Actor) -> Select[HotlineImport]:
    """Select the imports into the registers that `actor` keeps, with unit and people."""
    return (
        select(HotlineImport)
        .where(in_scope(HotlineImport.unit_id, actor, Permission.COMPLAINT_REGISTER))
        .options(
            joinedload(HotlineImport.unit),
            joinedload(HotlineImport.uploaded_by),
            joinedload(HotlineImport.confirmed_by),
        )
    )


def get_visible_import(import_id: int, actor: Actor) -> HotlineImport:
    """Return the import with its file; NotFound for one that is not there or out of scope."""
    if import_id > MAX_ID:
        raise NotFound
    statement = import_list(actor).where(HotlineImport.id == import_id)
    found = db.session.scalars(
        statement.options(undefer(HotlineImport.content), undefer(HotlineImport.rejected))
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def imported_before(import_: HotlineImport) -> HotlineImport | None:
    """Return the last import of the very same file into the same register, if there was one."""
    return db.session.scalars(
        select(HotlineImport)
        .where(
            HotlineImport.unit_id == import_.unit_id,
            HotlineImport.sha256 == import_.sha256,
            HotlineImport.state == ImportState.DONE,
            HotlineImport.id != import_.id,
        )
        .order_by(HotlineImport.id.desc())
        .limit(1)
        .options(joinedload(HotlineImport.confirmed_by))
    ).first()


def waiting_of(user_id: int | None) -> int:
    """Return how many uploads of a user wait to be confirmed."""
    statement = select(func.count()).where(
        HotlineImport.uploaded_by_id == user_id,
        HotlineImport.state == ImportState.WAITING,
        HotlineImport.expires_at > moment.now(),
    )
    return db.session.scalar(statement) or 0


def run_out_imports(now: datetime) -> Sequence[HotlineImport]:
    """Return the imports of which something is still kept although its time is over."""
    return db.session.scalars(
        select(HotlineImport).where(HotlineImport.expires_at <= now).order_by(HotlineImport.id)
    ).all()


def columns_chosen(unit_id: int, headings_index: str) -> ImportColumns | None:
    """Return what these headings were last said to mean in a unit."""
    return db.session.scalars(
        select(ImportColumns).where(
            ImportColumns.unit_id == unit_id, ImportColumns.headings_index == headings_index
        )
    ).one_or_none()


def orders_known(unit_id: int, numbers: Collection[str]) -> Mapping[str, WorkOrder]:
    """Return the work orders of a register that bear one of these numbers, with their imports."""
    wanted = sorted(set(numbers))
    found: dict[str, WorkOrder] = {}
    for start in range(0, len(wanted), _CHUNK):
        statement = (
            select(WorkOrder)
            .where(
                WorkOrder.unit_id == unit_id,
                WorkOrder.number.in_(wanted[start : start + _CHUNK]),
            )
            .options(joinedload(WorkOrder.import_).joinedload(HotlineImport.confirmed_by))
        )
        found.update({order.number: order for order in db.session.scalars(statement)})
    return found


def numbers_seen(actor: Actor, complaint_ids: Collection[int]) -> Mapping[int, str]:
    """Return the numbers of those of the complaints that `actor` may see, by id."""
    wanted = sorted(complaint_ids)
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        statement = select(Complaint.id, Complaint.number).where(
            Complaint.id.in_(chunk), may_see(actor)
        )
        found.update((key, number) for key, number in db.session.execute(statement))
    return found


def import_locked(import_id: int) -> HotlineImport:
    """Return the import with its file as it is now, and hold it until the transaction ends."""
    return db.session.scalars(
        select(HotlineImport)
        .where(HotlineImport.id == import_id)
        .options(undefer(HotlineImport.content))
        .with_for_update(of=HotlineImport)
        .execution_options(populate_existing=True)
    ).one()


def register_locked(unit_id: int) -> None:
    """Hold the register of a unit until the transaction ends: two imports into it take turns."""
    statement = select(Unit.id).where(Unit.id == unit_id).with_for_update(key_share=True)
    db.session.execute(statement).one()
