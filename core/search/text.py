"""What of a text can be found: pure functions from text to tokens and from a query to terms.

A text is cut into runs of letters and digits. In a run, Chinese (and every other script without
spaces of its own) gives each character and each window of two characters; ASCII letters and digits
give whole words. Tokens are written in ASCII, a character as its code point, so that neither engine
needs to know a character: SQLite's tokenizer and PostgreSQL's parser both miss those that are newer
than they are, which are the rare characters of names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

#: A query is cut at this length, and to this many terms.
MAX_QUERY = 100
MAX_TERMS = 8

#: Of how many letters the initials of titles are kept; longer ones are found by all their windows.
TITLE_WINDOWS = (3, 4)

#: Full-width letters and digits, as a Chinese keyboard writes them, become plain ones.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()}
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
#: A variation selector changes how a character looks, not which one it is.
_SELECTORS = dict.fromkeys([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])
_CLEANED = _SELECTORS | _PLAIN
_BRACKETS = {ord(mark): "〔" for mark in "[(（【［〔"} | {ord(mark): "〕" for mark in "])）】］〕"}

_WORD = re.compile(r"[0-9a-z]+")
_PIECES = re.compile(r"[0-9a-z]+|[^0-9a-z]+")
_LETTERS = re.compile(r"[a-z]{2,}")

#: Planes of rare ideographs: Python knows their extensions only up to its own Unicode version.
_RARE_FROM, _RARE_TO = 0x20000, 0x3FFFF


@dataclass(frozen=True)
class Term:
    """One run of a query: the tokens an entry must all have, or instead all of one of `initials`.

    `is_sure` tells that the tokens alone prove that the run stands in the text as it is; else the
    text must be looked at.
    """

    run: str
    tokens: tuple[str, ...]
    initials: tuple[tuple[str, ...], ...]
    is_sure: bool


def clean(text: str) -> str:
    """Return `text` as it is kept: composed, plain letters and digits, no variation selectors."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_CLEANED).replace("\x00", "")


def fold(text: str) -> str:
    """Return `text` as it is compared: cleaned, ASCII in lower case (as SQL does it too)."""
    return clean(text).translate(_LOWER)


def runs(text: str) -> Iterator[str]:
    """Yield the runs of letters and digits of `text`, folded."""
    found: list[str] = []
    for character in fold(text):
        if _belongs(character):
            found.append(character)
        elif found:
            yield "".join(found)
            found.clear()
    if found:
        yield "".join(found)


def tokens(text: str) -> set[str]:
    """Return all that `text` can be found by."""
    found: set[str] = set()
    for run in runs(text):
        for piece in _PIECES.findall(run):
            if _WORD.fullmatch(piece):
                found.add(_word(piece))
            else:
                found.update(_window(character) for character in piece)
                found.update(_windows(piece))
    return found


def terms(query: str) -> list[Term]:
    """Return what `query` asks for: an entry must satisfy every term."""
    asked = list(dict.fromkeys(runs(query[:MAX_QUERY])))
    return [_term(run) for run in asked[:MAX_TERMS]]


def initials_token(letters: str) -> str:
    """Return the token of initials or of a whole name in pinyin."""
    return f"p{letters}"


def number_form(query: str) -> str:
    """Return `query` as a document number is written: no spaces, brackets 〔〕."""
    return "".join(clean(query[:MAX_QUERY]).split()).translate(_BRACKETS)


def _term(run: str) -> Term:
    found: list[str] = []
    pieces = _PIECES.findall(run)
    for piece in pieces:
        if _WORD.fullmatch(piece):
            found.append(_word(piece))
        else:
            found.extend(_windows(piece) if len(piece) > 1 else [_window(piece)])
    initials = _initials(run) if _LETTERS.fullmatch(run) else ()
    return Term(run, tuple(dict.fromkeys(found)), initials, is_sure=len(found) == 1)


def _initials(letters: str) -> tuple[tuple[str, ...], ...]:
    """Return the sets of tokens that these letters may be: of a name, or of a longer title."""
    whole, longest = (initials_token(letters),), TITLE_WINDOWS[-1]
    if len(letters) <= longest:
        return (whole,)
    starts = range(len(letters) - longest + 1)
    return whole, tuple(initials_token(letters[at : at + longest]) for at in starts)


def _windows(piece: str) -> list[str]:
    return [_window(piece[at : at + 2]) for at in range(len(piece) - 1)]


def _window(characters: str) -> str:
    return "h" + "".join(map(_code, characters))


@lru_cache(maxsize=20_000)
def _code(character: str) -> str:
    return f"{ord(character):05x}"


def _word(word: str) -> str:
    return f"w{word}"


@lru_cache(maxsize=20_000)
def _belongs(character: str) -> bool:
    if character.isascii():
        return character.isalnum()
    category = unicodedata.category(character)
    return category[0] in "LNM" or category == "Co" or _RARE_FROM <= ord(character) <= _RARE_TO
