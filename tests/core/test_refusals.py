"""A refusal is a code; its words and its article are put together when it is said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from core import refusals
from core.refusals import Refusal, say


@pytest.fixture
def words(app: Flask) -> Iterator[None]:
    kept = app.extensions["wenze.refusals"]
    refusals.init_app(app)
    refusals.register(app, {"too_few": "调查人员不足 %(least)s 人，现为 %(found)s 人。"})
    yield
    app.extensions["wenze.refusals"] = kept


def test_a_refusal_is_said_with_its_parameters_and_its_article(words: None) -> None:
    refusal = Refusal("too_few", {"least": 2, "found": 1}, article="附件3 第五条")
    assert say(refusal) == "调查人员不足 2 人，现为 1 人。（附件3 第五条）"


def test_without_an_article_only_the_words_are_said(words: None) -> None:
    assert say(Refusal("too_few", {"least": 2, "found": 0})).endswith("现为 0 人。")


def test_a_code_has_words_once(app: Flask, words: None) -> None:
    with pytest.raises(ValueError, match="too_few"):
        refusals.register(app, {"too_few": "又一说法"})


def test_a_code_without_words_is_a_mistake_that_shows(words: None) -> None:
    with pytest.raises(KeyError):
        say(Refusal("unheard_of"))
