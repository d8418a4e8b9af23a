"""How long a sanction lasts, by the law of the organ that decides it (ACC-11, XAC-11)."""

from __future__ import annotations

from datetime import date

import pytest

from accountability.sanctioning import PERIODS, Organ, SanctionKind, last_day
from core.clocks.periods import Unit
from regulations.loader import load_packs
from regulations.rules import effective_pack, term

PACKS = load_packs()


@pytest.mark.parametrize(
    ("organ", "kind", "months", "article"),
    [
        (organ, kind, months, article)
        for organ, article in (
            (Organ.APPOINTING, "《公务员法》第六十四条"),
            (Organ.SUPERVISION, "《公职人员政务处分法》第八条"),
        )
        for kind, months in (
            (SanctionKind.WARNING, 6),
            (SanctionKind.DEMERIT, 12),
            (SanctionKind.MAJOR_DEMERIT, 18),
            (SanctionKind.DEMOTION, 24),
            (SanctionKind.DISMISSAL, 24),
        )
    ],
)
@pytest.mark.parametrize("pack_id", ["aershan-2021", "xx-county-2022", "duodao-finance"])
def test_each_lasts_as_the_law_of_its_organ_says(
    pack_id: str, organ: Organ, kind: SanctionKind, months: int, article: str
) -> None:
    row = term(effective_pack(PACKS, pack_id), PERIODS[organ][kind])
    assert (row.length, row.unit) == (months, Unit.MONTH)
    assert article in row.article


@pytest.mark.parametrize(
    ("from_", "months", "to"),
    [
        (date(2026, 1, 15), 6, date(2026, 7, 14)),
        (date(2026, 4, 1), 6, date(2026, 9, 30)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2026, 12, 1), 18, date(2028, 5, 31)),
    ],
)
def test_the_day_it_takes_effect_counts(from_: date, months: int, to: date) -> None:
    assert last_day(from_, months) == to
