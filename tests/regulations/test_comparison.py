"""Aershan, xx county and Duodao side by side: where they differ, and where a source is silent."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from core.identity.models import User
from tests.support.client import Client, Page
from tests.support.factories import person

PACKS = ("aershan-2021", "xx-county-2022", "duodao-finance")

#: Topic, row, and what each of the three says on it.
SAID = [
    ("remedy", "救济途径", ("复核、申诉", "无", "复核、申诉")),
    ("remedy", "向谁提出", ("作出处理决定的机关", "无", "上级机关")),
    ("remedy", "申请复核或提出申诉的期限", ("30日", "无", "5个工作日")),
    ("remedy", "复核、申诉的处理期限", ("来源未规定", "未规定", "20日")),
    ("severity", "情节轻微", ("批评教育、限期改正", "告诫、批评教育", "告诫、批评教育")),
    ("severity", "影响正常工作", ("书面检查；单位", "取消年度评先选优资格", "取消评先、评优资格")),
    ("severity", "情节严重（造成严重后果）", ("政纪处分", "政纪处分", "未规定")),
    ("severity", "行为被复议撤销", ("未规定", "依法追究有关人员的责任", "未规定")),
    ("assessment", "等次：优秀", ("90分以上", "90分以上", "成绩显著")),
    ("assessment", "等次：良好", ("未规定", "75 至 89 分", "工作有重点")),
    ("assessment", "等次：合格", ("70 至 89 分", "60 至 74 分", "群众基本满意")),
    ("assessment", "等次：不合格", ("至 69 分", "至 59 分", "搞假公开")),
    ("apportionment", "不履行保密审查程序", ("全部责任", "全部责任", "未规定")),
    ("apportionment", "经主管领导审核批准或同意", ("次要责任", "次要责任", "直接承办人来源未规定")),
    ("apportionment", "领导直接授意，承办人提出异议", ("不承担", "不承担", "来源未规定")),
    ("apportionment", "领导班子集体讨论决定", ("主要责任", "主要责任", "主要责任")),
]


@pytest.fixture
def compared(sign_in: Callable[[User], Client]) -> Page:
    """The page on which the three are laid side by side."""
    query = urlencode([("pack", pack) for pack in PACKS])
    return sign_in(person("official")).get(f"/regulations/compare?{query}")


def test_remedy_measures_bands_and_shares_stand_side_by_side(compared: Page) -> None:
    for topic, label, said in SAID:
        rows = compared.one(id=f"topic-{topic}").one("tbody").all("tr")
        row = next(row for row in rows if label in row.one("th").text)
        cells = [cell.text for cell in row.all("td")]
        assert all(part in cell for part, cell in zip(said, cells, strict=True)), (label, cells)
        assert "不同" in row.one("th").text, label
        for cell in cells:  # whatever is said has its article
            assert "第" in cell or "未规定" in cell or "附件" in cell or "》" in cell, cell


def test_a_row_that_gives_way_for_one_role_is_named_in_words(compared: Page) -> None:
    text = compared.one(id="topic-apportionment").text
    assert "优先于：A3、A5、A4（主管领导）" in text
    assert "supervisor" not in text


def test_what_all_three_say_is_no_difference(compared: Page) -> None:
    rows = compared.one(id="topic-apportionment").one("tbody").all("tr")
    same = next(row for row in rows if "未经主管领导审核批准" in row.one("th").text)
    assert "一致" in same.one("th").text
