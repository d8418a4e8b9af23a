"""Every page that a link leads to: it is there, it is small, and it asks the database little."""

from __future__ import annotations

import pytest
from flask import Flask

from core import moment
from core.access import gate
from core.db import db
from tests.demo.conftest import DAY, BuiltTown
from tests.support import engines
from tests.support.crawl import LAW, Visit, crawl, statements

MAX_STATEMENTS = 12
MAX_BYTES = 60_000
#: A whole pack stands on one page, so that it can be searched and printed; nobody opens it daily.
MAX_BYTES_OF_LAW = 500_000
IS_FIRST_ENGINE = engines.chosen() == "sqlite"
#: So many pages of an endpoint each walker visits, and so many of what leads on to acts; the second
#: engine is asked about fewer, as what may differ there is a statement or a status of a kind of
#: page, not which links there are.
PER_ENDPOINT, PER_DETAIL = (3, 12) if IS_FIRST_ENGINE else (2, 6)
#: Sees every case; of cases and services alone there are more than forty.
WIDE, PER_WIDE_DETAIL = "leader", 60 if IS_FIRST_ENGINE else 24
#: Reads the pages of the law, and keeps the calendar.
OF_THE_LAW = {WIDE: 2, "admin": 1}

WALKERS = (
    *("leader", "intake", "organiser", "investigator", "investigator-2", "investigator-3"),
    "investigator-4",
    *("reviewer", "signer", "superior", "audit", "evaluator", "admin", "security"),
    *("liaison-education", "liaison-finance", "liaison-housing", "liaison-station-street"),
    *("county-organiser", "county-leader", "county-evaluator", "liaison-county-education"),
    "county-evaluator-2",
    *("land-handler", "land-deputy", "finance-handler", "housing-handler"),
)

#: Binds a whole file of many documents when somebody asks for a copy of it.
BOUND_ANEW = frozenset({"casework.archive_copy"})
#: Here the file of a case is read as a whole, to say what of it may be shown and what not.
READ_WHOLE = frozenset(
    {
        "accountability.file_request_detail",
        "accountability.file_request_document",
        "accountability.file_request_grant",
        "accountability.file_request_grant_part",
        "accountability.file_request_refuse",
        "casework.case_tellings",
    }
)
MAX_FOR_WHOLE = 15

#: Reached by no link of the demo: asked for by the search box or after a form was sent; for what
#: the town does not have (attached files, a locked account, a proposed change, an own wording, an
#: import of a hotline, a lead of a breached duty, two versions of a pack, a court yet to rule, a
#: period that a unit set for its investigations, an assessment in each of its states: a year has
#: one).
NOT_LINKED = frozenset(
    {
        "oversight.search_page",
        "oversight_api.statistics_read",
        "accountability.lawsuit_attachment",
        "accountability.rectification_attachment",
        "accountability.desk_rectification_attachment",
        "casework.case_attachment",
        "casework.case_extend",
        "casework.defence_attachment",
        "complaints.complaint_attachment",
        "complaints.complaint_close_lead",
        "complaints.import_choose_columns",
        "complaints.import_detail",
        "complaints.import_rejected",
        "regulations.pack_changes",
        "complaints.opening_view",
        "assessment.assessed_answer",
        "assessment.assessed_attachment",
        "assessment.assessed_mark_falsification",
        "assessment.assessed_set_band",
        "assessment.assessment_circulate",
        "assessment.assessment_freeze",
        "assessment.assessment_notify",
        "assessment.assessment_propose",
        "assessment.assessment_review",
        "assessment.desk_attachment",
        "assessment.desk_object",
        "accountability.rectification_apply_enforcement",
        "accountability.rectification_criticise",
        "accountability.rectification_urging_document",
        "accountability.sanction_lift",
        "accountability.rectification_explain",
        "accountability.rectification_return",
        "accountability.rectification_rule_enforcement",
        "administration.change_detail",
        "administration.user_end_sessions",
        "administration.user_release_lock",
        "administration.user_reset_second_factor",
        "identity.confirm",
        "evaluation.batch_scan",
        "evaluation.round_scan",
        "wording.template_approve",
        "wording.template_detail",
        "wording.template_discard",
        "wording.template_edit",
    }
)


@pytest.fixture(scope="module")
def visits(town: BuiltTown) -> list[Visit]:
    """All pages of all walkers."""
    with town.app.app_context(), moment.frozen(DAY):
        return [
            visit
            for username in WALKERS
            for visit in crawl(
                town.app,
                town.user(username),
                town.passwords[username],
                per_endpoint=PER_ENDPOINT,
                per_detail=PER_WIDE_DETAIL if username == WIDE else PER_DETAIL,
                of_the_law=OF_THE_LAW.get(username, 0),
            )
        ]


def test_no_link_leads_nowhere(visits: list[Visit]) -> None:
    broken = [f"{visit} {visit.status}" for visit in visits if visit.status >= 400]
    assert broken == []


def asked(visit: Visit) -> int:
    """Count what a page asks, without forgetting a message that it showed (two on the session)."""
    forgets = any(one.startswith("UPDATE web_sessions SET data") for one in visit.statements)
    return len(visit.statements) - 2 * forgets


def may_ask(visit: Visit) -> int:
    """Return how many statements a page may ask."""
    return MAX_FOR_WHOLE if visit.endpoint in READ_WHOLE else MAX_STATEMENTS


def test_a_page_asks_at_most_twelve_statements(visits: list[Visit]) -> None:
    costly = {
        f"{visit.endpoint}: {asked(visit)}": str(visit)
        for visit in visits
        if asked(visit) > may_ask(visit) and visit.endpoint not in BOUND_ANEW
    }
    assert costly == {}


def test_a_page_weighs_at_most_sixty_kilobytes(visits: list[Visit]) -> None:
    heavy = [
        f"{visit} {visit.size}"
        for visit in visits
        if visit.is_page
        and visit.size > (MAX_BYTES_OF_LAW if visit.endpoint.startswith(LAW) else MAX_BYTES)
    ]
    assert heavy == []


@pytest.mark.once
def test_the_links_reach_every_page_there_is(town: BuiltTown, visits: list[Visit]) -> None:
    reached = {visit.endpoint for visit in visits if visit.status == 200}
    missing = _behind_the_gate(town.app) - reached - NOT_LINKED
    assert not missing, "\n".join(sorted(missing))


def _behind_the_gate(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and gate.declared(app, rule.endpoint) != gate.PUBLIC
    }


def test_a_statement_too_many_would_be_counted(town: BuiltTown) -> None:
    with town.app.app_context(), statements() as asked:
        for _ in range(MAX_STATEMENTS + 1):
            db.session.execute(db.text("SELECT 1"))
        db.session.rollback()
    assert len(asked) == MAX_STATEMENTS + 1
