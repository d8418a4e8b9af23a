"""Read a holiday notice as it was published and typed in, or list what is wrong line by line. Pure.

The clerk pastes the whole notice. Title, number and date of issue are found in it; each holiday is
one line: its name, the rest days, the make-up days. What the notice says twice is checked (the
weekday in brackets, the number of days), so that a typing error in a date shows itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from core.refusals import Refusal
from core.workdays import FIRST, LAST, Calendar, InvalidNotice, Notice, NoticeDay, belongs

#: The statutory holidays, none of which a yearly notice leaves out. 全国年节及纪念日放假办法第二条
STATUTORY: Final = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")

_WEEKDAYS: Final = "一二三四五六日"
_ISSUED = re.compile(r"(?:印发日期:|成文日期:)?(\d{4})年(\d{1,2})月(\d{1,2})日")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔\d{4}〕\d{1,4}号")
_YEAR = re.compile(r"(\d{4})年(?!\d{1,2}月)")
_URL = re.compile(r"https?://[!-~]+")
_SPACE = re.compile(r"\s+")
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、])?(?P<name>[\u4e00-\u9fff、]{2,20}):(?P<said>.+)"
)
_DATE = r"(?:\d{4}年)?(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?"
_REST = re.compile(rf"(?P<first>{_DATE})(?:至(?P<last>{_DATE}))?放假(?P<tail>.*)")
_ALSO = re.compile(rf"(?P<also>{_DATE})补休")
_WORK = re.compile(rf"(?P<days>{_DATE}(?:[、,和]{_DATE})*)上班")
_PARTS = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?")
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_COUNT = re.compile(r"共(\d{1,2})天")
_ISSUER = "国务院办公厅"
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in which line, counted from 1; 0 for the notice as a whole."""

    line: int
    refusal: Refusal


