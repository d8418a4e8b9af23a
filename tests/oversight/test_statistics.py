"""The statistic for the organ above: what was handled in a period, by unit (CMP-10)."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook

from accountability.rules import RectificationState, RemedyAction
from complaints.models import ComplaintRespondent
from complaints.services import GivenRespondent
from core import moment
from core.access.permissions import Role
from core.db import db
from oversight.queries.statistics import statistic
from oversight.rules import Counted, Part, span_of
from tests.support import accountability_remedies as remedies
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, new_user, person, unit

YEAR = span_of(2026, Part.YEAR)
LATER = date(2026, 5, 6)


def counted(username: str = "supervisor", span: tuple[date, date] = YEAR) -> dict[Counted, int]:
    """Return the numbers of the total that are not zero."""
    return {what: n for what, n in statistic(actor(username), *span).total.items() if n}


@pytest.mark.requirement("CMP-10")
def test_what_became_of_the_reports_of_the_period(app: Flask) -> None:
    make.accept(make.complaint())
    make.decline(make.complaint())
    make.complaint()
    with moment.frozen("2025-12-31"):
        make.complaint(received_on=date(2025, 12, 31))
    expected = {Counted.RECEIVED: 3, Counted.ACCEPTED: 1, Counted.DECLINED: 1}
    assert counted() == expected
    with moment.frozen(LATER):
        assert counted() == {**expected, Counted.DECIDED_LATE: 1}, "the third was never decided"
    assert counted(span=span_of(2026, Part.FIRST_QUARTER)) == expected
    assert counted(span=span_of(2026, Part.SECOND_HALF)) == {}


@pytest.mark.requirement("CMP-10")
def test_what_was_decided_sought_and_corrected(app: Flask) -> None:
    decision = remedies.decided()
    expected = {Counted.FILED: 1, Counted.DECIDED: 1, Counted.PERSONS: 2}
    assert counted() == expected
    first, second = remedies.notices_of(decision)
    remedies.serve(first)
    made = remedies.file(first)
    remedies.admit(made)
    remedies.rule(made, RemedyAction.MODIFY)
    remedies.serve(second)
    remedies.rectification(RectificationState.CLOSED, second)
    expected |= {Counted.REMEDIES: 1, Counted.OVERTURNED: 1}
    found = counted()
    assert {what: found[what] for what in expected} == expected
    assert found[Counted.CORRECTED] == 1
    ordered = found[Counted.ORDERED]
    with moment.frozen(decision.correction_due_on + timedelta(days=1)):
        assert counted()[Counted.UNREPORTED] == ordered - 1


@pytest.mark.requirement("CMP-10")
def test_the_organ_above_reads_what_lies_below_and_the_one_beside_does_not(app: Flask) -> None:
    made = make.complaint()
    above = new_user("above", "那顺", "government", (Role.DISCIPLINE_LEADER,))
    below = new_user("below", "其木格", "town", (Role.DISCIPLINE_LEADER,))
    assert [line.unit for line in statistic(actor(above), *YEAR).lines] == [made.unit]
    assert statistic(actor(below), *YEAR).lines == []
    reader = Client(app)
    reader.sign_in(above)
    assert made.number in reader.get(f"/complaints/{made.id}").text
    assert unit("office").name in reader.get("/statistics").one("table").text


@pytest.mark.requirement("NET-11")
def test_who_is_reported_is_not_told_by_a_total(app: Flask) -> None:
    above = new_user("above", "那顺", "government", (Role.DISCIPLINE_LEADER,))
    other = new_user("other", "塔拉", "government", (Role.DISCIPLINE_LEADER,))
    make.complaint(respondents=[GivenRespondent(unit("department"), "王𬭩")])
    assert counted(above.username) == {Counted.RECEIVED: 1}
    notified = make.complaint(respondents=[GivenRespondent(unit("department"), "王𬭩")])
    db.session.add(
        ComplaintRespondent(
            complaint_id=notified.id, unit_id=unit("department").id, person_id=above.id
        )
    )
    db.session.flush()
    assert counted(above.username) == {Counted.RECEIVED: 1}
    assert counted(other.username) == {Counted.RECEIVED: 2}, "the twin: a colleague counts both"


@pytest.mark.requirement("CMP-10")
def test_the_sheet_says_what_the_page_says(app: Flask) -> None:
    make.accept(make.complaint())
    reader = Client(app)
    reader.sign_in(person("supervisor"))
    page = reader.get("/statistics?year=2026&part=1-3")
    assert "2026年第一季度责任追究统计表" in page.text
    answer = reader.raw("GET", page.one("a", href=True, text="导出Excel")["href"])
    sheet = load_workbook(io.BytesIO(answer.data)).active
    assert sheet is not None
    above, head, line, total, below = sheet.iter_rows(values_only=True)
    assert above[0] == below[0]
    assert "包晓梅" in above[0]
    shown = [cell.text for cell in page.all("tbody")[0].all("tr")[0].all("td")]
    assert [str(value) for value in line] == shown
    assert total[1:] == line[1:]
    assert (head[0], total[0]) == ("单位", "合计")
    assert "没有数据" in reader.get("/statistics?year=2025&part=9-1").text
    assert reader.get("/statistics?year=x&part=y").one("table") is not None


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        (Part.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        (Part.FEBRUARY, date(2024, 2, 1), date(2024, 2, 29)),
        (Part.SECOND_HALF, date(2024, 7, 1), date(2024, 12, 31)),
        (Part.FOURTH_QUARTER, date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_part_of_a_year_has_its_first_and_last_day(part: Part, first: date, last: date) -> None:
    assert span_of(2024, part) == (first, last)
