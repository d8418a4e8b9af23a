"""What the pack of an assessment says: its standard, its methods, its articles."""

from __future__ import annotations

from assessment.models import Assessment, AssessmentItem
from regulations.codes import GuardId, WordList
from regulations.model import Assessment as Standard
from regulations.model import Deduction
from regulations.registry import get_pack
from regulations.rules import EffectivePack, guard, has_points, words


def pack_of(assessment: Assessment) -> EffectivePack:
    """Return the pack the assessment was drafted under."""
    return get_pack(assessment.pack_id)


def standard_of(assessment: Assessment) -> Standard:
    """Return the standard of the pack; a pack without one carries no assessment."""
    found = pack_of(assessment).assessment
    assert found is not None  # refused when it was drafted
    return found.value


def article_of(pack: EffectivePack, switch: GuardId) -> str | None:
    """Return the article of a rule of the pack, None where it has none."""
    found = guard(pack, switch)
    return found.value.article if found else None


def items_of(pack: EffectivePack, standard: Standard) -> list[AssessmentItem]:
    """Return the items to be scored, in the source's order.

    The rows of its table with their points (002-11 annex); else its areas, whose points the office
    sets (003-15, whose annex is lost); else what is assessed, without points (001-04 art. 21).
    """
    areas = {area.code: area.label for area in standard.dimension}
    rows: list[tuple[str, str | None, str, int | None, str]]
    if standard.item:
        rows = [(i.id, areas[i.dimension], i.label, i.points, i.article) for i in standard.item]
    elif has_points(standard):
        rows = [(d.code, None, d.label, d.points, d.article) for d in standard.dimension]
    else:
        found = words(pack, WordList.ASSESSMENT_AREA)
        rows = [(word.code, None, word.label, None, word.article) for word in found]
    return [
        AssessmentItem(
            position=n, code=code, area=area, label=label, points=points, article=article
        )
        for n, (code, area, label, points, article) in enumerate(rows, 1)
    ]


def deductions_of(standard: Standard, item: AssessmentItem) -> tuple[Deduction, ...]:
    """Return what the source deducts from an item; empty where it gives no table."""
    return next((row.deductions for row in standard.item if row.id == item.code), ())


def bands(standard: Standard) -> dict[str, str]:
    """Return the bands with their words, the best first."""
    return {band.code: band.label for band in standard.band}


def areas(pack: EffectivePack, standard: Standard) -> list[str]:
    """Return what is assessed in the source's words: its list of contents, else its areas."""
    listed = [word.label for word in words(pack, WordList.ASSESSMENT_AREA)]
    return listed or [area.label for area in standard.dimension]


def methods(pack: EffectivePack) -> dict[str, str]:
    """Return the ways of checking that the source names, with their words."""
    listed = words(pack, WordList.SPOT_CHECK_METHOD) or words(pack, WordList.ASSESSMENT_METHOD)
    return {word.code: word.label for word in listed}
