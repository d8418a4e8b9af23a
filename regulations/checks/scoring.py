"""What must hold inside the standard of an assessment: sums, bands without gap, known names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from regulations.decode import Problem
from regulations.model import Assessment, Band


def check_assessment(standard: Assessment) -> Iterator[Problem]:
    """Yield what does not add up in a standard."""
    known = {dimension.code for dimension in standard.dimension}
    for n, item in enumerate(standard.item):
        if item.dimension not in known:
            yield Problem(f"assessment.item[{n}].dimension", item.dimension, "unknown_dimension")
        codes = [deduction.code for deduction in item.deductions]
        if len(set(codes)) < len(codes):
            yield Problem(f"assessment.item[{n}].deductions", codes, "duplicate")
    yield from _sums(standard)
    yield from _bands(standard.band)
    faking = standard.falsification
    if faking is not None and faking.maximum < faking.minimum:
        yield Problem("assessment.falsification.maximum", faking.maximum, "out_of_range")


def _sums(standard: Assessment) -> Iterator[Problem]:
    if standard.total is None:
        if standard.item:
            yield Problem("assessment.total", None, "needs_value")
        return
    for n, dimension in enumerate(standard.dimension):
        given = sum(item.points for item in standard.item if item.dimension == dimension.code)
        if standard.item and given != dimension.points:
            params = {"given": str(given), "stated": str(dimension.points)}
            yield Problem(
                f"assessment.dimension[{n}].points", dimension.points, "sums_differ", params
            )
    whole = sum(dimension.points or 0 for dimension in standard.dimension)
    if standard.item and whole != standard.total:
        params = {"given": str(whole), "stated": str(standard.total)}
        yield Problem("assessment.total", standard.total, "sums_differ", params)


def _bands(bands: tuple[Band, ...]) -> Iterator[Problem]:
    """Refuse bands out of order, with a gap between whole numbers, or that overlap.

    Fractions between two whole bounds (89.5) are no gap: the standard's rule says where they go.
    """
    if not bands:
        yield Problem("assessment.band", None, "empty")
        return
    worded = [band.lower is None for band in bands]
    if all(worded):
        return
    if any(worded):
        yield Problem("assessment.band", [band.code for band in bands], "bands_mixed")
        return
    if bands[0].upper is not None:
        yield Problem("assessment.band[0].upper", bands[0].upper, "must_be_empty")
    for n, (higher, lower) in enumerate(pairwise(bands), 1):
        key = f"assessment.band[{n}].upper"
        top, bottom = lower.upper, higher.lower
        if top is None or bottom is None:
            yield Problem(key, top, "needs_value")
        elif top >= bottom:
            yield Problem(key, top, "band_overlap", {"band": higher.label})
        elif top < bottom - 1:
            yield Problem(key, top, "band_gap", {"band": higher.label})
    for n, band in enumerate(bands):
        if band.upper is not None and band.lower is not None and band.upper < band.lower:
            yield Problem(f"assessment.band[{n}].lower", band.lower, "out_of_range")
    if bands[-1].lower != 0:
        lowest = f"assessment.band[{len(bands) - 1}].lower"
        yield Problem(lowest, bands[-1].lower, "band_gap", {"band": "0"})
