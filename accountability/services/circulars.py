"""Make circulars of criticism and their corrections, and register that they were sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from accountability.circulating import CircularAction, CircularKind
from accountability.documents import circular as letters
from accountability.models import Circular, Decision
from accountability.procedure.circulars import (
    CIRCULAR_PROCEDURE,
    may_be_circulated,
    may_be_corrected,
    sound_text,
)
from accountability.queries import circulars as queries
from accountability.queries.decisions import letter_prefix
from casework import queries as cases
from complaints.services.identity import keep_reporters_out
from core import moment, record
from core.access import Actor, Permission
from core.db import db, transactional
from core.documents import services as documents
from core.identity.models import Unit
from core.numbering import allocate
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused


def may_circulate(decision: Decision, actor: Actor) -> bool:
    """Tell whether `actor` may make circulars: of the team, with the permission to serve."""
    case = decision.case
    return actor.may(Permission.SERVICE_RECORD, case.unit.path) and cases.is_member(case, actor)


@transactional
def circulate(
    decision: Decision,
    actor: Actor,
    *,
    text: str,
    unit_ids: Sequence[int],
    token: str | None = None,
) -> Circular:
    """Make the circular of criticism on a decision, to these units; it is numbered at once.

    Raises Forbidden for who is not of the team; Refused where the decision imposes none, was not
    served, no longer stands, without recipients or text, twice, and for a text that names who
    reported.
    """
    units = db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids)).order_by(Unit.path)).all()
    if not units:
        raise Refused(Refusal("circular_no_recipients"))
    return _make(decision, actor, CircularKind.CRITICISM, text, units, token)


@transactional
def correct_circular(
    decision: Decision, actor: Actor, *, text: str, token: str | None = None
) -> Circular:
    """Make the correction that is owed since a remedy changed or took back the decision, to the
    same recipients (INF-13). Raises as `circulate`; Refused where none is owed.
    """
    circulars = queries.of_decision(decision.id)
    kind = queries.owed(decision, circulars)
    if kind is None:
        raise Refused(Refusal("circular_nothing_to_correct"))
    first = next(one for one in circulars if one.kind is CircularKind.CRITICISM)
    return _make(decision, actor, kind, text, first.recipients, token)


def _make(
    decision: Decision,
    actor: Actor,
    kind: CircularKind,
    text: str,
    units: Sequence[Unit],
    token: str | None,
) -> Circular:
    if not may_circulate(decision, actor) or actor.id is None:
        raise Forbidden("circulate")
    writer_id, said = actor.id, text.strip()
    keep_reporters_out(decision.case.complaint, actor, said)
    db.session.scalars(
        select(Decision.id).where(Decision.id == decision.id).with_for_update()
    ).one()

    def build() -> Circular:
        circulars = queries.of_decision(decision.id)
        allowed = may_be_circulated if kind is CircularKind.CRITICISM else may_be_corrected
        if refusal := allowed(decision, circulars) or sound_text(said):
            raise Refused(refusal)
        return Circular(
            decision=decision,
            kind=kind,
            modification=decision.times_modified,
            text=said,
            issued_on=moment.today(),
            issued_by_id=writer_id,
            recipients=list(units),
        )

    circular: Circular = create_once(token, Circular, build)
    _issue(circular, actor)
    after = {"kind": kind, "recipients": len(units), "number": _number(circular)}
    record.append("circulate", circular, actor_id=actor.id, after=after)
    return circular


def _issue(circular: Circular, actor: Actor) -> None:
    decision = circular.decision
    first = next(
        (c for c in queries.of_decision(decision.id) if c.kind is CircularKind.CRITICISM), None
    )
    corrects = first if circular.kind is not CircularKind.CRITICISM else None
    number = allocate(letter_prefix(decision.case.unit) + letters.SERIES, moment.today().year)
    circular.document = documents.issue(
        letters.CODE if corrects is None else letters.CORRECTION,
        Circular.__tablename__,
        circular.id,
        f"{'通报批评' if corrects is None else '更正通报'}（{decision.case.title}）"[:200],
        number,
        letters.letter(circular, queries.criticised(decision.id), number, corrects),
        actor.id,
    )


def _number(circular: Circular) -> str | None:
    return circular.document.number if circular.document is not None else None


@transactional
def send_circular(
    circular: Circular,
    actor: Actor,
    *,
    sent_on: date,
    sent_by: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Register on which day and how the circular went out to its recipients."""
    perform(
        CIRCULAR_PROCEDURE,
        circular,
        CircularAction.SEND,
        actor,
        seen_version=seen_version,
        token=token,
        data={"sent_on": sent_on, "sent_by": sent_by.strip()},
    )
