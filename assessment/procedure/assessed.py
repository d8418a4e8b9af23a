"""One assessed unit: what it says of itself, what is found and deducted, its objection."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from assessment import labels
from assessment.models import (
    AssessedUnit,
    AssessmentItem,
    PointDeduction,
    SelfScore,
    SpotCheck,
)
from assessment.queries.packs import (
    article_of,
    bands,
    deductions_of,
    methods,
    pack_of,
    standard_of,
)
from assessment.rules import (
    MOST_TIMES,
    WHILE_CHECKING,
    WHILE_CORRECTING,
    AssessedAction,
    AssessedState,
    AssessmentState,
    points_words,
    problem_key,
)
from core import moment
from core.access import Actor, Permission
from core.db import db
from core.files.services import attach
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations.codes import AssessmentRule, GuardId, TermId
from regulations.labels import term_words
from regulations.model import Assessment as Standard
from regulations.rules import SourceSilent, find_term, has_points, term

S, A, P = AssessedState, AssessedAction, Permission
Data = Mapping[str, Any]


def is_of(assessed: AssessedUnit, actor: Actor) -> bool:
    """Tell whether `actor` answers for the assessed unit: its own liaison."""
    unit = assessed.unit
    return unit.id in actor.unit_ids and actor.may(Permission.EVALUATION_ANSWER, unit.path)


def _clock_start(assessed: AssessedUnit, term_id: str) -> ClockStart | None:
    """Start the unit's period for its self-assessment, counted back from the day (XAS-06).

    None where the source states no number. 「前5日内」 has two readings (OQ-15): the clock shows
    the earlier day, nothing is refused up to the day itself, so its breach leads to nothing.
    """
    assessment = assessed.assessment
    try:
        row = term(pack_of(assessment), term_id)
    except SourceSilent:
        return None
    if row.length is None or assessment.assess_on is None:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=assessment.pack_id,
        label=f"{term_words(row.id)}（{assessed.unit.short_name}）",
        on=assessment.assess_on,
        bearer_unit_id=assessed.unit_id,
    )


def _item(assessed: AssessedUnit, data: Data) -> AssessmentItem | None:
    return next((i for i in assessed.assessment.items if i.id == data.get("item_id")), None)


def _while(states: frozenset[AssessmentState] | set[AssessmentState]) -> Any:
    """Return a guard that asks where the assessment stands."""

    def guard(assessed: AssessedUnit, _actor: Actor) -> Refusal | None:
        state = assessed.assessment.state
        if state in states:
            return None
        return Refusal("assessed_closed", {"state": str(labels.STATES[state])})

    return guard


def _fill_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    item, score = _item(assessed, data), data["score"]
    if item is None:
        return Refusal("assessed_item_unknown")
    if item.points is None and score is not None:
        return Refusal("assessed_self_score_none")
    if item.points is not None and (score is None or not 0 <= score <= item.points):
        return Refusal("assessed_self_score", {"n": points_words(item.points)})
    return None if data["text"] else Refusal("assessed_text")


def _fill_in(assessed: AssessedUnit, actor: Actor, data: Data) -> dict[str, Any]:
    item = _item(assessed, data)
    assert item is not None  # the check refused it
    said = next((one for one in assessed.self_scores if one.item_id == item.id), None)
    if said is None:
        said = SelfScore(item_id=item.id)
        assessed.self_scores.append(said)
    said.score, said.text = data["score"], data["text"]
    db.session.flush()
    files = attach(said, actor, data["files"])
    return {"item": item.code, "score": str(said.score), "files": len(files)}


def _filled(assessed: AssessedUnit, _actor: Actor) -> Refusal | None:
    missing = len(assessed.assessment.items) - len(assessed.self_scores)
    return Refusal("assessed_items_missing", {"n": missing}) if missing else None


def _report_guard(assessed: AssessedUnit, actor: Actor) -> Refusal | None:
    """Take a self-assessment from the notice to the day of the assessment (XAS-06)."""
    return _while({AssessmentState.NOTIFIED})(assessed, actor) or _filled(assessed, actor)


def _summary_check(_assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["summary"] else Refusal("assessed_summary")


def _report(assessed: AssessedUnit, actor: Actor, data: Data) -> dict[str, Any]:
    assessed.summary = data["summary"]
    assessed.reported_on, assessed.reported_by_id = moment.today(), actor.id
    return {"reported_on": assessed.reported_on}


def _check_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a method the source does not name and a day outside the year (ASM-06)."""
    assessment, on = assessed.assessment, data["on"]
    known = data["method_code"] in methods(pack_of(assessment))
    in_year = on.year >= assessment.year
    return None if known and in_year and on <= moment.today() else Refusal("assessed_check")


