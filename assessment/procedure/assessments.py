"""The assessment of a year: plan, notice, review, proposal, freeze, approval, circular."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessment import labels
from assessment.documents import circular_faults
from assessment.models import AssessedUnit, Assessment
from assessment.procedure.assessed import to_be_ordered
from assessment.queries import assessments as queries
from assessment.queries.packs import article_of, pack_of, standard_of
from assessment.queries.scores import score_of
from assessment.rules import (
    MOST_UNITS,
    AssessedState,
    AssessmentAction,
    AssessmentState,
    differences,
)
from core import moment
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.documents.agreement import years_in
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import GuardId, TermId
from regulations.labels import term_words
from regulations.rules import SourceSilent, find_term, has_points, term, wording

S, A, P = AssessmentState, AssessmentAction, Permission
Data = Mapping[str, Any]


def _clock_start(assessment: Assessment, term_id: str) -> ClockStart | None:
    """Start the period for the notice, counted back from the day of the assessment (XAS-05).

    None where the source states no number. No lead comes of it: the act itself is refused late.
    """
    pack = pack_of(assessment)
    try:
        row = term(pack, term_id)
    except SourceSilent:
        return None
    if row.length is None or assessment.assess_on is None:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=pack.id,
        label=f"{term_words(row.id)}（{assessment.number}）",
        on=assessment.assess_on,
        bearer_unit_id=assessment.unit_id,
    )


def plan_fault(data: Data, allowed: set[int], year: int) -> Refusal | None:
    """Return what is wrong with title and units of a plan (also for one not stored yet)."""
    if (said := years_in(data["title"])) and year not in said:
        return Refusal("assessment_title_year", {"year": year})
    if not data["unit_ids"]:
        return Refusal("assessment_needs_units")
    if len(data["unit_ids"]) > MOST_UNITS:
        return Refusal("assessment_too_many_units", {"n": MOST_UNITS})
    if not set(data["unit_ids"]) <= allowed:
        return Refusal("assessment_unit_unknown")
    return None


def _edit_check(assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    for one in assessment.assessed:
        if one.unit_id not in data["unit_ids"] and (one.checks or one.deductions):
            return Refusal("assessment_unit_has_findings", {"unit": one.unit.name})
    allowed = {unit.id for unit in queries.units_below(assessment.unit)}
    return plan_fault(data, allowed, assessment.year)


def _edit(assessment: Assessment, _actor: Actor, data: Data) -> dict[str, Any]:
    for name in ("title", "plan", "panel"):
        setattr(assessment, name, data[name])
    kept = {one.unit_id: one for one in assessment.assessed}
    assessment.assessed = [
        kept.get(unit_id) or AssessedUnit(unit_id=unit_id, state=AssessedState.AWAITED)
        for unit_id in data["unit_ids"]
    ]
    return {"units": len(assessment.assessed)}


def _set_by_office(assessment: Assessment, _actor: Actor) -> Refusal | None:
    standard = standard_of(assessment)
    if standard.item or not has_points(standard):
        return Refusal("assessment_points_given", article=standard.article)
    return None


def _points_check(assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse nothing and less, and a sum that nobody could be excellent with (003-15 art. 7)."""
    points: Mapping[int, Decimal] = data["points"]
    lowest = standard_of(assessment).band[0].lower
    assert lowest is not None  # asked by the guard
    whole = {item.id for item in assessment.items} == set(points)
    if not whole or min(points.values()) <= 0 or sum(points.values()) < lowest:
        return Refusal("assessment_points_range", {"n": lowest})
    return None


def _set_points(assessment: Assessment, _actor: Actor, data: Data) -> dict[str, Any]:
    for item in assessment.items:
        item.points = data["points"][item.id]
    return {"points": {item.code: str(item.points) for item in assessment.items}}


def _own_assessors(assessment: Assessment, _actor: Actor) -> Refusal | None:
    """Ask whether the pack lets a superior assess its public service bodies (003-15 art. 2)."""
    if wording(pack_of(assessment), GuardId.ASSESSMENT_BY_SUPERIOR) is not None:
        return None
    return Refusal("assessment_no_own_assessor")


