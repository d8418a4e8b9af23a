"""The wording of a notice is changed in a browser: written, tried, approved; a notice before and
one after.
"""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.core.documents.measure import text as pdf_text
from tests.journeys.pages import ON_JOURNEYS
from tests.support.officers import SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

LINE = "对本告知书有疑问的，可以到市政务公开办公室当面询问。"
#: After the days of the other journeys: the clock of a server does not go back.
BEFORE, FROM = date(2026, 12, 7), date(2026, 12, 14)


def decline(office: Office, number: int) -> tuple[str, str]:
    """Decline the first report that waits; return the address of the notice and its text."""
    with office.at_desk("leader") as leader:
        leader.open("/complaints?state=registered")
        leader.main.locator("#complaint-list tbody a").nth(0).click()
        path = leader.path
        leader.act("decline", code="outside_remit", reason="反映的事项由上级机关管辖。")
        leader.shows("不予受理告知书")
        (letter, *_) = leader.links(f'a[href^="{path}/documents/"]')
        if number == 2:
            leader.picture("wording-notice")
        return letter, read(leader, letter)


def read(officer: Officer, address: str) -> str:
    """Return the text of a PDF as the officer gets it."""
    return pdf_text(officer.page.request.get(address).body())


def draft(office: Office) -> str:
    """Write a line more as the reviewer; return the address of the version."""
    with office.at_desk("reviewer") as reviewer:
        reviewer.open("/templates")
        row = reviewer.main.locator("tr", has_text="不予受理告知书")
        row.get_by_role("button").click()
        expect(reviewer.page.locator("h1")).to_contain_text("拟稿")
        body = reviewer.main.locator('[name="body"]')
        words = body.input_value()
        body.fill(words + "\n{{电话}}")
        body.blur()
        expect(reviewer.page.locator("#preview")).to_contain_text("没有名为“电话”的字段")
        body.fill(f"{words}\n{LINE}")
        body.blur()
        expect(reviewer.page.locator("#preview")).to_contain_text(LINE)
        reviewer.fill(effective_from=FROM.isoformat(), note="写明询问地点")
        reviewer.picture("wording-edit")
        reviewer.submit()
        reviewer.shows("文字是您自己写的")
        (tried, *_) = reviewer.links('a[href^="/templates/letter"]')
        assert LINE in read(reviewer, tried)
        reviewer.picture("wording-version")
        version = reviewer.path
        reviewer.go_to("/discard")
        reviewer.picture("wording-discard")
        return version


def test_a_notice_before_and_after_its_wording_changed(served: Served, browser: Browser) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS, looks_at=ON_JOURNEYS["wording"])
    served.set_day(BEFORE)
    first, text = decline(office, 1)
    assert LINE not in text
    version = draft(office)
    with office.at_desk("signer") as signer:
        signer.open(version)
        signer.act("approve")
        signer.shows("已批准")
    served.set_day(FROM)
    _second, text = decline(office, 2)
    assert LINE in text
    code = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", text)
    assert code
    with office.at_door() as reader:
        reader.open(f"/verify/{code.group().replace('-', '')}")
        reader.shows("不予受理告知书")
        reader.picture("wording-verified")
    with office.at_desk("leader") as leader:
        assert LINE not in read(leader, first)
    assert ON_JOURNEYS["wording"] <= office.looked
    faults = [fault for fault in office.faults if "422" not in fault]
    assert faults == []
