"""What is found, by whom, in which order, and that the index stays true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Select, select, text, update

from casework import queries as casework
from casework.models import Case
from casework.rules import CaseState
from casework.searching import CASES
from complaints import queries as complaints
from complaints.models import Complaint
from complaints.searching import COMPLAINTS
from complaints.services import GivenRespondent
from core.access import Actor, Permission, Role
from core.db import db
from core.identity.models import Post, Unit
from core.search import engines, queries, services
from core.search.models import SearchEntry
from core.search.services import Source
from core.search.text import terms
from oversight.searching import PERSONS, UNITS
from tests.support import casework as make_case
from tests.support import complaints as make
from tests.support.factories import CAST, actor, new_user, person, unit


def found(source: Source, who: Actor | str, query: str) -> list[int]:
    """Return the ids of all things found, in their order."""
    asks = actor(who) if isinstance(who, str) else who
    ids: list[int] = []
    after: int | None = None
    while True:
        page = queries.find(source, asks, query, after=after, limit=3)
        ids += [entry.subject_id for entry in page.rows]
        if page.next_after is None:
            return ids
        (after,) = page.next_after


@pytest.mark.requirement("INF-18")
@pytest.mark.parametrize(
    "query",
    [
        "征收",
        "方案",
        "收",
        "补偿方案",
        "征收 答复",
        "王𬭩",
        "𬭩",
        "ww",
        "王 自然资源",
        "窗口递交",
        "zsbc",
        "SQGK",
        "zsbcfa",
    ],
)
def test_a_complaint_is_found(app: Flask, query: str) -> None:
    complaint = make.complaint()
    assert found(COMPLAINTS, "intake", query) == [complaint.id]


@pytest.mark.parametrize(
    "query",
    ["", "  ", "。", "公收", "征收 饕餮", "补偿案", "w", "xyz", "zsbcx", "zsbcbczs", "' OR 1"],
)
def test_what_does_not_stand_there_is_not_found(app: Flask, query: str) -> None:
    make.complaint()
    assert found(COMPLAINTS, "intake", query) == []


def test_every_two_characters_find_what_a_scan_would(app: Flask) -> None:
    made = [
        make.complaint(title=title, facts=facts)
        for title, facts in (
            ("低保名单公示后又撤下", "公示名单里没有低保户𬭩的名字，第12号公告也撤下了。"),
            ("公示栏长期不更新", "村务公示栏内容是2024年的，名单也旧。"),
            ("WPS文件打不开", "公布的wps文件下载后打不开，打电话无人接。"),
        )
    ]
    texts = {c.id: f"{c.title}|{c.facts}" for c in made}
    for whole in texts.values():
        for at in range(len(whole) - 1):
            window = whole[at : at + 2]
            if all("\u4e00" <= c <= "\u9fff" or c == "𬭩" for c in window):
                scan = sorted((key for key, body in texts.items() if window in body), reverse=True)
                assert found(COMPLAINTS, "intake", window) == scan, window


def test_a_number_is_found_by_its_parts(app: Flask) -> None:
    first, second = make.complaint(), make.complaint()
    entry = queries.numbered([COMPLAINTS], actor("intake"), second.number)
    assert entry is not None
    assert entry.subject_id == second.id
    typed = second.number.replace("〔", "(").replace("〕", ") ")
    again = queries.numbered([COMPLAINTS], actor("intake"), typed)
    assert again is not None
    assert again.subject_id == second.id
    assert found(COMPLAINTS, "intake", "〔2026〕") == [second.id, first.id]


def test_newest_comes_first_and_pages_join(app: Flask) -> None:
    ids = [make.complaint().id for _ in range(8)]
    assert found(COMPLAINTS, "intake", "征收") == ids[::-1]


@pytest.mark.requirement("SEC-01", "SEC-02")
def test_found_is_what_is_visible_and_nothing_else(app: Flask) -> None:
    """For the whole cast: the keys of the index leave nothing out, the exclusions let none by."""
    reported = make.complaint()
    town = make.complaint(
        by="stranger", unit=unit("town"), respondents=[GivenRespondent(unit("department"))]
    )
    case = make_case.case(CaseState.INVESTIGATING)
    make_case.recuse(case, "colleague")
    for name in CAST:
        who = actor(name)
        seen = set(db.session.scalars(complaints.visible_to(who).with_only_columns(Complaint.id)))
        assert set(found(COMPLAINTS, who, "答复")) == seen, name
        known = set(db.session.scalars(casework.visible_to(who).with_only_columns(Case.id)))
        known = known if who.has(Permission.CASE_READ) else set()
        assert set(found(CASES, who, "答复")) == known, name
    assert found(CASES, "handler", "答复") == [case.id]
    assert found(CASES, "colleague", "答复") == []
    assert found(COMPLAINTS, "supervisor", "答复") == [reported.id]
    assert found(COMPLAINTS, "stranger", "答复") == [town.id]


def _leader_at_the_office(username: str) -> Actor:
    office = unit("office")
    for role in (Role.DISCIPLINE_LEADER, Role.INTAKE_OFFICER):
        db.session.add(
            Post(user=person(username), unit=office, role=role, starts_on=date(2020, 1, 1))
        )
    db.session.commit()
    return actor(username)


@pytest.mark.requirement("SEC-02")
@pytest.mark.parametrize("username", ["official", "principal", "liaison"])
def test_those_a_report_is_about_find_and_count_nothing(app: Flask, username: str) -> None:
    who = _leader_at_the_office(username)
    complaint, case = make.complaint(), make_case.case(CaseState.INVESTIGATING)
    for query in ("征收", "王𬭩", "ww", "zsbc", "zsbcfa", complaint.number, case.number):
        assert found(COMPLAINTS, who, query) == found(CASES, who, query) == []
        counted = queries.counts([COMPLAINTS, CASES], who, query, 100)
        assert counted == {"complaints": 0, "cases": 0}
        assert queries.numbered([COMPLAINTS, CASES], who, query) is None


def test_without_the_condition_of_visibility_they_would_be_found(app: Flask) -> None:
    """The twin: it is the feature's own condition that keeps them out, not the index."""

    def everything(_actor: Actor) -> Select[Any]:
        return select(Complaint)

    who = _leader_at_the_office("official")
    complaint = make.complaint()
    unguarded = Source(**{**vars(COMPLAINTS), "visible": everything})
    assert found(unguarded, who, "征收") == [complaint.id]