def _record_check(assessed: AssessedUnit, actor: Actor, data: Data) -> dict[str, Any]:
    check = SpotCheck(
        method_code=data["method_code"],
        on_date=data["on"],
        findings=data["findings"],
        recorded_by_id=actor.id,
    )
    assessed.checks.append(check)
    return {"method": check.method_code, "on": check.on_date}


def _scored(standard: Standard) -> Refusal | None:
    if has_points(standard):
        return None
    return Refusal("assessed_no_points", article=standard.article)


def _deduct_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse what the standard does not know, and a problem that costs points already."""
    standard, item = standard_of(assessed.assessment), _item(assessed, data)
    if refusal := _scored(standard):
        return refusal
    if item is None:
        return Refusal("assessed_item_unknown")
    if item.points is None:
        return Refusal("assessment_points_missing")
    if not data["reason"]:
        return Refusal("assessment_reason")
    if data["found_on"] > moment.today():
        return Refusal("assessed_found_on")
    if not 1 <= data["times"] <= MOST_TIMES:
        return Refusal("assessed_times", {"n": MOST_TIMES})
    listed = {cut.code for cut in deductions_of(standard, item)}
    if listed and data["code"] not in listed:
        return Refusal("assessed_deduction_code", article=item.article)
    if not listed and not (data["points"] and 0 < data["points"] <= item.points):
        return Refusal("assessed_points", {"n": points_words(item.points)})
    return _same_problem(assessed, data, standard)


def _same_problem(assessed: AssessedUnit, data: Data, standard: Standard) -> Refusal | None:
    problem = problem_key(data.get("evidence"), data["reason"])
    labels_of = {item.id: item.label for item in assessed.assessment.items}
    for one in assessed.deductions:
        if one.withdrawn_on is None and one.problem == problem:
            rules = {rule.id: rule.article for rule in standard.rule}
            return Refusal(
                "assessed_same_problem",
                {"item": labels_of[one.item_id]},
                rules.get(AssessmentRule.ONE_PROBLEM_ONCE),
            )
    return None


def _deduct(assessed: AssessedUnit, actor: Actor, data: Data) -> dict[str, Any]:
    item = _item(assessed, data)
    assert item is not None  # the check refused it
    listed = {cut.code: cut for cut in deductions_of(standard_of(assessed.assessment), item)}
    cut = listed.get(data["code"] or "")
    evidence = data.get("evidence")
    deduction = PointDeduction(
        item_id=item.id,
        check_id=_latest_check(assessed, data),
        code=cut.code if cut else None,
        times=data["times"],
        points=Decimal(cut.points * data["times"]) if cut else data["points"],
        reason=data["reason"],
        found_on=data["found_on"],
        problem=problem_key(evidence, data["reason"]),
        evidence_type=evidence[0] if evidence else None,
        evidence_id=evidence[1] if evidence else None,
        entered_by_id=actor.id,
    )
    assessed.deductions.append(deduction)
    return {"item": item.code, "points": str(deduction.points)}


def _latest_check(assessed: AssessedUnit, data: Data) -> int | None:
    return next((one.id for one in assessed.checks if one.id == data.get("check_id")), None)


def _standing(assessed: AssessedUnit, data: Data) -> PointDeduction | None:
    return next(
        (
            one
            for one in assessed.deductions
            if one.id == data["deduction_id"] and one.withdrawn_on is None
        ),
        None,
    )


def _withdraw_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    if _standing(assessed, data) is None:
        return Refusal("assessed_deduction_unknown")
    return None if data["reason"] else Refusal("assessment_reason")


def _withdraw(assessed: AssessedUnit, _actor: Actor, data: Data) -> dict[str, Any]:
    deduction = _standing(assessed, data)
    assert deduction is not None  # the check refused it
    deduction.withdrawn_on, deduction.withdrawn_reason = moment.today(), data["reason"]
    return {"deduction": deduction.id, "points": str(deduction.points)}


def _faking_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse what lies outside the source's bounds (ASM-11); nothing is always allowed."""
    bounds = standard_of(assessed.assessment).falsification
    if bounds is None:
        return Refusal("assessed_no_falsification")
    points = data["points"]
    if (points and not bounds.minimum <= points <= bounds.maximum) or points < 0:
        params = {"low": bounds.minimum, "high": bounds.maximum}
        return Refusal("assessed_falsification", params, bounds.article)
    return None if data["reason"] else Refusal("assessment_reason")


