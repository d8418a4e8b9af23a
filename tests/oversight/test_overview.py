"""How the open cases stand: the numbers, what each opens, and that no total tells of oneself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from accountability.rules import RectificationState
from casework.deadlines import of_case
from casework.models import Case
from casework.narrowing import OPEN, Pace
from casework.rules import CaseState
from core import moment
from core.clocks.models import Clock
from core.clocks.periods import State
from core.db import db
from core.identity.models import User
from oversight.queries.overview import Overview, overview
from regulations.codes import TermId
from tests.support import accountability_remedies as make
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]


def counted(username: str = "supervisor") -> Overview:
    return overview(actor(username), state_label=str, age_label=str, unfiled="—")


def is_late(clock: Clock) -> bool:
    running = clock.state is State.RUNNING and clock.term_id != TermId.REMEDY_PERIOD
    return running and clock.due_on is not None and clock.due_on < moment.today()


def scene() -> None:
    """Cases in several states, one with a rectification whose period is over."""
    for state in (CaseState.PROPOSED, CaseState.INVESTIGATING, CaseState.INVESTIGATING):
        casework.case(state)
    make.rectification()


def test_every_open_case_is_counted_once_in_each_table(app: Flask) -> None:
    scene()
    with moment.frozen(moment.today() + timedelta(days=120)):
        found = counted()
        cases = db.session.query(Case).where(Case.state.in_(OPEN)).all()
        assert found.total.total == len(cases)
        for bars in (found.stages, found.units, found.ages):
            assert sum(bar.total for bar in bars) == len(cases)
        by_state = Counter(case.state.value for case in cases)
        assert {bar.asks["state"]: bar.total for bar in found.stages} == by_state
        late = {case.id for case in cases if any(map(is_late, of_case(case.id)))}
        assert late
        assert found.total.numbers[Pace.LATE] == len(late)


def test_the_period_of_a_partys_right_makes_no_case_late(app: Flask) -> None:
    closed = make.rectification(RectificationState.CLOSED)
    with moment.frozen(moment.today() + timedelta(days=120)):
        assert closed.case is not None
        running = [c.term_id for c in of_case(closed.case.id) if c.state is State.RUNNING]
        assert running == [TermId.REMEDY_PERIOD]
        assert counted().total.numbers == {Pace.LATE: 0, Pace.SOON: 0, Pace.CALM: 1}


def test_every_number_opens_the_list_of_just_these_cases(app: Flask, sign_in: SignIn) -> None:
    scene()
    with moment.frozen(moment.today() + timedelta(days=120)):
        browser = sign_in(person("supervisor"))
        page = browser.get("/overview")
        links = [
            (cell.one("a")["href"], int(cell.text))
            for cell in page.all("td", class_="num")
            if cell.has("a")
        ]
        assert len(links) > 4
        for url, number in links:
            rows = browser.get(url).one(id="case-list").all("tr")
            assert len(rows) - 1 == number, url


def test_a_case_about_ones_own_unit_is_in_no_number(app: Flask) -> None:
    casework.case(CaseState.INVESTIGATING)
    assert counted().total.total == 1
    assert counted("principal").total.total == 0
    assert counted("stranger").total.total == 0


@pytest.mark.parametrize("query", ["pace=never", "age=always", "pace=late&age=older"])
def test_a_filter_nobody_offers_is_no_filter(app: Flask, sign_in: SignIn, query: str) -> None:
    casework.case(CaseState.INVESTIGATING)
    page = sign_in(person("supervisor")).get(f"/cases?{query}")
    assert bool(re.search(r"没有符合条件", page.text)) is (query == "pace=late&age=older")
