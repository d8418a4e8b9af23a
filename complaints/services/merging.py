"""Join reports about the same matter, part them, and do to those joined what is done to the one
that leads (INF-03).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from complaints.models import Complaint
from complaints.procedure import COMPLAINT_PROCEDURE
from complaints.rules import JOINS_IN, ComplaintAction, ComplaintState
from complaints.services.identity import refuse_naming
from core import record
from core.access import Actor
from core.db import db, transactional
from core.procedure import perform


@transactional
def merge_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    leading: Complaint,
    reason: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Join a report to `leading`, to be handled with it; its number, clock and answer stay its own.

    Whom one of the two is about is kept from both. Refused: itself, one that is joined already or
    leads others, one past its handling, another receiving unit, other units reported without a
    reason, and a reason that names who reported. Both records tell it.
    """
    _lock(complaint, leading)
    db.session.refresh(leading)
    for one in (complaint, leading):
        refuse_naming(one, actor, reason)
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.MERGE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"leading": leading, "reason": reason},
        reason=reason,
    )
    _tell(leading, "take_in", complaint, actor, reason)
    keep_pace(complaint, actor)


@transactional
def unmerge_complaint(
    complaint: Complaint,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
    following: bool = False,
) -> None:
    """Part a report from the one that leads; from then on it is handled by itself.

    Refused without a reason, and once it is answered. Both records tell it. `following`: it
    follows from the withdrawal of the one that leads.
    """
    leading = complaint.leading
    _lock(complaint)
    for one in (complaint, leading):
        if one is not None:
            refuse_naming(one, actor, reason)
    in_case = complaint.state is ComplaintState.IN_CASE
    perform(
        COMPLAINT_PROCEDURE,
        complaint,
        ComplaintAction.UNMERGE_IN_CASE if in_case else ComplaintAction.UNMERGE,
        actor,
        seen_version=seen_version,
        token=token,
        data={"reason": reason},
        reason=reason,
        following=following,
    )
    assert leading is not None  # `perform` went through
    _tell(leading, "let_go", complaint, actor, reason)


def with_joined(complaint: Complaint, state: ComplaintState) -> list[Complaint]:
    """Return a report that is to be acted on, and those joined to it that stand in `state`.

    All of the group are locked, in one order, so that nobody waits for somebody who waits.
    """
    _lock(complaint)
    joined = select(Complaint).where(Complaint.leading_id == complaint.id)
    found = db.session.scalars(joined.order_by(Complaint.id)).all()
    return [complaint, *(one for one in found if one.state is state)]


def keep_pace(complaint: Complaint, actor: Actor) -> None:
    """Put an accepted report into the case of the one that leads, where that is open."""
    leading = complaint.leading
    if leading is None or leading.state is not ComplaintState.IN_CASE:
        return
    if complaint.state is ComplaintState.ACCEPTED:
        perform(
            COMPLAINT_PROCEDURE,
            complaint,
            ComplaintAction.OPEN_CASE,
            actor,
            seen_version=None,
            following=True,
        )


def release(leading: Complaint, actor: Actor) -> None:
    """Part all from a report that was withdrawn before it came into a case."""
    for one in [one for one in leading.joined if one.state in JOINS_IN]:
        unmerge_complaint(
            one, actor, reason="所并入的一件已经撤回。", seen_version=None, following=True
        )


def _tell(
    leading: Complaint, what: str, complaint: Complaint, actor: Actor, reason: str | None
) -> None:
    """Record it on the one that leads too; who has its page open is told that it has changed."""
    leading.touch()
    record.append(
        what,
        leading,
        actor_id=actor.id,
        after={"complaint_id": complaint.id},
        reason="：".join(filter(None, (complaint.number, reason))),
    )


def _lock(*complaints: Complaint) -> None:
    """Lock these and all that are handled with them, in the order of their ids."""
    db.session.flush()
    ids: Sequence[int] = [complaint.handled_with_id for complaint in complaints]
    ids = [*ids, *(complaint.id for complaint in complaints)]
    group = or_(Complaint.id.in_(ids), Complaint.leading_id.in_(ids))
    db.session.execute(select(Complaint.id).where(group).order_by(Complaint.id).with_for_update())