@pytest.mark.requirement("SEC-01")
def test_who_reported_is_in_no_entry_and_no_token(app: Flask) -> None:
    make.complaint()
    reporter = make.REPORTER
    for secret in filter(None, (reporter.name, reporter.phone, reporter.address, "argl")):
        asked = terms(secret)
        entries = db.session.scalars(select(SearchEntry)).all()
        held = [services._tokens({**vars(entry)}) for entry in entries]
        assert not any(set(term.tokens) <= tokens for term in asked for tokens in held)
        assert found(COMPLAINTS, "intake", secret) == []
    for entry in db.session.scalars(select(SearchEntry)):
        shown = f"{entry.title}{entry.text}{entry.keys}"
        assert reporter.name not in shown
        assert "13904820017" not in shown


def test_a_changed_text_is_found_by_its_new_words_only(app: Flask) -> None:
    complaint = make.complaint(title="低保名单有误")
    complaint.title = "医保报销受阻"
    db.session.commit()
    assert found(COMPLAINTS, "intake", "低保") == []
    assert found(COMPLAINTS, "intake", "医保") == [complaint.id]
    other = make.complaint(title="低保名单有误")
    assert found(COMPLAINTS, "intake", "低保") == [other.id]


def test_a_reply_is_found(app: Flask) -> None:
    complaint = make.complaint()
    make.accept(complaint)
    assert found(COMPLAINTS, "intake", "责令改正") == []
    make.reply(complaint)
    assert found(COMPLAINTS, "intake", "责令改正") == [complaint.id]


def test_what_is_rolled_back_is_not_found(app: Flask) -> None:
    complaint = make.complaint()
    complaint.title = "医保报销受阻"
    db.session.flush()
    db.session.rollback()
    db.session.commit()
    assert found(COMPLAINTS, "intake", "医保") == []
    assert found(COMPLAINTS, "intake", "征收") == [complaint.id]


def test_who_joins_a_team_finds_the_case(app: Flask) -> None:
    case = make_case.case(CaseState.FILED)
    assert found(CASES, "handler", "答复") == []
    make_case.name(case, "handler")
    assert found(CASES, "handler", "答复") == [case.id]


