"""What is published of a round says what its result says, or is refused."""

from __future__ import annotations

import pytest
from flask import Flask

from core.refusals import Refused
from evaluation.models import EvaluationRound
from evaluation.rules import ResultRange, RoundState
from evaluation.services import rounds
from tests.support import evaluation as make


def publish(made: EvaluationRound, text: str) -> None:
    """Publish with a text of the organiser's own."""
    rounds.publish_results(
        made,
        make.organiser(),
        result_range=ResultRange.EVERYBODY,
        text=text,
        seen_version=made.version,
    )


@pytest.mark.requirement("XSE-04")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1个单位为满意。", "写的是“满意”1个，实际0个"),
        ("共评议2个单位。", "写的是共2个单位，实际1个"),
        ("基本满意的单位：无。", "“基本满意”中漏列"),
        ("%(unit)s评定为满意。", "写在“满意”中，实际是“基本满意”"),
    ],
)
def test_a_text_that_disagrees_with_the_result_is_refused(app: Flask, text: str, said: str) -> None:
    made = make.round_(RoundState.FED_BACK)
    with pytest.raises(Refused) as found:
        publish(made, text.replace("%(unit)s", made.units[0].unit.name))
    assert found.value.refusal.code == "round_results_disagree"
    assert said in str(found.value.refusal.params["faults"])
    assert made.results_on is None


@pytest.mark.requirement("XSE-04")
def test_a_text_that_agrees_is_published(app: Flask) -> None:
    made = make.round_(RoundState.FED_BACK)
    publish(made, f"共评议1个单位，基本满意1个。\n基本满意的单位：{made.units[0].unit.name}。")
    assert made.results_on is not None
