"""Towns report the results of their evaluations to the office above (003-17 art. 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import moment
from core.db import db
from core.identity.models import User
from core.record.models import RecordEntry
from core.refusals import Refused
from evaluation.models import TownReport
from evaluation.queries.town_reports import lines_of
from evaluation.services.town_reports import record_town_report
from tests.support import evaluation as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit


@pytest.mark.requirement("XSE-08")
def test_the_day_on_which_each_town_reported_is_kept(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    make.organiser()
    desk = sign_in(person("organiser"))
    desk.get("/evaluation-rounds").follow("乡镇报送情况")
    page = desk.get("/evaluation-rounds/town-reports")
    assert "尚未报送" in page.text
    page.submit(unit_id=str(unit("town").id), summary="满意率九成。")
    shown = desk.get("/evaluation-rounds/town-reports")
    assert "已报送" in shown.text
    assert "满意率九成。" in shown.text
    (report,) = db.session.scalars(select(TownReport))
    assert (report.unit_id, report.reported_on) == (unit("town").id, moment.today())
    entry = db.session.scalars(select(RecordEntry).order_by(RecordEntry.seq.desc())).first()
    assert entry is not None
    assert entry.action == "record_town_report"
    before = f"/evaluation-rounds/town-reports?year={moment.today().year - 1}"
    assert "已报送" not in desk.get(before).text


@pytest.mark.parametrize(
    ("unit_key", "days", "code"),
    [("department", 0, "town_report_unit"), ("town", 1, "town_report_day")],
)
def test_no_other_unit_and_no_day_to_come(app: Flask, unit_key: str, days: int, code: str) -> None:
    with pytest.raises(Refused) as found:
        record_town_report(
            unit("office"), make.organiser(), unit_id=unit(unit_key).id,
            reported_on=moment.today() + timedelta(days=days), summary="x",
        )  # fmt: skip
    db.session.rollback()
    assert found.value.refusal.code == code
    assert not any(line.reports for line in lines_of(unit("office"), moment.today().year))


def test_rules_that_ask_for_no_report_have_no_page(
    app: Flask, sign_in: Callable[[User], Client]
) -> None:
    """The twin: Aershan's rules name no such report."""
    from tests.evaluation.test_without_grades import city_organiser

    desk = sign_in(city_organiser())
    assert "乡镇报送情况" not in desk.get("/evaluation-rounds").text
    desk.get("/evaluation-rounds/town-reports", status=404)
    with pytest.raises(Refused) as found:
        record_town_report(
            unit("office"), actor("city-organiser"), unit_id=unit("town").id,
            reported_on=date(2026, 1, 5), summary="x",
        )  # fmt: skip
    assert found.value.refusal.code == "town_report_silent"
