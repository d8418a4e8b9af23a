"""What a wording may say, what it becomes, and that nothing in it is evaluated."""

from __future__ import annotations

import pytest

from core.documents.templates.language import (
    MAX_TITLE,
    FaultCode,
    Shape,
    Vocabulary,
    clean,
    faults,
    say,
    say_title,
)

WORDS = Vocabulary(
    fields=frozenset({"案号", "理由"}),
    required=frozenset({"理由"}),
    conditions=frozenset({"有救济"}),
)


def codes(body: str, title: str = "告知书") -> list[FaultCode]:
    """Return the codes of what is wrong, the title's first."""
    return [fault.code for part in faults(title, body, WORDS) for fault in part]


def test_a_sound_wording_has_no_fault() -> None:
    assert not codes("# 事由\n关于{{案号}}：{{ 理由 }}\n[[若有救济]]\n可以申请复核。\n[[结束]]")


@pytest.mark.parametrize(
    ("body", "code", "line", "column"),
    [
        ("{{理由}}\n见{{案好}}。", FaultCode.UNKNOWN_FIELD, 2, 2),
        ("{{理由}}[[若没有]]甲[[结束]]", FaultCode.UNKNOWN_CONDITION, 1, 7),
        ("{{理由}}\n[[若有救济]]甲", FaultCode.NOT_CLOSED, 2, 1),
        ("{{理由}}[[结束]]", FaultCode.NOT_OPENED, 1, 7),
        ("{{理由}}[[循环]]", FaultCode.UNKNOWN_TAG, 1, 7),
        ("{{理由}}{{案号", FaultCode.STRAY, 1, 7),
        ("{{理由}}甲}}", FaultCode.STRAY, 1, 8),
        ("{{理由}}[[", FaultCode.STRAY, 1, 7),
        ("{{理由}}{{案\n号}}", FaultCode.STRAY, 1, 7),
        ("{{理由}}\n# ", FaultCode.EMPTY_HEADING, 2, 1),
        ("{{理由}}\n|甲", FaultCode.CELLS, 2, 1),
        ("{{理由}}\n|甲|乙|\n|甲|乙|丙|", FaultCode.CELLS, 3, 1),
    ],
)
def test_a_fault_is_found_with_its_place(
    body: str, code: FaultCode, line: int, column: int
) -> None:
    found = faults("告知书", body, WORDS)[1]
    assert (found[0].code, found[0].line, found[0].column) == (code, line, column)


def test_what_must_stand_may_not_hide_in_a_condition() -> None:
    assert codes("只有{{案号}}") == [FaultCode.MISSING_FIELD]
    assert codes("[[若有救济]]{{理由}}[[结束]]") == [FaultCode.MISSING_FIELD]


def test_empty_and_too_long_are_refused() -> None:
    assert FaultCode.EMPTY in codes("")
    assert FaultCode.EMPTY in codes("{{理由}}", title=" ")
    assert FaultCode.TOO_LONG in codes("{{理由}}", title="长" * (MAX_TITLE + 1))
    assert FaultCode.TOO_MANY_HEADINGS in codes("{{理由}}\n" + "# 节\n" * 61)


def test_fields_and_conditions_are_put_in() -> None:
    body = (
        "# 一节{{案号}}\n理由：{{理由}}\n[[若有救济]]可以复核。[[结束]][[若非有救济]]无。[[结束]]"
    )
    said = say(body, {"案号": "甲1", "理由": "缺材料"}, frozenset({"有救济"}))
    assert [(line.shape, line.text) for line in said] == [
        (Shape.HEADING, "一节甲1"),
        (Shape.PARAGRAPH, "理由：缺材料"),
        (Shape.PARAGRAPH, "可以复核。"),
    ]
    assert say(body, {"案号": "", "理由": ""}, frozenset())[-1].text == "无。"


def test_a_condition_within_one_that_does_not_hold_does_not_hold() -> None:
    body = "[[若有救济]]甲[[若非有救济]]乙[[结束]]丙[[结束]]丁"
    assert say(body, {}, frozenset({"有救济"}))[0].text == "甲丙丁"
    assert say(body, {}, frozenset())[0].text == "丁"


def test_a_value_is_text_whatever_it_looks_like() -> None:
    values = {"案号": "# 标题", "理由": "{{案号}}[[若有救济]]|甲|乙{% x %}"}
    said = say("{{案号}}\n{{理由}}", values, frozenset())
    assert [line.shape for line in said] == [Shape.PARAGRAPH, Shape.PARAGRAPH]
    assert said[0].text == "# 标题"
    assert said[1].text == values["理由"]
    (row,) = say("|甲|{{理由}}|", values, frozenset())
    assert row.cells == ("甲", values["理由"])


def test_rows_have_cells_and_tall_ones_room() -> None:
    said = say("|案由|{{案号}}|\n||签名||", {"案号": ""}, frozenset())
    assert [line.shape for line in said] == [Shape.ROW, Shape.TALL_ROW]
    assert said[0].cells == ("案由", "")
    assert said[1].cells == ("签名", "")


def test_a_title_is_one_line() -> None:
    assert say_title("关于{{案号}}的决定", {"案号": "甲\n乙"}, frozenset()) == "关于甲 乙的决定"


def test_typed_text_is_cleaned() -> None:
    assert clean("\r\n甲 \r\n乙\r\n\r\n") == "甲\n乙"
