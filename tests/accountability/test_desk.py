"""The desk of the party: what was served and nothing else (ACC-14, ACC-15, INF-32)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.models import NoticeService, Rectification, Remedy
from accountability.procedure import notices as notice_procedure
from accountability.procedure import remedies as remedy_procedure
from accountability.queries import desk
from accountability.rules import (
    RectificationState,
    RemedyState,
    ServiceState,
)
from accountability.views import desk as desk_views
from accountability.views import remedies as remedy_views
from core import moment
from core.access import Permission, Role
from core.access.gate import declared
from core.db import db
from core.documents.services import pdf_bytes
from core.identity.models import User
from tests.support import accountability_remedies as make
from tests.support import casework, factories
from tests.support.client import Client
from tests.support.factories import actor
from tests.support.statements import counted

SignIn = Callable[[User], Client]
AFTER = "2026-04-02"


def silent(monkeypatch: pytest.MonkeyPatch, served: NoticeService) -> None:
    """Let the pack state no remedy."""
    pack = replace(notice_procedure.pack_of(served), remedy=None)
    for module in (notice_procedure, remedy_procedure):
        monkeypatch.setattr(module, "get_pack", lambda _id: pack)
    for view in (desk_views, remedy_views):
        monkeypatch.setattr(view, "pack_of", lambda _service: pack)


def test_the_official_sees_their_own_notice_and_the_liaison_all_of_the_unit(
    app: Flask, sign_in: SignIn, official: User, principal: User, liaison: User
) -> None:
    make.served_all()
    shown = {}
    for user in (official, principal, liaison):
        panels = sign_in(user).get("/desk").all("section", class_="panel")
        shown[user.username] = [panel.one("h2").text for panel in panels]
    assert shown["official"] == ["责任追究处理决定书（王𬭩）"]
    assert shown["principal"] == ["责任追究处理决定书（李建国）"]
    assert len(shown["liaison"]) == 2


def test_a_notice_not_served_yet_is_on_no_desk(
    app: Flask, sign_in: SignIn, official: User, liaison: User
) -> None:
    waiting = make.service(ServiceState.PREPARED)
    for user in (official, liaison):
        browser = sign_in(user)
        assert "没有向您送达的文书" in browser.get("/desk").text
        browser.get(f"/desk/notices/{waiting.id}", status=404)
        browser.get(f"/desk/notices/{waiting.id}/document", status=404)


@pytest.mark.parametrize("place", ["", "/document", "/file-remedy"])
def test_another_units_notice_is_the_same_404_as_none(
    app: Flask, sign_in: SignIn, town_liaison: User, principal: User, place: str
) -> None:
    served = make.service()
    for user in (town_liaison, principal):
        browser = sign_in(user)
        there = browser.raw("GET", f"/desk/notices/{served.id}{place}")
        nowhere = browser.raw("GET", f"/desk/notices/999999{place}")
        assert (there.status_code, there.data) == (404, nowhere.data)


def test_a_liaison_of_the_government_above_does_not_see_it(app: Flask, sign_in: SignIn) -> None:
    """A desk is that of the unit itself: posts reach down for officers, not for parties."""
    served = make.service()
    above = factories.new_user("above", "上级", "government", (Role.LIAISON,))
    assert "没有向您送达的文书" in sign_in(above).get("/desk").text
    sign_in(above).get(f"/desk/notices/{served.id}", status=404)


def test_the_desk_hands_out_the_stored_bytes_as_an_attachment(
    app: Flask, sign_in: SignIn, official: User
) -> None:
    served = make.service()
    response = sign_in(official).get(f"/desk/notices/{served.id}/document").response
    assert response.data == pdf_bytes(served.document)
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("username", ["official", "liaison"])
def test_from_the_desk_the_case_the_complaint_and_the_reporter_are_out_of_reach(
    app: Flask, sign_in: SignIn, username: str
) -> None:
    served = make.service()
    case_id = served.decision.case_id
    browser = sign_in(factories.person(username))
    pages = [browser.get("/"), browser.get("/desk"), browser.get(f"/desk/notices/{served.id}")]
    links = [link["href"] for page in pages for link in page.all("a", href=True)]
    barred = ("/cases", "/complaints", "/decisions", "/acts", "/services")
    assert not [link for link in links if link.startswith(barred)]
    assert casework.TITLE not in "".join(page.text for page in pages)
    for place in (
        f"/cases/{case_id}",
        f"/decisions/{served.decision_id}",
        f"/services/{served.id}",
    ):
        assert browser.raw("GET", place).status_code == 403


def test_every_page_of_the_desk_asks_for_a_permission_of_the_party(app: Flask) -> None:
    party = {
        Permission.SERVED_READ,
        Permission.REMEDY_FILE,
        Permission.RECTIFICATION_REPORT,
    }
    for endpoint in (
        "desk",
        "desk_notice",
        "desk_document",
        "desk_receipt",
        "desk_ruling",
        "remedy_file",
        "remedy_withdraw",
        "rectification_report",
    ):
        assert declared(app, f"accountability.{endpoint}") in party


@pytest.mark.requirement("ACC-14")
def test_the_desk_shows_the_last_day_the_days_left_and_how_they_are_counted(
    app: Flask, sign_in: SignIn, official: User
) -> None:
    served = make.service()
    with moment.frozen("2026-03-20"):
        page = sign_in(official).get(f"/desk/notices/{served.id}")
    remedy = page.one("section", id="remedy")
    assert "2026年4月1日" in remedy.text
    assert "还剩12天" in remedy.text
    assert len(remedy.one("details", class_="day-ledger").all("tr")) == 1 + 31


@pytest.mark.requirement("ACC-14")
def test_a_remedy_is_filed_and_taken_back_at_the_desk(
    app: Flask, sign_in: SignIn, official: User
) -> None:
    served = make.service()
    browser = sign_in(official)
    form = browser.get(f"/desk/notices/{served.id}").follow("提出复核申请或者申诉")
    assert not form.has("textarea", name="late_reason")
    form.submit("/file-remedy", status=422, kind="appeal", request="撤销。")
    browser.get(f"/desk/notices/{served.id}/file-remedy").submit(
        "/file-remedy", kind="appeal", request="撤销。", grounds="并非本人承办。"
    )
    brought = db.session.scalars(select(Remedy)).one()
    assert not brought.is_late
    browser.get(f"/desk/notices/{served.id}").follow("撤回").submit("/withdraw")
    assert db.session.get_one(Remedy, brought.id).state is RemedyState.WITHDRAWN


def test_the_same_form_twice_files_once(app: Flask, sign_in: SignIn, official: User) -> None:
    served = make.service()
    form = sign_in(official).get(f"/desk/notices/{served.id}/file-remedy")
    for _time in (1, 2):
        form.submit("/file-remedy", kind="appeal", request="撤销。", grounds="并非本人承办。")
    assert len(db.session.scalars(select(Remedy)).all()) == 1


@pytest.mark.requirement("INF-11")
def test_a_late_one_is_taken_with_its_reason(app: Flask, sign_in: SignIn, official: User) -> None:
    served = make.service()
    with moment.frozen(AFTER):
        browser = sign_in(official)
        page = browser.get(f"/desk/notices/{served.id}/file-remedy")
        asked: dict[str, Any] = {
            "kind": "reconsideration",
            "request": "撤销。",
            "grounds": "并非本人承办。",
        }
        again = page.submit("/file-remedy", status=422, **asked)
        assert any("逾期的理由" in error for error in again.errors)
        again.submit("/file-remedy", **asked, late_reason="住院。")
    assert db.session.scalars(select(Remedy)).one().is_late


@pytest.mark.requirement("INF-32")
def test_where_the_pack_states_no_remedy_the_desk_says_nothing_of_it(
    app: Flask, sign_in: SignIn, official: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = make.service()
    silent(monkeypatch, served)
    browser = sign_in(official)
    page = browser.get(f"/desk/notices/{served.id}")
    words = page.one("main").text
    assert not any(word in words for word in ("复核", "申诉", "救济"))
    browser.get(f"/desk/notices/{served.id}/file-remedy", status=404)


@pytest.mark.requirement("INF-32")
def test_where_it_states_one_the_desk_offers_it(
    app: Flask, sign_in: SignIn, official: User
) -> None:
    """The twin."""
    served = make.service()
    assert "复核" in sign_in(official).get(f"/desk/notices/{served.id}").one("main").text


def test_the_ruling_comes_to_the_desk(
    app: Flask, sign_in: SignIn, official: User, town_liaison: User
) -> None:
    brought = make.remedy(RemedyState.UPHELD)
    browser = sign_in(official)
    assert make.RULING in browser.get(f"/desk/notices/{brought.service_id}").text
    response = browser.get(f"/desk/remedies/{brought.id}/ruling").response
    assert brought.document is not None
    assert response.data == pdf_bytes(brought.document)
    sign_in(town_liaison).get(f"/desk/remedies/{brought.id}/ruling", status=404)


@pytest.mark.requirement("ACC-15")
def test_the_liaison_reports_item_by_item(
    app: Flask, sign_in: SignIn, liaison: User, official: User
) -> None:
    made = make.rectification(
        made=make.service(decision=make.alone(requirement="补办答复。\n完善登记制度。"))
    )
    assert made.decision is not None
    (served,) = make.notices_of(made.decision)
    browser = sign_in(liaison)
    form = browser.get(f"/desk/notices/{served.id}").follow("报告改正情况")
    again = form.submit("/report", status=422, text="已改正。")
    assert sum("改正" in error for error in again.errors) == 4
    typed: dict[str, Any] = {f"done_{item.id}": "已补办。" for item in made.items}
    days: dict[str, Any] = {f"on_{item.id}": "2026-03-02" for item in made.items}
    again.submit("/report", text="已逐项改正。", **typed, **days)
    assert db.session.get_one(Rectification, made.id).state is RectificationState.REPORTED
    shown = sign_in(official).get(f"/desk/notices/{served.id}")
    assert "已补办。" in shown.text
    assert not [link for link in shown.all("a", href=True) if "报告改正情况" in link.text]


def test_another_units_rectification_is_not_there(
    app: Flask, sign_in: SignIn, town_liaison: User
) -> None:
    made = make.rectification()
    sign_in(town_liaison).get(f"/rectifications/{made.id}/report", status=404)


def test_what_is_done_is_not_reported_again(app: Flask, sign_in: SignIn, liaison: User) -> None:
    made = make.rectification(RectificationState.CLOSED)
    shown = sign_in(liaison).get(f"/rectifications/{made.id}/report")
    assert "现在不需要报告" in shown.text


def test_a_remedy_that_is_answered_is_not_taken_back(
    app: Flask, sign_in: SignIn, official: User, liaison: User
) -> None:
    brought = make.remedy(RemedyState.UPHELD)
    assert "不能撤回" in sign_in(official).get(f"/remedies/{brought.id}/withdraw").text
    sign_in(liaison).get(f"/remedies/{brought.id}/withdraw", status=404)


@pytest.mark.parametrize("username", list(factories.CAST))
def test_the_sql_and_the_python_of_the_desk_say_the_same(app: Flask, username: str) -> None:
    make.served_all()
    make.service(ServiceState.PREPARED)
    who = actor(username)
    in_sql = set(
        db.session.scalars(
            select(NoticeService.id).join(NoticeService.respondent).where(desk.served_on(who))
        )
    )
    in_python = {
        service.id
        for service in db.session.scalars(select(NoticeService))
        if service.state is ServiceState.SERVED and desk.is_party(service, who)
    }
    assert in_sql == in_python


def test_the_desk_costs_the_same_for_one_notice_and_for_many(
    app: Flask, sign_in: SignIn, liaison: User
) -> None:
    make.served_all()
    browser = sign_in(liaison)
    browser.get("/desk")
    with counted() as one:
        browser.get("/desk")
    for _more in range(2):
        make.served_all()
    with counted() as many:
        browser.get("/desk")
    assert len(many) == len(one) <= 12


@pytest.mark.parametrize("version", ["x", "\x00", "²", "9" * 40])
def test_a_spoilt_version_is_a_fault_of_the_form(
    app: Flask, sign_in: SignIn, liaison: User, official: User, version: str
) -> None:
    ordered = make.rectification()
    report = sign_in(liaison).get(f"/rectifications/{ordered.id}/report")
    report.submit("/report", status=422, seen_version=version)
    brought = make.remedy()
    ask = sign_in(official).get(f"/remedies/{brought.id}/withdraw")
    ask.submit("/withdraw", status=422, seen_version=version)
    assert brought.state is RemedyState.FILED
