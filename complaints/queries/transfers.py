"""Read what was passed on: as the unit sees it that got it, and as the unit that sent it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import contains_eager, joinedload
from werkzeug.exceptions import NotFound

from complaints.models import (
    Complaint,
    ComplaintRespondent,
    ComplaintTransfer,
    TransferExtension,
    TransferUrging,
)
from complaints.queries.complaints import TASKS
from complaints.queries.retaliation import kept_from
from complaints.queries.visibility import is_not_about, may_see
from complaints.rules import JOINS_IN, PASSED_ON, RETURN, TransferState, UrgingStep
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.db import MAX_ID, db
from core.identity.models import Unit, User

_WITH_URGINGS: Final = (
    joinedload(ComplaintTransfer.urgings).joinedload(TransferUrging.raised_by),
    joinedload(ComplaintTransfer.urgings).joinedload(TransferUrging.document),
    joinedload(ComplaintTransfer.extensions).joinedload(TransferExtension.asked_by),
    joinedload(ComplaintTransfer.extensions).joinedload(TransferExtension.decided_by),
)


def assigned_to(actor: Actor) -> Select[ComplaintTransfer]:
    """Select what was passed on to the units for which `actor` handles it, less what is about
    them, somebody below them or a unit of theirs: found out later it vanishes too. So does what was
    taken back.
    """
    scope = in_scope(ComplaintTransfer.unit_id, actor, Permission.TRANSFER_HANDLE)
    return (
        select(ComplaintTransfer)
        .join(ComplaintTransfer.complaint)
        .where(scope, is_not_about(actor), ComplaintTransfer.state != TransferState.RECALLED)
        .options(contains_eager(ComplaintTransfer.complaint).joinedload(Complaint.unit))
        .options(joinedload(ComplaintTransfer.unit))
    )


def get_assigned(transfer_id: int, actor: Actor) -> ComplaintTransfer:
    """Return what was passed on to a unit of `actor`, with whom it is about; NotFound else."""
    complaint = contains_eager(ComplaintTransfer.complaint)
    people = complaint.joinedload(Complaint.respondents)
    statement = assigned_to(actor).options(
        people.joinedload(ComplaintRespondent.unit),
        joinedload(ComplaintTransfer.signed_by),
        joinedload(ComplaintTransfer.ended_by),
        joinedload(ComplaintTransfer.document),
        *_WITH_URGINGS,
    )
    return _one(statement, transfer_id)


def transfers_of(actor: Actor, filters: Mapping[str, Any]) -> Select[ComplaintTransfer]:
    """Select what was passed on of the complaints `actor` may see; `filters`: `state`, `urged`
    (the gravest step so far).
    """
    statement = (
        select(ComplaintTransfer)
        .join(ComplaintTransfer.complaint)
        .where(may_see(actor))
        .options(contains_eager(ComplaintTransfer.complaint))
        .options(joinedload(ComplaintTransfer.unit), joinedload(ComplaintTransfer.document))
    )
    if state := filters.get("state"):
        statement = statement.where(ComplaintTransfer.state == TransferState(state))
    if urged := filters.get("urged"):
        statement = statement.where(ComplaintTransfer.urged == UrgingStep(urged))
    return statement


def paths_of_accused(complaint: Complaint) -> list[str]:
    """Return the paths of the units a report is about, and of those whose people it names belong
    to now.
    """
    kept = kept_from(complaint)
    return paths_of([row.unit for row in kept], [row.person_id for row in kept])


def paths_of(units: Iterable[Unit], people: Iterable[int | None]) -> list[str]:
    """Return the paths of units named, and of those to which the people named belong now."""
    known = [person for person in people if person is not None]
    of_people = select(Unit.path).join(User, User.unit_id == Unit.id).where(User.id.in_(known))
    return [*(unit.path for unit in units), *db.session.scalars(of_people)]


def get_transfer(complaint: Complaint, transfer_id: int) -> ComplaintTransfer:
    """Return one transfer of a complaint with who acted on it; NotFound for any other."""
    statement = (
        select(ComplaintTransfer)
        .where(ComplaintTransfer.complaint_id == complaint.id)
        .options(
            joinedload(ComplaintTransfer.unit),
            joinedload(ComplaintTransfer.document),
            joinedload(ComplaintTransfer.sent_by),
            joinedload(ComplaintTransfer.signed_by),
            joinedload(ComplaintTransfer.ended_by),
            *_WITH_URGINGS,
        )
    )
    return _one(statement, transfer_id)


def to_handle(actor: Actor) -> Sequence[tuple[ComplaintTransfer, Clock | None]]:
    """Return what was passed on and waits for `actor` to sign, return or report, with the clock of
    the return where one runs: one statement, at most TASKS.
    """
    runs = and_(
        Clock.subject_type == ComplaintTransfer.__tablename__,
        Clock.subject_id == ComplaintTransfer.id,
        Clock.term_id == RETURN,
        Clock.state == ClockState.RUNNING,
    )
    statement = (
        assigned_to(actor)
        .outerjoin(Clock, runs)
        .add_columns(Clock)
        .where(ComplaintTransfer.state.in_(PASSED_ON), Complaint.state.in_(JOINS_IN))
        .order_by(ComplaintTransfer.due_on, ComplaintTransfer.id)
        .limit(TASKS)
    )
    return [(row[0], row[1]) for row in db.session.execute(statement).unique()]


def _one(statement: Select[ComplaintTransfer], transfer_id: int) -> ComplaintTransfer:
    if transfer_id > MAX_ID:
        raise NotFound
    found = db.session.scalars(statement.where(ComplaintTransfer.id == transfer_id))
    transfer = found.unique().one_or_none()
    if transfer is None:
        raise NotFound
    return transfer
