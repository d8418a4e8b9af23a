"""Every kind has its words and facts; sizes read as people write them."""

from __future__ import annotations

import pytest

from core.files.kinds import BY_EXTENSION, KINDS, FileKind
from core.files.labels import KIND_WORDS, size_words


def test_every_kind_has_words_and_facts() -> None:
    assert set(KIND_WORDS) == set(KINDS) == set(FileKind) == set(BY_EXTENSION.values())


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 B"),
        (1023, "1023 B"),
        (1024, "1 KB"),
        (1536, "1.5 KB"),
        (300_000, "293 KB"),
        (1024 * 1024, "1 MB"),
        (20 * 1024 * 1024, "20 MB"),
    ],
)
def test_sizes(size: int, words: str) -> None:
    assert size_words(size) == words
