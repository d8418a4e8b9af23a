"""A text goes out only if its title, counts and lists agree with what it is made from."""

from __future__ import annotations

import pytest
from flask import Flask

from core.documents.agreement import Listed, disagreements

GRADES = ("优秀", "合格", "不合格")
NAMES = ("财政局", "教育局", "民政局")
UNITS = (
    *(Listed((f"某市{name}", name), "优秀") for name in NAMES),
    Listed(("某市第十中学", "十中"), "合格"),
    Listed(("某市住房和城乡建设局", "住建局"), "不合格"),
)
ALL = "某市财政局、某市教育局、某市民政局"


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    """Say it in words."""


def read(text: str, title: str = "关于2025年度考核结果的通报") -> list[str]:
    return disagreements(title, text.split("|"), UNITS, GRADES, 2025)


@pytest.mark.parametrize(
    "text",
    [
        "考核结果已经审定，现通报如下。",
        "共考核5个单位，其中优秀3家、合格1家、不合格1家。",
        "对五家单位进行了考核，三个单位评为优秀，十中评为合格。",
        f"优秀单位3家：{ALL}。",
        f"一、优秀等次：{ALL}。|二、不合格等次：住建局。",
        "优秀\t某市财政局\t95|合格\t某市第十中学\t80",
        "5个考核对象中，评定为“优秀”的3个。",
        "优秀单位在5个方面的3个做法值得推广，其中教育局等单位走在前列。",
        "优秀等次的财政局、教育局等单位要继续保持。",
        "某市住房和城乡建设局为不合格，某市第十中学为合格。",
    ],
)
def test_what_agrees_is_let_pass(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("优秀九家。", "写的是“优秀”9个，实际3个"),
        ("2家单位评为优秀。", "写的是“优秀”2个，实际3个"),
        ("其中优秀3家、合格2家、不合格1家。", "写的是“合格”2个，实际1个"),
        (f"优秀单位2家：{ALL}。", "写的是“优秀”2个，列出3个"),
        ("一、优秀等次：某市财政局。", "“优秀”中漏列：某市教育局、某市民政局"),
        ("一、优秀等次：无。", "“优秀”中漏列：某市财政局、某市教育局、某市民政局"),
        ("没有不合格单位。", "写的是没有“不合格”单位，实际1个"),
        ("住建局评为合格。", "“某市住房和城乡建设局”写在“合格”中，实际是“不合格”"),
        ("合格\t某市财政局\t88", "“某市财政局”写在“合格”中，实际是“优秀”"),
        ("本次共考核6个单位。", "写的是共6个单位，实际5个"),
        ("6个单位中，优秀3家。", "写的是共6个单位，实际5个"),
    ],
)
def test_what_does_not_agree_is_said(text: str, said: str) -> None:
    assert said in read(text)


def test_the_year_of_the_title_is_that_of_the_result() -> None:
    assert read("", "关于2024年度考核结果的通报") == ["标题写的是2024年，实际是2025年"]
    assert disagreements("关于2024年评议结果", [], UNITS, GRADES) == []


def test_the_title_is_read_as_well() -> None:
    assert read("", "2025年优秀单位4家名单") == ["写的是“优秀”4个，实际3个"]


def test_a_short_name_of_two_units_names_neither() -> None:
    two = (Listed(("甲县教育局", "教育局"), "优秀"), Listed(("乙县教育局", "教育局"), "合格"))
    assert disagreements("", ["教育局评为合格。"], two, GRADES) == []
