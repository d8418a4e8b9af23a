"""What became of the reports and cases of a period: the numbers, and what each of them opens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from sqlalchemy import text

from accountability.rules import RectificationState, RemedyAction
from casework.rules import CaseState
from core import moment
from core.access.permissions import Role
from core.db import db
from core.identity import posts
from core.identity.models import User
from oversight import labels
from oversight.presenting import drawn
from oversight.queries.outcomes import Asked, counts, durations
from oversight.rules import CaseStep, Duration, ReportStep, Section, flow_sum
from tests.support import accountability_remedies as remedies
from tests.support import casework
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person, unit
from tests.support.statements import counted as statements

SignIn = Callable[[User], Client]
THIS_YEAR = Asked(date(2026, 1, 1), date(2026, 12, 31))

#: The same numbers, said once more in plain SQL for all that is there.
PLAIN: Mapping[tuple[Section, str], str] = {
    (Section.REPORTS, "received"): "SELECT count(*) FROM complaints",
    (Section.REPORTS, "accepted"): (
        "SELECT count(*) FROM complaints WHERE decided_on IS NOT NULL AND decline_code IS NULL"
    ),
    (Section.REPORTS, "declined"): (
        "SELECT count(*) FROM complaints WHERE decline_code IS NOT NULL"
    ),
    (Section.REPORTS, "replied"): "SELECT count(*) FROM complaints WHERE replied_on IS NOT NULL",
    (Section.CASES, "filed"): "SELECT count(*) FROM cases WHERE filed_on IS NOT NULL",
    (Section.CASES, "reported"): "SELECT count(*) FROM cases WHERE reported_on IS NOT NULL",
    (Section.CASES, "decided"): (
        "SELECT count(DISTINCT case_id) FROM decisions"
        " WHERE signed_at IS NOT NULL AND state <> 'revoked'"
    ),
    (Section.CASES, "dismissed"): "SELECT count(*) FROM cases WHERE state = 'dismissed'",
    (Section.REMEDIES, "modified"): (
        "SELECT count(DISTINCT d.case_id) FROM remedies r JOIN decisions d ON d.id = r.decision_id"
        " WHERE r.state = 'modified'"
    ),
    (Section.RECTIFICATIONS, "closed"): (
        "SELECT count(DISTINCT d.case_id) FROM rectifications r"
        " JOIN decisions d ON d.id = r.decision_id WHERE r.state = 'closed'"
    ),
}


def counted(
    username: str = "supervisor", asked: Asked = THIS_YEAR
) -> dict[Section, dict[str, int]]:
    return {section: dict(found) for section, found in counts(actor(username), asked).items()}


def scene() -> None:
    """Reports and cases in several states, a remedy that changed a decision, a rectification."""
    make.accept(make.complaint())
    make.decline(make.complaint())
    make.complaint()
    answered = make.complaint()
    make.accept(answered)
    make.reply(answered)
    for state in (CaseState.PROPOSED, CaseState.INVESTIGATING, CaseState.DISMISSED):
        casework.case(state)
    first, second = remedies.notices_of(remedies.decided())
    remedies.serve(first)
    sought = remedies.file(first)
    remedies.admit(sought)
    remedies.rule(sought, RemedyAction.MODIFY)
    remedies.serve(second)
    remedies.rectification(RectificationState.CLOSED, second)


@pytest.mark.requirement("INF-18")
def test_the_numbers_are_those_of_a_plain_query(app: Flask) -> None:
    scene()
    found = counted()
    for (section, key), statement in PLAIN.items():
        plain = db.session.scalar(text(statement))
        assert plain, (section, key)
        assert found[section].get(key) == plain, (section, key)
    triggers = "SELECT trigger_code, count(*) FROM cases WHERE filed_on IS NOT NULL GROUP BY 1"
    assert found[Section.TRIGGERS] == {row[0]: row[1] for row in db.session.execute(text(triggers))}
    measures = (
        "SELECT m.label, count(DISTINCT d.case_id) FROM decision_measures m"
        " JOIN decisions d ON d.id = m.decision_id WHERE d.state <> 'revoked' GROUP BY 1"
    )
    assert found[Section.MEASURES] == {row[0]: row[1] for row in db.session.execute(text(measures))}


def test_every_bar_opens_just_what_it_counts(app: Flask, sign_in: SignIn) -> None:
    scene()
    browser = sign_in(person("supervisor"))
    page = browser.get("/overview/outcomes?year=2026")
    bars = [
        (cell.one("a")["href"], int(cell.text.strip()))
        for cell in page.all("td", class_="num")
        if cell.all("a")
    ]
    assert len(bars) == sum(map(len, counted().values()))
    for url, number in bars:
        listed = browser.get(url)
        assert len(listed.one("tbody").all("tr")) == number, url
    for words in labels.SECTIONS.values():
        assert str(words[2]) in page.text
    browser.get("/overview/outcomes/list?section=nothing", status=404)
    assert "没有符合条件的" in browser.get("/overview/outcomes/list?section=cases&key=x").text


def test_period_and_unit_narrow_every_number(app: Flask) -> None:
    scene()
    office, town = unit("office").id, unit("town").id
    assert counted(asked=Asked(THIS_YEAR.first, THIS_YEAR.last, office)) == counted()
    nothing: dict[Section, dict[str, int]] = {section: {} for section in Section}
    assert counted(asked=Asked(THIS_YEAR.first, THIS_YEAR.last, town)) == nothing
    assert counted(asked=Asked(date(2025, 1, 1), date(2025, 12, 31))) == nothing


def test_a_report_that_is_overdue_counts_as_such(app: Flask) -> None:
    ordered = remedies.rectification(RectificationState.ORDERED)
    assert counted()[Section.RECTIFICATIONS] == {"ordered": 1}
    with moment.frozen(ordered.due_on + timedelta(days=1)):
        assert counted()[Section.RECTIFICATIONS] == {"late": 1}


def test_no_number_tells_of_oneself(app: Flask, sign_in: SignIn) -> None:
    scene()
    made = counted()[Section.REPORTS][ReportStep.RECEIVED]
    on = moment.today()
    posts.give_post(person("supervisor"), unit("department"), Role.STAFF, on, actor_id=None)
    kept_away = counted()
    assert kept_away[Section.REPORTS].get(ReportStep.RECEIVED, 0) < made
    assert kept_away[Section.CASES] == {}
    url = f"/overview/outcomes/list?year=2026&section=cases&key={CaseStep.FILED}"
    assert casework.TITLE not in sign_in(person("supervisor")).get(url).text
    assert counted("town_supervisor") == {section: {} for section in Section}


def test_how_long_it_took_is_counted_in_calendar_days(app: Flask) -> None:
    made = make.complaint()
    started = moment.today()
    with moment.frozen(moment.now() + timedelta(days=4)):
        make.accept(made)
    with moment.frozen(moment.now() + timedelta(days=2)):
        make.accept(make.complaint(received_on=started))
    found = durations(actor("supervisor"), THIS_YEAR)
    assert set(found) == {Duration.ACCEPTANCE}
    taken = found[Duration.ACCEPTANCE]
    assert (taken.number, taken.average, taken.longest) == (2, 3.0, 4)


def test_the_page_asks_little(app: Flask, sign_in: SignIn) -> None:
    scene()
    browser = sign_in(person("supervisor"))
    with statements() as sent:
        browser.get("/overview/outcomes")
    assert len(sent) <= 12


#: Where each report stands, in plain SQL.
ENDS = """
SELECT CASE
  WHEN p.state = 'withdrawn' THEN 'withdrawn' WHEN p.decline_code IS NOT NULL THEN 'declined'
  WHEN c.state = 'closed' THEN 'closed' WHEN c.state = 'dismissed' THEN 'dismissed'
  WHEN c.state IN ('decided', 'served', 'effective') THEN 'decided'
  WHEN c.id IS NOT NULL THEN 'running' WHEN p.state IN ('replied', 'closed') THEN 'answered'
  WHEN p.decided_on IS NOT NULL THEN 'handled' ELSE 'waiting' END, count(*)