class FaultyNotice(InvalidNotice):
    """A typed notice that cannot be taken, with all its faults in the order of its lines."""

    def __init__(self, faults: list[LineFault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(", ".join(f"{fault.line}: {fault.refusal.code}" for fault in self.faults))


class _Unclear(Exception):
    """A sentence or a date that is not understood."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, params)


@dataclass(slots=True)
class _Reading:
    """What was found so far."""

    year: int
    faults: list[LineFault] = field(default_factory=list)
    days: dict[date, NoticeDay] = field(default_factory=dict)
    lines: dict[date, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def fault(self, line: int, code: str, **params: str | int) -> None:
        self.faults.append(LineFault(line, Refusal(code, params)))

    def add(self, line: int, day: NoticeDay) -> None:
        """Take a day, unless it was named before or lies outside the year."""
        told = _told(day.on)
        if day.on in self.days:
            self.fault(line, "notice_day_twice", day=told, first=self.lines[day.on])
        elif not belongs(day.on, self.year):
            self.fault(line, "notice_outside_year", day=told, year=self.year)
        else:
            self.days[day.on], self.lines[day.on] = day, line


def read_notice(text: str, calendar: Calendar) -> Notice:
    """Return the notice that `text` is. Raises FaultyNotice with every fault.

    `calendar` is the one in force: a day that is worked by it cannot be made a working day, and a
    year that it does not know needs all statutory holidays.
    """
    lines = list(_lines(text))
    reading = _Reading(_year_of(lines))
    number, issued_on, url = _number_of(lines), _issued_on(lines), _url_of(lines)
    is_near = FIRST.year < reading.year < LAST.year
    if not reading.year:
        reading.fault(0, "notice_without_year")
    elif not is_near:
        reading.fault(0, "notice_year_far", year=reading.year)
    if not number:
        reading.fault(0, "notice_without_number")
    if issued_on is None:
        reading.fault(0, "notice_without_date")
    for line, said in _items(lines, reading):
        if is_near:  # without its year no date can be read
            _read_item(line, said, reading)
    _compare(reading, calendar, number)
    if reading.faults or issued_on is None:
        raise FaultyNotice(reading.faults)
    days = tuple(day for _, day in sorted(reading.days.items()))
    return Notice(reading.year, number, issued_on, days, url)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that say something, numbered as typed, in one way of writing them."""
    for number, line in enumerate(text.splitlines(), 1):
        plain = _SPACE.sub("", unicodedata.normalize("NFKC", line))
        plain = plain.replace("[", "〔").replace("]", "〕")
        if plain:
            yield number, plain


def _year_of(lines: list[tuple[int, str]]) -> int:
    found = next((found for _, line in lines if (found := _YEAR.search(line))), None)
    return int(found[1]) if found else 0


def _number_of(lines: list[tuple[int, str]]) -> str:
    """Return the number that stands in a line of its own, or else the first one."""
    found = [match[0] for _, line in lines if (match := _NUMBER.search(line))]
    alone = [line for _, line in lines if _NUMBER.fullmatch(line)]
    return (alone or found or [""])[0]


def _issued_on(lines: list[tuple[int, str]]) -> date | None:
    """Return the date below the notice: the last line that is nothing but a date."""
    for _, line in reversed(lines):
        if found := _ISSUED.fullmatch(line):
            try:
                return date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return None
    return None


def _url_of(lines: list[tuple[int, str]]) -> str:
    return next((line for _, line in lines if _URL.fullmatch(line)), "")


def _items(lines: list[tuple[int, str]], reading: _Reading) -> Iterator[tuple[int, str]]:
    """Yield each holiday as one line, also where pasting broke it into several."""
    begun, last = None, 0
    for line, text in lines:
        if _ISSUED.fullmatch(text) or text == _ISSUER:
            continue
        item = _ITEM.fullmatch(text)
        if item is not None and _PARTS.search(item["said"]):
            if begun:
                yield begun
            begun, last = (line, text), line
        elif begun and not begun[1].endswith("。") and line == last + 1:
            begun, last = (begun[0], begun[1] + text), line
        elif _PARTS.search(text):
            reading.fault(line, "notice_line_unclear", text=text[:40])
    if begun:
        yield begun
    elif not reading.faults or all(fault.line == 0 for fault in reading.faults):
        reading.fault(0, "notice_empty")


def _read_item(line: int, said: str, reading: _Reading) -> None:
    found = _ITEM.fullmatch(said)
    if found is None:  # a continuation made it something else
        reading.fault(line, "notice_line_unclear", text=said[:40])
        return
    name = found["name"]
    reading.names.append(name)
    for sentence in re.split(r"[。;]", found["said"]):
        if not _PARTS.search(sentence) or sentence.startswith("鼓励"):
            continue  # says nothing of a day, or recommends leave, which settles nothing
        try:
            for day in _days_of(sentence, name, reading.year):
                reading.add(line, day)
        except _Unclear as unclear:
            reading.faults.append(LineFault(line, unclear.refusal))


def _days_of(sentence: str, name: str, year: int) -> Iterator[NoticeDay]:
    if found := _REST.fullmatch(sentence):
        yield from (NoticeDay(on, True, name) for on in _rest_days(found, name, year))
    elif found := _WORK.fullmatch(sentence):
        before = None
        for part in _PARTS.finditer(found["days"]):
            before = _date_of(part, year, before)
            yield NoticeDay(before, False, name)
    else:
        raise _Unclear("notice_line_unclear", text=sentence[:40])


def _rest_days(found: re.Match[str], name: str, year: int) -> list[date]:
    first = last = _day(found["first"], year)
    if found["last"]:
        last = _day(found["last"], year, first)
    length = (last - first).days + 1
    if not 1 <= length <= _LONGEST:
        raise _Unclear("notice_range_wrong", first=_told(first), last=_told(last))
    tail = found["tail"]
    days = [first + timedelta(days=number) for number in range(length)]
    also = [_day(match["also"], year, last) for match in _ALSO.finditer(tail)]
    if len(_PARTS.findall(tail)) > len(also):
        raise _Unclear("notice_line_unclear", text=tail[:40])
    said = _COUNT.search(tail)
    if said and not also and "连休" not in tail and int(said[1]) != length:
        raise _Unclear("notice_count_wrong", name=name, said=int(said[1]), counted=length)
    return days + also


def _day(text: str, year: int, before: date | None = None) -> date:
    part = _PARTS.fullmatch(text)
    assert part is not None  # the pattern around it has matched
    return _date_of(part, year, before)


def _date_of(part: re.Match[str], year: int, before: date | None) -> date:
    """Return a date; month and year that are not said are those of the date before it."""
    if part[2] is None and before is None:
        raise _Unclear("notice_month_missing", text=part[0])
    month = int(part[2]) if part[2] else before.month if before else 0
    if part[1]:
        year = int(part[1])
    elif before is not None:
        year = before.year + (month < before.month)
    try:
        on = date(year, month, int(part[3]))
    except ValueError:
        raise _Unclear("notice_no_such_day", text=part[0]) from None
    said = _WEEKDAY.search(part[4] or "")
    if said and _WEEKDAYS.index(said[1].replace("天", "日")) != on.weekday():
        raise _Unclear(
            "notice_weekday_wrong", day=_told(on), said=said[0], is_=f"周{_WEEKDAYS[on.weekday()]}"
        )
    return on


def _compare(reading: _Reading, calendar: Calendar, number: str) -> None:
    """Hold the days against the calendar that the other notices make."""
    others = calendar.without(number)
    for on, day in reading.days.items():
        if not day.is_rest and on.weekday() < 5 and others.is_working_day(on):
            reading.fault(reading.lines[on], "notice_works_already", day=_told(on))
    if reading.year not in others.years and reading.names:
        missing = [name for name in STATUTORY if not any(name in said for said in reading.names)]
        if missing:
            reading.fault(0, "notice_holiday_missing", year=reading.year, names="、".join(missing))


def _told(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
