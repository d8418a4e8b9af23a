"""Open who reported: request, consent, view; and find what came from a telephone number."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from complaints import queries
from complaints.models import Complaint, Reporter, ReporterOpening
from complaints.procedure import OPENING_PROCEDURE
from complaints.rules import OpeningAction, OpeningState
from complaints.services.identity import (
    Identity,
    masked,
    opened,
    phone_index,
    refuse_naming,
    reporter_of,
)
from core import access_log, moment, record
from core.access import Actor, Permission
from core.access_log import AccessEntry, AccessKind
from core.db import db, transactional
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused

#: Telephone numbers one person may look up on one day in Shanghai.
LOOKUPS_A_DAY = 20


@transactional
def request_opening(
    complaint: Complaint, actor: Actor, *, reason: str, token: str | None = None
) -> ReporterOpening:
    """Ask to see who reported; the request and its reason are recorded, the identity is not.

    Forbidden without the permission in the unit. Refused for an anonymous report, without a reason,
    for a reason that itself names who reported, and while an earlier request is open. SEC-01.
    """
    _permit(complaint, actor)
    if not reason.strip():
        raise Refused(Refusal("complaint_opening_needs_reason"))
    reporter_of(complaint)
    refuse_naming(complaint, actor, reason)
    expire_openings(complaint)
    if queries.open_requests(complaint, actor):
        raise Refused(Refusal("opening_open_already"))

    def build() -> ReporterOpening:
        assert actor.id is not None  # the system asks for nothing
        return ReporterOpening(
            complaint=complaint,
            requested_by_id=actor.id,
            reason=reason,
            state=OpeningState.REQUESTED,
            view_count=0,
        )

    opening: ReporterOpening = create_once(token, ReporterOpening, build)
    after = {"complaint_id": complaint.id}
    record.append("request", opening, actor_id=actor.id, after=after, reason=reason)
    return opening


@transactional
def consent_opening(
    opening: ReporterOpening, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Consent that who asked sees who reported, for as long as the settings say."""
    perform(
        OPENING_PROCEDURE,
        opening,
        OpeningAction.CONSENT,
        actor,
        seen_version=seen_version,
        token=token,
    )


@transactional
def refuse_opening(
    opening: ReporterOpening,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Do not consent, with reasons."""
    refuse_naming(opening.complaint, actor, reason)
    perform(
        OPENING_PROCEDURE,
        opening,
        OpeningAction.REFUSE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
    )


@transactional
def view_reporter(
    opening: ReporterOpening, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> Identity:
    """Return who reported, in clear, to who asked; every view is recorded and logged. SEC-01."""
    perform(
        OPENING_PROCEDURE,
        opening,
        OpeningAction.VIEW,
        actor,
        seen_version=seen_version,
        token=token,
    )
    complaint = opening.complaint
    access_log.note(actor.id, AccessKind.OPEN, reporter_of(complaint))
    record.append(
        "open_reporter",
        complaint,
        actor_id=actor.id,
        after={"opening_id": opening.id, "consented_by_id": opening.decided_by_id},
        reason=opening.reason,
    )
    return opened(complaint)


def masked_reporter(opening: ReporterOpening, actor: Actor) -> Identity | None:
    """Return who reported, masked, to who asked and has a consent that runs; None otherwise."""
    runs = opening.state in (OpeningState.CONSENTED, OpeningState.USED)
    if actor.id != opening.requested_by_id or not runs or not opening.runs_at(moment.now()):
        return None
    return masked(opened(opening.complaint))


@transactional
def expire_openings(complaint: Complaint | None = None) -> int:
    """Close the consents (of one complaint) that have run out; return how many. They are worth
    nothing before.
    """
    found = queries.run_out_openings(moment.now(), complaint)
    for opening in found:
        perform(OPENING_PROCEDURE, opening, OpeningAction.EXPIRE, Actor.system(), seen_version=None)
    return len(found)


@transactional
def look_up_phone(actor: Actor, *, number: str, reason: str) -> Sequence[Complaint]:
    """Return the complaints `actor` may see that came from this number, newest first.

    It tells who reported, and so counts as an opening: reason, record, access log, and a bound on
    how many numbers one person tries in a day. Refused for less than a whole number.
    """
    if not actor.has(Permission.REPORTER_OPEN):
        raise Forbidden("look_up_reporter")
    if not reason.strip():
        raise Refused(Refusal("complaint_opening_needs_reason"))
    index = phone_index(number)
    if index is None:
        raise Refused(Refusal("lookup_needs_number"))
    if _lookups_today(actor) >= LOOKUPS_A_DAY:
        raise Refused(Refusal("lookup_too_many", {"limit": LOOKUPS_A_DAY}))
    found = [
        complaint
        for complaint in queries.from_phone(actor, index)
        if actor.may(Permission.REPORTER_OPEN, complaint.unit.path)
    ]
    # counted before the reason is looked at: to be refused for it tells that the number is known
    access_log.note_key(actor.id, AccessKind.LOOK_UP, Reporter.__tablename__, 0)
    for complaint in found:
        refuse_naming(complaint, actor, reason)
    for complaint in found:
        access_log.note(actor.id, AccessKind.OPEN, reporter_of(complaint))
        record.append("look_up_reporter", complaint, actor_id=actor.id, reason=reason)
    return found


def _permit(complaint: Complaint, actor: Actor) -> None:
    if not actor.may(Permission.REPORTER_OPEN, complaint.unit.path):
        raise Forbidden("open_reporter")


def _lookups_today(actor: Actor) -> int:
    statement = select(func.count()).where(
        AccessEntry.kind == AccessKind.LOOK_UP,
        AccessEntry.actor_id == actor.id,
        AccessEntry.at >= moment.start_of(moment.today()),
    )
    return db.session.scalar(statement) or 0
