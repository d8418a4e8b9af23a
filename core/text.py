"""Text as it is kept, from whichever door it comes in (a form, a spreadsheet); pure."""

from __future__ import annotations

import unicodedata

#: Marks that turn around the direction of what follows them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean(text: str) -> str:
    """Trim, join line ends, compose characters (NFC), so that equal text is stored equal."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_unseen(text: str, *, several_lines: bool) -> bool:
    """Tell whether control or direction characters stand in `text`, or half a character.

    Line ends and tabs are let through where there may be several lines.
    """
    allowed = "\n\t" if several_lines else ""
    return any(
        char in _TURNING or (char not in allowed and unicodedata.category(char) in {"Cc", "Cs"})
        for char in text
    )
