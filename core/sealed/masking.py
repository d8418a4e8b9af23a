"""Show enough of a personal value to recognise it, and no more; pure. ASVS 14.2.6.

Whoever does not already know the value must not learn it, and not its length either.
"""

from __future__ import annotations

STAR = "*"
#: A number shorter than this is hidden whole: what was left would give most of it away.
SHORT = 7


def mask_name(name: str | None) -> str | None:
    """Return the family name and a star: 张*. A compound family name shows its first character."""
    return None if not name else name[0] + STAR


def mask_phone(number: str | None) -> str | None:
    """Return three digits, four stars and the last four: 138****5678; a short number whole stars.

    Of a number that is no mobile one only the last four are left.
    """
    if not number:
        return None
    digits = "".join(char for char in number if char.isdigit())
    if len(digits) < SHORT:
        return STAR * 4
    return (digits[:3] if len(digits) >= 11 else "") + STAR * 4 + digits[-4:]


def mask_address(address: str | None) -> str | None:
    """Return the first two characters and stars: the town, not the door."""
    return None if not address else (address[:2] if len(address) > 4 else "") + STAR * 4


def mask_id(number: str | None) -> str | None:
    """Return the first and the last character of an identity number with stars between."""
    if not number:
        return None
    return STAR * 4 if len(number) < SHORT else number[0] + STAR * 8 + number[-1]
