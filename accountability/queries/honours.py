"""Who is barred from honours by a decision that stands (FIN-29, XAC-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, select

from accountability.models import Decision, DecisionMeasure
from accountability.rules import DecisionState
from casework.models import CaseRespondent
from casework.rules import RespondentKind
from core import moment
from core.db import db

#: The measure that bars, in every pack that has it (取消当年评先、评优资格).
HONOURS_CANCELLED: Final = "honours_cancelled"


def standing_in(year: int) -> Select[DecisionMeasure]:
    """Select the measures that bar a person or a unit in `year`, with their decision joined.

    「当年」is the calendar year in which the decision was signed; a revoked decision bars nobody.
    The caller says who may see what.
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
        )
    )


def units_barred_in(year: int, unit_ids: Sequence[int]) -> set[int]:
    """Return which of these units are barred in `year` themselves, not one of their people.

    Nothing else of the decision is said (one statement; none without ids).
    """
    if not unit_ids:
        return set()
    barred = (
        standing_in(year)
        .join(DecisionMeasure.respondent)
        .where(
            CaseRespondent.kind == RespondentKind.UNIT,
            CaseRespondent.unit_id.in_(unit_ids),
            Decision.state.in_((DecisionState.ISSUED, DecisionState.MODIFIED)),
        )
        .with_only_columns(CaseRespondent.unit_id)
    )
    return set(db.session.scalars(barred))
