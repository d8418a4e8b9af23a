"""Draft the assessment of a year, set its day, notify, propose, freeze, approve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.documents import ASSESSMENT_NOTICE, CIRCULAR, circular_letter, notice_letter
from assessment.models import AssessedUnit, Assessment
from assessment.procedure.assessed import ASSESSED_PROCEDURE
from assessment.procedure.assessments import ASSESSMENT_PROCEDURE, plan_fault, to_rectify
from assessment.queries import assessments as queries
from assessment.queries.packs import items_of
from assessment.rules import AssessedState, AssessmentAction, AssessmentState
from assessment.services import rectifying
from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import transactional
from core.documents import Letter
from core.documents import services as documents
from core.identity import queries as identity
from core.identity.models import Unit
from core.procedure import Forbidden, create_once, perform, start_clock
from core.refusals import Refusal, Refused
from regulations.codes import TermId
from regulations.registry import get_pack

A = AssessmentAction


@dataclass(frozen=True)
class Plan:
    """The plan of an assessment as typed; `panel` says who makes up the assessing group."""

    title: str
    plan: str
    panel: str
    unit_ids: Sequence[int]


@transactional
def create_assessment(
    actor: Actor, *, unit: Unit, year: int, plan: Plan, token: str | None = None
) -> Assessment:
    """Draft the assessment of `year` under the pack that `unit` follows today.

    Its items are copied from the pack's standard. Refused: no pack or none with a standard, a
    second one of a year (XAS-04), a year other than this and the last, units outside the reach.
    """
    if not actor.may(Permission.EVALUATION_ORGANISE, unit.path):
        raise Forbidden("create")
    today = moment.today()
    pack_id = identity.pack_id_of(unit, today)
    if pack_id is None:
        raise Refused(Refusal("assessment_no_pack", {"unit": unit.name}))
    pack = get_pack(pack_id)
    if pack.assessment is None:
        raise Refused(Refusal("assessment_no_standard", {"pack": pack.header.title}))
    if year not in (today.year - 1, today.year):
        raise Refused(Refusal("assessment_year"))
    if there := queries.of_year(unit, year):
        raise Refused(Refusal("assessment_year_taken", {"year": year, "number": there.number}))
    allowed = {below.id for below in queries.units_below(unit)}
    if fault := plan_fault(asdict(plan), allowed, year):
        raise Refused(fault)
    standard = pack.assessment.value

    def build() -> Assessment:
        prefix = (unit.document_prefix or unit.short_name) + "考"
        return Assessment(
            number=numbering.allocate(prefix, today.year),
            title=plan.title,
            year=year,
            unit=unit,
            pack_id=pack_id,
            plan=plan.plan,
            panel=plan.panel,
            items=items_of(pack, standard),
            assessed=[
                AssessedUnit(unit_id=unit_id, state=AssessedState.AWAITED)
                for unit_id in plan.unit_ids
            ],
            state=AssessmentState.DRAFTED,
            created_by_id=actor.id,
        )

    assessment: Assessment = create_once(token, Assessment, build)
    after = {"number": assessment.number, "units": len(assessment.assessed), "pack": pack_id}
    record.append("create", assessment, actor_id=actor.id, after=after)
    return assessment


@transactional
def edit_assessment(
    assessment: Assessment, actor: Actor, plan: Plan, *, seen_version: int, token: str | None = None
) -> None:
    """Change plan, group and units until the notice; a unit with findings stays."""
    _act(assessment, A.EDIT, actor, seen_version, token, asdict(plan))


@transactional
def set_points(
    assessment: Assessment,
    actor: Actor,
    *,
    points: Mapping[int, Decimal],
    seen_version: int,
    token: str | None = None,
) -> None:
    """Set the points of each item by its id, where the source has none (XAS-03)."""
    _act(assessment, A.SET_POINTS, actor, seen_version, token, {"points": points})


@transactional
def set_assessor(
    assessment: Assessment,
    actor: Actor,
    *,
    assessed_id: int,
    assessor_id: int | None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Let a public service body be assessed by its own superior or contact department (XAS-01).

    None gives it back to the organiser. Refused where the pack does not say so, and a unit outside
    the organiser's reach.
    """
    data = {"assessed_id": assessed_id, "assessor_id": assessor_id}
    _act(assessment, A.SET_ASSESSOR, actor, seen_version, token, data)


@transactional
def schedule(
    assessment: Assessment,
    actor: Actor,
    *,
    assess_on: date,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Set the day of the assessment; the period for the notice runs back from it (XAS-05)."""
    _act(assessment, A.SCHEDULE, actor, seen_version, token, {"assess_on": assess_on})


@transactional
def notify(
    assessment: Assessment, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Issue the notice; each unit's period for its self-assessment starts. Refused when late."""
    _act(assessment, A.NOTIFY, actor, seen_version, token)
    for one in assessment.assessed:
        start_clock(ASSESSED_PROCEDURE, one, TermId.ASSESSMENT_SELF_REPORT, actor)
    number = _number(assessment, "考通")
    _issue(ASSESSMENT_NOTICE, assessment, number, notice_letter(assessment, number), actor)


@transactional
def review(
    assessment: Assessment, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Begin the review; not before the day, and on it not before every unit has reported."""
    _act(assessment, A.REVIEW, actor, seen_version, token)


@transactional
def propose(
    assessment: Assessment,
    actor: Actor,
    *,
    objections_until: date,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Show each unit its result; it may object until the day named."""
    data = {"objections_until": objections_until}
    _act(assessment, A.PROPOSE, actor, seen_version, token, data)


@transactional
def freeze(
    assessment: Assessment, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Count anew, keep the result and hand it up; refused while an objection can come or waits."""
    _act(assessment, A.FREEZE, actor, seen_version, token)


@transactional
def approve(
    assessment: Assessment,
    actor: Actor,
    *,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Approve the frozen result; never by who froze it."""
    _act(assessment, A.APPROVE, actor, seen_version, token, {"opinion": opinion})


@transactional
def return_result(
    assessment: Assessment,
    actor: Actor,
    *,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Send the result back with a reason."""
    data = {"reason": reason}
    _act(assessment, A.RETURN_RESULT, actor, seen_version, token, data, reason)


@transactional
def circulate(
    assessment: Assessment,
    actor: Actor,
    *,
    rectify_by: date | None = None,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Issue the circular of the results, and to each unqualified unit its notice to rectify.

    Refused: no `rectify_by` where the pack orders somebody to rectify (XAS-09), a character that
    cannot be printed.
    """
    _act(assessment, A.CIRCULATE, actor, seen_version, token, {"rectify_by": rectify_by})
    number = _number(assessment, "考报")
    _issue(CIRCULAR, assessment, number, circular_letter(assessment, number), actor)
    if rectify_by is not None:
        for one in to_rectify(assessment):
            rectifying.order_unqualified(one, rectify_by, actor)


def _number(assessment: Assessment, series: str) -> str:
    prefix = assessment.unit.document_prefix or assessment.unit.short_name
    return numbering.allocate(prefix + series, moment.today().year)


def _issue(kind: str, assessment: Assessment, number: str, letter: Letter, actor: Actor) -> None:
    with rectifying.printable():
        documents.issue(
            kind, Assessment.__tablename__, assessment.id, letter.title, number, letter, actor.id
        )


def _act(
    assessment: Assessment,
    action: AssessmentAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        ASSESSMENT_PROCEDURE,
        assessment,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