def _mark_falsification(assessed: AssessedUnit, _actor: Actor, data: Data) -> dict[str, Any]:
    was = assessed.falsification
    assessed.falsification = data["points"]
    assessed.falsification_reason = data["reason"] if data["points"] else None
    return {"points": assessed.falsification, "was": was}


def _band_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    standard = standard_of(assessed.assessment)
    if has_points(standard):
        return Refusal("assessed_band_counted", article=standard.article)
    if data["band_code"] not in bands(standard):
        return Refusal("assessed_band", article=standard.article)
    return None if data["reason"] else Refusal("assessment_reason")


def _set_band(assessed: AssessedUnit, _actor: Actor, data: Data) -> dict[str, Any]:
    was = assessed.band_code
    assessed.band_code, assessed.band_reason = data["band_code"], data["reason"]
    return {"band": assessed.band_code, "was": was}


def _objection_guard(assessed: AssessedUnit, actor: Actor) -> Refusal | None:
    if refusal := _while({AssessmentState.PROPOSED})(assessed, actor):
        return refusal  # type: ignore[no-any-return]  # a guard's answer
    last = assessed.assessment.objections_until
    assert last is not None  # set by the proposal
    return Refusal("assessed_objection_late", {"on": last}) if last < moment.today() else None


def _words_check(_assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    return None if data["text"] else Refusal("assessment_reason")


def _object(assessed: AssessedUnit, _actor: Actor, data: Data) -> None:
    assessed.objection, assessed.objected_on = data["text"], moment.today()


def _answer(assessed: AssessedUnit, actor: Actor, data: Data) -> None:
    assessed.answer, assessed.answered_on = data["text"], moment.today()
    assessed.answered_by_id = actor.id


def to_be_ordered(assessed: AssessedUnit) -> list[SpotCheck]:
    """Return the checks whose problems cost points and brought no notice to rectify yet (ASM-06).

    None where the pack asks for no notice after a check.
    """
    pack = pack_of(assessed.assessment)
    if find_term(pack, TermId.ASSESSMENT_CHECK_RECTIFY) is None:
        return []
    costly = {one.check_id for one in assessed.deductions if one.withdrawn_on is None}
    return [check for check in assessed.checks if check.id in costly and check.order is None]


def _order_guard(assessed: AssessedUnit, actor: Actor) -> Refusal | None:
    if refusal := _while(WHILE_CORRECTING)(assessed, actor):
        return refusal  # type: ignore[no-any-return]  # a guard's answer
    if to_be_ordered(assessed):
        return None
    found = find_term(pack_of(assessed.assessment), TermId.ASSESSMENT_CHECK_RECTIFY)
    return Refusal("assessed_nothing_to_order", article=found.value.article if found else None)


def _order_check(assessed: AssessedUnit, _actor: Actor, data: Data) -> Refusal | None:
    if data["check_id"] not in {check.id for check in to_be_ordered(assessed)}:
        return Refusal("assessed_nothing_to_order")
    return None if data["due_on"] > moment.today() else Refusal("assessed_rectify_by")


def _order(_assessed: AssessedUnit, _actor: Actor, data: Data) -> dict[str, Any]:
    return {"check": data["check_id"], "due_on": data["due_on"]}


def self_report_article(assessed: AssessedUnit) -> str | None:
    """Return the article that asks for the self-assessment."""
    return article_of(pack_of(assessed.assessment), GuardId.ASSESSMENT_SELF_REPORT)


def _row(
    action: AssessedAction,
    sources: set[AssessedState],
    target: AssessedState | None,
    permission: Permission,
    **more: Any,
) -> Transition:
    return Transition(
        action, frozenset(sources), target, permission, labels.UNIT_ACTIONS[action], **more
    )


_ALL = set(AssessedState)
_ORGANISE, _ANSWER = P.EVALUATION_ORGANISE, P.EVALUATION_ANSWER

#: Acts of the organiser, or of the unit's own assessor, where they lie. The unit's own acts are
#: asked in the assessed unit: `services` asks `is_of`.
ASSESSED_PROCEDURE = Procedure(
    name="assessed",
    model=AssessedUnit,
    states=AssessedState,
    unit_path=lambda assessed: assessed.assessed_by.path,
    path=(S.AWAITED, S.REPORTED, S.OBJECTED, S.ANSWERED),
    rests={S.REPORTED: _("已经自评，是否提出异议由该单位决定")},
    state_labels=labels.UNIT_STATES,
    clock_start=_clock_start,
    transitions=(
        _row(A.FILL_IN, {S.AWAITED}, None, _ANSWER, guard=_while({AssessmentState.NOTIFIED}),
             check=_fill_check, effect=_fill_in),
        _row(A.SELF_REPORT, {S.AWAITED}, S.REPORTED, _ANSWER, guard=_report_guard,
             check=_summary_check, effect=_report, meets=(TermId.ASSESSMENT_SELF_REPORT,)),
        _row(A.RECORD_CHECK, _ALL, None, _ORGANISE, guard=_while(WHILE_CHECKING),
             check=_check_check, effect=_record_check),
        _row(A.DEDUCT, _ALL, None, _ORGANISE, guard=_while(WHILE_CHECKING), check=_deduct_check,
             effect=_deduct),
        _row(A.WITHDRAW, _ALL, None, _ORGANISE, guard=_while(WHILE_CORRECTING),
             check=_withdraw_check, effect=_withdraw),
        _row(A.MARK_FALSIFICATION, _ALL, None, _ORGANISE, guard=_while(WHILE_CORRECTING),
             check=_faking_check, effect=_mark_falsification),
        _row(A.SET_BAND, _ALL, None, _ORGANISE, guard=_while(WHILE_CORRECTING),
             check=_band_check, effect=_set_band),
        _row(A.OBJECT, {S.AWAITED, S.REPORTED}, S.OBJECTED, _ANSWER, guard=_objection_guard,
             check=_words_check, effect=_object),
        _row(A.ANSWER, {S.OBJECTED}, S.ANSWERED, _ORGANISE,
             guard=_while({AssessmentState.PROPOSED}), check=_words_check, effect=_answer),
        _row(A.ORDER_RECTIFICATION, _ALL, None, _ORGANISE, guard=_order_guard, check=_order_check,
             effect=_order),
    ),
)  # fmt: skip
