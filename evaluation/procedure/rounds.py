"""What may be done to a round of evaluation, in which state, by whom, and what follows."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from accountability.rules import RectificationState
from core import moment
from core.access import Actor, Permission
from core.db import db
from core.documents.agreement import Listed, disagreements
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from evaluation import labels
from evaluation.models import (
    EvaluationRound,
    RoundInspection,
    RoundStep,
    RoundUnit,
    SurveyBox,
    SurveyToken,
)
from evaluation.procedure import drafting, leads
from evaluation.queries import counting, results, steps
from evaluation.queries import rounds as queries
from evaluation.queries.packs import article_of, grades, pack_of
from evaluation.rules import (
    MOST_SLIPS,
    NoticeState,
    ParticipantGroup,
    RoundAction,
    RoundState,
    SheetSource,
)
from regulations.codes import GuardId, WordList
from regulations.rules import words

S, A, P = RoundState, RoundAction, Permission
Data = Mapping[str, Any]

#: A grade from which on nothing need be said: the best one of the pack.
_BEST = 0


def _unit(round_: EvaluationRound, data: Data) -> RoundUnit | None:
    return next((u for u in round_.units if u.id == data.get("round_unit_id")), None)


def _complete(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    if not round_.units:
        return Refusal("round_needs_units")
    if drafting.grade_questions(round_) != 1:
        return Refusal("round_needs_grade_question")
    if round_.ends_on < moment.today():
        return Refusal("round_already_over")
    return None


def _places_check(_round: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    return None if data.get("places") else Refusal("round_places_needed")


def _publish(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    """Fix the questionnaire; an open link gets its address and its box."""
    if round_.has_open_link:
        for unit in round_.units:
            unit.open_token = secrets.token_urlsafe(16)
            _set_up_box(unit, ParticipantGroup.RESIDENT, SheetSource.OPEN_LINK)
    round_.published_on, round_.published_at_places = moment.today(), data["places"]
    return {
        "places": round_.published_at_places,
        "edition": round_.questionnaire.edition,
        "open_link": round_.has_open_link,
    }


def _inspection_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    known = {w.code for w in words(pack_of(round_), WordList.EVALUATION_INSPECTION)}
    sound = data["method_code"] in known and data["on"] <= moment.today()
    return None if _unit(round_, data) and sound else Refusal("round_inspection")


def _record_inspection(round_: EvaluationRound, actor: Actor, data: Data) -> dict[str, Any]:
    unit = _unit(round_, data)
    assert unit is not None  # the check refused it
    unit.inspections.append(
        RoundInspection(
            method_code=data["method_code"],
            on_date=data["on"],
            findings=data["findings"],
            recorded_by_id=actor.id,
        )
    )
    return {"unit": unit.unit_id, "method": data["method_code"], "on": data["on"]}


def _step_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    if data["step_code"] not in steps.by_hand(pack_of(round_)):
        return Refusal("round_step_unknown")
    return Refusal("round_step_day") if data["on"] > moment.today() else None


def _record_step(round_: EvaluationRound, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the day of a step; recorded again, it is corrected, and the record has both."""
    assert actor.id is not None  # the permission is a person's
    code = data["step_code"]
    step = next((step for step in round_.steps if step.step_code == code), None)
    if step is None:
        step = RoundStep(step_code=code)
        round_.steps.append(step)
    step.on_date, step.note, step.recorded_by_id = data["on"], data["note"], actor.id
    return {"step": code, "on": data["on"]}


