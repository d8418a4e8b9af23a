"""Acts on a rectification that is overdue: remind, supervise, criticise where a rule says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from accountability.circulating import MEASURE
from accountability.models import Rectification, RectificationUrging
from accountability.rules import RectificationState
from accountability.urging import OverdueStep, is_for_overdue, next_step
from core import moment
from core.access import Actor
from core.documents.printing import unprintable
from core.refusals import Refusal
from regulations.codes import Regime
from regulations.registry import get_pack
from regulations.rules import cite

Data = Mapping[str, Any]

#: Which regimes speak of what a decision, an evaluation or an assessment orders to be corrected.
_OF_DECISION: Final = frozenset({Regime.ACCOUNTABILITY, Regime.SUPERVISION})
_OF_EVALUATION: Final = frozenset({Regime.EVALUATION})
_OF_ASSESSMENT: Final = frozenset({Regime.ASSESSMENT})
#: Only what is still to be reported can be overdue.
OPEN: Final = frozenset({RectificationState.ORDERED, RectificationState.RETURNED})


def is_overdue(rectification: Rectification) -> bool:
    """Tell whether the last day to report is over, of what was sent back the new one."""
    return rectification.state in OPEN and rectification.due_on < moment.today()


def criticism_rule(rectification: Rectification) -> str | None:
    """Return the provision by which what is not corrected in time is criticised in a circular; None
    where no rule on this kind of rectification names it (ASM-09, DIR-12).
    """
    case = rectification.case
    pack_id = case.procedure_pack_id if case else rectification.pack_id
    assert pack_id is not None  # the table says so
    pack = get_pack(pack_id)
    regimes = _OF_EVALUATION if rectification.is_of_evaluation else _OF_ASSESSMENT
    if case is not None:
        regimes = _OF_DECISION
    for found in pack.consequences:
        row = found.value
        steps = (one for one in row.steps if one.measure == MEASURE and is_for_overdue(one.when))
        if row.regime in regimes and next(steps, None) is not None:
            return cite(pack, row.article, row.regime)
    return None


def done(rectification: Rectification) -> frozenset[OverdueStep]:
    """Return the steps taken since the present last day; a new one begins anew."""
    return frozenset(u.step for u in rectification.urgings if u.due_on == rectification.due_on)


def coming(rectification: Rectification) -> OverdueStep | None:
    """Return the step that comes next; None when nothing is overdue or no step is left."""
    if not is_overdue(rectification):
        return None
    step = next_step(done(rectification))
    bare = step is OverdueStep.CRITICISE and criticism_rule(rectification) is None
    return None if bare else step


def may_urge(rectification: Rectification) -> bool:
    """Tell whether a reminder or a letter of supervision comes next."""
    return coming(rectification) in (OverdueStep.REMIND, OverdueStep.SUPERVISE)


def may_criticise(rectification: Rectification) -> bool:
    """Tell whether it is overdue and a rule names criticism for that."""
    return is_overdue(rectification) and (
        criticism_rule(rectification) is not None
        and OverdueStep.CRITICISE not in done(rectification)
    )


def was_supervised(rectification: Rectification) -> Refusal | None:
    """Refuse to criticise before the unit was reminded and supervised."""
    if OverdueStep.SUPERVISE in done(rectification):
        return None
    return Refusal("rectification_not_supervised", {}, criticism_rule(rectification))


def urge_check(rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse words that are missing or cannot be printed, and a reminder by no way."""
    missing = coming(rectification) is OverdueStep.REMIND and not data["way"]
    if not data["text"] or missing:
        return Refusal("rectification_urging_incomplete")
    return unprintable("rectification_urging_unprintable", data["text"])


def criticism_check(_rectification: Rectification, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a criticism without words or recipients."""
    if not (data["text"] and data["recipients"]):
        return Refusal("rectification_criticism_incomplete")
    return unprintable("rectification_urging_unprintable", data["text"])


def urge(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the step that comes next."""
    step = coming(rectification)
    assert step is not None  # offered only where one comes
    way = data["way"] if step is OverdueStep.REMIND else None
    return _keep(rectification, actor, step, text=data["text"], way=way)


def criticise(rectification: Rectification, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the criticism with its rule and to whom it is circulated."""
    return _keep(
        rectification,
        actor,
        OverdueStep.CRITICISE,
        text=data["text"],
        recipients="、".join(data["recipients"]),
        article=criticism_rule(rectification),
    )


def _keep(
    rectification: Rectification, actor: Actor, step: OverdueStep, **said: Any
) -> dict[str, Any]:
    assert actor.id is not None  # the system presses nobody
    made = RectificationUrging(
        step=step,
        due_on=rectification.due_on,
        raised_on=moment.today(),
        raised_by_id=actor.id,
        **said,
    )
    rectification.urgings.append(made)
    return {"step": step, "due_on": made.due_on, "article": made.article}
