"""Dates, numbers and marks as Chinese offices write them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import get_locale
from jinja2 import StrictUndefined

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"
EN_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def init_app(app: Flask) -> None:
    """Make undefined names in templates an error and register the filters below."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        cn_date=cn_date,
        cn_datetime=cn_datetime,
        weekday=weekday,
        number=number,
        align=align,
        dash=dash,
    )


def cn_date(value: date | datetime | None) -> str:
    """Write a date as 2026年1月5日 (English: 2026-01-05); an instant by its Shanghai date."""
    if value is None:
        return "—"
    day = value.astimezone(SHANGHAI).date() if isinstance(value, datetime) else value
    return day.isoformat() if _english() else f"{day.year}年{day.month}月{day.day}日"


def cn_datetime(value: datetime | None) -> str:
    """Write an aware instant as Shanghai time to the minute; ValueError for a naive one."""
    if value is None:
        return "—"
    if value.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    local = value.astimezone(SHANGHAI)
    return f"{cn_date(local.date())} {local:%H:%M}"


def weekday(value: date) -> str:
    """Write the day of the week: 周一 … 周日."""
    day = value.weekday()
    return EN_WEEKDAYS[day] if _english() else f"周{WEEKDAYS[day]}"


def number(value: int | float | Decimal | None) -> str:
    """Write a number with thousands separators and without needless zeros; None as —."""
    if value is None:
        return "—"
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def align(value: object) -> str:
    """Return the class of a table cell for the value: numbers right, dates in even figures."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float | Decimal):
        return "num"
    return "date" if isinstance(value, date) else ""


def dash(value: object) -> object:
    """Show — where there is nothing to show."""
    return "—" if value is None or value == "" else value


def _english() -> bool:
    locale = get_locale()
    return locale is not None and locale.language == "en"
