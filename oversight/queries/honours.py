"""Read who is barred from honours in a year, as the decisions that stand say (FIN-29, XAC-10)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, DecisionMeasure
from accountability.rules import DecisionState
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core import moment
from core.access import Actor

#: The measure that bars, in every pack that has it (取消当年评先、评优资格).
HONOURS_CANCELLED: Final = "honours_cancelled"


def barred_in(year: int, actor: Actor) -> Select[DecisionMeasure]:
    """Select the measures that bar a person or a unit in `year`, of cases `actor` may know.

    「当年」is the calendar year in which the decision was signed; a revoked decision bars nobody.
    """
    first, after = moment.span_of_year(year)
    return (
        select(DecisionMeasure)
        .join(DecisionMeasure.decision)
        .where(
            DecisionMeasure.code == HONOURS_CANCELLED,
            Decision.number.is_not(None),
            Decision.state != DecisionState.REVOKED,
            Decision.signed_at >= first,
            Decision.signed_at < after,
            Decision.case_id.in_(cases.visible_to(actor).with_only_columns(Case.id)),
        )
        .options(
            contains_eager(DecisionMeasure.decision),
            joinedload(DecisionMeasure.respondent).joinedload(CaseRespondent.unit),
        )
    )
