"""What was served on somebody: all that their desk shows. Nothing here asks for a case."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, NoticeService, Rectification, Remedy
from accountability.queries import notices, rectifications, remedies
from accountability.rules import ServiceState
from casework.desk import is_of_desk, liaison_units, of_desk
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import db

#: A desk shows the latest; a unit served more often than this has other troubles.
LIMIT = 100


def served_on(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a notice was served on `actor`'s desk. Twin of `is_party`."""
    return and_(NoticeService.state == ServiceState.SERVED, of_desk(actor))


def is_party(service: NoticeService, actor: Actor) -> bool:
    """Tell whether a notice is of `actor`'s desk. Twin of `served_on`."""
    return is_of_desk(service.respondent, actor)


def desk_of(actor: Actor) -> notices.Aftermath:
    """Return what was served on `actor`'s desk, newest first, and what followed (one statement)."""
    rows = (
        db.session.execute(
            select(NoticeService, Remedy, Rectification)
            .join(NoticeService.respondent)
            .join(NoticeService.decision)
            .join(Decision.case)
            .join(CaseRespondent.unit)
            .outerjoin(Remedy, Remedy.service_id == NoticeService.id)
            .outerjoin(
                Rectification,
                and_(
                    Rectification.decision_id == NoticeService.decision_id,
                    Rectification.respondent_id == NoticeService.respondent_id,
                ),
            )
            .options(
                contains_eager(NoticeService.respondent).contains_eager(CaseRespondent.unit),
                contains_eager(NoticeService.decision)
                .contains_eager(Decision.case)
                .joinedload(Case.unit),
                joinedload(NoticeService.document),
            )
            .where(served_on(actor))
            .order_by(NoticeService.received_on.desc(), NoticeService.id.desc(), Remedy.id)
            .limit(LIMIT)
        )
        .unique()
        .all()
    )
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    return notices.Aftermath(
        *(tuple(found for found in dict.fromkeys(c) if found) for c in columns)
    )


def get_served(service_id: int, actor: Actor) -> NoticeService:
    """Return a notice served on `actor`'s desk; 404 for any other, and for one not served yet."""
    service = notices.find_service(service_id)
    if service is None or service.state is not ServiceState.SERVED or not is_party(service, actor):
        abort(404)
    return service


def get_own_remedy(remedy_id: int, actor: Actor) -> Remedy:
    """Return a remedy against a notice on `actor`'s desk; 404 for any other."""
    remedy = remedies.find_remedy(remedy_id)
    if remedy is None or not is_party(remedy.service, actor):
        abort(404)
    return remedy


def get_own_rectification(rectification_id: int, actor: Actor) -> Rectification:
    """Return a rectification of the unit whose liaison `actor` is; 404 for any other."""
    rectification = rectifications.find_rectification(rectification_id)
    if rectification is None or rectification.unit_id not in liaison_units(actor):
        abort(404)
    return rectification


def others_of_desk(service: NoticeService) -> tuple[Sequence[Remedy], Rectification | None]:
    """Return the remedies and the rectification that belong to a notice (three statements)."""
    return remedies.of_service(service.id), rectifications.of_service(service)


def notice_id_of(rectification: Rectification) -> int | None:
    """Return the id of the notice of a decision by which it was ordered, None where none did."""
    if rectification.decision_id is None:
        return None
    return db.session.scalars(
        select(NoticeService.id).where(
            NoticeService.decision_id == rectification.decision_id,
            NoticeService.respondent_id == rectification.respondent_id,
        )
    ).one()
