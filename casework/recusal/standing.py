"""Which recusals keep somebody away: those granted, and those the data itself shows to be due."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from casework.models import Recusal
from casework.rules import HARD_GROUNDS, RecusalOrigin, RecusalState


def keeps_away(recusal: Recusal) -> bool:
    """Tell whether the person is kept from the case now: it was granted, or the data shows one of
    HARD_GROUNDS and it is not decided yet.
    """
    return recusal.state is RecusalState.GRANTED or (
        recusal.state is RecusalState.PENDING
        and recusal.origin is RecusalOrigin.DETECTED
        and recusal.ground in HARD_GROUNDS
    )


def away() -> ColumnElement[bool]:
    """Say in SQL what `keeps_away` says in Python."""
    return or_(
        Recusal.state == RecusalState.GRANTED,
        and_(
            Recusal.state == RecusalState.PENDING,
            Recusal.origin == RecusalOrigin.DETECTED,
            Recusal.ground.in_(HARD_GROUNDS),
        ),
    )
