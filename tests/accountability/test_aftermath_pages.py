"""Pages of services, remedies and rectifications where the case lies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from accountability.documents import return_receipt
from accountability.models import Remedy
from accountability.queries import rectifications
from accountability.queries.notices import aftermath_of
from accountability.rules import (
    RectificationState,
    RemedyState,
    ServiceState,
)
from casework.rules import CaseState
from core import moment
from core.db import db
from core.documents import layout
from core.documents.services import pdf_bytes
from core.identity.models import User
from core.serving.labels import METHODS
from core.serving.rules import ServiceMethod
from tests.support import accountability_remedies as make
from tests.support.client import Client
from tests.support.statements import counted

SignIn = Callable[[User], Client]


def test_a_service_is_recorded_on_its_page(app: Flask, sign_in: SignIn, handler: User) -> None:
    (notice,) = make.notices_of(make.alone())
    browser = sign_in(handler)
    form = browser.get(f"/services/{notice.id}").follow("登记送达")
    assert "韩志远、佟丽华" in form.one("input", name="servers")["value"]
    shown = form.submit(
        "/record",
        method="in_person",
        received_on="2026-03-02",
        received_by="王𬭩",
        proof="送达回证签收原件",
    )
    assert shown.location.endswith(f"/services/{notice.id}")
    page = browser.get(shown.location)
    assert "已送达" in page.text
    assert "2026年4月1日" in page.text
    assert page.has("details", class_="day-ledger")


@pytest.mark.requirement("INF-08")
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    app: Flask, sign_in: SignIn, handler: User
) -> None:
    (notice,) = make.notices_of(make.alone())
    form = sign_in(handler).get(f"/services/{notice.id}/record")
    again = form.submit("/record", status=422, place="市自然资源局")
    assert any("请选择送达方式" in error for error in again.errors)
    assert again.one("input", name="place")["value"] == "市自然资源局"
    refused = again.submit(
        "/record", status=422, method="lien", received_on="2026-03-02", proof="拒收"
    )
    assert any("见证人" in e and "第八十九条" in e for e in refused.errors)


def test_a_day_to_come_is_refused_beside_its_field(
    app: Flask, sign_in: SignIn, handler: User
) -> None:
    (notice,) = make.notices_of(make.alone())
    form = sign_in(handler).get(f"/services/{notice.id}/record")
    again = form.submit(
        "/record", status=422, method="in_person", received_on="2026-03-03", proof="回证"
    )
    assert any("日期不能晚于今天" in error for error in again.errors)


def test_failing_and_trying_again(app: Flask, sign_in: SignIn, handler: User) -> None:
    (notice,) = make.notices_of(make.alone())
    browser = sign_in(handler)
    browser.get(f"/services/{notice.id}/fail").submit("/fail", reason="查无此人。")
    assert "查无此人。" in browser.get(f"/services/{notice.id}").text
    browser.get(f"/services/{notice.id}/retry").submit("/retry")
    assert db.session.get_one(type(notice), notice.id).state is ServiceState.PREPARED


def test_the_notice_and_its_return_receipt_are_pdfs(
    app: Flask, sign_in: SignIn, handler: User
) -> None:
    served = make.service()
    browser = sign_in(handler)
    notice = browser.get(f"/services/{served.id}/document").response
    assert notice.data == pdf_bytes(served.document)
    receipt = browser.get(f"/services/{served.id}/return-receipt").response
    assert receipt.data.startswith(b"%PDF-")
    assert receipt.mimetype == "application/pdf"


@pytest.mark.parametrize("method", list(ServiceMethod))
def test_the_return_receipt_is_one_page_that_names_the_method(
    app: Flask, method: ServiceMethod
) -> None:
    (notice,) = make.notices_of(make.alone())
    blank = return_receipt.letter(notice)
    assert len(layout(blank)) == 1
    with moment.frozen("2026-04-20"):
        changes: dict[str, Any] = {
            "method": method,
            "dispatched_on": moment.today().replace(month=3, day=5),
            "witnesses": "社区工作者李某",
            "is_consented": True,
            "receiver_relation": "同住成年家属",
        }
        make.serve(notice, **changes)
        filled = return_receipt.letter(notice)
    assert len(layout(filled)) == 1
    assert str(METHODS[method]) in "".join(filled.texts())
    assert "李某" in "".join(filled.texts())


def test_a_paper_is_registered_admitted_and_ruled(
    app: Flask, sign_in: SignIn, handler: User, supervisor: User, reviewer: User
) -> None:
    served = make.service()
    officer = sign_in(handler)
    form = officer.get(f"/services/{served.id}").follow("登记书面申请")
    form.submit(
        "/register-remedy",
        kind="reconsideration",
        request="撤销对本人的处理。",
        grounds="系统故障所致。",
        received_on="2026-03-02",
    )
    brought = db.session.scalars(select(Remedy)).one()
    leader = sign_in(supervisor)
    leader.get(f"/remedies/{brought.id}").follow("受理").submit("/admit")
    judge = sign_in(reviewer)
    waiting = judge.get(f"/remedies/{brought.id}")
    assert "来源未规定天数" in waiting.text
    assert "已过0日" in waiting.text
    page = waiting.follow("变更原决定")
    page.submit("/modify", status=422, ruling="")
    judge.get(f"/remedies/{brought.id}/modify").submit("/modify", ruling="改为批评教育。")
    shown = judge.get(f"/remedies/{brought.id}")
    assert "改为批评教育。" in shown.text
    assert "来源未规定天数" not in shown.text
    assert db.session.get_one(Remedy, brought.id).state is RemedyState.MODIFIED
    letter = officer.get(f"/remedies/{brought.id}/ruling").response
    assert letter.data.startswith(b"%PDF-")


def test_a_remedy_without_ruling_has_no_letter(app: Flask, sign_in: SignIn, handler: User) -> None:
    sign_in(handler).get(f"/remedies/{make.remedy().id}/ruling", status=404)


def test_an_act_that_cannot_be_done_now_leads_back_with_the_reason(
    app: Flask, sign_in: SignIn, supervisor: User
) -> None:
    brought = make.remedy(RemedyState.UPHELD)
    shown = sign_in(supervisor).get(f"/remedies/{brought.id}/reject")
    assert shown.h1.startswith("复核：")
    assert "维持" in shown.all("div", class_="notice--warning")[0].text


@pytest.mark.requirement("INF-28")
def test_a_report_is_checked_item_by_item(app: Flask, sign_in: SignIn, handler: User) -> None:
    made = make.rectification(
        RectificationState.REPORTED,
        make.service(decision=make.alone(requirement="补办答复。\n完善登记制度。")),
    )
    first, second = (item.id for item in made.items)
    browser, place = sign_in(handler), f"/rectifications/{made.id}"
    page = browser.get(place)
    assert "还有2项没有认可" in page.text
    form = browser.get(f"{place}/accept-item?item={first}")
    assert form.one("input", name="item_id", checked=True)["value"] == str(first)
    form.submit("/accept-item")
    browser.get(f"{place}/return-item?item={second}").submit("/return-item", status=422)
    browser.get(f"{place}/return-item?item={second}").submit("/return-item", reason="没有附材料。")
    browser.get(f"{place}/return").submit("/return", due_on="2026-03-12")
    made = rectifications.find_rectification(made.id)  # type: ignore[assignment]
    assert made.state is RectificationState.RETURNED


def test_the_case_page_shows_what_followed(app: Flask, sign_in: SignIn, supervisor: User) -> None:
    made = make.rectification(RectificationState.REPORTED)
    assert made.decision is not None
    (served,) = make.notices_of(made.decision)
    make.file(served)
    page = sign_in(supervisor).get(f"/cases/{made.decision.case_id}")
    assert "已送达" in page.one("section", id="service").text
    assert "已提出" in page.one("section", id="remedies").text
    assert "0/1项" in page.one("section", id="rectification").text
    assert "处理决定生效" in page.one("section", id="service").text


@pytest.mark.requirement("ACC-14")
def test_the_case_takes_effect_on_its_page(app: Flask, sign_in: SignIn, supervisor: User) -> None:
    case = make.service().decision.case
    browser, place = sign_in(supervisor), f"/cases/{case.id}/take-effect"
    refused = browser.get(place)
    assert "2026年4月1日届满" in refused.all("div", class_="notice--warning")[0].text
    with moment.frozen("2026-04-02"):
        browser.sign_in(supervisor)
        browser.get(place).submit("/take-effect")
    assert db.session.get_one(type(case), case.id).state is CaseState.EFFECTIVE


def test_who_may_not_close_it_is_not_asked(
    app: Flask, sign_in: SignIn, town_supervisor: User
) -> None:
    case = make.service().decision.case
    sign_in(town_supervisor).get(f"/cases/{case.id}/take-effect", status=404)


@pytest.mark.parametrize(
    "place", ["/services/{0}", "/services/{0}/record", "/services/{0}/document"]
)
def test_out_of_scope_there_is_no_service(
    app: Flask, sign_in: SignIn, stranger: User, liaison: User, place: str
) -> None:
    served = make.service()
    sign_in(stranger).get(place.format(served.id), status=404)
    assert sign_in(liaison).raw("GET", place.format(served.id)).status_code == 403


def test_the_panel_costs_one_statement(app: Flask, sign_in: SignIn, handler: User) -> None:
    decision = make.served_all()
    make.file(make.notices_of(decision)[0])
    case = decision.case
    db.session.expire_all()
    assert case.state is CaseState.SERVED
    with counted() as sent:
        found = aftermath_of(case)
        assert [len(part) for part in (found.services, found.remedies, found.rectifications)] == [
            2,
            1,
            2,
        ]
        assert [len(r.items) for r in found.rectifications] == [2, 2]
    assert len(sent) == 1
