"""The macros show what they are given, and escape it."""

from __future__ import annotations

from datetime import date

from flask import Flask, render_template_string

from core.clocks.periods import Event, EventKind, Period, Unit
from core.clocks.replay import replay
from core.workdays import shipped_calendar
from tests.support.html import Element, parse

SOURCE = """{% from "components/clocks.html" import clock_light, day_ledger %}
{{ clock_light(light, label) }}{{ day_ledger(reading) }}"""


def cells(row: Element) -> list[str]:
    return [cell.text for cell in row.all("td")]


def test_the_ledger_names_every_day(app: Flask) -> None:
    period = Period(5, Unit.WORKING_DAY, article="第<三>条")
    reading = replay(period, [Event(EventKind.START, date(2026, 9, 24))], shipped_calendar())
    page = parse(render_template_string(SOURCE, light="red", label="逾期 <3> 日", reading=reading))
    assert page.one("span", class_="clock-light--red").text == "逾期 <3> 日"
    rows = [cells(row) for row in page.one("tbody").all("tr")]
    assert rows[0] == ["2026年9月24日", "周四", "不计", "", "期间开始当日，不计"]
    assert rows[1] == ["2026年9月25日", "周五", "不计", "", "中秋节放假，不计"]
    assert rows[4] == ["2026年9月28日", "周一", "计入", "1", "第 1 个工作日"]
    assert rows[-1] == ["2026年10月9日", "周五", "计入", "5", "第 5 个工作日，期限届满"]
    assert len(rows) == len(reading.ledger)
    assert "第<三>条" in page.one("p", class_="day-ledger__article").text
    assert not page.has("p", class_="day-ledger__provisional")


def test_a_provisional_ledger_says_so(app: Flask) -> None:
    start = [Event(EventKind.START, date(2026, 12, 30))]
    reading = replay(Period(5, Unit.WORKING_DAY), start, shipped_calendar())
    page = parse(render_template_string(SOURCE, light="green", label="正常", reading=reading))
    assert page.has("p", class_="day-ledger__provisional")
    assert len(page.all("tr", class_="day-ledger__day--provisional")) == 6
