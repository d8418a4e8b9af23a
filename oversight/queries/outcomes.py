"""What became of the reports and cases of a period: each number opens the things it counts.

A section is a query of (id of a report or case, what it counts as). The number of a bar is how many
ids it holds, and its list are just these ids: both read the same query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    cast,
    distinct,
    exists,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy import String as Text

from accountability.models import Decision, DecisionMeasure, Rectification, Remedy
from accountability.rules import DecisionState
from casework import queries as cases
from casework.models import Case
from casework.rules import CaseState
from complaints import queries as complaints
from complaints.models import Complaint
from complaints.rules import OF_ITSELF, ComplaintState
from core import moment
from core.access import Actor
from core.db import db
from oversight.queries.statistics import UNREPORTED
from oversight.rules import CaseStep, Duration, FlowEnd, ReportStep, Section

#: The sections that count reports; the others count cases.
OF_REPORTS = (Section.FLOW, Section.REPORTS)
#: What a rectification counts as whose report is overdue, whatever its state.
LATE = "late"


@dataclass(frozen=True)
class Asked:
    """Of which period, both days included, and of which unit; None: of all."""

    first: date
    last: date
    unit_id: int | None = None


@dataclass(frozen=True)
class Days:
    """How long it took, of so many: on average, and at most."""

    number: int
    average: float
    longest: int


def counts(actor: Actor, asked: Asked) -> Mapping[Section, Mapping[str, int]]:
    """Return the numbers of all sections that `actor` may see: two statements."""
    found: dict[Section, dict[str, int]] = {section: {} for section in Section}
    of_cases = [section for section in Section if section not in OF_REPORTS]
    for sections in (OF_REPORTS, of_cases):
        parts = [_section(section, actor, asked, counted=True) for section in sections]
        rows = db.session.execute(union_all(*parts))
        for section, key, number in rows:
            found[Section(section)][key] = number
    return found


def _section(section: Section, actor: Actor, asked: Asked, *, counted: bool) -> Select[Any]:
    source = _SOURCES[section](actor, asked).subquery()
    if not counted:
        return select(source.c.id, source.c.key)
    return select(
        literal(section.value).label("section"),
        source.c.key,
        func.count(distinct(source.c.id)).label("number"),
    ).group_by(source.c.key)


def listed(actor: Actor, asked: Asked, section: Section, key: str) -> Select[Any]:
    """Select the reports or cases that a bar counts."""
    source = _section(section, actor, asked, counted=False).subquery()
    ids = select(source.c.id).where(source.c.key == key)
    model = Complaint if section in OF_REPORTS else Case
    return select(model).where(model.id.in_(ids))


def durations(actor: Actor, asked: Asked) -> Mapping[Duration, Days]:
    """Return how long the steps of the same reports and cases took, those that are done: two
    statements. A day is a calendar day.
    """
    reports = _reports(actor, asked).add_columns(
        *_taken(Complaint.received_on, Complaint.decided_on)
    )
    filed = _cases(actor, asked).add_columns(
        *_taken(Case.filed_on, Case.reported_on),
        *_taken(Case.filed_on, Case.closed_on),
    )
    numbers = [*db.session.execute(reports).one(), *db.session.execute(filed).one()]
    return {
        what: Days(number, float(average), int(longest))
        for what, (number, average, longest) in zip(
            Duration, (numbers[n : n + 3] for n in range(0, 9, 3)), strict=True
        )
        if number
    }


def _taken(first: Any, last: Any) -> tuple[ColumnElement[Any], ...]:
    if db.session.get_bind().dialect.name == "sqlite":
        days = func.julianday(last) - func.julianday(first)
    else:
        days = last - first
    return func.count(days), func.avg(days), func.max(days)


def _reports(actor: Actor, asked: Asked) -> Select[Any]:
    found = (
        select()
        .select_from(Complaint)
        .where(
            complaints.may_see(actor),
            Complaint.channel.not_in(OF_ITSELF),
            Complaint.received_on.between(asked.first, asked.last),
        )
    )
    return found if asked.unit_id is None else found.where(Complaint.unit_id == asked.unit_id)


def _of_unit(actor: Actor, asked: Asked) -> Select[Any]:
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    found = select().select_from(Case).where(Case.id.in_(seen))
    return found if asked.unit_id is None else found.where(Case.unit_id == asked.unit_id)


def _cases(actor: Actor, asked: Asked) -> Select[Any]:
    return _of_unit(actor, asked).where(Case.filed_on.between(asked.first, asked.last))


def _steps(
    base: Select[Any], row_id: Any, conditions: Mapping[Any, ColumnElement[bool] | None]
) -> CompoundSelect[Any]:
    """Return a row for each step that a thing has reached."""
    return union_all(
        *(
            (base if condition is None else base.where(condition)).add_columns(
                row_id.label("id"), literal(step.value).label("key")
            )
            for step, condition in conditions.items()
        )
    )


def _of_reports(actor: Actor, asked: Asked) -> CompoundSelect[Any]:
    declined = Complaint.decline_code.is_not(None)
    return _steps(
        _reports(actor, asked),
        Complaint.id,
        {
            ReportStep.RECEIVED: None,
            ReportStep.ACCEPTED: Complaint.decided_on.is_not(None) & ~declined,
            ReportStep.DECLINED: declined,
            ReportStep.IN_CASE: exists().where(Case.complaint_id == Complaint.id),
            ReportStep.REPLIED: Complaint.replied_on.is_not(None),
            ReportStep.CLOSED: Complaint.state == ComplaintState.CLOSED,
        },
    )


def _of_flow(actor: Actor, asked: Asked) -> Select[Any]:
    """Return where each report has come to; of a case that the reader may not know, nothing."""
    seen = cases.visible_to(actor).with_only_columns(Case.id)
    handled_in = func.coalesce(Complaint.leading_id, Complaint.id)
    known = _reports(actor, asked).outerjoin(
        Case, and_(Case.complaint_id == handled_in, Case.id.in_(seen))
    )
    decided = (CaseState.DECIDED, CaseState.SERVED, CaseState.EFFECTIVE)
    answered = (ComplaintState.REPLIED, ComplaintState.CLOSED)
    ends = {
        FlowEnd.WITHDRAWN: Complaint.state == ComplaintState.WITHDRAWN,
        FlowEnd.DECLINED: Complaint.decline_code.is_not(None),
        FlowEnd.CLOSED: Case.state == CaseState.CLOSED,
        FlowEnd.DISMISSED: Case.state == CaseState.DISMISSED,
        FlowEnd.DECIDED: Case.state.in_(decided),
        FlowEnd.RUNNING: Case.id.is_not(None),
        FlowEnd.ANSWERED: Complaint.state.in_(answered),
        FlowEnd.HANDLED: Complaint.decided_on.is_not(None),
    }
    end = case(*((how, literal(e.value)) for e, how in ends.items()), else_=FlowEnd.WAITING.value)
    return known.add_columns(Complaint.id.label("id"), end.label("key"))


def _of_cases(actor: Actor, asked: Asked) -> CompoundSelect[Any]:
    effective = (CaseState.EFFECTIVE, CaseState.CLOSED)
    return _steps(
        _cases(actor, asked),
        Case.id,
        {
            CaseStep.FILED: None,
            CaseStep.REPORTED: Case.reported_on.is_not(None),
            CaseStep.DECIDED: exists().where(Decision.case_id == Case.id, *_stands()),
            CaseStep.EFFECTIVE: Case.state.in_(effective),
            CaseStep.CLOSED: Case.state == CaseState.CLOSED,
            CaseStep.DISMISSED: Case.state == CaseState.DISMISSED,
        },
    )


def _stands() -> tuple[ColumnElement[bool], ...]:
    return Decision.signed_at.is_not(None), Decision.state != DecisionState.REVOKED


def _of_triggers(actor: Actor, asked: Asked) -> Select[Any]:
    return _cases(actor, asked).add_columns(Case.id.label("id"), Case.trigger_code.label("key"))


def _of_measures(actor: Actor, asked: Asked) -> Select[Any]:
    return (
        _of_unit(actor, asked)
        .join(Decision, Decision.case_id == Case.id)
        .join(DecisionMeasure, DecisionMeasure.decision_id == Decision.id)
        .where(
            Decision.signed_at >= moment.start_of(asked.first),
            Decision.signed_at < moment.start_of(asked.last + timedelta(days=1)),
            *_stands(),
        )
        .add_columns(Case.id.label("id"), DecisionMeasure.label.label("key"))
    )


def _of_remedies(actor: Actor, asked: Asked) -> Select[Any]:
    return (
        _of_unit(actor, asked)
        .join(Decision, Decision.case_id == Case.id)
        .join(Remedy, Remedy.decision_id == Decision.id)
        .where(Remedy.filed_on.between(asked.first, asked.last))
        .add_columns(Case.id.label("id"), cast(Remedy.state, Text).label("key"))
    )


def _of_rectifications(actor: Actor, asked: Asked) -> Select[Any]:
    late = Rectification.state.in_(UNREPORTED) & (Rectification.due_on < moment.today())
    return (
        _of_unit(actor, asked)
        .join(Decision, Decision.case_id == Case.id)
        .join(Rectification, Rectification.decision_id == Decision.id)
        .where(
            Rectification.ordered_on.between(asked.first, asked.last),
            Decision.state != DecisionState.REVOKED,
        )
        .add_columns(
            Case.id.label("id"),
            case((late, literal(LATE)), else_=cast(Rectification.state, Text)).label("key"),
        )
    )


_SOURCES: Mapping[Section, Callable[[Actor, Asked], Select[Any] | CompoundSelect[Any]]] = {
    Section.FLOW: _of_flow,
    Section.REPORTS: _of_reports,
    Section.CASES: _of_cases,
    Section.TRIGGERS: _of_triggers,
    Section.MEASURES: _of_measures,
    Section.REMEDIES: _of_remedies,
    Section.RECTIFICATIONS: _of_rectifications,
}
