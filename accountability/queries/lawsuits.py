"""Administrative reviews and lawsuits, as far as an actor may know them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import abort
from sqlalchemy import Select, extract, or_, select
from sqlalchemy.orm import joinedload

from accountability.challenging import LawsuitKind, LawsuitState, Outcome
from accountability.models import Decision, Lawsuit, LawsuitCorrection
from casework import queries as cases
from casework.models import Case
from complaints import queries as complaints
from complaints.models import Complaint
from core.access import Actor, Permission
from core.access.visibility import in_scope
from core.db import MAX_ID, db


def visible_to(actor: Actor) -> Select[Lawsuit]:
    """Select what `actor` may know with its units: kept in their units; one against a decision
    here only with the case it was taken in.
    """
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    return (
        select(Lawsuit)
        .outerjoin(Decision, Decision.id == Lawsuit.decision_id)
        .where(
            in_scope(Lawsuit.unit_id, actor, Permission.LAWSUIT_READ),
            or_(Lawsuit.decision_id.is_(None), Decision.case_id.in_(seen)),
        )
        .options(joinedload(Lawsuit.unit), joinedload(Lawsuit.sued_unit))
    )


def registered(
    actor: Actor,
    *,
    year: int,
    kind: LawsuitKind | None = None,
    state: LawsuitState | None = None,
    outcome: Outcome | None = None,
) -> Select[Lawsuit]:
    """Select the register of a year (by the day of filing), narrowed by what is given."""
    statement = visible_to(actor).where(extract("year", Lawsuit.filed_on) == year)
    for column, wanted in (
        (Lawsuit.kind, kind),
        (Lawsuit.state, state),
        (Lawsuit.outcome, outcome),
    ):
        if wanted is not None:
            statement = statement.where(column == wanted)
    return statement


def get_visible_lawsuit(lawsuit_id: int, actor: Actor) -> Lawsuit:
    """Return one with units, decision and its case; 404 where it is not the actor's to see."""
    if lawsuit_id > MAX_ID:
        abort(404)
    found = (
        db.session.scalars(
            visible_to(actor)
            .where(Lawsuit.id == lawsuit_id)
            .options(
                joinedload(Lawsuit.decision).joinedload(Decision.case).joinedload(Case.unit),
                joinedload(Lawsuit.registered_by),
                joinedload(Lawsuit.corrections).joinedload(LawsuitCorrection.corrected_by),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None:
        abort(404)
    return found


def awaited(actor: Actor) -> Select[Lawsuit]:
    """Select those against acts of units whose result is awaited, for who registers what comes in
    there.
    """
    return (
        visible_to(actor)
        .where(
            Lawsuit.state != LawsuitState.ENDED,
            Lawsuit.decision_id.is_(None),
            in_scope(Lawsuit.unit_id, actor, Permission.COMPLAINT_REGISTER),
        )
        .order_by(Lawsuit.filed_on, Lawsuit.id)
    )


def against(decision: Decision, actor: Actor) -> Sequence[Lawsuit]:
    """Return what was brought against a decision, oldest first; none for who may not read them."""
    if not actor.has(Permission.LAWSUIT_READ):
        return ()
    return db.session.scalars(
        visible_to(actor).where(Lawsuit.decision_id == decision.id).order_by(Lawsuit.id)
    ).all()


def opened_by(complaint: Complaint, actor: Actor) -> Lawsuit | None:
    """Return what opened a lead, for who may see both."""
    return (
        db.session.scalars(
            visible_to(actor)
            .where(Lawsuit.lead_id == complaint.id)
            .options(joinedload(Lawsuit.corrections))
        )
        .unique()
        .one_or_none()
    )


def lead_of(lawsuit: Lawsuit, actor: Actor) -> Complaint | None:
    """Return the lead it opened, None where there is none or `actor` may not see it."""
    if lawsuit.lead_id is None:
        return None
    statement = complaints.visible_to(actor).where(Complaint.id == lawsuit.lead_id)
    return db.session.scalars(statement).one_or_none()
