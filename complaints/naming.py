"""Find who reported in a text, however it is written there; pure.

One reading for what an officer types and for what a spreadsheet brings in. A text that names who
reported is refused or rewritten before it is kept: it would stand in letters, in the case and in
the search text. SEC-01; Rules on handling reports (2020) art. 47.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: What may stand between two characters of a name or two digits of a number.
_PARTED: Final = r"[\s\-‐‑–—―·•]"
_GAP: Final = rf"{_PARTED}*"
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<!\d)1[3-9](?:{_GAP}\d){{9}}(?!\d)")
#: A whole telephone number within a field that may hold several, or an extension after it.
_NUMBER = re.compile(rf"\d(?:{_GAP}[()]?{_GAP}\d){{6,}}")
_PREFIX = re.compile(r"(?:00)?86(?=\d{11})")
#: The number itself of a landline, behind the code of its area.
_LOCAL = re.compile(r"0(?:10|2\d|[3-9]\d{2})(\d{7,8})")
#: What makes an address that of a person: a house, a flat, a group of a village by its number.
_HOUSE = re.compile(
    r"[0-9〇零一二三四五六七八九十百千两]+\s*(?:号|幢|栋|座|楼|单元|室|户|弄|门|组)"
)
#: What stands before the street: known to everybody, and often left out.
_REGION = re.compile(
    r"(?:[^0-9]{1,8}?(?:自治区|省|盟|市|州|县|旗|(?<![小社园])区|街道|苏木|镇|乡))+"
)
#: Shorter remains of an address tell nobody from anybody.
_MIN_ADDRESS: Final = 5


def secrets_of(
    name: str | None = None, phone: str | None = None, address: str | None = None
) -> list[str]:
    """Return what tells who reported: the name, each number of the telephone, the house.

    A single character proves nothing and is left out, and so is an address without the number of a
    house: a street or a town is where things happen.
    """
    found = (name, phone, *_spoken(phone or ""), *houses_of(address))
    return list(dict.fromkeys(secret for secret in found if secret and _is_telling(secret)))


def houses_of(address: str | None) -> list[str]:
    """Return an address that names a house, and what is left of it from the street on."""
    whole = "".join((address or "").split())
    region = _REGION.match(whole)
    parts = (whole, whole[region.end() :] if region else "")
    return [part for part in parts if len(part) >= _MIN_ADDRESS and _HOUSE.search(part)]


def mentions(text: str, secrets: Iterable[str | None]) -> bool:
    """Tell whether one of the secrets stands in `text`, also with gaps in it or in full width.

    A single character proves nothing and is not looked for.
    """
    return any(_pattern(secret).search(_even(text)) for secret in secrets if _is_telling(secret))


def without(text: str, secrets: Iterable[str | None], instead: str) -> str:
    """Return `text` with `instead` wherever one of the secrets stood."""
    for secret in sorted((s for s in secrets if _is_telling(s)), key=lambda s: -len(s or "")):
        kept, rest = "", 0
        for found in _pattern(secret).finditer(_even(text)):
            kept, rest = kept + text[rest : found.start()] + instead, found.end()
        text = kept + text[rest:]
    return text


def numbers_in(text: str) -> list[str]:
    """Return the identity numbers and mobile numbers that stand in `text`, as they are written."""
    even = _even(text)
    return [
        text[found.start() : found.end()]
        for pattern in (_ID_NUMBER, _MOBILE)
        for found in pattern.finditer(even)
    ]


def _spoken(phone: str) -> list[str]:
    """Return the numbers in a field of telephone numbers as they may be said without the rest:
    without the prefix of the country, a landline also without the code of its area.
    """
    runs = [found[0] for found in _NUMBER.finditer(_even(phone))]
    whole = [re.sub(r"\D", "", number) for number in (*runs, *numbers_in(phone))]
    numbers = [_PREFIX.sub("", digits, count=1) for digits in whole]
    local = [found[1] for digits in numbers if (found := _LOCAL.fullmatch(digits))]
    return [*numbers, *local]


def _is_telling(secret: str | None) -> bool:
    return secret is not None and len(_bare(secret)) > 1


def _bare(text: str) -> str:
    return re.sub(_PARTED, "", _even(text))


def _even(text: str) -> str:
    """Return `text` with full-width digits and letters as plain ones, character for character."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def _pattern(secret: str | None) -> re.Pattern[str]:
    bare = _bare(secret or "")
    if bare.isdecimal() and len(bare) >= 7:
        return re.compile(rf"(?<!\d)(?:(?:00)?86{_GAP})?{_GAP.join(bare)}(?!\d)")
    # between Chinese characters a gap parts nothing, between Latin words it does
    words = re.split(rf"{_PARTED}+", _even(secret or "")) if bare.isascii() else bare
    return re.compile(_GAP.join(re.escape(word) for word in words if word), re.IGNORECASE)
