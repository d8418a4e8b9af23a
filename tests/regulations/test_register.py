"""The register of all clocks of the sources, and the periods to which they give no number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from msgspec.structs import replace

from regulations.codes import State, TermId
from regulations.golden import load_golden
from regulations.model import Pack

REGISTER = [f"T-{n:02}" for n in range(1, 49)]

#: Duties with a time word but no number: an administrator may set one, else days elapsed are shown.
NO_NUMBER = [
    ("aershan-2021", TermId.CORRECTION_PERIOD),
    ("aershan-2021", TermId.RECTIFICATION_PERIOD),
    ("xx-county-2022", TermId.CORRECTION_PERIOD),
    ("xx-county-2022", TermId.RECTIFICATION_PERIOD),
    ("duodao-finance", TermId.CORRECTION_PERIOD),
    ("duodao-finance", TermId.RECTIFICATION_PERIOD),
    ("county-004", TermId.CORRECTION_PERIOD),
    ("aershan-2021", TermId.FEEDBACK_PERIOD),
    ("xx-county-2022", TermId.FEEDBACK_PERIOD),
    ("aershan-2021", TermId.CLARIFICATION_REPORT),
    ("xx-county-2022", TermId.CATALOGUE_FILING),
    ("county-004", TermId.INVESTIGATION_PERIOD),
    ("national-2019", TermId.INVESTIGATION_PERIOD),
    ("aershan-2021", TermId.ANNUAL_REPORT_LATE),
    ("xx-county-2022", TermId.SIT_IN_FEEDBACK),
    ("county-004", TermId.ANNUAL_REPORT_UNIT),
    ("common-000-05", TermId.EXECUTION_PERIOD),
]


def registered(packs: Mapping[str, Pack]) -> Iterator[str]:
    """Yield every register number that a term or its extension bears."""
    for term in (term for pack in packs.values() for term in pack.term):
        yield from (n for n in (term.register, term.extension and term.extension.register) if n)


@pytest.mark.parametrize("number", REGISTER)
def test_every_clock_of_the_register_is_a_term(packs: Mapping[str, Pack], number: str) -> None:
    assert number in set(registered(packs))


def test_no_number_is_made_up(packs: Mapping[str, Pack]) -> None:
    assert set(registered(packs)) == set(REGISTER)


@pytest.mark.parametrize("number", ["T-05", "T-13"])
def test_a_clock_that_is_taken_out_is_missed(packs: Mapping[str, Pack], number: str) -> None:
    """The twin: without the term that bears it, the number is gone."""
    pack = packs["aershan-2021"]
    kept = tuple(t for t in pack.term if number not in set(registered({"x": _only(pack, t.id)})))
    assert number not in set(registered({**packs, pack.id: replace(pack, term=kept)}))


def _only(pack: Pack, term_id: TermId) -> Pack:
    return replace(pack, term=tuple(term for term in pack.term if term.id is term_id))


def test_every_clock_of_the_register_has_a_worked_example() -> None:
    worked = {case.register for golden in load_golden() for case in golden.period}
    assert set(REGISTER) <= worked


@pytest.mark.parametrize(("pack_id", "term_id"), NO_NUMBER)
def test_a_period_without_a_number_is_there_to_be_set(
    packs: Mapping[str, Pack], pack_id: str, term_id: TermId
) -> None:
    (term,) = (term for term in packs[pack_id].term if term.id is term_id)
    assert term.is_settable
    assert term.length is None
    assert term.starts is not None


def test_whatever_has_no_number_can_be_set_or_is_none(packs: Mapping[str, Pack]) -> None:
    for term in (term for pack in packs.values() for term in pack.term):
        without = term.length is None and term.month is None
        assert without == (term.is_settable or term.state is State.NONE), term.id
