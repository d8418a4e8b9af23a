"""Which problems came back: the same unit and breach as in an earlier case one may know."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from casework.models import Case
from casework.rules import CaseState
from core import moment
from core.clocks.models import LocalPeriod
from core.clocks.periods import Unit as Counted
from core.db import db
from oversight.queries.recurrences import earlier_cases, months_between, recurrences
from oversight.rules import RECURRENCE_WINDOW
from tests.support import accountability as build
from tests.support import accountability_remedies as aftermath
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import actor, person, unit


def two() -> tuple[Case, Case]:
    """Return two cases about the department and the same breach, filed in January and April."""
    with moment.frozen("2026-01-12"):
        first = build.case(CaseState.INVESTIGATING)
    with moment.frozen("2026-04-20"):
        second = build.case(CaseState.INVESTIGATING)
    assert first.trigger_code == second.trigger_code
    return first, second


def found(username: str = "supervisor", within: int | None = None) -> list[tuple[int, int, int]]:
    rows = recurrences(actor(username), 2026, within)
    return [(row.case.id, row.earlier.id, row.months) for row in rows]


def test_whole_months_lie_between() -> None:
    assert months_between(date(2026, 1, 12), date(2026, 4, 12)) == 3
    assert months_between(date(2026, 1, 12), date(2026, 4, 11)) == 2
    assert months_between(date(2025, 12, 31), date(2026, 2, 28)) == 1


def test_a_problem_that_came_back_stands_with_the_case_before(app: Flask) -> None:
    first, second = two()
    assert found() == [(second.id, first.id, 3)]
    assert found(within=3) == [(second.id, first.id, 3)]
    assert found(within=2) == []
    assert [case.id for case in earlier_cases(second, actor("supervisor")).cases] == [first.id]
    assert list(earlier_cases(first, actor("supervisor")).cases) == []


@pytest.mark.parametrize("column", ["trigger_code", "state"])
def test_another_breach_and_what_was_ended_without_a_finding_do_not_count(
    app: Flask, column: str
) -> None:
    first, _second = two()
    value = "not_updated" if column == "trigger_code" else CaseState.DISMISSED
    changed = {column: value, "dismissal_reason": "查无实据"}
    db.session.execute(db.update(Case).where(Case.id == first.id).values(changed))
    db.session.expire_all()
    assert found() == []


@pytest.mark.requirement("SEC-01")
def test_who_must_not_know_one_of_the_two_reads_neither_here(app: Flask) -> None:
    first, second = two()
    assert found("reviewer") == [(second.id, first.id, 3)]
    casework.grant(casework.ask_recusal(first, "reviewer"))
    assert found("reviewer") == found("stranger") == found("principal") == []


def test_the_page_and_the_panel_beside_a_rectification(app: Flask) -> None:
    first, _second = two()
    browser = Client(app)
    browser.sign_in(person("supervisor"))
    row = browser.get("/registers/recurrences?year=2026&within=6").one("tbody")
    assert first.number in row.text
    assert browser.get("/registers/recurrences?year=2025").has(text="该年度没有同类问题复发")
    later = aftermath.rectification()
    page = browser.get(f"/rectifications/{later.id}")
    assert page.has(text="此前同类案件")
    assert page.follow(first.number).has(text=first.title)


def test_it_is_shown_where_a_case_is_filed(app: Flask) -> None:
    first, _second = two()
    waiting = casework.case(CaseState.PROPOSED)
    browser = Client(app)
    browser.sign_in(person("supervisor"))
    assert browser.get(f"/cases/{waiting.id}/file").has(text=first.number)


def set_window(months: int | None, unit_key: str = "government", day: str = "2026-02-01") -> None:
    db.session.add(
        LocalPeriod(
            unit_id=unit(unit_key).id,
            term_id=RECURRENCE_WINDOW,
            length=months,
            unit=Counted.MONTH,
            effective_from=date.fromisoformat(day),
            reason="本市规定",
        )
    )
    db.session.flush()


def earlier(case: Case) -> tuple[list[int], int | None]:
    found = earlier_cases(case, actor("supervisor"))
    return [one.id for one in found.cases], found.within


def test_the_office_sets_how_many_months_may_lie_between(app: Flask) -> None:
    first, second = two()
    assert earlier(second) == ([first.id], None)
    set_window(3)
    assert earlier(second) == ([first.id], 3)
    set_window(2, "office")
    assert earlier(second) == ([], 2)
    set_window(3, "office", "2026-02-15")
    assert earlier(second) == ([first.id], 3)
    set_window(1, "office", "2026-12-01")
    assert earlier(second) == ([first.id], 3)  # holds from a day to come
    set_window(None, "office", "2026-03-02")
    assert earlier(second) == ([first.id], None)  # taken back


def test_both_pages_say_the_window_that_holds(app: Flask) -> None:
    first, second = two()
    browser = Client(app)
    browser.sign_in(person("supervisor"))
    url = "/registers/recurrences?year=2026"
    assert browser.get(url).has(text="本单位没有设定间隔")
    set_window(2)
    shown = browser.get(url)
    assert shown.has(text="间隔在2个月以内的算作复发。")
    assert shown.has(text="该年度没有同类问题复发")
    assert browser.get(f"{url}&within=0").one("tbody").has(text=second.number)
    set_window(12, "office")
    waiting = casework.case(CaseState.PROPOSED)
    page = browser.get(f"/cases/{waiting.id}/file")
    assert page.has(text=first.number)
    assert page.has(text="只列12个月以内的案件（本单位设定）。")