def test_a_further_respondent_is_found_at_once(app: Flask) -> None:
    case = make_case.case(CaseState.INVESTIGATING)
    assert found(CASES, "handler", "李建国") == []
    make_case.add_respondent(case)
    assert found(CASES, "handler", "李建国") == found(CASES, "handler", "ljg") == [case.id]


def test_a_moved_unit_takes_its_entries_along(app: Flask) -> None:
    complaint = make.complaint()
    office, town = unit("office"), unit("town")
    db.session.add(
        Post(
            user=person("evaluator"),
            unit=town,
            role=Role.INTAKE_OFFICER,
            starts_on=date(2020, 1, 1),
        )
    )
    db.session.commit()
    assert found(COMPLAINTS, "evaluator", "征收") == []
    office.path = f"{town.path}{office.id}/"
    db.session.commit()
    assert found(COMPLAINTS, "evaluator", "征收") == [complaint.id]


def test_persons_and_units_are_found_by_name_and_initials(app: Flask) -> None:
    new_user("shan", "单立群")
    for query in ("单立", "slq", "dlq", "shanliqun"):
        assert found(PERSONS, "intake", query) == [person("shan").id], query
    assert found(UNITS, "liaison", "zrzyj") == [unit("department").id]
    assert found(UNITS, "liaison", "自然资源") == [unit("department").id]


def test_the_directory_of_persons_is_for_officers(app: Flask) -> None:
    assert found(PERSONS, "intake", "王𬭩") == [person("official").id]
    for username in ("liaison", "official", "evaluator", "audit_admin"):
        assert found(PERSONS, username, "王𬭩") == []


def test_counts_stop_at_the_cap(app: Flask) -> None:
    for _ in range(5):
        make.complaint()
    who = actor("intake")
    assert queries.counts([COMPLAINTS], who, "征收", 3) == {"complaints": 4}
    assert queries.counts([COMPLAINTS], who, "征收", 9) == {"complaints": 5}


def test_rebuilding_changes_nothing_that_is_found(app: Flask) -> None:
    for state in (CaseState.INVESTIGATING, CaseState.PROPOSED):
        make_case.case(state, of_complaint=True)
    asked = [(COMPLAINTS, "征收"), (CASES, "王𬭩"), (PERSONS, "ww"), (UNITS, "天池")]
    before = [found(source, "supervisor", query) for source, query in asked]
    assert all(before)
    written = services.rebuild()
    assert written == {"complaints": 2, "cases": 2, "users": len(CAST), "units": 4}
    assert [found(source, "supervisor", query) for source, query in asked] == before


def test_rebuilding_mends_what_was_written_around_the_session(app: Flask) -> None:
    complaint = make.complaint()
    db.session.execute(update(Complaint).values(title="医保报销受阻"))
    db.session.commit()
    assert found(COMPLAINTS, "intake", "医保") == []
    app.test_cli_runner().invoke(args=["search", "rebuild"], catch_exceptions=False)
    assert found(COMPLAINTS, "intake", "医保") == [complaint.id]
    assert found(COMPLAINTS, "intake", "申请公开征收") == []


def test_no_entry_is_sorted_on_sqlite(app: Flask) -> None:
    """Newest first comes out of the index as it is: the cost is the same for every word."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("a plan of SQLite")
    who = actor("intake")
    asked, ground = terms("征收"), engines.whole(db.session())
    keys = queries._keys(COMPLAINTS, who)
    statement = queries._found(COMPLAINTS, who, asked, keys, SearchEntry.id, ground)
    compiled = statement.order_by(ground.order.desc()).compile(
        db.engine, compile_kwargs={"literal_binds": True}
    )
    plan = [row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))]
    assert plan[0].startswith("SCAN search_index VIRTUAL TABLE"), plan
    assert not any("TEMP B-TREE" in step for step in plan), plan


def test_what_lies_beyond_the_newest_is_found_too(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "NEAR", 2)
    ids = [make.complaint().id for _ in range(6)]
    assert found(COMPLAINTS, "intake", "征收") == ids[::-1]


def test_two_kinds_of_one_name_are_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="complaints"):
        services.register(app, COMPLAINTS)


def test_a_deleted_thing_is_found_no_more(app: Flask) -> None:
    made = Unit(name="临时机构", short_name="临时", kind=unit("town").kind, path="/999/")
    db.session.add(made)
    db.session.commit()
    assert found(UNITS, "liaison", "临时") == [made.id]
    db.session.delete(made)
    db.session.commit()
    assert found(UNITS, "liaison", "临时") == []
