"""Read complaints. Every list starts from `visible_to`; who reported is never loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload, selectinload
from werkzeug.exceptions import NotFound

from complaints.models import (
    Complaint,
    ComplaintRespondent,
    ComplaintTransfer,
    ReplyDraft,
    ReporterOpening,
    TransferExtension,
    WorkOrder,
)
from complaints.queries.visibility import is_not_about, may_see
from complaints.rules import (
    ACCEPTANCE,
    JOINS_IN,
    OF_ITSELF,
    PASSED_ON,
    TOLD,
    UNANSWERED,
    ComplaintState,
    DocumentKind,
    OpeningState,
    ReplyState,
    TransferState,
)
from core import moment
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.clocks.models import Clock
from core.clocks.periods import State as ClockState
from core.db import MAX_ID, db
from core.documents.models import IssuedDocument
from core.identity.models import Unit, User
from core.procedure import PerformedAct
from core.record.models import RecordEntry
from core.search.text import number_form

#: How many entries of the record a page shows, and how many tasks the worklist.
HISTORY = 100
TASKS = 100


#: Sorts behind every character, rare ones beyond U+FFFF included.
_ENDLESS = "\U0010ffff"


class Waiting(NamedTuple):
    """One line of what waits: `came_back` says that a unit returned it and none has had it since,
    `draft` is the reply that has not gone out, `wants_time` that a unit asks for more time.
    """

    complaint: Complaint
    clock: Clock | None
    opening: ReporterOpening | None
    came_back: bool
    draft: ReplyDraft | None
    wants_time: bool


def visible_to(actor: Actor) -> Select[Complaint]:
    """Select the complaints `actor` may see.

    Those of the units where they may read complaints, less those about themselves, somebody below
    them in the line of command, or a unit of theirs: no role overrides that (Regulation on Petition
    Work art. 30). Loads nothing along.
    """
    return select(Complaint).where(may_see(actor))


def get_visible_complaint(complaint_id: int, actor: Actor) -> Complaint:
    """Return the complaint with unit, decider and respondents, in one statement.

    NotFound alike for one that does not exist and one `actor` may not see.
    """
    if complaint_id > MAX_ID:
        raise NotFound
    statement = (
        visible_to(actor)
        .where(Complaint.id == complaint_id)
        .options(
            joinedload(Complaint.unit),
            joinedload(Complaint.decided_by),
            joinedload(Complaint.work_order),
            joinedload(Complaint.leading),
            joinedload(Complaint.joined).defer(Complaint.facts),
            joinedload(Complaint.supplements),
            joinedload(Complaint.call_backs),
            joinedload(Complaint.reply_drafts),
            joinedload(Complaint.transfers).joinedload(ComplaintTransfer.unit),
            joinedload(Complaint.transfers).joinedload(ComplaintTransfer.extensions),
            joinedload(Complaint.respondents).joinedload(ComplaintRespondent.unit),
        )
    )
    complaint = db.session.scalars(statement).unique().one_or_none()
    if complaint is None:
        raise NotFound
    return complaint


def is_visible(complaint_id: int, actor: Actor) -> bool:
    """Tell whether `actor` may see the complaint with this id."""
    return (
        db.session.scalar(select(exists().where(Complaint.id == complaint_id, may_see(actor))))
        is True
    )


def get_numbered(number: str, actor: Actor) -> Complaint | None:
    """Return the complaint with this number, brackets of any kind, if `actor` may see it."""
    statement = visible_to(actor).where(Complaint.number == number_form(number))
    return db.session.scalars(statement).one_or_none()


def complaint_list(actor: Actor, filters: Mapping[str, Any]) -> Select[Complaint]:
    """Select the complaints `actor` may see that fit `filters`, with unit and respondents.

    `filters`: `state`, `unit` (id of the receiving unit), `trigger`, `q` (how the number, that of
    the hotline's work order, or the title begins).
    """
    statement = visible_to(actor).options(
        joinedload(Complaint.unit),
        selectinload(Complaint.respondents).joinedload(ComplaintRespondent.unit),
    )
    if state := filters.get("state"):
        statement = statement.where(Complaint.state == ComplaintState(state))
    if unit_id := filters.get("unit"):
        statement = statement.where(Complaint.unit_id == int(unit_id))
    if trigger := filters.get("trigger"):
        statement = statement.where(Complaint.trigger_code == trigger)
    if text := filters.get("q"):
        found = [select(Complaint.id).where(_begins(column, text)) for column in _LOOKED_UP]
        found.append(select(WorkOrder.complaint_id).where(_begins(WorkOrder.number, text)))
        statement = statement.where(Complaint.id.in_(found[0].union(*found[1:])))
    return statement


def waiting_for(
    actor: Actor,
) -> Sequence[Waiting]:
    """Return what waits for `actor`, what is due first coming first: one statement for all of it.

    Decisions on acceptance, answers to what was accepted without a case or is joined to what was
    answered, drafts of a reply to sign, to mend or to send, where to pass on what a unit returned,
    units that ask for more time, and closings, with the clock that runs; and requests to see who
    reported, to consent to or to use. At most TASKS rows.
    """
    came_back, wants_time = _came_back(), _wants_time()
    leads = aliased(Complaint)
    waits = or_(
        _in(actor, Permission.COMPLAINT_DECIDE, ComplaintState.REGISTERED),
        and_(_in(actor, Permission.COMPLAINT_DECIDE, ComplaintState.ACCEPTED), came_back),
        and_(_in(actor, Permission.COMPLAINT_DECIDE, *JOINS_IN), wants_time),
        and_(
            _in(actor, Permission.COMPLAINT_REPLY, ComplaintState.ACCEPTED),
            Complaint.channel.not_in(OF_ITSELF),
            Complaint.leading_id.is_(None),
        ),
        and_(
            _in(actor, Permission.COMPLAINT_REPLY, ComplaintState.ACCEPTED, ComplaintState.IN_CASE),
            Complaint.withdrawn_on.is_(None),
            leads.state.in_(TOLD),
        ),
        and_(
            _in(actor, Permission.COMPLAINT_CLOSE, ComplaintState.ACCEPTED),
            Complaint.channel.in_(OF_ITSELF),
        ),
        _in(actor, Permission.COMPLAINT_CLOSE, ComplaintState.REPLIED, ComplaintState.DECLINED),
        and_(_in(actor, Permission.COMPLAINT_REPLY, *TOLD), Complaint.doubted_on.is_not(None)),
        _is_written(actor),
    )
    runs = and_(
        Clock.subject_type == Complaint.__tablename__,
        Clock.subject_id == Complaint.id,
        Clock.term_id == ACCEPTANCE,
        Clock.state == ClockState.RUNNING,
    )
    asked = _asks(actor)
    wanted = select(Complaint.id).outerjoin(leads, Complaint.leading).where(waits).correlate(None)
    wanted_for_openings = select(ReporterOpening.complaint_id).where(asked).correlate(None)
    is_open = and_(
        ReplyDraft.complaint_id == Complaint.id, ReplyDraft.state != ReplyState.DELIVERED
    )
    statement = (
        select(Complaint, Clock, ReporterOpening, came_back, ReplyDraft, wants_time)
        .join(Complaint.unit)
        .outerjoin(Clock, runs)
        .outerjoin(ReplyDraft, is_open)
        .outerjoin(ReporterOpening, and_(ReporterOpening.complaint_id == Complaint.id, asked))
        .where(Complaint.id.in_(union(wanted, wanted_for_openings)), is_not_about(actor))
        .options(contains_eager(Complaint.unit), joinedload(Complaint.leading))
        .order_by(Clock.due_on.is_(None), Clock.due_on, Complaint.id, ReporterOpening.id)
        .limit(TASKS)
    )
    rows = db.session.execute(statement)
    return [Waiting(*row) for row in rows]


def _is_written(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that the draft of a reply waits for `actor`: for the signature, or to
    be mended or sent where no case of its own task leads there.
    """
    is_due = or_(Complaint.state.in_(UNANSWERED), Complaint.doubted_on.is_not(None))
    to_sign = and_(
        ReplyDraft.state == ReplyState.SUBMITTED,
        in_scope(Complaint.unit_id, actor, Permission.COMPLAINT_DECIDE),
    )
    to_write = and_(
        ReplyDraft.state.not_in((ReplyState.SUBMITTED, ReplyState.DELIVERED)),
        in_scope(Complaint.unit_id, actor, Permission.COMPLAINT_REPLY),
    )
    waits = exists().where(ReplyDraft.complaint_id == Complaint.id, or_(to_sign, to_write))
    return and_(is_due, waits)


def _wants_time() -> ColumnElement[bool]:
    """Return the condition that a unit which has a complaint waits for an answer on more time."""
    return exists().where(
        ComplaintTransfer.complaint_id == Complaint.id,
        ComplaintTransfer.state.in_(PASSED_ON),
        TransferExtension.transfer_id == ComplaintTransfer.id,
        TransferExtension.decided_on.is_(None),
    )


def _came_back() -> ColumnElement[bool]:
    """Return the condition that a unit returned a complaint and no other one has had it since."""
    sent, later = aliased(ComplaintTransfer), aliased(ComplaintTransfer)
    passed_on = exists().where(
        later.complaint_id == sent.complaint_id,
        later.state != TransferState.RECALLED,
        or_(later.id > sent.id, later.state != TransferState.RETURNED),
    )
    return exists().where(
        sent.complaint_id == Complaint.id, sent.state == TransferState.RETURNED, ~passed_on
    )


def _asks(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a request to see who reported waits for `actor`."""
    about_what = aliased(Complaint)
    received = select(about_what.unit_id).where(about_what.id == ReporterOpening.complaint_id)
    to_decide = and_(
        ReporterOpening.state == OpeningState.REQUESTED,
        ReporterOpening.requested_by_id != actor.id,
        in_scope(
            received.correlate(ReporterOpening).scalar_subquery(),
            actor,
            Permission.REPORTER_CONSENT,
        ),
    )
    to_use = and_(
        ReporterOpening.state == OpeningState.CONSENTED,
        ReporterOpening.requested_by_id == actor.id,
        ReporterOpening.expires_at > moment.now(),
    )
    return or_(to_decide, to_use)


def clocks_of(complaint: Complaint) -> Sequence[Clock]:
    """Return the clocks of a complaint in the order of their starts, with their events."""
    statement = (
        select(Clock)
        .where(Clock.subject_type == Complaint.__tablename__, Clock.subject_id == complaint.id)
        .options(joinedload(Clock.events))
        .order_by(Clock.id)
    )
    return db.session.scalars(statement).unique().all()


def breached_clock(complaint: Complaint) -> Clock | None:
    """Return the clock of the duty whose breach this lead is about, with its events; else None."""
    if complaint.clock_id is None:
        return None
    statement = select(Clock).where(Clock.id == complaint.clock_id)
    return db.session.scalars(statement.options(joinedload(Clock.events))).unique().one()


def documents_of(complaint: Complaint) -> Sequence[IssuedDocument]:
    """Return the letters issued on a complaint, oldest first."""
    statement = (
        select(IssuedDocument)
        .where(
            IssuedDocument.subject_type == Complaint.__tablename__,
            IssuedDocument.subject_id == complaint.id,
        )
        .order_by(IssuedDocument.id)
    )
    return db.session.scalars(statement).all()


def letter_of_kind(complaint: Complaint, kind: DocumentKind) -> IssuedDocument | None:
    """Return the last letter of a kind on a complaint."""
    return next((one for one in reversed(documents_of(complaint)) if one.kind == kind), None)


def get_document(complaint: Complaint, document_id: int) -> IssuedDocument:
    """Return a letter of this complaint; NotFound for any other."""
    document = db.session.get(IssuedDocument, document_id) if document_id <= MAX_ID else None
    if document is None or (document.subject_type, document.subject_id) != (
        Complaint.__tablename__,
        complaint.id,
    ):
        raise NotFound
    return document


def history_of(complaint: Complaint) -> Sequence[tuple[RecordEntry, str | None]]:
    """Return what the record says of a complaint, newest first, each with who did it."""
    statement = (
        select(RecordEntry, User.name)
        .outerjoin(User, User.id == RecordEntry.actor_id)
        .where(
            RecordEntry.subject_type == Complaint.__tablename__,
            RecordEntry.subject_id == complaint.id,
        )
        .order_by(RecordEntry.seq.desc())
        .limit(HISTORY)
    )
    return [(entry, name) for entry, name in db.session.execute(statement)]


def registered_with(token: str) -> int | None:
    """Return the id of the complaint that the form with this token registered, if it did."""
    return db.session.scalar(
        select(PerformedAct.subject_id).where(
            PerformedAct.token == token, PerformedAct.subject_type == Complaint.__tablename__
        )
    )


def units_where(actor: Actor, permission: Permission) -> Sequence[Unit]:
    """Return the units where `actor` holds `permission`, in the order of the tree."""
    return db.session.scalars(
        select(Unit).where(in_scope(Unit.id, actor, permission)).order_by(Unit.path)
    ).all()


def public_receivers() -> Sequence[Unit]:
    """Return the units that say they receive reports of the public, in the order of the tree."""
    return db.session.scalars(
        select(Unit).where(Unit.takes_public_reports).order_by(Unit.path)
    ).all()


def people_named(unit_id: int, name: str) -> Sequence[User]:
    """Return the users of a unit who bear this name, also those whose account is closed."""
    return db.session.scalars(
        select(User).where(User.unit_id == unit_id, User.name == name).order_by(User.id)
    ).all()


_LOOKED_UP: tuple[InstrumentedAttribute[str], ...] = (Complaint.number, Complaint.title)


def _in(actor: Actor, permission: Permission, *states: ComplaintState) -> ColumnElement[bool]:
    return and_(Complaint.state.in_(states), in_scope(Complaint.unit_id, actor, permission))


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[bool]:
    """Return the condition that a text begins with `text`, as a range the index serves."""
    return and_(column >= text, column < text + _ENDLESS)
