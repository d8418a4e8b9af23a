"""What makes a password good enough, by profile. Pure but for the list of words beside it.

Profile `mlps` (the default) follows GB/T 22239 level 3, 8.1.4.1: length, classes of characters, no
reuse, a prompt after ninety days. Profile `asvs` follows ASVS 5.0 6.2: length and a list of common
passwords, no composition, no rotation. Either way a password made of common words, pinyin, runs on
the keyboard and dates is refused.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pypinyin import lazy_pinyin

from core.refusals import Refusal

_WORDS = Path(__file__).parent / "common_words.txt"
_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz",
         "1qaz2wsx3edc4rfv5tgb", "qazwsxedcrfvtgb", "!@#$%^&*()")  # fmt: skip
_RUN = 4
#: Fewer characters than these, beside what everybody tries first, protect nothing.
_OF_ITS_OWN = 4
_LOOKALIKES = str.maketrans("@013$5!", "aoiessi")
_DATES = re.compile(r"(19|20)\d\d(0?[1-9]|1[0-2])?(0?[1-9]|[12]\d|3[01])?")
#: Letters and digits that are not taken for each other on paper.
_CLEAR = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")


@dataclass(frozen=True)
class Policy:
    """What is asked of a password; `history` counts the last ones, `max_age_days` leads to a
    prompt, never to a lock-out.
    """

    min_length: int
    min_classes: int
    history: int
    max_age_days: int | None


PROFILES: Final[Mapping[str, Policy]] = {
    "mlps": Policy(min_length=10, min_classes=3, history=5, max_age_days=90),
    "asvs": Policy(min_length=15, min_classes=1, history=0, max_age_days=None),
}


def check(password: str, policy: Policy, names: Iterable[str]) -> Refusal | None:
    """Return why `password` is not good enough, or None. `names` (of the user, their unit) must not
    be in it, nor their pinyin.
    """
    if len(password) < policy.min_length:
        return Refusal("password_too_short", {"length": policy.min_length})
    if _classes(password) < policy.min_classes:
        return Refusal("password_too_simple", {"classes": policy.min_classes})
    text = _plain(password)
    if any(name in text for name in _spelled(names)):
        return Refusal("password_holds_name")
    if is_common(password):
        return Refusal("password_too_common")
    return None


def is_common(password: str) -> bool:
    """Tell whether `password` is nothing but words everybody tries, runs of keys and dates."""
    text = _plain(password)
    return any(len(_rest(form)) < _OF_ITS_OWN for form in (text, text.translate(_LOOKALIKES)))


def generate() -> str:
    """Return a password of four groups for a slip of paper: every class, no look-alikes."""
    while True:
        alphabet = "".join(_CLEAR)
        drawn = "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))
        if all(any(char in part for char in drawn) for part in _CLEAR) and not is_common(drawn):
            return drawn


def _classes(password: str) -> int:
    kinds = (str.isupper, str.islower, str.isdecimal)
    found = [any(kind(char) for char in password) for kind in kinds]
    return sum(found) + any(not (c.isupper() or c.islower() or c.isdecimal()) for c in password)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _spelled(names: Iterable[str]) -> set[str]:
    plain = {_plain(name) for name in names if len(name) > 1}
    return plain | {"".join(lazy_pinyin(name)) for name in plain}


def _rest(text: str) -> str:
    """Return what is left of `text` without common words, runs, repetitions and dates."""
    text = _common().sub("", text)
    text = _runs().sub("", text)
    text = _DATES.sub("", text)
    text = re.sub(r"(.+?)\1{2,}", "", text)
    return re.sub(r"[\W_]", "", text) if text.isascii() else text


@cache
def _common() -> re.Pattern[str]:
    words = _WORDS.read_text("utf-8").split()
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


@cache
def _runs() -> re.Pattern[str]:
    runs = set()
    for row in _ROWS:
        for line in (row, row[::-1]):
            for length in range(_RUN, len(line) + 1):
                runs |= {line[at : at + length] for at in range(len(line) - length + 1)}
    return re.compile("|".join(map(re.escape, sorted(runs, key=len, reverse=True))))