def _assessor_check(assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    one = _assessed(assessment, data)
    allowed = {unit.id for unit in queries.units_below(assessment.unit)}
    chosen = data["assessor_id"]
    if one is None or (chosen is not None and chosen not in allowed - {one.unit_id}):
        article = article_of(pack_of(assessment), GuardId.ASSESSMENT_BY_SUPERIOR)
        return Refusal("assessment_assessor", article=article)
    return None


def _assessed(assessment: Assessment, data: Data) -> AssessedUnit | None:
    return next((one for one in assessment.assessed if one.id == data["assessed_id"]), None)


def _set_assessor(assessment: Assessment, _actor: Actor, data: Data) -> dict[str, Any]:
    one = _assessed(assessment, data)
    assert one is not None  # the check refused it
    was, one.assessor_id = one.assessor_id, data["assessor_id"]
    return {"unit": one.unit_id, "assessor": one.assessor_id, "was": was}


def _ready(assessment: Assessment, _actor: Actor) -> Refusal | None:
    scored = has_points(standard_of(assessment))
    if scored and any(item.points is None for item in assessment.items):
        return Refusal("assessment_points_missing", article=standard_of(assessment).article)
    return None


def _schedule_check(_assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    return Refusal("assessment_day_passed") if data["assess_on"] < moment.today() else None


def _schedule(assessment: Assessment, actor: Actor, data: Data) -> dict[str, Any]:
    """Set the day; a day that was set before no longer counts, nor does its clock."""
    clock = clocks.open_clock(Assessment.__tablename__, assessment.id, TermId.ASSESSMENT_NOTICE)
    if clock is not None:
        clocks.cancel(clock, moment.today(), actor.id, "重新确定考核日期")
    assessment.assess_on = data["assess_on"]
    return {"assess_on": assessment.assess_on}


def _in_time(assessment: Assessment, _actor: Actor) -> Refusal | None:
    """Refuse a notice that leaves the units less time than the rule gives them (XAS-05)."""
    clock = clocks.open_clock(Assessment.__tablename__, assessment.id, TermId.ASSESSMENT_NOTICE)
    if clock is None or clock.due_on is None or moment.today() <= clock.due_on:
        return None
    return Refusal("assessment_notice_late", {"due": clock.due_on}, clock.article)


def _notify(assessment: Assessment, _actor: Actor, _data: Data) -> dict[str, Any]:
    assessment.notified_on = moment.today()
    return {"units": len(assessment.assessed)}


def _day_come(assessment: Assessment, _actor: Actor) -> Refusal | None:
    """Wait for the day, and on it for whoever has not reported; after it for nobody (ASM-07)."""
    assert assessment.assess_on is not None  # set before the notice
    if moment.today() < assessment.assess_on:
        return Refusal("assessment_day_ahead", {"on": assessment.assess_on})
    missing = sum(one.state is AssessedState.AWAITED for one in assessment.assessed)
    if missing and moment.today() == assessment.assess_on:
        article = article_of(pack_of(assessment), GuardId.ASSESSMENT_SELF_REPORT)
        return Refusal("assessment_unreported", {"n": missing}, article)
    return None


def _proposable(assessment: Assessment, _actor: Actor) -> Refusal | None:
    """Refuse while a unit has no band, or a costly check brought no notice to rectify (ASM-06)."""
    missing = sum(score_of(one).band is None for one in assessment.assessed)
    if missing:
        return Refusal("assessment_unbanded", {"n": missing})
    found = find_term(pack_of(assessment), TermId.ASSESSMENT_CHECK_RECTIFY)
    for one in assessment.assessed if found else ():
        for check in to_be_ordered(one):
            params: dict[str, str | date] = {"unit": one.unit.name, "on": check.on_date}
            return Refusal("assessment_unordered", params, found.value.article if found else None)
    return None


def _until_check(_assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    passed = data["objections_until"] < moment.today()
    return Refusal("assessment_objections_until") if passed else None


def _propose(assessment: Assessment, _actor: Actor, data: Data) -> dict[str, Any]:
    assessment.proposed_on = moment.today()
    assessment.objections_until = data["objections_until"]
    for one in assessment.assessed:
        one.proposed_score = score_of(one).total
    return {"scores": _written(assessment, proposed=True)}


def _heard(assessment: Assessment, _actor: Actor) -> Refusal | None:
    assert assessment.objections_until is not None  # set by the proposal
    waiting = sum(one.state is AssessedState.OBJECTED for one in assessment.assessed)
    if waiting:
        return Refusal("assessment_objections_open", {"n": waiting})
    if moment.today() <= assessment.objections_until:
        return Refusal("assessment_objections_run", {"on": assessment.objections_until})
    return None


def _freeze(assessment: Assessment, actor: Actor, _data: Data) -> dict[str, Any]:
    """Count anew and keep it; what changed since the proposal stands in the record (002-11)."""
    for one in assessment.assessed:
        counted = score_of(one)
        one.score = counted.total
        if counted.total is not None and counted.band is not None:
            one.band_code = counted.band.code
    assessment.frozen_on, assessment.frozen_by_id = moment.today(), actor.id
    changed = differences(
        (one.unit.name, one.proposed_score, one.score) for one in assessment.assessed
    )
    return {
        "scores": _written(assessment),
        "changed": {found.unit: [str(found.before), str(found.after)] for found in changed},
    }


def _written(assessment: Assessment, *, proposed: bool = False) -> dict[str, str]:
    return {
        str(one.unit_id): str((one.proposed_score if proposed else one.score) or one.band_code)
        for one in assessment.assessed
    }


def _by_another(assessment: Assessment, actor: Actor) -> Refusal | None:
    """Refuse the approval by who froze the result (002-11 art. 8, 003-15 art. 9)."""
    if actor.id != assessment.frozen_by_id:
        return None
    article = article_of(pack_of(assessment), GuardId.ASSESSMENT_APPROVAL)
    return Refusal("assessment_own_approval", article=article)


def _approve(assessment: Assessment, actor: Actor, data: Data) -> None:
    assessment.approved_on, assessment.approved_by_id = moment.today(), actor.id
    assessment.approval_opinion = data.get("opinion") or None


def _reason_check(_assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    return None if data.get("reason") else Refusal("assessment_reason")


def _return(assessment: Assessment, _actor: Actor, _data: Data) -> None:
    assessment.frozen_on = assessment.frozen_by_id = None


def to_rectify(assessment: Assessment) -> list[AssessedUnit]:
    """Return the unqualified units that the pack orders to rectify (XAS-09); often none."""
    if find_term(pack_of(assessment), TermId.ASSESSMENT_RECTIFY) is None:
        return []
    low = {band.code for band in standard_of(assessment).band if band.unqualified}
    return [one for one in assessment.assessed if one.band_code in low]


def _circular_check(assessment: Assessment, _actor: Actor, data: Data) -> Refusal | None:
    """Ask for the limit where somebody has to rectify: the source states no number (XAS-09).

    Refuse a circular whose title, counts and lists are not those of the result.
    """
    due_on = data["rectify_by"]
    if due_on is None and to_rectify(assessment):
        found = find_term(pack_of(assessment), TermId.ASSESSMENT_RECTIFY)
        return Refusal("assessment_rectify_missing", article=found.value.article if found else None)
    if due_on is not None and due_on <= moment.today():
        return Refusal("assessed_rectify_by")
    faults = circular_faults(assessment)
    return Refusal("assessment_disagrees", {"faults": "；".join(faults)}) if faults else None


def _circulate(assessment: Assessment, _actor: Actor, _data: Data) -> None:
    assessment.circulated_on = moment.today()


def _row(
    action: AssessmentAction, sources: set[AssessmentState], target: AssessmentState | None,
    **more: Any,
) -> Transition:  # fmt: skip
    permission = more.pop("permission", P.EVALUATION_ORGANISE)
    return Transition(
        action, frozenset(sources), target, permission, labels.ACTIONS[action], **more
    )


ASSESSMENT_PROCEDURE = Procedure(
    name="assessment",
    model=Assessment,
    states=AssessmentState,
    unit_path=lambda assessment: assessment.unit.path,
    path=tuple(AssessmentState),
    state_labels=labels.STATES,
    clock_start=_clock_start,
    extra_labels=labels.EXTRA,
    transitions=(
        _row(A.SET_POINTS, {S.DRAFTED}, None, guard=_set_by_office, check=_points_check,
             effect=_set_points),
        _row(A.SET_ASSESSOR, {S.DRAFTED, S.SCHEDULED, S.NOTIFIED}, None, guard=_own_assessors,
             check=_assessor_check, effect=_set_assessor),
        _row(A.SCHEDULE, {S.DRAFTED, S.SCHEDULED}, S.SCHEDULED, guard=_ready,
             check=_schedule_check, effect=_schedule, starts=(TermId.ASSESSMENT_NOTICE,)),
        _row(A.EDIT, {S.DRAFTED, S.SCHEDULED}, None, check=_edit_check, effect=_edit),
        _row(A.NOTIFY, {S.SCHEDULED}, S.NOTIFIED, guard=_in_time, effect=_notify,
             meets=(TermId.ASSESSMENT_NOTICE,)),
        _row(A.REVIEW, {S.NOTIFIED}, S.REVIEWING, guard=_day_come),
        _row(A.PROPOSE, {S.REVIEWING}, S.PROPOSED, guard=_proposable, check=_until_check,
             effect=_propose),
        _row(A.FREEZE, {S.PROPOSED}, S.FROZEN, guard=_heard, effect=_freeze),
        _row(A.APPROVE, {S.FROZEN}, S.APPROVED, guard=_by_another, effect=_approve,
             permission=P.EVALUATION_CONSENT),
        _row(A.RETURN_RESULT, {S.FROZEN}, S.PROPOSED, check=_reason_check, effect=_return,
             permission=P.EVALUATION_CONSENT),
        _row(A.CIRCULATE, {S.APPROVED}, S.CIRCULATED, check=_circular_check, effect=_circulate),
    ),
)  # fmt: skip
