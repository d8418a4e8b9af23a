"""Who reported is opened in a browser: asked for, consented to, seen for a while, on record."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from core.moment import SHANGHAI
from tests.journeys.pages import ON_JOURNEYS
from tests.support.officers import PHONE, SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

ASKED = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
NAME, PHONE_NUMBER, ADDRESS = "祁听雪", "13900000321", "林海街道梧桐路18号"
REASON, REFUSAL = "需要电话核实事发地点。", "可以通过回执码书面询问。"


def register(intake: Officer) -> tuple[str, str]:
    """Register a report of a named person; return its address and the code of its receipt."""
    intake.open("/complaints/new")
    intake.fill(
        received_on=ASKED.date().isoformat(),
        channel="written",
        kind="report",
        title="政务公开栏长期不更新",
        facts="街道政务公开栏半年没有更新。",
        occurred_from=(ASKED.date() - timedelta(days=30)).isoformat(),
        trigger="duty_not_performed",
        reporter_name=NAME,
        reporter_phone=PHONE_NUMBER,
        reporter_address=ADDRESS,
    )
    intake.fill(**{"respondents-0-unit": "阿尔山市生态环境局"})
    intake.submit()
    complaint = intake.path.removesuffix("/receipt")
    intake.submit()
    return complaint, intake.main.locator(".receipt-code").inner_text()


def ask(intake: Officer, complaint: str) -> str:
    """Ask to see who it was; return the address of the request."""
    intake.open(complaint)
    tells_nothing(intake)
    intake.act("openings/new", reason=REASON)
    (*_, opening) = intake.links(f'a[href^="{complaint}/openings/"]:not([href$="/new"])')
    return opening


def show(officer: Officer, password: str) -> None:
    """Confirm who one is if asked, then press for the whole values."""
    if officer.main.locator("[name=proof]").count():
        officer.picture("opening-confirm")
        officer.fill(proof=password)
        officer.submit()


def tells_nothing(officer: Officer) -> None:
    text = officer.page.content()
    assert not any(secret in text for secret in (NAME, PHONE_NUMBER, ADDRESS))


@pytest.mark.requirement("SEC-01")
def test_who_reported_is_seen_after_consent_for_a_while_on_record(
    served: Served, browser: Browser
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS, looks_at=ON_JOURNEYS["opening"])
    served.set_time(ASKED)
    with office.at_desk("intake") as intake:
        complaint, code = register(intake)
        opening = ask(intake, complaint)
        intake.open(opening)
        assert not intake.links('a[href$="/view"]')
        intake.picture("opening-1-asked")
    with office.at_desk("leader") as leader:
        leader.open("/")
        leader.picture("opening-2-worklist")
        leader.open(opening)
        leader.shows(REASON)
        leader.act("consent")
        leader.shows("已同意")
        assert not leader.links('a[href$="/view"]')
        tells_nothing(leader)
    served.set_time(ASKED + timedelta(minutes=20))
    with office.at_desk("intake-2") as other:
        answer = other.page.goto(f"{opening}/view")
        assert answer is not None
        assert answer.status == 403
        tells_nothing(other)
    with office.at_desk("intake") as intake:
        intake.open(opening)
        intake.go_to("/view")
        tells_nothing(intake)
        intake.picture("opening-3-masked")
        intake.submit()
        for secret in (NAME, PHONE_NUMBER, ADDRESS):
            intake.shows(secret)
        intake.picture("opening-4-shown")
        intake.open(opening)
        intake.shows("已查看")
        intake.shows("1次")
        served.set_time(ASKED + timedelta(minutes=31))
        intake.page.goto(f"{opening}/view")
        show(intake, served.passwords["intake"])
        tells_nothing(intake)
        expect(intake.page.locator("h1")).to_have_text("查看投诉举报人身份的申请")
        intake.picture("opening-5-expired")
        intake.open(complaint)
        tells_nothing(intake)
    with office.at_door(PHONE) as reporter:
        reporter.open("/follow-up")
        reporter.fill(code=code)
        reporter.submit()
        expect(reporter.page.locator("h1")).to_have_text("办理进度")
        tells_nothing(reporter)
        reporter.look()
        reporter.picture("opening-7-follow-up", widths=(PHONE,))
    with office.at_desk("audit") as audit:
        audit.open("/record")
        audit.shows("查看投诉举报人身份")
        audit.open("/access-log")
        tells_nothing(audit)
        audit.picture("opening-6-log")
    assert ON_JOURNEYS["opening"] <= office.looked
    assert [fault for fault in office.faults if "403" not in fault] == []


@pytest.mark.requirement("SEC-01")
def test_without_consent_nobody_sees_who_reported(served: Served, browser: Browser) -> None:
    office = Office(served, browser, has_scripts=False)
    served.set_time(ASKED + timedelta(days=1))
    with office.at_desk("intake") as intake:
        complaint, _code = register(intake)
        opening = ask(intake, complaint)
    with office.at_desk("leader") as leader:
        leader.open(opening)
        leader.act("refuse", reason=REFUSAL)
    with office.at_desk("intake") as intake:
        intake.open(opening)
        intake.shows(REFUSAL)
        assert not intake.links('a[href$="/view"]')
        intake.page.goto(f"{opening}/view")
        tells_nothing(intake)
        expect(intake.page.locator("h1")).to_have_text("查看投诉举报人身份的申请")
    assert office.faults == []
