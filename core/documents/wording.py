"""Words and figures as official documents write them."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import ParamSpec, TypeVar

from flask_babel import force_locale

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_DIGITS = "零一二三四五六七八九"
CHINESE_LIMIT = 99


def in_chinese(write: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """Return `write`, which writes Chinese whatever language the reader of the screen has."""

    @functools.wraps(write)
    def writing(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        with force_locale("zh"):
            return write(*args, **kwargs)

    return writing


def closed(text: str) -> str:
    """End a typed text with a full stop."""
    return text if text.endswith(("。", "！", "？", "”")) else text.rstrip("；;，,.") + "。"


def chinese_date(on: date) -> str:
    """Write a date as ``2026年1月5日``, month and day without a leading zero (GB/T 9704 7.3.5)."""
    return f"{on.year}年{on.month}月{on.day}日"


def document_number(series: str, year: int, serial: int) -> str:
    """Write a document number as ``阿政公责〔2026〕12号`` (GB/T 9704 7.2.5).

    The year stands in tortoise-shell brackets; the serial has no leading zero and no 第.
    Raises ``ValueError`` for an empty series, a year that has not four digits or a serial
    below one.
    """
    if not series or not 1000 <= year <= 9999 or serial < 1:
        raise ValueError("a number has a series, a year of four digits and a serial from 1")
    return f"{series}〔{year}〕{serial}号"


def chinese_ordinal(number: int) -> str:
    """Write 1 to 99 in Chinese, as headings count; raises ``ValueError`` beyond."""
    if not 1 <= number <= CHINESE_LIMIT:
        raise ValueError("headings are counted from 1 to 99")
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def ordinal(level: int, number: int) -> str:
    """Write the ordinal of a heading: ``一、`` ``（一）`` ``1.`` ``（1）`` (GB/T 9704 7.3.3)."""
    match level:
        case 1:
            return f"{chinese_ordinal(number)}、"
        case 2:
            return f"（{chinese_ordinal(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
    raise ValueError("a heading has level 1 to 4")
