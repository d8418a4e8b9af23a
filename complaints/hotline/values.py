"""Dates, telephone numbers and words as offices type them into spreadsheets; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from complaints.rules import ComplaintKind

_DIGITS: Final = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]+)月([一二三四五六七八九十]+)日?"
)
#: Day and, after it, an hour in any of the usual ways; what the hour is does not matter.
_DAY = re.compile(
    r"""(\d{4})\s*(?:年|[-/.])\s*(\d{1,2})\s*(?:月|[-/.])\s*(\d{1,2})\s*[日号]?
    (?:\s*T?\s*(?:星期.|周.)?\s*(?:上午|下午|中午|晚上|凌晨)?
       \s*\d{1,2}\s*[:时点]\s*(?:\d{1,2})?\s*[:分]?\s*(?:\d{1,2}(?:\.\d+)?\s*秒?)?\s*Z?)?""",
    re.VERBOSE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\s*\d{2}:?\d{2}(?::?\d{2})?)?")
#: A day as a spreadsheet counts it, where the cell lost its format: 2000 to 2099.
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SERIALS: Final = range(36526, 73051)
_EPOCH: Final = date(1899, 12, 30)

_SEPARATORS = re.compile(r"[\s\-‐‑–—―()·.]+")
_EXTENSION = re.compile(r"(?:转|分机|ext|#|,)[:.]?(\d{1,6})$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(?:0[12]\d|0[3-9]\d{2})[2-9]\d{6,7}|[2-9]\d{6,7}|[48]00\d{7}")

_YES: Final = frozenset(
    {"是", "保密", "需保密", "要保密", "要求保密", "有", "y", "yes", "true", "1"}
)
_NO: Final = frozenset(
    {"否", "不", "不保密", "不需保密", "无需保密", "公开", "可公开", "无", "n", "no", "false", "0"}
)
#: What is typed where nobody gave a name.
_NOBODY: Final = frozenset(
    {
        *("匿名", "匿名来电", "不详", "未知", "无", "没有", "未提供", "未留", "未留姓名", "空"),
        *("不愿透露", "不愿透露姓名", "不留名", "保密", "拒绝提供", "无名氏", "市民", "群众"),
        *("-", "—", "——", "/"),
    }
)
_COMPLAINTS: Final = ("投诉", "投诉类", "一般投诉", "行政投诉", "投诉举报")
_REPORTS: Final = ("举报", "举报类", "检举", "控告", "检举控告")
_KINDS: Final[Mapping[str, ComplaintKind]] = {
    **dict.fromkeys(_COMPLAINTS, ComplaintKind.COMPLAINT),
    **dict.fromkeys(_REPORTS, ComplaintKind.REPORT),
}


def day_of(text: str) -> date | None:
    """Return the day that `text` writes, its hour left out; None where it writes none.

    2026-03-02, 2026/3/2, 2026.3.2, 20260302, 2026年3月2日, 二〇二六年三月二日, each also with a
    time of day, full-width too, and the bare number by which a spreadsheet counts days. A year of
    two digits or none is not guessed.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _SERIAL.fullmatch(plain):
        number = int(found[1])
        return _EPOCH + timedelta(days=number) if number in _SERIALS else None
    if found := _CHINESE.match(plain):
        year = found[1].translate(_DIGITS)
        plain = f"{year}-{_counted(found[2])}-{_counted(found[3])}" + plain[found.end() :]
    found = _DAY.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 else None


def phone_of(text: str) -> str | None:
    """Return a telephone number as digits (an extension after 转); None where it is none.

    Blanks, hyphens, brackets, full width and the prefix of the country do not matter. Mobile
    numbers, landlines with or without area code, 400 and 800 numbers. Two numbers are none.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = _EXTENSION.search(plain)
    if extension is not None:
        plain = plain[: extension.start()]
    digits = _SEPARATORS.sub("", plain)
    for prefix in ("+86", "0086", "86"):
        rest = digits.removeprefix(prefix)
        if rest != digits and (_MOBILE.fullmatch(rest) or _LANDLINE.fullmatch("0" + rest)):
            digits = rest if _MOBILE.fullmatch(rest) else "0" + rest
            break
        if rest != digits and _LANDLINE.fullmatch(rest) and rest.startswith("0"):
            digits = rest
            break
    if not digits.isascii():
        return None
    if _MOBILE.fullmatch(digits):
        return None if extension else digits
    if not _LANDLINE.fullmatch(digits):
        return None
    return f"{digits}转{extension[1]}" if extension else digits


def name_of(text: str) -> str | None:
    """Return the name; None for what is typed where nobody gave one."""
    return None if "".join(text.split()).lower() in _NOBODY else text or None


def kind_of(text: str) -> ComplaintKind | None:
    """Return whether it is a complaint or a report; None for another kind of call."""
    return _KINDS.get("".join(unicodedata.normalize("NFKC", text).split()))


def yes_or_no(text: str) -> bool | None:
    """Return what a cell answers; None where it is neither yes nor no."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if plain in _YES:
        return True
    return False if plain in _NO else None


def _counted(text: str) -> int:
    """Return 一 to 三十一 as a number; 0 for what is written otherwise."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(text.translate(_DIGITS)) if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return 0
    return int(tens.translate(_DIGITS) or 1) * 10 + int(ones.translate(_DIGITS) or 0)
