"""A running period is called in the language of the reader; what was said of it stays stored."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from core.clocks.models import Clock
from regulations.codes import TermId
from regulations.labels import TERMS, clock_name, clock_with_article

pytestmark = pytest.mark.usefixtures("app")


def clock(label: str, term: str = TermId.REMEDY_PERIOD) -> Clock:
    return Clock(term_id=term, label=label, article="附件3 第八条")


@pytest.mark.parametrize("term", list(TermId))
def test_every_term_has_its_name_in_both_languages(app: Flask, term: TermId) -> None:
    with app.test_request_context():
        with force_locale("zh"):
            chinese = str(TERMS[term])
            assert clock_name(clock(chinese, term)) == chinese
        with force_locale("en"):
            english = clock_name(clock(chinese, term))
            assert english.isascii()
            assert english != chinese


def test_whom_it_concerns_stays_and_other_labels_are_not_touched(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        named = clock("申请复核或提出申诉的期限（王𬭩）")
        assert clock_name(named).endswith("(王𬭩)")
        assert named.label == "申请复核或提出申诉的期限（王𬭩）", "the record of what was said"
        assert clock_with_article(named).endswith("(王𬭩) (附件3 第八条)")
        assert clock_name(clock("复核期限")) == "复核期限"
        assert clock_name(clock("自定", "no.such.term")) == "自定"
