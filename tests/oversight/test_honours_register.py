"""Who is barred from honours: read from the decisions of the year, by who may know the case."""

from __future__ import annotations

import pytest
from flask import Flask

from accountability.models import Decision
from accountability.queries.honours import HONOURS_CANCELLED
from accountability.rules import ChosenMeasure, DecisionState
from core.db import db
from oversight.queries.honours import barred_in
from regulations.codes import WordList
from regulations.registry import all_packs, get_pack
from regulations.rules import words
from tests.support import accountability as make
from tests.support import casework
from tests.support.client import Client
from tests.support.factories import actor, person

pytestmark = pytest.mark.usefixtures("app")


def barring(state: DecisionState = DecisionState.SIGNED) -> Decision:
    """Return a decision that takes the honours of the year from the official."""
    case = make.ready()
    measure = ChosenMeasure(case.respondents[0].id, HONOURS_CANCELLED, "参照上级规定执行。")
    case.substance_pack_id = "xx-county-2022"  # Aershan's table does not have it
    db.session.commit()
    return make.decision(state, case, {"measures": (measure,)})


def names(username: str, year: int = 2026) -> list[str]:
    found = db.session.scalars(barred_in(year, actor(username)))
    return [row.respondent.display_name for row in found]


@pytest.mark.requirement("FIN-29", "XAC-10")
def test_a_decision_bars_for_its_calendar_year() -> None:
    barring()
    assert names("supervisor") == ["王𬭩"]
    assert names("supervisor", 2025) == names("supervisor", 2027) == []


def test_a_draft_bars_nobody_and_a_revoked_decision_no_longer() -> None:
    drafted = barring(DecisionState.REVIEWED)
    assert names("supervisor") == []
    make.sign(drafted)
    assert names("supervisor") == ["王𬭩"]
    with db.session.no_autoflush:
        db.session.execute(
            db.update(Decision).where(Decision.id == drafted.id).values(state=DecisionState.REVOKED)
        )
    assert names("supervisor") == []


@pytest.mark.requirement("SEC-01")
def test_who_must_not_know_the_case_does_not_read_it_here() -> None:
    decision = barring()
    assert names("reviewer") == ["王𬭩"]
    assert names("stranger") == names("principal") == []
    casework.grant(casework.ask_recusal(decision.case, "reviewer"))
    assert names("reviewer") == []


def test_the_page_says_until_when_and_by_which_decision(app: Flask) -> None:
    decision = barring()
    browser = Client(app)
    browser.sign_in(person("supervisor"))
    page = browser.get("/registers/honours")
    cells = {cell["data-label"]: cell.text for cell in page.one("tbody").all("td")}
    assert cells["单位或者人员"] == "王𬭩"
    assert cells["处理决定文号"].startswith(str(decision.number))
    assert cells["资格限制至"] == "2026年12月31日"
    assert browser.get("/registers/honours?year=2025").has(text="没有取消评先评优资格的决定")


def test_the_measure_is_one_of_the_packs_own() -> None:
    having = [
        pack_id
        for pack_id in all_packs()
        if HONOURS_CANCELLED in {w.code for w in words(get_pack(pack_id), WordList.MEASURE)}
    ]
    assert {"duodao-finance", "xx-county-2022"} <= set(having)
