"""What xx county says about social evaluation, row by row (003-17)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.clocks.periods import Unit
from regulations.codes import GuardId, State, TermId, WordList
from regulations.model import Pack
from regulations.rules import EffectivePack, effective_pack, guard, is_on, term, wording, words


@pytest.fixture(scope="module")
def county(packs: Mapping[str, Pack]) -> EffectivePack:
    """Return the county's pack with the national rules."""
    return effective_pack(packs, "xx-county-2022")


def labels(pack: EffectivePack, name: WordList) -> list[str]:
    """Return the words of a list in the source's order."""
    return [word.label for word in words(pack, name)]


@pytest.mark.requirement("XSE-05", "XSE-06")
def test_report_and_explanation_are_due_in_ten_working_days(county: EffectivePack) -> None:
    row = term(county, TermId.EVALUATION_RECTIFY)
    assert (row.length, row.unit) == (10, Unit.WORKING_DAY)
    assert is_on(county, GuardId.EVALUATION_RECTIFY_DUTY)
    assert is_on(county, GuardId.EVALUATION_EXPLANATION)
    assert wording(county, GuardId.EVALUATION_REPORT_ADDRESSEE) == "本级政务公开工作主管部门"


@pytest.mark.requirement("XSE-02", "XSE-03", "XSE-04", "XSE-07")
def test_the_lists_are_those_of_the_source(county: EffectivePack) -> None:
    assert len(words(county, WordList.EVALUATION_CONTENT)) == 6
    assert labels(county, WordList.EVALUATION_METHOD) == [
        "网络评议",
        "监督评议",
        "问卷评议",
        "专题评议",
    ]
    assert labels(county, WordList.EVALUATION_GRADE) == ["满意", "基本满意", "不满意"]
    assert labels(county, WordList.PUBLIC_FEEDBACK) == [
        "网上公告",
        "寄发函件",
        "召开座谈会",
        "上门走访",
    ]
    assert len(words(county, WordList.EVALUATION_INSPECTION)) == 5


@pytest.mark.requirement("XSE-04")
def test_the_source_is_silent_on_where_a_grade_begins(county: EffectivePack) -> None:
    found = guard(county, GuardId.EVALUATION_GRADE_BOUNDS)
    assert found is not None
    assert found.value.state is State.NOT_STATED


def test_aershan_has_no_scale_and_no_period(aershan: EffectivePack) -> None:
    """The twin: nothing of the county's leaks into another jurisdiction."""
    assert not words(aershan, WordList.EVALUATION_GRADE)
    assert TermId.EVALUATION_RECTIFY not in aershan.terms
