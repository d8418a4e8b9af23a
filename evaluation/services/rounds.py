"""Plan a round, run it, grade the units, feed back, publish, close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from core import moment, numbering, record
from core.access import Actor, Permission
from core.db import transactional
from core.identity import queries as identity
from core.identity.models import Unit
from core.procedure import Forbidden, create_once, perform
from core.refusals import Refusal, Refused
from evaluation.models import (
    EvaluationRound,
    RoundUnit,
)
from evaluation.procedure.drafting import plan_fault, rescale, usual_scale, weigh
from evaluation.procedure.rounds import ROUND_PROCEDURE
from evaluation.queries import rounds as queries
from evaluation.rules import (
    ParticipantGroup,
    QuestionKind,
    ResultRange,
    RoundAction,
    RoundState,
    SheetSource,
)
from evaluation.services.boxes import empty_boxes
from evaluation.services.feedback import issue_round_notice
from evaluation.services.questionnaires import copy_of, questionnaire_of
from regulations.codes import WordList
from regulations.registry import get_pack
from regulations.rules import words


@dataclass(frozen=True)
class Plan:
    """The plan of a round as typed; `scale` empty takes the usual one of the pack."""

    title: str
    method_code: str
    plan: str
    starts_on: date
    ends_on: date
    unit_ids: Sequence[int]
    scale: str = ""
    weights: Mapping[SheetSource, int] = field(default_factory=dict)
    has_open_link: bool = False


@dataclass(frozen=True)
class NewQuestion:
    """A question as typed; `options` only for single and multiple choice."""

    kind: QuestionKind
    text: str
    options: Sequence[str] = ()
    is_required: bool = True


@transactional
def create_round(
    actor: Actor,
    *,
    unit: Unit,
    plan: Plan,
    copied: EvaluationRound | None = None,
    token: str | None = None,
) -> EvaluationRound:
    """Draft a round under the pack that `unit` follows today.

    The questionnaire is that of `copied`, as a further edition, or one made of the items of the
    pack's content (003-17 art. 5, 002-05 art. 5). Refused: no pack, a pack without items or
    methods, days, units, a scale of other words than the grades the pack names.
    """
    if not actor.may(Permission.EVALUATION_ORGANISE, unit.path):
        raise Forbidden("create")
    pack_id = identity.pack_id_of(unit, moment.today())
    if pack_id is None:
        raise Refused(Refusal("round_no_pack", {"unit": unit.name}))
    pack = get_pack(pack_id)
    if not words(pack, WordList.EVALUATION_CONTENT):
        raise Refused(Refusal("round_no_content", {"pack": pack.header.title}))
    kept = copied.questionnaire.scale if copied else ""
    plan = replace(plan, scale=plan.scale or kept or usual_scale(pack))
    allowed = {below.id for below in queries.units_below(unit)}
    if fault := plan_fault(pack, asdict(plan), allowed):
        raise Refused(fault)

    def build() -> EvaluationRound:
        prefix = (unit.document_prefix or unit.short_name) + "评"
        return EvaluationRound(
            number=numbering.allocate(prefix, moment.today().year),
            title=plan.title,
            unit=unit,
            pack_id=pack_id,
            method_code=plan.method_code,
            plan=plan.plan,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            has_open_link=plan.has_open_link,
            questionnaire=copy_of(copied.questionnaire)
            if copied
            else questionnaire_of(pack, plan.scale),
            units=[RoundUnit(unit_id=unit_id) for unit_id in plan.unit_ids],
            state=RoundState.DRAFTED,
            created_by_id=actor.id,
        )

    round_: EvaluationRound = create_once(token, EvaluationRound, build)
    rescale(round_, plan.scale)
    weigh(round_, plan.weights)
    record.append(
        "create",
        round_,
        actor_id=actor.id,
        after={"number": round_.number, "units": len(round_.units), "pack": pack_id},
    )
    return round_


@transactional
def edit_round(
    round_: EvaluationRound, actor: Actor, plan: Plan, *, seen_version: int, token: str | None
) -> None:
    """Change the plan while it is a draft."""
    plan = replace(plan, scale=plan.scale or round_.questionnaire.scale)
    _act(round_, RoundAction.EDIT, actor, seen_version, token, asdict(plan))


@transactional
def add_question(
    round_: EvaluationRound,
    actor: Actor,
    question: NewQuestion,
    *,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Add a question to the draft; a second overall question and odd options are refused."""
    data = {**asdict(question), "options": list(question.options)}
    _act(round_, RoundAction.ADD_QUESTION, actor, seen_version, token, data)


