"""Record the service of notices, and let a decision take effect when its periods are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from accountability.correcting import items_of
from accountability.models import (
    NoticeService,
    Rectification,
    RectificationItem,
)
from accountability.procedure.effect import may_take_effect
from accountability.procedure.notices import SERVICE_PROCEDURE, pack_of, stated_remedy
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.queries import notices as queries
from accountability.rules import RectificationState, ServiceAction
from casework import queries as cases
from casework import services as casework
from casework.models import Case
from casework.rules import CaseAction, CaseState
from core import record
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.clocks.periods import State
from core.clocks.sweeping import ClocksBreached
from core.db import db, transactional
from core.procedure import AlreadyDone, Forbidden, Stale, perform, start_clock
from core.serving.rules import Delivery
from regulations.codes import TermId


@transactional
def record_service(
    service: NoticeService,
    actor: Actor,
    delivery: Delivery,
    *,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record that a notice was served: from the day of receipt the party's own period runs.

    Orders the rectification where a measure was laid on the party (ACC-15). With the last notice
    the case counts as served; where the pack states no remedy it takes effect at once. Refused:
    what the method lacks, days out of order, a decision no longer in force (INF-08).
    """
    case = service.decision.case
    _lock(case)
    _act(service, ServiceAction.RECORD, actor, seen_version, token, {"delivery": delivery})
    if queries.has_measure(service):
        _order_rectification(service, actor)
    if case.state is CaseState.DECIDED and not queries.unserved(service.decision_id):
        casework.follow(case, CaseAction.SERVE, actor)
        if stated_remedy(pack_of(service)) is None:
            casework.follow(case, CaseAction.TAKE_EFFECT, actor)


@transactional
def fail_service(
    service: NoticeService,
    actor: Actor,
    *,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record that the notice could not be served, and why."""
    _act(service, ServiceAction.FAIL, actor, seen_version, token, {"reason": reason}, reason)


@transactional
def retry_service(
    service: NoticeService, actor: Actor, *, seen_version: int | None, token: str | None = None
) -> None:
    """Prepare a failed service anew; the record keeps why it had failed."""
    _act(service, ServiceAction.RETRY, actor, seen_version, token)


@transactional
def file_service(
    service: NoticeService,
    actor: Actor,
    *,
    filed: bool,
    filed_on: date | None = None,
    filed_with: str | None = None,
    filed_by: str | None = None,
    filed_to: str | None = None,
    not_filed_reason: str | None = None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register that a copy was handed over for the person's own file, to which office and when, or
    why none is (ARC-04). Refused before the decision has effect, and where something is missing.
    """
    data = {
        "filed": filed,
        "filed_on": filed_on,
        "filed_with": filed_with or None,
        "filed_by": filed_by or None,
        "filed_to": filed_to or None,
        "not_filed_reason": not_filed_reason or None,
    }
    _act(service, ServiceAction.FILE, actor, seen_version, token, data, not_filed_reason or None)


@transactional
def take_effect(case: Case, actor: Actor, *, seen_version: int) -> None:
    """Let the decision on a case take effect; its remedy periods end on the day they ran out.

    Raises Forbidden for who may not close cases there, Stale where the case changed meanwhile,
    AlreadyDone where it took effect meanwhile. Refused while a period runs or a remedy is open
    (`procedure.effect`).
    """
    if not may_let_take_effect(case, actor):
        raise Forbidden(CaseAction.TAKE_EFFECT)
    _lock(case)
    if case.version != seen_version:
        if case.state is CaseState.EFFECTIVE:
            raise AlreadyDone(case.id)
        raise Stale(None, None, case.updated_at)
    _take_effect(case, actor)


def take_effect_by_itself(event: ClocksBreached) -> None:
    """Let decisions take effect whose last remedy period has run out, so that nobody has to think
    of it (ACC-14). What is not served on all, or sought and not yet ruled on, waits for a person.
    """
    ended = {
        clock.subject_id
        for clock in event.clocks
        if clock.subject_type == NoticeService.__tablename__
        and clock.term_id == TermId.REMEDY_PERIOD
    }
    by = Actor.system()
    for case in queries.served_cases(ended):
        if may_take_effect(case, by) is None:
            _take_effect(case, by)


def _take_effect(case: Case, actor: Actor) -> None:
    casework.follow(case, CaseAction.TAKE_EFFECT, actor)
    for clock in queries.remedy_clocks(queries.standing_services(case)).values():
        if clock.state is State.RUNNING and clock.due_on is not None:
            clocks.meet(clock, clock.due_on, actor.id, "期限届满，没有提出或者已经审结")


def may_let_take_effect(case: Case, actor: Actor) -> bool:
    """Tell whether `actor` may let decisions of this case take effect."""
    return actor.may(Permission.CASE_CLOSE, case.unit.path) and cases.knows(case, actor)


def end_duties(services: Sequence[NoticeService], actor: Actor, on: date, reason: str) -> None:
    """Call off the periods that ran from notices of a decision now revoked."""
    owed = queries.clocks_from(services)
    for clock in owed:
        clocks.cancel(clock, on, actor.id, reason)


def _order_rectification(service: NoticeService, actor: Actor) -> None:
    decision = service.decision
    received_on = service.received_on
    assert received_on is not None  # a served notice has it
    rectification = Rectification(
        decision=decision,
        respondent=service.respondent,
        unit=service.respondent.unit,
        state=RectificationState.ORDERED,
        ordered_on=received_on,
        # a day already past on receipt could not be kept
        due_on=max(decision.correction_due_on, received_on),
        items=[RectificationItem(problem=text) for text in items_of(decision.requirement)],
    )
    db.session.add(rectification)
    db.session.flush()
    start_clock(RECTIFICATION_PROCEDURE, rectification, TermId.FEEDBACK_PERIOD, actor)
    clock = clocks.open_clock(Rectification.__tablename__, rectification.id, TermId.FEEDBACK_PERIOD)
    if clock is not None and clock.due_on is not None:
        rectification.due_on = clock.due_on
    record.append(
        "order",
        rectification,
        actor_id=actor.id,
        after={"due_on": rectification.due_on, "items": len(rectification.items)},
    )


def _lock(case: Case) -> None:
    """Take the row of the case first, so that two last services do not both see one missing."""
    db.session.scalars(
        select(Case)
        .where(Case.id == case.id)
        .with_for_update(of=Case)
        .execution_options(populate_existing=True)
    ).unique().one()


def _act(
    service: NoticeService,
    action: ServiceAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        SERVICE_PROCEDURE,
        service,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
