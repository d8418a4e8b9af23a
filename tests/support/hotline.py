"""Spreadsheets as hotlines send them, sound and faulty, and imports in every state."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook

from complaints import services
from complaints.models import HotlineImport
from core.files.kinds import Upload
from tests.support.factories import actor, unit

HEADINGS = (
    *("序号", "工单编号", "受理时间", "标题", "诉求内容", "被反映单位"),
    *("来电人姓名", "来电号码", "联系地址", "来电类别", "受理渠道", "截止时间", "是否保密"),
)
#: Who calls in the tests; nothing of it may turn up anywhere in clear.
NAME, PHONE, ADDRESS = "萨仁图雅", "139 0482-0071", "林海街道松涛小区九栋"
DIGITS = "13904820071"

SOUND: Mapping[str, Any] = {
    "受理时间": "2026-02-26 10:20",
    "标题": "征地补偿方案公开申请逾期未答复",
    "诉求内容": "二月初在窗口递交公开申请，至今没有收到答复，请核实。",
    "被反映单位": "阿尔山市自然资源局",
    "来电人姓名": NAME,
    "来电号码": PHONE,
    "联系地址": ADDRESS,
    "来电类别": "投诉",
    "受理渠道": "电话",
    "截止时间": "2026年3月12日",
    "是否保密": "是",
}


def order(number: int, **changes: Any) -> dict[str, Any]:
    """Return a sound row; `changes` replace cells by heading."""
    return {**SOUND, "序号": number, "工单编号": f"AES20260226{number:04}", **changes}


def orders(count: int, faulty: Mapping[int, Mapping[str, Any]] | None = None) -> list[Any]:
    """Return `count` rows, those in `faulty` (by number, from 1) with these cells instead."""
    wrong = faulty or {}
    return [order(number, **wrong.get(number, {})) for number in range(1, count + 1)]


def xlsx(
    rows: Iterable[Mapping[str, Any]],
    headings: Sequence[str] = HEADINGS,
    above: Sequence[str] = (),
) -> bytes:
    """Return an XLSX of these rows; `above` are lines over the headings."""
    book = Workbook()
    sheet = book.active
    for line in above:
        sheet.append([line])
    sheet.append(list(headings))
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def csv_of(
    rows: Iterable[Mapping[str, Any]],
    headings: Sequence[str] = HEADINGS,
    delimiter: str = ",",
    encoding: str = "utf-8-sig",
) -> bytes:
    """Return a CSV of these rows."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([row.get(heading, "") for heading in headings] for row in rows)
    return made.getvalue().encode(encoding)


def upload(content: bytes, name: str = "热线工单.xlsx") -> Upload:
    """Return the file as a browser sends it."""
    return Upload(name, content)


def waiting(rows: Iterable[Mapping[str, Any]], by: str = "intake") -> HotlineImport:
    """Return an import that waits in the office's register."""
    return services.upload_orders(actor(by), unit("office"), upload(xlsx(rows)))


def done(rows: Iterable[Mapping[str, Any]], by: str = "intake") -> HotlineImport:
    """Return a confirmed import."""
    made = waiting(rows, by)
    services.confirm_import(made, actor(by), seen_version=made.version)
    return made
