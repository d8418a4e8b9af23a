"""What a unit scores: item by item what it says of itself and what is left, the total, the band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from assessment.models import AssessedUnit, AssessmentItem, PointDeduction, SelfScore
from assessment.queries.packs import standard_of
from regulations.model import Band
from regulations.rules import band_of, has_points, left_of, total_score


@dataclass(frozen=True)
class ItemScore:
    """One item of one unit: its own word beside the panel's, and what was deducted."""

    item: AssessmentItem
    own: SelfScore | None
    left: Decimal | None
    standing: tuple[PointDeduction, ...]
    withdrawn: tuple[PointDeduction, ...]

    @property
    def lost(self) -> Decimal:
        """What the item really lost: deductions beyond its points cost nothing more."""
        if self.item.points is None or self.left is None:
            return Decimal(0)
        return self.item.points - self.left


@dataclass(frozen=True)
class UnitScore:
    """All items of one unit; `own` is its own total, `total` the panel's, None without points."""

    items: tuple[ItemScore, ...]
    own: Decimal | None
    total: Decimal | None
    band: Band | None


@dataclass(frozen=True)
class Bar:
    """One item as a bar: what is kept of its points and what is lost; `asks` names its panel."""

    label: str
    asks: Mapping[str, str]
    numbers: Mapping[str, int | float]
    total: int | float


def build_up(score: UnitScore) -> list[Bar]:
    """Return how the score is made up, item by item; empty where nothing is counted in points."""
    return [
        Bar(
            f"{row.item.code} {row.item.label}" if row.item.area else row.item.label,
            {"_anchor": f"item-{row.item.id}"},
            {"kept": _plain(row.left), "lost": _plain(row.lost)},
            _plain(row.item.points),
        )
        for row in score.items
        if row.item.points is not None and row.left is not None
    ]


def _plain(points: Decimal) -> int | float:
    return int(points) if points == int(points) else float(points)


def score_of(assessed: AssessedUnit) -> UnitScore:
    """Return what the unit scores now; nothing is read beyond what is loaded with it."""
    assessment = assessed.assessment
    standard = standard_of(assessment)
    own = {said.item_id: said for said in assessed.self_scores}
    rows = []
    for item in assessment.items:
        of_item = [one for one in assessed.deductions if one.item_id == item.id]
        standing = tuple(one for one in of_item if one.withdrawn_on is None)
        left = None if item.points is None else left_of(item.points, [d.points for d in standing])
        rows.append(
            ItemScore(
                item,
                own.get(item.id),
                left,
                standing,
                tuple(one for one in of_item if one.withdrawn_on is not None),
            )
        )
    if not has_points(standard):
        band = next((b for b in standard.band if b.code == assessed.band_code), None)
        return UnitScore(tuple(rows), None, None, band)
    said = [row.own.score for row in rows if row.own is not None and row.own.score is not None]
    lefts = [row.left for row in rows if row.left is not None]
    if len(lefts) < len(rows):  # the office has not set the points yet
        return UnitScore(tuple(rows), None, None, None)
    total = total_score(standard, lefts, assessed.falsification)
    return UnitScore(
        tuple(rows), sum(said, Decimal(0)) if said else None, total, band_of(standard, total)
    )
