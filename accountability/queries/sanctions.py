"""Sanctions with the notice they follow from, and those that bar another for the same act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import joinedload

from accountability.models import (
    ActShare,
    Decision,
    DecisionMeasure,
    NoticeService,
    ResponsibleAct,
    Sanction,
    SanctionChange,
)
from accountability.sanctioning import COUNTS, MEASURES
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import MAX_ID, db
from core.reading import once_a_page


def with_service() -> Select[Sanction]:
    """Select sanctions with notice, person, decision and case (one statement)."""
    service = joinedload(Sanction.service)
    return select(Sanction).options(
        service.joinedload(NoticeService.respondent).joinedload(CaseRespondent.unit),
        service.joinedload(NoticeService.decision).joinedload(Decision.case).joinedload(Case.unit),
        service.joinedload(NoticeService.document),
        joinedload(Sanction.document),
        joinedload(Sanction.proposed_by),
    )


def with_changes() -> Select[Sanction]:
    """Select as `with_service`, with what was decided before each change (one statement)."""
    changes = joinedload(Sanction.changes).joinedload(SanctionChange.changed_by)
    return with_service().options(changes)


def get_visible_sanction(sanction_id: int, actor: Actor) -> Sanction:
    """Return a sanction; 404 where its case is not the actor's to see."""
    if sanction_id > MAX_ID:
        abort(404)
    statement = with_changes().where(Sanction.id == sanction_id)
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        abort(404)
    cases.get_visible_case(found.service.decision.case_id, actor)
    return found


@once_a_page
def of_service(service: NoticeService) -> Sanction | None:
    """Return the sanction proposed by a notice, if any was."""
    return db.session.scalars(
        select(Sanction).where(Sanction.service_id == service.id)
    ).one_or_none()


def of_decision(decision_id: int) -> Sequence[Sanction]:
    """Return what became of the sanctions a decision proposes, with what was changed."""
    statement = (
        with_changes()
        .join(Sanction.service)
        .where(NoticeService.decision_id == decision_id)
        .order_by(Sanction.id)
    )
    return db.session.scalars(statement).unique().all()


def measure_of(service: NoticeService) -> DecisionMeasure | None:
    """Return the sanction that the decision of a notice proposes for its addressee, if any."""
    return db.session.scalars(
        select(DecisionMeasure)
        .where(
            DecisionMeasure.decision_id == service.decision_id,
            DecisionMeasure.respondent_id == service.respondent_id,
            DecisionMeasure.code.in_(MEASURES),
        )
        .order_by(DecisionMeasure.id)
        .limit(1)
    ).first()


def of_the_same_person(service: NoticeService) -> Sequence[Sanction]:
    """Return other sanctions, imposed or proposed, of the addressee of a notice, in any case."""
    return db.session.scalars(
        with_service()
        .join(Sanction.service)
        .join(NoticeService.respondent)
        .where(
            Sanction.service_id != service.id,
            Sanction.state.in_(COUNTS),
            _same_person(service.respondent),
        )
        .order_by(Sanction.id)
    ).all()


def _same_person(respondent: CaseRespondent) -> ColumnElement[bool]:
    """Say that a respondent is this person: the same user, or of the same name in the same unit."""
    if respondent.person_id is not None:
        return CaseRespondent.person_id == respondent.person_id
    return and_(
        CaseRespondent.name == respondent.name, CaseRespondent.unit_id == respondent.unit_id
    )


def days_of_acts(respondent_ids: Sequence[int]) -> dict[int, set[date]]:
    """Return the days of the acts each respondent has a share in (one statement)."""
    rows = db.session.execute(
        select(ActShare.respondent_id, ResponsibleAct.on_date)
        .join(ResponsibleAct, ResponsibleAct.id == ActShare.act_id)
        .where(ActShare.respondent_id.in_(respondent_ids))
    )
    found: dict[int, set[date]] = {}
    for respondent_id, on in rows:
        found.setdefault(respondent_id, set()).add(on)
    return found


def proposed() -> ColumnElement[bool]:
    """Say that a notice's decision proposes a sanction for its addressee."""
    return exists().where(
        DecisionMeasure.decision_id == NoticeService.decision_id,
        DecisionMeasure.respondent_id == NoticeService.respondent_id,
        DecisionMeasure.code.in_(MEASURES),
    )
