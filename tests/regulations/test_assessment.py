"""The sums of a yearly assessment: every row, the order of entry, every boundary."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulations.codes import Regime
from regulations.loader import load_packs
from regulations.model import Assessment, Consequence, Item, Pack
from regulations.rules import (
    EffectivePack,
    NoPoints,
    OutOfBounds,
    band_of,
    effective_pack,
    has_points,
    item_score,
    left_of,
    total_score,
    triggers,
)

#: 002-11 annex as read from the paper: item, its points, and what each thing found costs.
AERSHAN = (
    ("S-1.1", 3, {"bodies": 1, "responsibility": 1, "funding": 1}),
    ("S-1.2", 3, {"system": 1}),
    ("S-1.3", 5, {"unclear": 1}),
    ("S-1.4", 4, {"subordinate": 1}),
    ("S-2.1", 30, {"late": 1, "wrong": 3}),
    ("S-2.2", 20, {"irregular": 1}),
    ("S-3.1", 7, {"column": 3}),
    ("S-3.2", 4, {"guide": 1}),
    ("S-3.3", 4, {"no_way": 3}),
    ("S-4.1", 3, {"late": 1}),
    ("S-4.2", 6, {"complaint": 1, "overturned": 3}),
    ("S-4.3", 4, {"not_pursued": 1}),
    ("S-4.4", 3, {"fee": 1}),
    ("S-4.5", 4, {"not_delivered": 1}),
)


def standard_of(packs: Mapping[str, Pack], pack_id: str) -> Assessment:
    """Return the standard of a shipped pack."""
    found = effective_pack(packs, pack_id).assessment
    assert found is not None
    return found.value


def item_of(standard: Assessment, code: str) -> Item:
    """Return an item by its number."""
    return next(item for item in standard.item if item.id == code)


@pytest.mark.requirement("ASM-04")
@pytest.mark.parametrize(("code", "points", "costs"), AERSHAN)
def test_each_row_of_the_standard_costs_what_the_paper_says(
    packs: Mapping[str, Pack], code: str, points: int, costs: dict[str, int]
) -> None:
    item = item_of(standard_of(packs, "aershan-2021"), code)
    assert {cut.code: cut.points for cut in item.deductions} == costs
    assert item_score(item, {}) == points
    for cut, each in costs.items():
        assert item_score(item, {cut: 1}) == points - each
        assert item_score(item, {cut: 100}) == 0  # 扣完为止


@pytest.mark.requirement("ASM-04")
def test_the_rows_are_all_there_and_make_a_hundred(packs: Mapping[str, Pack]) -> None:
    standard = standard_of(packs, "aershan-2021")
    assert [item.id for item in standard.item] == [code for code, _points, _costs in AERSHAN]
    assert total_score(standard, [item_score(item, {}) for item in standard.item]) == 100


def test_what_an_item_does_not_know_cannot_be_deducted_from_it(packs: Mapping[str, Pack]) -> None:
    with pytest.raises(KeyError):
        item_score(item_of(standard_of(packs, "aershan-2021"), "S-1.2"), {"fee": 1})


_STANDARD = standard_of(load_packs(), "aershan-2021")
_CUTS = [(item, cut.points) for item in _STANDARD.item for cut in item.deductions]
_FOUND = st.lists(st.tuples(st.sampled_from(_CUTS), st.integers(1, 9)), max_size=60)


@pytest.mark.requirement("ASM-04", "ASM-11")
@given(_FOUND, st.sampled_from([0, 2, 3, 4, 5]), st.randoms())
def test_the_total_is_the_floored_sum_whatever_the_order(
    found: list[tuple[tuple[Item, int], int]], faking: int, chance: object
) -> None:
    def total(entries: list[tuple[tuple[Item, int], int]]) -> Decimal:
        lost: dict[str, list[Decimal | int]] = {item.id: [] for item in _STANDARD.item}
        for (item, points), times in entries:
            lost[item.id].append(points * times)
        left = [left_of(item.points, lost[item.id]) for item in _STANDARD.item]
        return total_score(_STANDARD, left, faking)

    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random
    expected = sum(
        max(0, item.points - sum(p * n for (of, p), n in found if of.id == item.id))
        for item in _STANDARD.item
    )
    assert total(found) == total(mixed) == max(0, expected - faking)
    assert 0 <= total(found) <= 100


@pytest.mark.requirement("ASM-11")
@pytest.mark.parametrize(("points", "allowed"), [(1, False), (2, True), (5, True), (6, False)])
def test_falsification_costs_two_to_five_of_the_total(
    packs: Mapping[str, Pack], points: int, allowed: bool
) -> None:
    standard = standard_of(packs, "aershan-2021")
    if allowed:
        assert total_score(standard, [Decimal(90)], points) == 90 - points
        assert total_score(standard, [Decimal(1)], points) == 0
    else:
        with pytest.raises(OutOfBounds):
            total_score(standard, [Decimal(90)], points)


def test_a_pack_that_does_not_speak_of_falsification_takes_nothing_off(
    packs: Mapping[str, Pack],
) -> None:
    """The twin: Aershan's two to five are no rule of the county."""
    county = standard_of(packs, "xx-county-2022")
    assert total_score(county, [Decimal("74.5")]) == Decimal("74.5")
    with pytest.raises(OutOfBounds):
        total_score(county, [Decimal(90)], 2)


