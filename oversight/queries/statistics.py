"""Count what was handled in a period, by unit: the statistic for the organ above (CMP-10).

Every number is of what the reader may see, so that a total never tells of a report on themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, distinct, exists, func, or_, select

from accountability.models import Decision, DecisionMeasure, Rectification, Remedy
from accountability.rules import DecisionState, RectificationState, RemedyState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from casework.rules import RespondentKind
from complaints import queries as complaints
from complaints.models import Complaint
from complaints.rules import ACCEPTANCE, OF_ITSELF
from core import moment
from core.access import Actor
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.identity.models import Unit
from oversight.rules import Counted

C = Counted
OVERTURNED = (RemedyState.MODIFIED, RemedyState.REVOKED, RemedyState.REMANDED)
UNREPORTED = (RectificationState.ORDERED, RectificationState.RETURNED)


@dataclass(frozen=True)
class Line:
    """What one unit handled."""

    unit: Unit
    numbers: Mapping[Counted, int]


@dataclass(frozen=True)
class Statistic:
    """What was handled from `first` to `last`, both included, as the reader may see it on `as_of`.

    `lines` in the order of the tree, units with nothing left out; `total` adds them up.
    """

    first: date
    last: date
    as_of: date
    lines: Sequence[Line]

    @property
    def total(self) -> dict[Counted, int]:
        """Return the sum over the units."""
        return {what: sum(line.numbers[what] for line in self.lines) for what in Counted}


def statistic(actor: Actor, first: date, last: date) -> Statistic:
    """Count what was handled from `first` to `last` in the units of `actor`: six statements."""
    today = moment.today()
    found: dict[int, dict[Counted, int]] = {}
    for columns, statement in (
        _reports(actor, first, last, today),
        _cases(actor, first, last),
        _decisions(actor, first, last),
        _remedies(actor, first, last),
        _rectifications(actor, first, last, today),
    ):
        for row in db.session.execute(statement):
            unit_id, numbers = row[0], row[1:]
            line = found.setdefault(unit_id, dict.fromkeys(Counted, 0))
            line.update(zip(columns, (int(number or 0) for number in numbers), strict=True))
    units = db.session.scalars(select(Unit).where(Unit.id.in_(found)).order_by(Unit.path))
    lines = [Line(unit, found[unit.id]) for unit in units if any(found[unit.id].values())]
    return Statistic(first, last, today, lines)


Counting = tuple[tuple[Counted, ...], Select[*tuple[Any, ...]]]


def _reports(actor: Actor, first: date, last: date, today: date) -> Counting:
    late = exists().where(
        Clock.subject_type == Complaint.__tablename__,
        Clock.subject_id == Complaint.id,
        Clock.term_id == ACCEPTANCE,
        or_(Clock.met_on > Clock.due_on, and_(Clock.state == State.RUNNING, Clock.due_on < today)),
    )
    reported = Complaint.channel.not_in(OF_ITSELF)
    decided = Complaint.decided_on.is_not(None)
    declined = Complaint.decline_code.is_not(None)
    statement = (
        select(
            Complaint.unit_id,
            _number(reported),
            _number(and_(reported, decided, ~declined)),
            _number(and_(reported, declined)),
            _number(late),
            _number(~reported),
        )
        .where(complaints.may_see(actor), Complaint.received_on.between(first, last))
        .group_by(Complaint.unit_id)
    )
    return (C.RECEIVED, C.ACCEPTED, C.DECLINED, C.DECIDED_LATE, C.LEADS), statement


def _cases(actor: Actor, first: date, last: date) -> Counting:
    statement = (
        select(
            Case.unit_id,
            _number(Case.filed_on.between(first, last)),
            _number(Case.closed_on.between(first, last)),
        )
        .where(
            _known(actor),
            or_(Case.filed_on.between(first, last), Case.closed_on.between(first, last)),
        )
        .group_by(Case.unit_id)
    )
    return (C.FILED, C.CLOSED), statement


def _decisions(actor: Actor, first: date, last: date) -> Counting:
    def held(kind: RespondentKind) -> ColumnElement[int]:
        return func.count(distinct(case((CaseRespondent.kind == kind, CaseRespondent.id))))

    statement = (
        select(
            Case.unit_id,
            func.count(distinct(Decision.id)),
            held(RespondentKind.PERSON),
            held(RespondentKind.UNIT),
        )
        .join(Decision, Decision.case_id == Case.id)
        .outerjoin(DecisionMeasure, DecisionMeasure.decision_id == Decision.id)
        .outerjoin(CaseRespondent, CaseRespondent.id == DecisionMeasure.respondent_id)
        .where(
            _known(actor),
            Decision.signed_at >= moment.start_of(first),
            Decision.signed_at < moment.start_of(last + timedelta(days=1)),
            Decision.state != DecisionState.REVOKED,
        )
        .group_by(Case.unit_id)
    )
    return (C.DECIDED, C.PERSONS, C.UNITS), statement


def _remedies(actor: Actor, first: date, last: date) -> Counting:
    ruled = Remedy.ruled_on.between(first, last)
    statement = (
        select(
            Case.unit_id,
            _number(Remedy.filed_on.between(first, last)),
            _number(and_(ruled, Remedy.state.in_(OVERTURNED))),
        )
        .join(Decision, Decision.case_id == Case.id)
        .join(Remedy, Remedy.decision_id == Decision.id)
        .where(_known(actor), or_(Remedy.filed_on.between(first, last), ruled))
        .group_by(Case.unit_id)
    )
    return (C.REMEDIES, C.OVERTURNED), statement


def _rectifications(actor: Actor, first: date, last: date, today: date) -> Counting:
    waits = and_(Rectification.state.in_(UNREPORTED), Rectification.due_on < today)
    statement = (
        select(
            Case.unit_id,
            _number(Rectification.id.is_not(None)),
            _number(Rectification.state == RectificationState.CLOSED),
            _number(waits),
        )
        .join(Decision, Decision.case_id == Case.id)
        .join(Rectification, Rectification.decision_id == Decision.id)
        .where(
            _known(actor),
            Rectification.ordered_on.between(first, last),
            Decision.state != DecisionState.REVOKED,
        )
        .group_by(Case.unit_id)
    )
    return (C.ORDERED, C.CORRECTED, C.UNREPORTED), statement


def _known(actor: Actor) -> ColumnElement[bool]:
    return Case.id.in_(cases.visible_to(actor).with_only_columns(Case.id))


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def rows(found: Statistic, labels: Mapping[Counted, str], total: str) -> Iterable[list[str | int]]:
    """Yield the lines of a sheet: name of the unit and its numbers, the sum last."""
    for line in found.lines:
        yield [line.unit.name, *(line.numbers[what] for what in labels)]
    yield [total, *(found.total[what] for what in labels)]
