"""The breaches by which the duties of disclosure are pursued: held as data, each with what follows.

The duties themselves are another regime; here a case can be opened on their breach.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from regulations.codes import Regime
from regulations.model import Pack
from regulations.rules import EffectivePack, breaches, effective_pack, triggers


@pytest.fixture(scope="module")
def county(packs: Mapping[str, Pack]) -> EffectivePack:
    """The county's pack with the national one."""
    return effective_pack(packs, "xx-county-2022")


def codes(pack: EffectivePack, regime: Regime, source: str) -> list[str]:
    """Return the breaches of one instrument, in its order."""
    return [row.code for row in triggers(pack, regime) if row.source == source]


def measures(pack: EffectivePack, code: str, source: str) -> list[str]:
    """Return what follows from a breach, step by step as it grows worse."""
    (row,) = [
        one.value
        for one in pack.consequences
        if one.value.code == code and one.value.source == source
    ]
    return [step.measure for step in row.steps]


@pytest.mark.requirement("PWR-03")
@pytest.mark.parametrize("pack_id", ["aershan-2021", "national-2019"])
def test_not_performing_the_duty_is_a_ground_of_its_own(
    packs: Mapping[str, Pack], pack_id: str
) -> None:
    ground = breaches(effective_pack(packs, pack_id))["duty_not_performed"]
    assert ground.regime is Regime.ACCOUNTABILITY
    assert ground.article


@pytest.mark.requirement("APD-11")
def test_proactive_disclosure_has_three_breaches_and_begins_with_an_order(
    aershan: EffectivePack,
) -> None:
    found = codes(aershan, Regime.PROACTIVE, "002-01")
    assert sorted(found) == ["duty_not_performed", "not_updated", "wrongly_disclosed"]
    assert measures(aershan, "proactive", "002-01") == [
        "order_to_correct",
        "accountability",
        "criminal_liability",
    ]


@pytest.mark.requirement("COO-09")
def test_coordination_has_five_breaches_failure_to_object_among_them(
    aershan: EffectivePack,
) -> None:
    assert codes(aershan, Regime.COORDINATION, "002-07") == [
        "unauthorised_release",
        "no_coordination",
        "against_result",
        "no_objection_raised",
        "other_breach",
    ]
    assert measures(aershan, "coordination", "002-07")


@pytest.mark.requirement("CAT-06")
def test_the_catalogue_has_two_breaches(county: EffectivePack) -> None:
    found = codes(county, Regime.CATALOGUE, "003-01")
    assert found == ["not_adjusted", "refused_correction"]
    assert measures(county, "catalogue", "003-01")


@pytest.mark.requirement("ATT-06")
def test_fixing_the_attribute_has_two_breaches(county: EffectivePack) -> None:
    assert codes(county, Regime.ATTRIBUTE, "003-02") == ["duty_not_performed", "leak"]
    assert measures(county, "attribute", "003-02")


@pytest.mark.requirement("REV-05")
def test_releasing_without_review_has_its_breach_and_two_measures(county: EffectivePack) -> None:
    assert codes(county, Regime.REVIEW, "003-04") == ["unauthorised_release"]
    assert measures(county, "review", "003-04") == [
        "criticism_and_education",
        "disciplinary_sanction",
        "criminal_liability",
    ]


def test_the_regimes_are_kept_apart(aershan: EffectivePack) -> None:
    """The twin: what one regime punishes is not found under another."""
    assert codes(aershan, Regime.COORDINATION, "002-01") == []
    assert "no_objection_raised" not in [row.code for row in triggers(aershan)]
