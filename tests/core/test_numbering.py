"""Numbers have no gaps, per series and year, also when eight ask at once and some give up."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db
from core.documents.wording import document_number
from core.numbering import NumberSeries, allocate
from tests.support.application import in_parallel

EACH = 8


def test_a_number_is_written_as_the_norm_wants_it(app: Flask) -> None:
    assert allocate("阿政公责", 2026) == "阿政公责〔2026〕1号"
    assert allocate("阿政公责", 2026) == "阿政公责〔2026〕2号"


def test_each_series_and_each_year_counts_for_itself(app: Flask) -> None:
    allocate("甲", 2026)
    assert allocate("甲", 2027) == "甲〔2027〕1号"
    assert allocate("乙", 2026) == "乙〔2026〕1号"
    assert allocate("甲", 2026) == "甲〔2026〕2号"


def test_a_number_that_is_rolled_back_is_given_out_again(app: Flask) -> None:
    allocate("甲", 2026)
    db.session.commit()
    allocate("甲", 2026)
    db.session.rollback()
    assert allocate("甲", 2026) == "甲〔2026〕2号"


def test_eight_at_once_get_numbers_without_gap_though_some_give_up(committed_db: Flask) -> None:
    def take(index: int) -> list[str]:
        kept = []
        for number in range(EACH):
            text = allocate("阿政公责", 2026)
            if (index + number) % 3 == 0:
                db.session.rollback()
            else:
                db.session.commit()
                kept.append(text)
        return kept

    outcomes = in_parallel(committed_db, 8, take)
    kept: list[str] = []
    for outcome in outcomes:
        assert isinstance(outcome, list), outcomes
        kept += outcome
    wanted = {document_number("阿政公责", 2026, n) for n in range(1, len(kept) + 1)}
    assert len(kept) > 30
    assert set(kept) == wanted
    with committed_db.app_context():
        last = db.session.scalars(select(NumberSeries.last)).one()
    assert last == len(kept)


@pytest.mark.parametrize("number", [1, 12, 1000])
def test_numbers_are_not_padded(number: int) -> None:
    assert document_number("阿政公责", 2026, number) == f"阿政公责〔2026〕{number}号"
