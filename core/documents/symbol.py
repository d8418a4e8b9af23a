"""The verification code of a document: its characters, and its two-dimensional symbol."""

from __future__ import annotations

import secrets
from typing import Final

import segno

#: Figures and capitals that are not taken for one another on paper.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 12
_GROUP = 4
_CHEQUERED = 0


def new_code() -> str:
    """Return a fresh code: 31¹² of them, so that none is found by trying."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def printed(code: str) -> str:
    """Return a code as people read it: ``ABCD-EFGH-JKMN``."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read(text: str) -> str | None:
    """Return the code somebody typed, or None for what cannot be one."""
    code = "".join(c for c in text[:60].upper() if c.isalnum())
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def modules(text: str) -> tuple[str, ...]:
    """Return the rows of the symbol of a text, ``1`` for dark (error correction M).

    The mask is the chequered one for every text: readers take any, and trying all eight costs
    five times as much.
    """
    code = segno.make_qr(text, error="m", boost_error=False, mask=_CHEQUERED)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)