@pytest.mark.requirement("ASM-04", "XAS-03")
@pytest.mark.parametrize(
    ("pack_id", "score", "band"),
    [
        *(("aershan-2021", score, "excellent") for score in ("100", "90.1", "90")),
        *(("aershan-2021", score, "qualified") for score in ("89.9", "89.5", "89", "74.5", "70")),
        *(("aershan-2021", score, "unqualified") for score in ("69.9", "69", "0")),
        *(("xx-county-2022", score, "excellent") for score in ("100", "90")),
        *(("xx-county-2022", score, "good") for score in ("89.9", "89.5", "89", "75")),
        *(("xx-county-2022", score, "qualified") for score in ("74.9", "74.5", "74", "60")),
        *(("xx-county-2022", score, "unqualified") for score in ("59.9", "59", "0")),
    ],
)
def test_every_score_has_one_band_also_between_the_written_bounds(
    packs: Mapping[str, Pack], pack_id: str, score: str, band: str
) -> None:
    assert band_of(standard_of(packs, pack_id), Decimal(score)).code == band


@pytest.mark.requirement("FIN-20")
def test_bands_in_words_are_chosen_and_not_counted(packs: Mapping[str, Pack]) -> None:
    duodao = standard_of(packs, "duodao-finance")
    assert not has_points(duodao)
    assert [band.label for band in duodao.band] == ["优秀", "良好", "合格", "不合格"]
    assert all(band.wording for band in duodao.band)
    with pytest.raises(NoPoints):
        band_of(duodao, Decimal(90))
    with pytest.raises(NoPoints):
        total_score(duodao, [Decimal(90)])


@pytest.mark.requirement("XAS-02")
def test_the_county_groups_under_four_areas_whose_points_the_office_sets(
    packs: Mapping[str, Pack],
) -> None:
    county: EffectivePack = effective_pack(packs, "xx-county-2022")
    assert county.assessment is not None
    standard = county.assessment.value
    assert has_points(standard)
    assert (standard.total, standard.item) == (None, ())
    assert [(area.label, area.points) for area in standard.dimension] == [
        ("组织推进情况", None),
        ("重点内容落实情况", None),
        ("形式的采用情况", None),
        ("工作监督情况", None),
    ]


@pytest.mark.requirement("ASM-10")
def test_aershans_six_situations_in_two_tiers(packs: Mapping[str, Pack]) -> None:
    aershan = effective_pack(packs, "aershan-2021")
    assert [row.code for row in triggers(aershan, Regime.ASSESSMENT)] == [
        "duty_not_performed",
        "not_updated",
        "no_review_mechanism",
        "unlawful_fee_or_paid_supply",
        "wrongly_disclosed",
        "other_breach",
    ]
    first, second, crime = consequence(aershan, "assessment").steps
    assert (first.measure, first.by) == ("order_to_correct", "纪检监察机关、上一级行政机关")
    assert (second.measure, second.when) == ("administrative_sanction", "情节严重的")
    assert crime.measure == "criminal_liability"


@pytest.mark.requirement("XAS-10")
def test_the_countys_four_breaches_and_who_decides(packs: Mapping[str, Pack]) -> None:
    county = effective_pack(packs, "xx-county-2022")
    assert [row.code for row in triggers(county, Regime.ASSESSMENT)] == [
        "duty_not_performed",
        "not_updated",
        "unlawful_fee",
        "bad_effect",
    ]
    (step,) = consequence(county, "assessment").steps
    assert step.by == "监察机关、主管部门或司法机关"


@pytest.mark.requirement("ASM-09")
def test_what_is_not_corrected_in_time_is_criticised_in_public(packs: Mapping[str, Pack]) -> None:
    first, second = consequence(effective_pack(packs, "aershan-2021"), "assessment_overdue").steps
    assert (first.measure, second.measure) == ("circulated_criticism", "accountability")


def consequence(pack: EffectivePack, code: str) -> Consequence:
    """Return what follows from a situation of the assessment."""
    return next(
        found.value
        for found in pack.consequences
        if found.value.code == code and found.value.regime is Regime.ASSESSMENT
    )


@pytest.mark.requirement("ASM-04", "XAS-03")
@pytest.mark.parametrize("pack_id", sorted(load_packs()))
def test_at_every_bound_of_every_pack_the_band_begins_and_a_tenth_below_it_has_not(
    packs: Mapping[str, Pack], pack_id: str
) -> None:
    """Bands have no gap: every tenth of a point from 0 to 100 has one, falling with the score."""
    found = effective_pack(packs, pack_id).assessment
    if found is None or not has_points(found.value):
        return  # bands in words, or none at all: nothing is counted
    standard = found.value
    codes = [band.code for band in standard.band]
    for place, band in enumerate(standard.band):
        assert band.lower is not None
        assert band_of(standard, Decimal(band.lower)).code == band.code
        if band.lower > 0:
            below = Decimal(band.lower) - Decimal("0.1")
            assert band_of(standard, below).code == codes[place + 1]
    places = [codes.index(band_of(standard, Decimal(n) / 10).code) for n in range(1001)]
    assert places == sorted(places, reverse=True)
    assert set(places) == set(range(len(codes)))
