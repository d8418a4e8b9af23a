"""Read who is barred from honours in a year, as the decisions that stand say (FIN-29, XAC-10)."""

from __future__ import annotations

from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload

from accountability.models import Decision, DecisionMeasure
from accountability.queries.honours import standing_in
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor


def barred_in(year: int, actor: Actor) -> Select[DecisionMeasure]:
    """Select the measures that bar a person or a unit in `year`, of cases `actor` may know."""
    return (
        standing_in(year)
        .where(Decision.case_id.in_(cases.visible_to(actor).with_only_columns(Case.id)))
        .options(
            contains_eager(DecisionMeasure.decision),
            joinedload(DecisionMeasure.respondent).joinedload(CaseRespondent.unit),
        )
    )
