"""Chinese line breaking: what may begin and end a line, and that the grid holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.page import TITLE_STYLE, body_style, small_style
from core.documents.typeset import (
    NO_END,
    NO_START,
    Line,
    balance,
    break_lines,
    place,
    tokens,
    with_company,
)

STYLE = body_style()
MEASURE = 56
CHINESE = st.sampled_from("公开条例责任人民政府年月日一二三。，、；：！？）》”（《“—…")
MIXED = st.one_of(CHINESE, st.sampled_from("0123456789abcXYZ.-/ %"))


def _texts(text: str) -> list[str]:
    return [line.text for line in break_lines(text, STYLE, MEASURE)]


def _width(line: Line) -> float:
    ends = [
        run.x
        + sum(1.0 for _ in run.text) * run.spacing * run.scale
        + STYLE.size * run.scale * (0.5 if run.half else 1.0) * len(run.text)
        for run in place(line, STYLE)
    ]
    return max(ends)


@pytest.mark.parametrize("mark", sorted("。，、；：！？）》」』”’〕】"))
@pytest.mark.parametrize("ahead", range(26, 30))
def test_no_line_begins_with_closing_punctuation(mark: str, ahead: int) -> None:
    lines = _texts("公" * ahead + mark + "开" * 30)
    assert len(lines) > 1
    assert not any(line[0] in NO_START for line in lines)


@pytest.mark.parametrize("mark", sorted("（《「『“‘〔【"))
@pytest.mark.parametrize("ahead", range(26, 30))
def test_no_line_ends_with_opening_punctuation(mark: str, ahead: int) -> None:
    lines = _texts("公" * ahead + mark + "开" * 30)
    assert not any(line[-1] in NO_END for line in lines)


@given(st.text(alphabet=MIXED, max_size=200))
def test_breaking_loses_nothing_but_spaces_and_keeps_the_measure(text: str) -> None:
    lines = break_lines(text, STYLE, MEASURE)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    assert all(line.units <= MEASURE for line in lines)
    for line in lines:
        assert "".join(run.text for run in place(line, STYLE)) == line.text.replace(" ", "")


@pytest.mark.parametrize("end", ["据。", "据", "据。）", "据！”"])
def test_a_single_character_does_not_have_a_line_to_itself(end: str) -> None:
    alone = break_lines("公" * 28 + end, STYLE, MEASURE)
    assert alone[-1].text == end
    lines = with_company(alone)
    assert [line.text for line in lines] == ["公" * 27, "公" + end]
    assert lines[0].units + lines[0].slack == MEASURE


@given(st.text(alphabet=MIXED, max_size=200))
def test_keeping_company_loses_nothing_and_keeps_the_measure(text: str) -> None:
    before = break_lines(text, STYLE, MEASURE, first=4)
    lines = with_company(before)
    assert "".join(line.text for line in lines) == "".join(line.text for line in before)
    assert len(lines) == len(before)
    for line in lines:
        assert line.slack >= 0
        assert line.indent + line.units + line.slack <= MEASURE
        assert line in before or line.text[0] not in NO_START


def test_a_naive_breaker_is_caught() -> None:
    """Twin: cut every 28 characters, the same text does begin a line with a comma."""
    text = "公" * 28 + "，" + "开" * 30
    assert text[28:][0] in NO_START


@pytest.mark.parametrize("ahead", range(20, 29))
def test_a_number_stays_whole_and_with_its_measure(ahead: int) -> None:
    lines = _texts("公" * ahead + "于2026年12月15日起30个工作日内")
    joined = "|".join(lines)
    for whole in ("2026年", "12月", "15日", "30个"):
        assert whole in joined


def test_a_dash_and_an_ellipsis_are_not_cut() -> None:
    for pair in ("——", "……"):
        for ahead in range(25, 29):
            assert any(pair in line for line in _texts("公" * ahead + pair + "开" * 5))


def test_punctuation_is_squeezed_rather_than_pushed() -> None:
    """The comma that would begin line two is taken in, in half a cell, with another one."""
    first = break_lines("公开，" + "公" * 25 + "，开" * 4, STYLE, MEASURE)[0]
    assert len(first.text) == 29
    assert len(first.squeezed) == 2
    assert _width(first) == pytest.approx(28 * STYLE.cell, abs=0.3)


def test_a_line_without_punctuation_to_squeeze_is_spaced_to_both_edges() -> None:
    first = break_lines("公" * 28 + "，" + "开" * 9, STYLE, MEASURE)[0]
    assert first.text == "公" * 27
    assert _width(first) == pytest.approx(28 * STYLE.cell, abs=1.0)


def test_a_chinese_line_is_one_run_on_the_grid() -> None:
    (run,) = place(break_lines("公" * 28, STYLE, MEASURE)[0], STYLE)
    assert (run.x, run.text) == (0.0, "公" * 28)
    assert STYLE.size + run.spacing == pytest.approx(STYLE.cell)


def test_figures_take_half_a_cell() -> None:
    assert [token.units for token in tokens("2026", STYLE)] == [4]
    assert [token.units for token in tokens("1", small_style())] == [1]


def test_a_long_address_is_cut_where_it_may_be() -> None:
    lines = _texts("https://www.example.gov.cn/" + "zwgk/fdzdgknr/lzyj/" * 5 + "x" * 200)
    assert len(lines) > 2
    assert lines[0].endswith(("/", ".", "-"))


def test_a_title_is_broken_evenly_and_where_the_caller_says() -> None:
    balanced = [
        line.text
        for line in balance("关于对某某局未按期公开政府信息问题的处理决定", TITLE_STYLE, 40)
    ]
    assert len(balanced) == 2
    assert abs(len(balanced[0]) - len(balanced[1])) <= 4
    told = [line.text for line in balance("关于某某的\n通报", TITLE_STYLE, 40)]
    assert told == ["关于某某的", "通报"]


def test_a_middle_dot_takes_a_cell() -> None:
    assert [token.units for token in tokens("公·", STYLE)] == [2, 2]
