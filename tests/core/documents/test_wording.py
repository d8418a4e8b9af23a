"""Dates, numbers and ordinals as official documents write them."""

from __future__ import annotations

from datetime import date

import pytest

from core.documents import wording


def test_a_date_has_no_leading_zero() -> None:
    assert wording.chinese_date(date(2026, 1, 5)) == "2026年1月5日"
    assert wording.chinese_date(date(2026, 12, 31)) == "2026年12月31日"


def test_a_number_has_tortoise_shell_brackets_and_no_padding() -> None:
    assert wording.document_number("阿政公责", 2026, 12) == "阿政公责〔2026〕12号"


@pytest.mark.parametrize(
    ("series", "year", "serial"), [("", 2026, 1), ("阿", 26, 1), ("阿", 2026, 0)]
)
def test_a_number_that_is_none_is_refused(series: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="four digits"):
        wording.document_number(series, year, serial)


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_ordinals_are_counted_in_chinese(number: int, text: str) -> None:
    assert wording.chinese_ordinal(number) == text


def test_the_four_levels_have_the_forms_of_the_standard() -> None:
    assert [wording.ordinal(level, 3) for level in (1, 2, 3, 4)] == [
        "三、",
        "（三）",
        "3.",
        "（3）",
    ]


@pytest.mark.parametrize("number", [0, 100])
def test_an_ordinal_out_of_range_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="1 to 99"):
        wording.chinese_ordinal(number)
