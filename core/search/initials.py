"""Names and titles by the first letters of their pinyin: 李建国 by ljg, 单立 by sl and dl, 征地补偿
by zdbc. Pure.

The common sound of a character is often not its sound as a surname, and people type either: both
are kept. A title is read as a whole, where the words around a character tell its sound (长期,
行长), and kept in windows of few letters only, so that a long one costs little.
"""

from __future__ import annotations

import itertools
from functools import lru_cache
from typing import Final

from pypinyin import Style, lazy_pinyin

from core.search.text import TITLE_WINDOWS, clean, initials_token

#: Surnames whose sound as a surname differs from the common one, which is kept beside it.
SURNAMES: Final = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "查": "zha",
    "盖": "ge",
    "区": "ou",
    "曾": "zeng",
    "朴": "piao",
    "翟": "zhai",
    "尉": "wei",
    "种": "chong",
    "召": "shao",
    "覃": "qin",
    "晁": "chao",
    "乜": "nie",
    "员": "yun",
    "折": "she",
    "黑": "he",
    "秘": "bi",
    "繁": "po",
    "洗": "xian",
    "逄": "pang",
    "祭": "zhai",
    "乐": "yue",
    "谌": "chen",
    "牟": "mu",
    "隗": "wei",
    "句": "gou",
    "炅": "gui",
    "柏": "bai",
    "藏": "zang",
    "贾": "jia",
    "沈": "shen",
    "瞿": "qu",
    "缪": "miao",
    "纪": "ji",
    "车": "che",
    "卜": "bu",
    "俞": "yu",
    "厘": "xi",
    "冼": "xian",
    "眭": "sui",
    "尉迟": "yu chi",
    "万俟": "mo qi",
    "长孙": "zhang sun",
    "澹台": "tan tai",
    "单于": "chan yu",
    "令狐": "ling hu",
    "鲜于": "xian yu",
    "宰父": "zai fu",
    "亓官": "qi guan",
    "皇甫": "huang fu",
    "濮阳": "pu yang",
    "公冶": "gong ye",
    "太叔": "tai shu",
    "申屠": "shen tu",
    "相里": "xiang li",
}

#: Surnames that are read in two ways by those who bear them.
TWICE: Final = {
    "覃": "tan",
    "翟": "di",
    "隗": "kui",
    "谌": "shen",
    "乐": "le",
    "盖": "gai",
    "牟": "mou",
}

#: Characters of given names that are commonly read in a second way.
GIVEN: Final = {
    "乐": "yue",
    "行": "xing",
    "长": "chang",
    "重": "zhong",
    "朝": "zhao",
    "晟": "cheng",
    "茜": "xi",
    "曾": "zeng",
    "娜": "nuo",
    "单": "shan",
    "传": "zhuan",
    "盛": "cheng",
    "藏": "zang",
    "省": "xing",
    "调": "tiao",
    "参": "shen",
    "洋": "yang",
    "都": "dou",
}

#: Windows of initials are kept from this length to this one.
SHORTEST, LONGEST = 2, 10
#: Of one name no more readings are kept than these.
MAX_READINGS = 8


def name_tokens(name: str) -> set[str]:
    """Return the tokens by which `name` is found: all windows of its initials, and it in full.

    A character without a reading known here ends a window; the rest is still found.
    """
    found: set[str] = set()
    for reading in readings(name):
        if all(reading):
            found.add(initials_token("".join(reading)))
        letters = "".join(sound[0] if sound else " " for sound in reading)
        for part in letters.split():
            found.update(
                initials_token(part[start:end])
                for start, end in itertools.combinations(range(len(part) + 1), 2)
                if SHORTEST <= end - start <= LONGEST
            )
    return found


def title_tokens(title: str) -> set[str]:
    """Return the tokens by which `title` is found: the windows of its initials, of the lengths
    TITLE_WINDOWS. What is no Chinese, or has no reading, ends a window.
    """
    letters = lazy_pinyin(
        clean(title),
        style=Style.FIRST_LETTER,
        # a list is taken as one reading for each character; the stubs know of a text only
        errors=lambda unread: [" "] * len(unread),  # type: ignore[arg-type, return-value]
    )
    # a character is one letter; whatever else was handed back keeps no window together
    joined = "".join(x if len(x) == 1 and x.isascii() and x.isalpha() else " " for x in letters)
    return {
        initials_token(part[start : start + length])
        for part in joined.lower().split()
        for length in TITLE_WINDOWS
        for start in range(len(part) - length + 1)
    }


def readings(name: str) -> list[tuple[str, ...]]:
    """Return the ways to read `name`, each a tuple of one sound a character (empty: unknown)."""
    characters = [character for character in clean(name) if character.isalnum()]
    if not characters:
        return []
    text = "".join(characters)
    surname = next((text[:n] for n in (2, 1) if len(text) > n and text[:n] in SURNAMES), "")
    options = [_sounds(character, GIVEN) for character in text]
    if not surname:
        return list(itertools.islice(itertools.product(*options), MAX_READINGS))
    given = options[len(surname) :]
    heads = [tuple(SURNAMES[surname].split())]
    if surname in TWICE:
        heads.append((TWICE[surname],))
    heads.append(tuple(_sound(character) for character in surname))
    every = ((*head, *rest) for head in dict.fromkeys(heads) for rest in itertools.product(*given))
    return list(itertools.islice(every, MAX_READINGS))


def _sounds(character: str, further: dict[str, str]) -> list[str]:
    return list(dict.fromkeys([_sound(character), further.get(character, _sound(character))]))


@lru_cache(maxsize=20_000)
def _sound(character: str) -> str:
    if character.isascii():
        return character.lower()
    sound = "".join(lazy_pinyin(character, errors="ignore", v_to_u=False)).lower()
    return sound if sound.isascii() and sound.isalpha() else ""
