"""The register of cases: what offices keep on paper, of the cases the reader may know."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.rules import CaseState
from core import moment
from oversight.queries import lists as queries
from tests.support import archives, casework
from tests.support.client import Client
from tests.support.factories import actor, person


@pytest.mark.requirement("FIN-22", "ARC-02")
def test_a_line_says_what_became_of_the_case(app: Flask) -> None:
    case = archives.closed()
    made = archives.archive(case)
    leader = Client(app)
    leader.sign_in(person("supervisor"))
    page = leader.get("/registers/cases")
    cells = {cell["data-label"]: cell.text for cell in page.all("tbody")[0].all("td")}
    assert cells["序号"] == "1"
    assert cells["案号"] == case.number
    assert cells["被调查对象"] == "王𬭩"
    assert cells["案件来源"] == "工作中发现"
    assert cells["组长"] == "韩志远"
    assert cells["立案日期"] == "2026年3月2日"
    assert cells["处理决定文号"].startswith("阿政公责〔2026〕1号")
    assert cells["处理结果"].startswith("王𬭩：")
    assert cells["状态"].split() == ["已办结", "2026年5月6日"]
    assert cells["档号"] == made.number


def test_it_lists_filed_cases_of_the_year_and_goes_on_counting(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    casework.case(CaseState.PROPOSED)
    filed = [casework.case(CaseState.FILED) for _ in range(3)]
    with moment.frozen("2025-06-02"):
        before = casework.case(CaseState.FILED)
    monkeypatch.setattr(queries, "LINES", 2)
    who = actor("supervisor")
    first, has_next = queries.case_register(who, year=2026, unit_id=None, page=1)
    last, ends = queries.case_register(who, year=2026, unit_id=None, page=2)
    assert [(row.number, row.case.id) for row in (*first, *last)] == [
        (number, case.id) for number, case in enumerate(filed, 1)
    ]
    assert (has_next, ends) == (True, False)
    rows, _more = queries.case_register(who, year=2025, unit_id=before.unit_id, page=1)
    assert [row.case.id for row in rows] == [before.id]
    assert queries.case_register(who, year=2025, unit_id=999_999, page=1) == ([], False)


@pytest.mark.requirement("SEC-01")
def test_who_must_not_know_a_case_does_not_find_it_in_the_register(app: Flask) -> None:
    case = casework.case(CaseState.INVESTIGATING)
    assert queries.case_register(actor("handler"), year=2026, unit_id=None, page=1)[0]
    casework.recuse(case, "handler")
    assert not queries.case_register(actor("handler"), year=2026, unit_id=None, page=1)[0]
    handler = Client(app)
    handler.sign_in(person("handler"))
    assert case.number not in handler.get("/registers/cases?year=2026&unit=x").text
