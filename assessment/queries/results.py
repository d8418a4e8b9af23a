"""The approved results of an assessment by rank, and what follows from each."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from accountability.models import Rectification
from accountability.queries.honours import units_barred_in
from assessment.models import AssessedUnit, Assessment
from assessment.queries.packs import bands, pack_of, standard_of
from assessment.queries.rectifications import orders_of
from assessment.queries.scores import UnitScore, score_of
from regulations.codes import GuardId
from regulations.model import Band
from regulations.rules import guard


@dataclass(frozen=True)
class Result:
    """One unit's result: `rank` is shared by equal scores of one band.

    `praised`: on the commendation list. `barred`: excellent, and its honours of the year cancelled.
    """

    assessed: AssessedUnit
    score: UnitScore
    band: Band | None
    rank: int
    praised: bool
    barred: bool
    methods: tuple[str, ...]
    orders: tuple[Rectification, ...]


def ranked(assessment: Assessment) -> list[AssessedUnit]:
    """Return the units the best band first, in it the highest score first."""
    return sorted(assessment.assessed, key=lambda one: _place(one))


def _place(one: AssessedUnit) -> tuple[int, Decimal]:
    order = list(bands(standard_of(one.assessment)))
    band = score_of(one).band
    return order.index(band.code) if band else len(order), -(one.score or Decimal(0))


def results_of(assessment: Assessment) -> list[Result]:
    """Return the results by rank (one statement beyond what is loaded with the assessment)."""
    praise = guard(pack_of(assessment), GuardId.ASSESSMENT_EXCELLENT)
    rule = praise is not None and bool(praise.value.value)
    units = [one.unit_id for one in assessment.assessed]
    barred = units_barred_in(assessment.year, units) if rule else set()
    found: list[Result] = []
    for place, one in enumerate(ranked(assessment), 1):
        score = score_of(one)
        tied = found and _place(found[-1].assessed) == _place(one)
        excellent = rule and score.band is not None and score.band.excellent
        found.append(
            Result(
                assessed=one,
                score=score,
                band=score.band,
                rank=found[-1].rank if tied else place,
                praised=excellent and one.unit_id not in barred,
                barred=excellent and one.unit_id in barred,
                methods=tuple(dict.fromkeys(check.method_code for check in one.checks)),
                orders=tuple(orders_of(one).values()),
            )
        )
    return found
