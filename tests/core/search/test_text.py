"""Tokens and terms: two characters and up, rare characters, words, numbers."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.text import MAX_TERMS, clean, fold, number_form, runs, terms, tokens

#: Letters, digits, marks and signs of many kinds, rare ideographs among them.
ALPHABET = "公开政府信息王〔〕（）2026号wWpPsSé·，。 \n𬭩𫖯\U00031350ᠮᠣ\ue000ＡＢ１２"


def found_by(text: str, query: str) -> bool:
    """Tell whether the tokens of `text` satisfy `query`, looking at the text where needed."""
    has, folded = tokens(clean(text)), fold(text)
    asked = terms(query)
    return bool(asked) and all(
        set(t.tokens) <= has and (t.is_sure or t.run in folded) for t in asked
    )


@given(st.text(ALPHABET, max_size=40), st.data())
def test_every_piece_of_chinese_in_a_text_finds_it(text: str, data: st.DataObject) -> None:
    han = ["".join(c for c in run if not c.isascii()) for run in runs(text)]
    pieces = [piece for piece in han if piece and piece in fold(text)]
    if not pieces:
        return
    piece = data.draw(st.sampled_from(pieces))
    start = data.draw(st.integers(0, len(piece) - 1))
    end = data.draw(st.integers(start + 1, len(piece)))
    assert found_by(text, piece[start:end])


@given(
    st.text(ALPHABET, max_size=40), st.text("公开政府信息王𬭩\U00031350", min_size=1, max_size=4)
)
def test_what_is_found_stands_in_the_text(text: str, query: str) -> None:
    assert found_by(text, query) == (fold(query) in fold(text))


@given(st.text(max_size=200))
def test_a_query_of_anything_makes_plain_tokens(query: str) -> None:
    for term in terms(query):
        for token in (*term.tokens, *chain(*term.initials)):
            assert token.isascii()
            assert token.isalnum()
            assert token == token.lower()


@pytest.mark.parametrize("query", ["𬭩", "王𬭩", "\U00031350", "𫖯", "\ue815", "ᠮᠣᠩ"])
def test_rare_characters_are_found(query: str) -> None:
    assert found_by(f"反映{query}同志不作为", query)


@pytest.mark.parametrize(
    "query", ["〔2026〕12号", "[2026] 12号", "(2026)12", "２０２６ １２号", "阿政公责", "12号"]
)
def test_a_number_is_found_by_its_parts(query: str) -> None:
    assert found_by("阿政公责〔2026〕12号", query)


@pytest.mark.parametrize("query", ["1", "202", "112", "2号"])
def test_a_part_of_a_figure_is_no_figure(query: str) -> None:
    assert not found_by("阿政公责〔2026〕12号", query)


def test_words_are_found_whatever_their_case() -> None:
    assert found_by("使用WPS表格", "wps")
    assert found_by("使用ＷＰＳ表格", "Wps表格")


def test_two_windows_that_do_not_touch_are_no_phrase() -> None:
    assert not found_by("公开，开政，政府", "公开政府")
    assert found_by("公开政府", "公开政府")


def test_a_query_is_bounded() -> None:
    assert len(terms(" ".join(chr(0x4E00 + i) for i in range(99)))) == MAX_TERMS
    assert len(terms("长" * 500)[0].run) == 100


def test_a_number_is_written_one_way() -> None:
    assert number_form(" 阿政公责（２０２６） 12号") == "阿政公责〔2026〕12号"