def _begun(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    if moment.today() < round_.starts_on:
        return Refusal("round_not_yet", {"on": round_.starts_on})
    return None


def _slips_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    if _unit(round_, data) is None:
        return Refusal("round_unit_unknown")
    if not 1 <= data["count"] <= MOST_SLIPS:
        return Refusal("round_slips", {"n": MOST_SLIPS})
    return None


def _hand_out(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    unit = _unit(round_, data)
    assert unit is not None  # the check refused it
    if data["hashes"]:
        unit.slips += data["count"]
    else:
        unit.papers += data["count"]
    db.session.add_all(
        SurveyToken(token_hash=value, round_unit_id=unit.id, group=data["group"])
        for value in sorted(data["hashes"])
    )
    if data["hashes"]:
        _set_up_box(unit, data["group"], SheetSource.ONLINE)
    kind = "slips" if data["hashes"] else "papers"
    return {"unit": unit.unit_id, "group": data["group"], kind: data["count"]}


def _set_up_box(unit: RoundUnit, group: ParticipantGroup, source: SheetSource) -> None:
    """Set up the box of a unit and group before its first slip, or its open link, can be used."""
    if db.session.get(SurveyBox, (unit.id, source, group)) is None:
        db.session.add(SurveyBox(round_unit_id=unit.id, source=source, group=group))


def _all_in(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    if moment.today() <= round_.ends_on:
        return Refusal("round_not_over", {"on": round_.ends_on})
    if waiting := queries.open_batches(round_):
        return Refusal("round_batches_open", {"n": waiting})
    if not any(figures.valid for figures in results.figures_of(round_).values()):
        return Refusal("round_no_sheets")
    return None


def _collate(round_: EvaluationRound, _actor: Actor, _data: Data) -> dict[str, Any]:
    """Freeze the figures and forget the slips: from here on not even a hash of one is left. The
    boxes were emptied before.
    """
    counting.freeze(round_)
    round_.collated_on = moment.today()
    figures = results.figures_of(round_)
    for unit in round_.units:
        unit.returned, unit.valid = figures[unit.id].returned, figures[unit.id].asked
    ids = [unit.id for unit in round_.units]
    for table in (SurveyToken, SurveyBox):
        db.session.execute(delete(table).where(table.round_unit_id.in_(ids)))
    return {"sheets": {str(u.unit_id): [u.returned, u.valid] for u in round_.units}}


def _has_grades(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    """Refuse grades where the rules name none (002-05 art. 6)."""
    pack = pack_of(round_)
    if grades(pack):
        return None
    return Refusal("round_no_grades", article=article_of(pack, GuardId.EVALUATION_GRADE_BOUNDS))


def _grade_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    known = grades(pack_of(round_))
    article = article_of(pack_of(round_), GuardId.EVALUATION_GRADE_BOUNDS)
    if _unit(round_, data) is None:
        return Refusal("round_unit_unknown")
    if data["grade_code"] not in known:
        return Refusal("round_grade_unknown")
    if not data["reason"]:
        return Refusal("round_grade_reason", article=article)
    if list(known).index(data["grade_code"]) > _BEST and not data["opinions"]:
        return Refusal("round_opinions_needed", {"grade": known[data["grade_code"]]})
    return None


def _set_grade(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    unit = _unit(round_, data)
    assert unit is not None  # the check refused it
    was = unit.grade_code
    unit.grade_code, unit.grade_reason = data["grade_code"], data["reason"]
    unit.opinions = data["opinions"] or None
    return {"unit": unit.unit_id, "grade": unit.grade_code, "was": was}


def _all_graded(round_: EvaluationRound, actor: Actor) -> Refusal | None:
    if refusal := _has_grades(round_, actor):
        return refusal
    missing = sum(unit.grade_code is None for unit in round_.units)
    return Refusal("round_units_ungraded", {"n": missing}) if missing else None


def _grade(round_: EvaluationRound, actor: Actor, _data: Data) -> dict[str, Any]:
    round_.graded_on, round_.graded_by_id = moment.today(), actor.id
    return {"grades": {str(u.unit_id): u.grade_code for u in round_.units}}


def _reason_check(_round: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    return None if data.get("reason") else Refusal("round_reason_needed")


def _by_another(round_: EvaluationRound, actor: Actor) -> Refusal | None:
    """Refuse consent by who reported the grades (003-17 art. 7 (4))."""
    if actor.id != round_.graded_by_id:
        return None
    return Refusal(
        "round_own_consent", article=article_of(pack_of(round_), GuardId.EVALUATION_CONSENT)
    )


def _consent(round_: EvaluationRound, actor: Actor, data: Data) -> None:
    round_.consented_on, round_.consented_by_id = moment.today(), actor.id
    round_.consent_opinion = data.get("opinion") or None


def _feed_back(round_: EvaluationRound, _actor: Actor, _data: Data) -> None:
    round_.fed_back_on = moment.today()


def _told_first(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    """Refuse to publish grades before consent and feedback; without grades nothing comes first."""
    if round_.state is S.FED_BACK or not grades(pack_of(round_)):
        return None
    article = article_of(pack_of(round_), GuardId.EVALUATION_CONSENT)
    return Refusal("round_not_fed_back", article=article)


def _results_check(round_: EvaluationRound, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse without a text, and a text whose counts and lists are not those of the result."""
    if not data.get("text"):
        return Refusal("round_results_text")
    known = grades(pack_of(round_))
    units = [
        Listed((one.unit.name, one.unit.short_name), known.get(one.grade_code or "", ""))
        for one in round_.units
    ]
    lines = data["text"].splitlines()
    faults = disagreements(round_.title, lines, units, list(known.values()))
    return Refusal("round_results_disagree", {"faults": "；".join(faults)}) if faults else None


def _publish_results(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    round_.results_on = moment.today()
    round_.result_range, round_.results_text = data["result_range"], data["text"]
    return {"range": round_.result_range}


def _all_done(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    """Refuse to close before publication, receipt, and rectification or explanation (art. 7, 8)."""
    pack = pack_of(round_)
    if round_.results_on is None:
        article = article_of(pack, GuardId.EVALUATION_PUBLICATION)
        return Refusal("round_results_unpublished", article=article)
    if missing := [step.label for step in steps.unrecorded(round_)]:
        article = steps.article_of_steps(pack)
        return Refusal("round_steps_missing", {"steps": "、".join(missing)}, article)
    if not grades(pack):
        return None
    waiting = sum(u.notice is None or u.notice.state is NoticeState.PREPARED for u in round_.units)
    if waiting:
        return Refusal("round_notices_open", {"n": waiting})
    done = (RectificationState.CLOSED, RectificationState.EXPLAINED)
    open_ones = sum(r.state not in done for r in queries.rectifications_of(round_).values())
    if open_ones:
        article = article_of(pack, GuardId.EVALUATION_RECTIFY_DUTY)
        return Refusal("round_rectifications_open", {"n": open_ones}, article)
    return None


def _close(round_: EvaluationRound, _actor: Actor, _data: Data) -> None:
    round_.closed_on = moment.today()


def _row(
    action: RoundAction, sources: set[RoundState], target: RoundState | None, **more: Any
) -> Transition:
    permission = more.pop("permission", P.EVALUATION_ORGANISE)
    return Transition(
        action, frozenset(sources), target, permission, labels.ACTIONS[action], **more
    )


#: Where the rules name no grades, the results are published as soon as they are collated.
_TOLD = {S.COLLATED, S.FED_BACK}
_INSPECTED = {S.PUBLISHED, S.COLLECTING, S.COLLATED}

ROUND_PROCEDURE = Procedure(
    name="round",
    model=EvaluationRound,
    states=RoundState,
    unit_path=lambda round_: round_.unit.path,
    path=tuple(RoundState),
    state_labels=labels.STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        _row(A.PUBLISH, {S.DRAFTED}, S.PUBLISHED, guard=_complete, check=_places_check,
             effect=_publish),
        _row(A.EDIT, {S.DRAFTED}, None, check=drafting.plan_check,
             effect=drafting.edit),
        _row(A.ADD_QUESTION, {S.DRAFTED}, None, check=drafting.question_check,
             effect=drafting.add_question),
        _row(A.REMOVE_QUESTION, {S.DRAFTED}, None, check=drafting.known_question,
             effect=drafting.remove_question),
        _row(A.PLAN_SAMPLE, {S.DRAFTED, S.PUBLISHED}, None, check=drafting.sample_check,
             effect=drafting.plan_sample),
        _row(A.START, {S.PUBLISHED}, S.COLLECTING, guard=_begun),
        _row(A.HAND_OUT, {S.PUBLISHED, S.COLLECTING}, None, check=_slips_check,
             effect=_hand_out),
        _row(A.RECORD_INSPECTION, _INSPECTED, None, check=_inspection_check,
             effect=_record_inspection),
        _row(A.RECORD_STEP, set(S) - {S.CLOSED}, None, check=_step_check, effect=_record_step),
        _row(A.COLLATE, {S.COLLECTING}, S.COLLATED, guard=_all_in, effect=_collate),
        _row(A.SET_GRADE, {S.COLLATED}, None, guard=_has_grades, check=_grade_check,
             effect=_set_grade),
        _row(A.GRADE, {S.COLLATED}, S.GRADED, guard=_all_graded, effect=_grade),
        _row(A.CONSENT, {S.GRADED}, S.CONSENTED, guard=_by_another, effect=_consent,
             permission=P.EVALUATION_CONSENT),
        _row(A.RETURN_GRADES, {S.GRADED}, S.COLLATED, check=_reason_check,
             permission=P.EVALUATION_CONSENT),
        _row(A.FEED_BACK, {S.CONSENTED}, S.FED_BACK, effect=_feed_back),
        _row(A.PUBLISH_RESULTS, _TOLD, None, guard=_told_first, check=_results_check,
             effect=_publish_results),
        _row(A.CLOSE, _TOLD, S.CLOSED, guard=_all_done, effect=_close),
        _row(A.OPEN_LEAD, {S.FED_BACK, S.CLOSED}, None, guard=leads.guard, check=leads.check,
             effect=leads.effect),
    ),
)  # fmt: skip
