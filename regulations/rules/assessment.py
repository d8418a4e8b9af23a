"""The sums of an annual assessment: what an item is worth after deductions, the total, the band."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from regulations.codes import FractionRule
from regulations.model import Assessment, Band, Item


class NoPoints(LookupError):
    """The standard has no points: the assessor chooses a band and gives reasons."""


class OutOfBounds(ValueError):
    """A deduction for falsification lies outside what the source allows, or is allowed nowhere."""


def left_of(points: Decimal | int, lost: Iterable[Decimal | int]) -> Decimal:
    """Return what is left of an item after its deductions: never below zero, in any order."""
    return max(Decimal(0), Decimal(points) - sum((Decimal(one) for one in lost), Decimal(0)))


def item_score(item: Item, found: Mapping[str, int]) -> Decimal:
    """Return the points left of an item; `found` says how often each deduction was found.

    Never below zero. Raises KeyError for a deduction the item does not have.
    """
    points = {deduction.code: deduction.points for deduction in item.deductions}
    return left_of(item.points, [points[code] * times for code, times in found.items()])


def has_points(standard: Assessment) -> bool:
    """Tell whether a result is counted in points: by the source's table or one set by the office.

    Where the bands stand in words only, the assessor chooses one and gives reasons.
    """
    return standard.band[0].lower is not None


def total_score(standard: Assessment, items: Iterable[Decimal], falsification: int = 0) -> Decimal:
    """Return the sum of the items less what faking costs, never below zero.

    Raises NoPoints where the standard has no points, OutOfBounds for a deduction for falsification
    that the source does not allow.
    """
    if not has_points(standard):
        raise NoPoints(standard.title)
    bounds = standard.falsification
    if falsification and (bounds is None or not bounds.minimum <= falsification <= bounds.maximum):
        raise OutOfBounds(falsification)
    return max(Decimal(0), sum(items, Decimal(0)) - falsification)


def band_of(standard: Assessment, score: Decimal) -> Band:
    """Return the band of a score; fractions go by the rule of the standard.

    Without another rule a band runs from its lower bound up to the next band's lower bound: where
    good is 75 to 89 and excellent begins at 90, 89.5 is good. Raises NoPoints where the bands are
    in words only.
    """
    if standard.fractions is FractionRule.ROUND_HALF_UP:
        score = score.quantize(Decimal(1), ROUND_HALF_UP)
    for band in standard.band:
        if band.lower is None:
            break
        if score >= band.lower:
            return band
    raise NoPoints(standard.title)
