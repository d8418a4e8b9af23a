"""A dissatisfying result made a lead by hand: what bars it, and what the lead says (XSE-09).

The lead says what was counted, and concludes nothing. Nothing of less than five people gets in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.queries import about
from complaints.rules import Channel, ComplaintKind, concerns
from complaints.services import receiving_unit
from complaints.services.registering import Given, GivenRespondent, register_several
from core import moment
from core.access import Actor
from core.documents.wording import in_chinese
from core.identity.models import Unit
from core.refusals import Refusal
from evaluation.models import EvaluationRound, RoundUnit
from evaluation.queries import results
from evaluation.queries.packs import grades, pack_of
from evaluation.queries.results import Answered, UnitResult
from evaluation.rules import SMALLEST_GROUP, QuestionKind, is_too_few
from regulations.codes import Regime
from regulations.model import Consequence

Data = Mapping[str, Any]


def rule_of(round_: EvaluationRound) -> Consequence | None:
    """Return the rule by which what an evaluation shows is pursued; None where none says so."""
    found = (one.value for one in pack_of(round_).consequences)
    return next((row for row in found if row.regime is Regime.EVALUATION), None)


def is_dissatisfying(unit: RoundUnit) -> bool:
    """Tell whether the unit has the lowest grade its rules name."""
    known = list(grades(pack_of(unit.round)))
    return bool(known) and unit.grade_code == known[-1]


def is_concerned(unit: RoundUnit, actor: Actor) -> bool:
    """Tell whether a lead on the unit is kept from `actor`, who belongs to it."""
    return concerns(*about(actor), [(None, unit.unit_id)])


def open_to(unit: RoundUnit, actor: Actor) -> bool:
    """Tell whether `actor` is offered to make a lead of the unit's result."""
    return guard(unit.round, actor) is None and _of_unit(unit, actor) is None


def offered_items(result: UnitResult) -> list[Answered]:
    """Return the items a lead may name: the overall one and those of the content, with at least
    five people who took a side, one of them dissatisfied.
    """
    return [
        one
        for one in result.answers
        if (one.question.kind is QuestionKind.GRADE or one.question.item_code)
        and not is_too_few(one.tally.answered)
        and _dissatisfied(one)
    ]


def guard(round_: EvaluationRound, _actor: Actor) -> Refusal | None:
    """Refuse where no rule pursues it, and where no unit has the lowest grade."""
    if rule_of(round_) is None:
        return Refusal("lead_no_rule")
    if any(is_dissatisfying(unit) for unit in round_.units):
        return None
    return Refusal("lead_grade", {"grade": _lowest(round_)})


def check(round_: EvaluationRound, actor: Actor, data: Data) -> Refusal | None:
    """Refuse another grade, a second lead, one's own unit, too few people, items not offered."""
    result = _result(round_, data)
    if result is None:
        return Refusal("round_unit_unknown")
    if refusal := _of_unit(result.unit, actor):
        return refusal
    if result.is_too_few:
        return Refusal("lead_too_few", {"n": SMALLEST_GROUP})
    chosen, known = set(data["question_ids"]), {one.question.id for one in offered_items(result)}
    if not chosen or not chosen <= known:
        return Refusal("lead_items", {"n": SMALLEST_GROUP, "grade": _lowest(round_)})
    if not data["reason"]:
        return Refusal("round_reason_needed")
    if receiving_unit(result.unit.unit) is None:
        return Refusal("lead_no_receiver", {"unit": result.unit.unit.name})
    return None


def effect(round_: EvaluationRound, _actor: Actor, data: Data) -> dict[str, Any]:
    """Register the lead with who looks into such things; the unit's result keeps its id."""
    result = _result(round_, data)
    assert result is not None  # the check refused it
    receiver = receiving_unit(result.unit.unit)
    assert receiver is not None  # the check refused it
    items = [one for one in offered_items(result) if one.question.id in data["question_ids"]]
    given = _given(result, items, data["reason"], receiver)
    (lead,) = register_several(Actor.system(), receiver, [given])
    result.unit.lead_id = lead.id
    return {
        "unit": result.unit.unit_id,
        "items": [one.question.position for one in items],
        "lead_id": lead.id,
        "number": lead.number,
    }


def _of_unit(unit: RoundUnit, actor: Actor) -> Refusal | None:
    if not is_dissatisfying(unit):
        return Refusal("lead_grade", {"grade": _lowest(unit.round)})
    if unit.lead_id is not None:
        return Refusal("lead_there")
    return Refusal("lead_own_unit") if is_concerned(unit, actor) else None


def _result(round_: EvaluationRound, data: Data) -> UnitResult | None:
    wanted = data["round_unit_id"]
    return next((one for one in results.results_of(round_) if one.unit.id == wanted), None)


def _lowest(round_: EvaluationRound) -> str:
    return (list(grades(pack_of(round_)).values()) or [""])[-1]


def _dissatisfied(one: Answered) -> int:
    """Return how many chose the lowest option of a scale: the last that is not “don't know”."""
    rated = {option.id for option in one.question.options if not option.is_dont_know}
    counted = [part.count for part in one.tally.portions if part.option_id in rated]
    return counted[-1] if counted else 0


def _said(one: Answered) -> str:
    names = {option.id: option.label for option in one.question.options}
    counted = "，".join(f"{names[part.option_id]}{part.count}人" for part in one.tally.portions)
    return f"{one.question.position}.{one.question.text}：{counted}"


@in_chinese
def _given(result: UnitResult, items: list[Answered], reason: str, receiver: Unit) -> Given:
    round_, unit = result.unit.round, result.unit.unit
    rule, grade = rule_of(round_), _lowest(round_)
    assert rule is not None  # asked by the guard
    lines = [
        f"{round_.unit.name}组织的“{round_.title}”（{round_.number}）中，{unit.name}评定为“{grade}”，"
        "已经主管部门同意并反馈。",
        f"有效问卷：{result.figures.valid}份",
        f"评定理由：{result.unit.grade_reason}",
        "有关评议内容：",
        *(_said(one) for one in items),
        f"提出理由：{reason}",
        f"依据：{rule.article}“{rule.quote}”",
        "本件由评议组织单位根据汇总的评议结果提出，只说明评议结果；是否属于上述规定的情形、"
        "何人应当承担责任，由受理单位核查认定。问卷不记名，任何单位和个人不得追查参评人员。",
    ]
    return Given(
        unit=receiver,
        received_on=moment.today(),
        kind=ComplaintKind.REPORT,
        channel=Channel.EVALUATION_RESULT,
        title=f"{unit.short_name}社会评议结果为“{grade}”（{round_.number}）"[:120],
        facts="\n".join(lines),
        respondents=[GivenRespondent(unit)],
        reporter=None,
        occurred_from=round_.starts_on,
        occurred_to=round_.ends_on,
    )
