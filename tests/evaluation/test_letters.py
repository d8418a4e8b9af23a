"""The letters of a round: that it is held, and what came of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.documents import Table
from core.documents.keeping import loads
from core.documents.services import pdf_bytes
from evaluation import documents
from evaluation.queries import results
from evaluation.queries.notices import notice_that_held
from evaluation.rules import RoundState
from tests.core.documents import measure
from tests.support import evaluation as make

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.requirement("XSE-04")
def test_publishing_issues_the_notice_of_the_round() -> None:
    made = make.drafted()
    assert notice_that_held(made) is None
    make.publish(made)
    document = notice_that_held(made)
    assert document is not None
    text = measure.text(pdf_bytes(document))
    for part in ("关于开展2026年政务公开社会评议的通知", "市自然资源局", "问卷评议", make.PLAN):
        assert part in text, part
    assert document.verification_code
    assert document.template_version is not None


@pytest.mark.requirement("XSE-04", "XSE-05")
def test_the_feedback_notice_has_the_figures_the_grade_and_what_is_to_be_reported() -> None:
    made = make.round_(RoundState.FED_BACK)
    notice = made.units[0].notice
    assert notice is not None
    assert notice.document is not None
    letter = loads(notice.document.letter or "")
    (head, shares) = [block.rows for block in letter.body if isinstance(block, Table)]
    assert head == (("总体评价", "人数", "占比"),)
    assert [row[0] for row in shares] == ["满意", "基本满意", "不满意", "不了解"]
    assert sum(int(row[1]) for row in shares) == 6
    text = "\n".join(letter.texts())
    assert "10个工作日内" in text
    assert "1.办事指南更新不及时" in "".join(text.split())


def test_few_sheets_are_not_counted_in_the_notice() -> None:
    made = make.round_(RoundState.COLLATED)
    (result,) = results.results_of(made)
    few = replace(result, answers=(), groups=())
    letter = documents.feedback_letter(made, few, "评反〔2026〕9号")
    assert not [block for block in letter.body if isinstance(block, Table)]
    assert "为保护参评人员，不列各选项人数" in "\n".join(letter.texts())


def test_a_unit_without_opinions_is_asked_for_nothing() -> None:
    made = make.round_(RoundState.COLLATED)
    (result,) = results.results_of(made)
    result.unit.opinions = None
    text = "\n".join(documents.feedback_letter(made, result, "评反〔2026〕9号").texts())
    assert "没有需要你单位整改的意见和建议" in text
    assert "整改要求" not in text
    assert "工作日" not in text