@transactional
def remove_question(
    round_: EvaluationRound,
    actor: Actor,
    *,
    question_id: int,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Take a question out of the draft."""
    data = {"question_id": question_id}
    _act(round_, RoundAction.REMOVE_QUESTION, actor, seen_version, token, data)


@transactional
def plan_sample(
    round_: EvaluationRound,
    actor: Actor,
    *,
    quotas: Mapping[tuple[int, ParticipantGroup], int],
    seen_version: int,
    token: str | None = None,
) -> None:
    """Set how many sheets are wanted by unit of the round and group, until collecting begins."""
    _act(round_, RoundAction.PLAN_SAMPLE, actor, seen_version, token, {"quotas": quotas})


@transactional
def publish_round(
    round_: EvaluationRound,
    actor: Actor,
    *,
    places: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Publish the plan and issue its notice to the units; questionnaire and anonymity are fixed
    from here on (003-17 art. 7 (1)).
    """
    _act(round_, RoundAction.PUBLISH, actor, seen_version, token, {"places": places})
    issue_round_notice(round_, actor)


@transactional
def start_round(
    round_: EvaluationRound, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Begin to take sheets in; not before the day of the plan."""
    _act(round_, RoundAction.START, actor, seen_version, token)


@transactional
def record_inspection(
    round_: EvaluationRound,
    actor: Actor,
    *,
    round_unit_id: int,
    method_code: str,
    on: date,
    findings: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record an inspection of a unit (003-17 art. 7 (2))."""
    data = {
        "round_unit_id": round_unit_id,
        "method_code": method_code,
        "on": on,
        "findings": findings,
    }
    _act(round_, RoundAction.RECORD_INSPECTION, actor, seen_version, token, data)


@transactional
def record_step(
    round_: EvaluationRound,
    actor: Actor,
    *,
    step_code: str,
    on: date,
    note: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Record the day of a step that only people know of (002-05 art. 6)."""
    data = {"step_code": step_code, "on": on, "note": note}
    _act(round_, RoundAction.RECORD_STEP, actor, seen_version, token, data)


@transactional
def collate_round(
    round_: EvaluationRound, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """End the collection: boxes are emptied, figures frozen, the hashes of the slips deleted."""
    empty_boxes(round_)
    _act(round_, RoundAction.COLLATE, actor, seen_version, token)


@transactional
def set_grade(
    round_: EvaluationRound,
    actor: Actor,
    *,
    round_unit_id: int,
    grade_code: str,
    reason: str,
    opinions: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Grade one unit with reasons; the pack states no bounds, so nothing is computed (art. 7 (4)).

    `opinions` one a line: what the unit is asked to rectify; needed below the best grade.
    """
    data = {
        "round_unit_id": round_unit_id,
        "grade_code": grade_code,
        "reason": reason,
        "opinions": opinions,
    }
    _act(round_, RoundAction.SET_GRADE, actor, seen_version, token, data)


@transactional
def grade_round(
    round_: EvaluationRound, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Report the grades to the competent department."""
    _act(round_, RoundAction.GRADE, actor, seen_version, token)


@transactional
def return_grades(
    round_: EvaluationRound,
    actor: Actor,
    *,
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Send the grades back with a reason."""
    data = {"reason": reason}
    _act(round_, RoundAction.RETURN_GRADES, actor, seen_version, token, data, reason)


@transactional
def consent_round(
    round_: EvaluationRound,
    actor: Actor,
    *,
    opinion: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Consent to the grades; never by who reported them."""
    _act(round_, RoundAction.CONSENT, actor, seen_version, token, {"opinion": opinion})


@transactional
def publish_results(
    round_: EvaluationRound,
    actor: Actor,
    *,
    result_range: ResultRange,
    text: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Publish the results within a range."""
    data = {"result_range": result_range, "text": text}
    _act(round_, RoundAction.PUBLISH_RESULTS, actor, seen_version, token, data)


@transactional
def close_round(
    round_: EvaluationRound, actor: Actor, *, seen_version: int, token: str | None = None
) -> None:
    """Close the round; refused before publication, receipt, and rectification or explanation."""
    _act(round_, RoundAction.CLOSE, actor, seen_version, token)


@transactional
def open_lead(
    round_: EvaluationRound,
    actor: Actor,
    *,
    round_unit_id: int,
    question_ids: Sequence[int],
    reason: str,
    seen_version: int,
    token: str | None = None,
) -> None:
    """Make the result of a unit with the lowest grade a lead, once (XSE-09, 003-17 art. 10).

    Refused: another grade, fewer than five people behind the result or an item, one's own unit,
    rules that do not pursue it, nobody above the unit who may decide about reports.
    """
    data = {"round_unit_id": round_unit_id, "question_ids": question_ids, "reason": reason}
    _act(round_, RoundAction.OPEN_LEAD, actor, seen_version, token, data, reason)


def _act(
    round_: EvaluationRound,
    action: RoundAction,
    actor: Actor,
    seen_version: int,
    token: str | None,
    data: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    perform(
        ROUND_PROCEDURE,
        round_,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
    )
