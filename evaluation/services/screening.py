"""Read remarks before anybody else sees them: some give away who wrote them."""

from __future__ import annotations

from core import record
from core.access import Actor, Permission
from core.db import transactional
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from evaluation.models import EvaluationRound, SurveyRemark
from evaluation.rules import Screening


@transactional
def screen_remark(
    round_: EvaluationRound,
    remark: SurveyRemark,
    actor: Actor,
    *,
    verdict: Screening,
    reason: str = "",
) -> None:
    """Let a remark be shown, or withhold it with a reason; the record does not repeat the text."""
    if not actor.may(Permission.EVALUATION_ORGANISE, round_.unit.path):
        raise Forbidden("screen_remark")
    if remark.round_unit_id not in {unit.id for unit in round_.units}:
        raise Refused(Refusal("remark_unknown"))
    if verdict is Screening.WITHHELD and not reason:
        raise Refused(Refusal("remark_reason"))
    remark.screening, remark.screened_by_id = verdict, actor.id
    remark.withheld_reason = reason or None
    record.append(
        "screen_remark",
        round_,
        actor_id=actor.id,
        after={"verdict": verdict},
        reason=reason or None,
    )