FROM complaints p LEFT JOIN cases c ON c.complaint_id = coalesce(p.leading_id, p.id) GROUP BY 1
"""


@pytest.mark.requirement("INF-18")
def test_every_report_stands_at_one_end_of_the_flow(app: Flask) -> None:
    scene()
    found = counted()[Section.FLOW]
    assert found == {row[0]: row[1] for row in db.session.execute(text(ENDS))}
    assert len(found) > 3
    assert flow_sum("received", found) == counted()[Section.REPORTS][ReportStep.RECEIVED]


def test_the_flow_is_drawn_to_scale(app: Flask) -> None:
    flow = drawn({"waiting": 1, "closed": 2, "dismissed": 1})
    assert flow is not None
    boxes = {node.key: node for node in flow.nodes}
    assert set(boxes) == {"received", "waiting", "accepted", "filed", "dismissed", "closed"}
    assert boxes["received"].height == 4 * boxes["waiting"].height == 2 * boxes["closed"].height
    assert boxes["filed"].number == boxes["accepted"].number == 3
    by_column: dict[float, list[tuple[float, float]]] = {}
    for node in flow.nodes:
        by_column.setdefault(node.x, []).append((node.y, node.y + node.height))
    for column in by_column.values():
        ends = sorted(column)
        assert all(before[1] < after[0] for before, after in pairwise(ends))
    assert drawn({}) is None


def test_a_case_that_is_hidden_is_no_part_of_the_flow(app: Flask) -> None:
    """Who sees the report and not the case is not told by a number that there is one."""
    casework.case(CaseState.INVESTIGATING, of_complaint=True)
    assert counted()[Section.FLOW] == {"running": 1}
    assert counted("intake")[Section.FLOW] == {"handled": 1}
