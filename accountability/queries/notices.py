"""Services with what followed from them: periods, remedies, rectifications."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import (
    Decision,
    DecisionMeasure,
    NoticeService,
    Rectification,
    Remedy,
)
from accountability.rules import DecisionState, ServiceState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from casework.rules import CaseState
from core.access import Actor
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import MAX_ID, db
from core.reading import once_a_page

#: Before these states no notice was ever issued.
WITHOUT_NOTICE = frozenset({CaseState.PROPOSED, CaseState.FILED})


@dataclass(frozen=True)
class Aftermath:
    """What followed from the decisions of a case, the newest decision first.

    `clocks` are those of the remedy periods.
    """

    services: Sequence[NoticeService]
    remedies: Sequence[Remedy]
    rectifications: Sequence[Rectification]
    clocks: Sequence[Clock] = ()


def _with_notice() -> Select[NoticeService]:
    """Select services with decision, case, document and addressee (one statement)."""
    respondent = joinedload(NoticeService.respondent)
    return select(NoticeService).options(
        joinedload(NoticeService.decision).joinedload(Decision.case).joinedload(Case.unit),
        joinedload(NoticeService.document),
        respondent.joinedload(CaseRespondent.unit),
    )


def get_visible_service(service_id: int, actor: Actor) -> NoticeService:
    """Return a service; 404 where its case is not the actor's to see."""
    service = find_service(service_id)
    if service is None:
        abort(404)
    cases.get_visible_case(service.decision.case_id, actor)
    return service


def find_service(service_id: int) -> NoticeService | None:
    """Return a service whoever asks: the caller says who may see it."""
    if service_id > MAX_ID:
        return None
    return db.session.scalars(_with_notice().where(NoticeService.id == service_id)).one_or_none()


def served_cases(service_ids: Collection[int]) -> Sequence[Case]:
    """Return the cases of these notices that are served on all and not yet in effect."""
    if not service_ids:
        return ()
    of_them = select(Decision.case_id).join(NoticeService, NoticeService.decision_id == Decision.id)
    statement = select(Case).where(
        Case.state == CaseState.SERVED,
        Case.id.in_(of_them.where(NoticeService.id.in_(service_ids))),
    )
    return db.session.scalars(statement.order_by(Case.id)).all()


def lock(service: NoticeService) -> None:
    """Take the row of a service, so that of two remedies at once the second sees the first."""
    db.session.scalars(
        select(NoticeService)
        .where(NoticeService.id == service.id)
        .with_for_update(of=NoticeService)
    ).unique().one()


@once_a_page
def aftermath_of(case: Case) -> Aftermath:
    """Return what followed from the decisions of `case` (one statement; none before a decision)."""
    if case.state in WITHOUT_NOTICE:
        return Aftermath((), (), ())
    rows = (
        db.session.execute(
            select(NoticeService, Remedy, Rectification, Clock)
            .join(NoticeService.decision)
            .outerjoin(Remedy, Remedy.service_id == NoticeService.id)
            .outerjoin(
                Rectification,
                and_(
                    Rectification.decision_id == NoticeService.decision_id,
                    Rectification.respondent_id == NoticeService.respondent_id,
                ),
            )
            .outerjoin(Rectification.items)
            .outerjoin(Rectification.enforcements)
            .outerjoin(Rectification.urgings)
            .outerjoin(
                Clock,
                and_(
                    Clock.subject_type == NoticeService.__tablename__,
                    Clock.subject_id == NoticeService.id,
                ),
            )
            .options(
                contains_eager(NoticeService.decision),
                contains_eager(Rectification.items),
                contains_eager(Rectification.enforcements),
                contains_eager(Rectification.urgings),
                joinedload(NoticeService.document),
            )
            .where(Decision.case_id == case.id)
            .order_by(Decision.id.desc(), NoticeService.id, Remedy.id)
        )
        .unique()
        .all()
    )
    columns = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Aftermath(*(tuple(found for found in dict.fromkeys(c) if found) for c in columns))


def standing_services(case: Case) -> Sequence[NoticeService]:
    """Return the services of the decision that stands, with their addressees (one statement)."""
    return db.session.scalars(
        select(NoticeService)
        .join(NoticeService.decision)
        .options(
            contains_eager(NoticeService.decision),
            joinedload(NoticeService.respondent).joinedload(CaseRespondent.unit),
        )
        .where(Decision.case_id == case.id, Decision.state != DecisionState.REVOKED)
        .order_by(NoticeService.id)
    ).all()


def services_of(decision_id: int) -> Sequence[NoticeService]:
    """Return all services of a decision."""
    return db.session.scalars(
        select(NoticeService)
        .where(NoticeService.decision_id == decision_id)
        .order_by(NoticeService.id)
    ).all()


def unserved(decision_id: int) -> bool:
    """Tell whether a notice of the decision has not reached its addressee yet."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    NoticeService.decision_id == decision_id,
                    NoticeService.state != ServiceState.SERVED,
                )
            )
        )
    )


def has_measure(service: NoticeService) -> bool:
    """Tell whether the decision lays a measure on the addressee of this notice."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    DecisionMeasure.decision_id == service.decision_id,
                    DecisionMeasure.respondent_id == service.respondent_id,
                )
            )
        )
    )


def remedy_clocks(services: Iterable[NoticeService]) -> dict[int, Clock]:
    """Return the clock of the remedy period of each service, running or met (one statement)."""
    ids = [service.id for service in services]
    statement = (
        select(Clock)
        .where(
            Clock.subject_type == NoticeService.__tablename__,
            Clock.subject_id.in_(ids),
        )
        .options(joinedload(Clock.events))
        .order_by(Clock.id)
    )
    return {clock.subject_id: clock for clock in db.session.scalars(statement).unique()}


def clocks_from(services: Sequence[NoticeService]) -> Sequence[Clock]:
    """Return the running clocks of notices, and of the rectifications they led to."""
    decisions = {service.decision_id for service in services}
    rectifications = select(Rectification.id).where(Rectification.decision_id.in_(decisions))
    return (
        db.session.scalars(
            select(Clock)
            .where(
                Clock.state.in_((State.RUNNING, State.PAUSED)),
                or_(
                    and_(
                        Clock.subject_type == NoticeService.__tablename__,
                        Clock.subject_id.in_([service.id for service in services]),
                    ),
                    and_(
                        Clock.subject_type == Rectification.__tablename__,
                        Clock.subject_id.in_(rectifications),
                    ),
                ),
            )
            .options(joinedload(Clock.events))
            .order_by(Clock.id)
        )
        .unique()
        .all()
    )
