"""Five hundred work orders are imported in a browser; twenty have faults and are named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, FilePayload, expect

from tests.support import hotline
from tests.support.officers import SCREENSHOTS, Office
from tests.support.served import Served

pytestmark = pytest.mark.browser

#: After the days of the other journeys: the clock of a server does not go back.
DAY = date(2026, 12, 21)
UNITS = ("阿尔山市自然资源局", "市住建局", "阿尔山市教育局", "市卫健委", "白桦沟镇")
WRONG = (
    {"被反映单位": "没有这个局"},
    {"受理时间": "昨天"},
    {"来电号码": "138"},
    {"标题": "长" * 130},
    {"来电类别": "咨询"},
)


def spreadsheet() -> bytes:
    """Return 500 work orders below a title, every twenty-fifth with a fault."""
    faulty = {n: WRONG[n // 25 % len(WRONG)] for n in range(25, 501, 25)}
    rows = [
        {**row, "受理时间": "2026-12-18 10:20", "截止时间": "2027-01-08", "被反映单位": unit}
        | faulty.get(number, {})
        for number, (row, unit) in enumerate(zip(hotline.orders(500), UNITS * 100, strict=True), 1)
    ]
    return hotline.xlsx(rows, above=["12345热线工单导出表"])


@pytest.mark.requirement("CMP-02", "INF-06")
def test_five_hundred_rows_with_twenty_faulty(
    served: Served, browser: Browser, tmp_path: Path
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    served.set_day(DAY)
    content = spreadsheet()
    with office.at_desk("intake") as intake:
        intake.open("/complaints/imports")
        intake.follow("上传表格")
        file = FilePayload(name="热线工单.xlsx", mimeType="", buffer=content)
        intake.main.locator('[name="sheet"]').set_input_files(file)
        intake.submit()
        figures = intake.main.locator(".figure__value")
        expect(figures).to_have_text(["480", "0", "20", "0"])
        faults = intake.main.locator("#faults tbody tr")
        expect(faults).to_have_count(20)
        expect(faults.first).to_contain_text("27")
        expect(faults.first).to_contain_text("受理时间")
        assert hotline.NAME not in intake.page.content()
        intake.picture("hotline-import")
        with intake.page.expect_download() as started:
            intake.follow("下载有误的行")
        started.value.save_as(tmp_path / "rejected.xlsx")
        intake.main.get_by_role("button", name="确认导入480件").click()
        intake.page.wait_for_load_state()
        intake.shows("已导入")
        expect(figures).to_have_text(["480", "0", "20", "0"])
        intake.picture("hotline-done")
        intake.open("/complaints?q=AES202602260500")
        intake.shows("没有符合条件")
        intake.open("/complaints?q=AES202602260499")
        intake.main.locator("#complaint-list tbody a").first.click()
        intake.shows("热线工单")
        intake.shows("举报受理期限")
        intake.open("/complaints/imports/new")
        intake.main.locator('[name="sheet"]').set_input_files(file)
        intake.submit()
        intake.shows("再次导入不会重复登记")
        expect(figures).to_have_text(["0", "480", "20", "0"])
        expect(intake.main.get_by_role("button", name="确认导入")).to_have_count(0)
    sheet = load_workbook(tmp_path / "rejected.xlsx").active
    assert sheet is not None
    assert sheet.max_row == 21
    assert office.faults == []
