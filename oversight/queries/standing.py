"""How the units stand: the grade of their last evaluation, and the score of their assessment.

Both are read where they were settled; nothing is counted here. What the organiser has not yet had
consented, and a score that is not yet fixed, do not stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from assessment.models import AssessedUnit, Assessment
from assessment.queries import assessments
from core.access import Actor, Permission
from core.db import db
from core.identity.models import Unit
from evaluation.models import EvaluationRound, RoundUnit
from evaluation.queries import packs, rounds
from evaluation.rules import RoundState
from oversight.queries.outcomes import Asked

#: A grade stands once the leader has consented to it.
CONSENTED = (RoundState.CONSENTED, RoundState.FED_BACK, RoundState.CLOSED)


@dataclass
class Standing:
    """One unit with its grade and its score, each None where there is none in the period."""

    unit: Unit
    graded: RoundUnit | None = None
    assessed: AssessedUnit | None = None

    @property
    def grade(self) -> str:
        """Return the word of the grade, as the pack of the round has it."""
        if self.graded is None or self.graded.grade_code is None:
            return ""
        words = packs.grades(packs.pack_of(self.graded.round))
        return words.get(self.graded.grade_code, self.graded.grade_code)

    @property
    def score(self) -> Decimal | None:
        """Return the fixed score of the year."""
        return self.assessed.score if self.assessed is not None else None


def standings(actor: Actor, asked: Asked) -> Sequence[Standing]:
    """Return the units of the evaluations that ended and the assessments of the year of the period,
    as far as `actor` may read them: two statements, none for who may read no evaluation.
    """
    if not actor.has(Permission.EVALUATION_READ):
        return []
    found: dict[int, Standing] = {}
    seen = rounds.visible_to(actor).with_only_columns(EvaluationRound.id)
    graded = (
        select(RoundUnit)
        .join(RoundUnit.round)
        .options(contains_eager(RoundUnit.round), joinedload(RoundUnit.unit))
        .where(
            EvaluationRound.id.in_(seen),
            EvaluationRound.state.in_(CONSENTED),
            EvaluationRound.ends_on.between(asked.first, asked.last),
            RoundUnit.grade_code.is_not(None),
        )
        .order_by(EvaluationRound.ends_on, EvaluationRound.id)
    )
    for one in db.session.scalars(graded):  # a later round replaces an earlier one
        found.setdefault(one.unit_id, Standing(one.unit)).graded = one
    years = assessments.visible_to(actor).with_only_columns(Assessment.id)
    assessed = (
        select(AssessedUnit)
        .join(AssessedUnit.assessment)
        .options(joinedload(AssessedUnit.unit))
        .where(
            Assessment.id.in_(years),
            Assessment.year == asked.last.year,
            AssessedUnit.score.is_not(None),
        )
        .order_by(AssessedUnit.id)
    )
    for other in db.session.scalars(assessed):
        found.setdefault(other.unit_id, Standing(other.unit)).assessed = other
    wanted = (s for s in found.values() if asked.unit_id in (None, s.unit.id))
    return sorted(wanted, key=lambda standing: standing.unit.path)
