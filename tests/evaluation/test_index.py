"""The index of a question, its interval and the response rate, on examples worked by hand."""

from __future__ import annotations

import pytest

from evaluation.queries.results import Figures
from evaluation.rules import SheetSource, index_of

WEB, PAPER, PHONE = SheetSource.ONLINE, SheetSource.PAPER, SheetSource.TELEPHONE
#: 满意 100, 基本满意 60, 不满意 0; option 4 is “don't know”.
POINTS = {1: 100, 2: 60, 3: 0}


@pytest.mark.parametrize(
    ("counts", "weights", "value", "base"),
    [
        # (60 x 100 + 30 x 60 + 10 x 0) / 100; five who do not know stay out
        ({WEB: {1: 60, 2: 30, 3: 10, 4: 5}}, {}, 78.0, 100),
        # two ways without weights: all sheets alike, (50 x 100) / 70
        ({WEB: {1: 40, 3: 10}, PHONE: {1: 10, 3: 10}}, {}, 5000 / 70, 70),
        # 80 by web and 50 by telephone, blended 60 : 40
        ({WEB: {1: 40, 3: 10}, PHONE: {1: 10, 3: 10}}, {WEB: 60, PHONE: 40}, 68.0, 70),
        # a way without weight is left out, and one without answers leaves its weight to the others
        ({WEB: {1: 40, 3: 10}, PAPER: {3: 99}}, {WEB: 60, PHONE: 40}, 80.0, 50),
        # weights for ways in which nobody answered: all sheets alike
        ({PAPER: {1: 1, 2: 1}}, {PHONE: 40}, 80.0, 2),
        ({WEB: {1: 1}}, {}, 100.0, 1),
    ],
)
def test_the_index(
    counts: dict[SheetSource, dict[int, int]],
    weights: dict[SheetSource, int],
    value: float,
    base: int,
) -> None:
    found = index_of(counts, POINTS, weights)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.base == base


@pytest.mark.parametrize("counts", [{}, {WEB: {4: 9}}, {WEB: {1: 0}}])
def test_nobody_who_chose_points_has_no_index(counts: dict[SheetSource, dict[int, int]]) -> None:
    assert index_of(counts, POINTS, {}) is None


def test_the_interval_of_one_way() -> None:
    """60 x 22² + 30 x 18² + 10 x 78² = 99600; √(99600 / 99 / 100) x 1.96 = 6.217."""
    found = index_of({WEB: {1: 60, 2: 30, 3: 10}}, POINTS, {})
    assert found is not None
    assert found.low == pytest.approx(71.783, abs=0.001)
    assert found.high == pytest.approx(84.217, abs=0.001)


def test_the_interval_of_two_ways_is_that_of_strata() -> None:
    """Web 1632.65 / 50 x 0.6², telephone 2631.58 / 20 x 0.4²; √32.808 x 1.96 = 11.226."""
    counts = {WEB: {1: 40, 3: 10}, PHONE: {1: 10, 3: 10}}
    found = index_of(counts, POINTS, {WEB: 60, PHONE: 40})
    assert found is not None
    assert found.low == pytest.approx(56.774, abs=0.001)
    assert found.high == pytest.approx(79.226, abs=0.001)


def test_one_person_has_no_interval_and_all_alike_a_narrow_one() -> None:
    alone = index_of({WEB: {1: 1}}, POINTS, {})
    alike = index_of({WEB: {1: 30}}, POINTS, {})
    assert alone is not None
    assert alike is not None
    assert (alone.low, alone.high) == (None, None)
    assert (alike.low, alike.high) == (100.0, 100.0)


def test_an_interval_ends_at_the_scale() -> None:
    found = index_of({WEB: {1: 5, 3: 1}}, POINTS, {})
    assert found is not None
    assert found.high == 100.0


@pytest.mark.parametrize(
    ("handed_out", "by_source", "rate"),
    [
        (200, {WEB: 60, PAPER: 40}, 0.5),
        (100, {WEB: 25, PHONE: 400}, 0.25),  # who is telephoned was handed nothing
        (0, {PHONE: 400}, None),
        (10, {}, 0.0),
    ],
)
def test_the_response_rate(
    handed_out: int, by_source: dict[SheetSource, int], rate: float | None
) -> None:
    assert Figures(handed_out, by_source, {}, {}).response == rate
